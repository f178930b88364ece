#!/bin/sh
# kill -9 at any moment, KILLS times (200; more on demand): nothing is lost,
# nothing is doubled.  One computer is killed while it reads and a twin is not:
# both keep the same.  Then one is killed while it votes, from the same place
# again and again: one ballot is counted.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
kills=${KILLS:-200}
port=$(free_port)

# pause_ms N: up to N milliseconds, drawn
pause_ms() { sleep "$(awk -v n="$1" -v seed="$(od -An -N4 -tu4 /dev/urandom)" 'BEGIN { srand(seed); printf "%.3f", rand() * n / 1000 }')"; }

# killed NAME COMMAND...: started, and killed within `span` milliseconds, which
# follows how long a run takes on this machine: about two in three are struck
span=200
killed() {
    name=$1 command=$2
    shift 2
    "$LANTERNE" "$command" --state "pc/$name/state" --config "pc/$name/agent.yaml" "$@" >killed.log 2>&1 &
    pid=$!
    pause_ms "$span"
    if kill -9 $pid 2>/dev/null; then
        struck=$((struck + 1))
        span=$((span + span / 16 + 1))
    else
        span=$((span - span / 8))
    fi
    wait $pid 2>/dev/null || true
}

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 5
for name in victim twin; do
    make_pc $name
    run 0 pc $name join lanterne.join --yes --now 2026-10-01T08:00Z
    printf 'homes: [%s]\ndns_logs: [%s]\n' "$WORK/pc/$name/home" "$WORK/pc/$name/dns.log" >"pc/$name/agent.yaml"
    : >"pc/$name/dns.log"
done

# A new visit or two new queries, then a kill; the days go on.  However many:
# no query is of a day to come, which a reading would leave out.
struck=0
i=0
while [ $i -lt $((kills / 2)) ]; do
    day=$(printf '2026-10-%02d' $((1 + i * 29 / (kills / 2))))
    at=$(date -ud "$day 10:00" +%s)
    for name in victim twin; do
        case $((i % 3)) in
        0) visit $name "https://chatgpt.com/c/$i" "$day" ;;
        1) printf '[%s] unbound[1:0] info: 127.0.0.1 chat.deepseek.com. A IN\n' $((at + i % 600 * 60)) >>"pc/$name/dns.log" ;;
        2) printf '[%s] unbound[1:0] info: 127.0.0.1 claude.ai. A IN\n' $((at + i % 3600)) >>"pc/$name/dns.log" ;;
        esac
    done
    [ $((i % 10)) -ne 5 ] || { cp pc/victim/dns.log pc/victim/dns.log.$i; cp pc/twin/dns.log pc/twin/dns.log.$i; }
    killed victim run --read --now "${day}T12:00Z"
    i=$((i + 1))
done
for name in victim twin; do
    run 0 pc $name run --read --now 2026-10-31T12:00Z
    state $name "SELECT * FROM day ORDER BY 1, 2, 3" >$name.days
done
# 29 days of three services at most, however often it is killed
least=$((kills / 10 < 40 ? kills / 10 : 40))
[ "$(wc -l <twin.days)" -gt $least ] || fail "too few days to tell: $(wc -l <twin.days)"
cmp victim.days twin.days || fail "lost or doubled: $(diff victim.days twin.days | head -5)"
check "the state is whole" "$(state victim 'PRAGMA integrity_check')" ok
check "no copy of a history is left" "$(find "$TMPDIR" -name '*.sqlite*')" ""

# Killed while it votes, from the moment before it drafts its ballot.
stop_collector
serve 2026-11-03
run 0 pc victim run --now 2026-11-02T00:01Z
cp -r pc/victim/state before
tries=0
while [ $tries -lt $((kills - kills / 2)) ]; do
    rm -rf pc/victim/state
    cp -r before pc/victim/state
    killed victim run --now 2026-11-03T12:00Z
    tries=$((tries + 1))
    [ $((tries % 10)) -eq 0 ] || continue
    run 0 pc victim run --now 2026-11-03T13:00Z
    check "told after kill $tries" "$(pc victim status --json --now 2026-11-03T13:00Z | jq -r '.periods[0].status')" sent
    run 0 "$COLLECTOR" status --json --folder col --now 2026-11-03
    check "one ballot after kill $tries" "$(json '[.. | .ballots? // empty] | max')" 1
done
[ "$struck" -gt $((kills / 4)) ] || fail "only $struck of $kills runs were still alive when struck"
stop_collector
echo "$struck of $kills runs killed in the middle" >&2
