#!/bin/sh
# Two computers, one that uses AI every day and one that never does: both
# enrol, run for a month and vote.  The same number, size and kind of exchanges;
# no canary in what is kept or in what the collector has.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)
canary=kanarienvogel

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 20
make_pc heavy
make_pc none
for day in 02 05 07 08 09 12 13; do
    visit heavy "https://chatgpt.com/c/$canary?q=$canary" 2026-10-$day
    visit none "https://$canary.example/c/$canary" 2026-10-$day
done
visit heavy "https://chat.deepseek.com/" 2026-10-14
visit heavy "https://chatgpt.com/" 2026-09-30

# Every exchange goes through a counter of bytes, one for each computer.
for name in heavy none; do
    listen=$(free_port)
    python3 "$SOURCE/tests/scenario/byte_counter.py" "$listen" "$port" "$name.bytes" &
    echo $! >"$name.proxy"
    echo "$listen" >"$name.port"
done
sleep 1

for name in heavy none; do
    run 0 pc $name join lanterne.join --yes --now 2026-10-01T08:00Z
    state $name "UPDATE joined SET port = $(cat $name.port)"
done
# A month of days, a round a day; then the window.
: >heavy.bytes
: >none.bytes
for day in 02 05 08 12 15 20 25 31; do
    for name in heavy none; do
        run 0 pc $name run --read --now 2026-10-${day}T09:00Z
    done
done
check "nothing before the join" "$(state heavy "SELECT min(day) FROM day")" "$(($(date -ud 2026-10-02 +%s) / 86400))"
check "what is kept: days of chatgpt" "$(state heavy "SELECT count(*) FROM day WHERE service = 'chatgpt'")" 7
check "what is kept: other columns" "$(state heavy "SELECT group_concat(name) FROM pragma_table_info('day')")" day,service,evidence
check "checked by the anonymous way" "$(state heavy "SELECT checked FROM poll")" 1
run 0 pc heavy preview --now 2026-10-31T10:00Z
grep -q '"any":2,"unapproved":2,"contacted":0' out || fail "preview: $(cat out)"
grep -q '"services":\[\["chatgpt",2\],\["deepseek",1\]\]' out || fail "preview: $(cat out)"
run 0 pc heavy preview --raw --now 2026-10-31T10:00Z
check "a ballot's size" "$(wc -c <out)" 4096
head -c 4096 out >before

stop_collector
serve 2026-11-03
for hour in 00 07 14; do
    for name in heavy none; do
        run 0 pc $name run --read --now 2026-11-03T$hour:00Z
    done
done
for name in heavy none; do
    check "$name has voted" "$(pc $name status --json --now 2026-11-03T15:00Z | jq -r '.periods[].status')" sent
    check "$name keeps no day" "$(state $name 'SELECT count(*) FROM day')" 0
    check "$name keeps no secret" "$(state $name 'SELECT count(*) FROM poll WHERE secrets IS NOT NULL OR token IS NOT NULL OR ballot IS NOT NULL OR padding IS NOT NULL')" 0
done
run 0 "$COLLECTOR" status --json --folder col --now 2026-11-03
check "two ballots" "$(json '[.. | .ballots? // empty] | max')" 2

# Non-interference.  Lines: bytes up, bytes down; a TLS signature in DER takes
# 70 to 72 bytes, which is all that may differ on the way down.
for name in heavy none; do
    kill "$(cat $name.proxy)"
    cut -d' ' -f1 $name.bytes >$name.up
done
check "the same number of exchanges" "$(wc -l <heavy.bytes)" "$(wc -l <none.bytes)"
[ "$(wc -l <heavy.bytes)" -ge 4 ] || fail "the counters saw nothing"
cmp heavy.up none.up || fail "different sizes: $(paste -d: heavy.up none.up)"
paste -d' ' heavy.bytes none.bytes | awk '{ d = $2 - $4; if (d < -8 || d > 8) exit 1 }' ||
    fail "different answers: $(paste -d: heavy.bytes none.bytes)"

stop_collector
for where in pc/heavy/state pc/none/state col serve.log out err; do
    if grep -rlaE "$canary|chatgpt\.com|deepseek\.com" "$where" >leaks 2>/dev/null; then
        fail "a canary in $(cat leaks)"
    fi
done
[ -z "$(ls -A "$TMPDIR")" ] || fail "left behind: $(ls -A "$TMPDIR")"
