#!/bin/sh
# What a computer goes through between two rounds: a collector away for thirty
# days, a full disk, a clock that is set, the change to winter time, a copied
# disk.  Nothing is lost or counted twice, and `status` tells.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 9
for name in away full twin moved; do
    make_pc $name
    run 0 pc $name join lanterne.join --yes --now 2026-10-01T08:00Z
done

# A collector that is away for thirty days: days are read and kept, the ballot
# of a period whose window is open leaves when it is back.
stop_collector
for day in 02 12 25 31; do
    visit away https://chatgpt.com/ 2026-10-$day
    pc away run --read --now 2026-10-${day}T20:00Z >>away.log 2>&1 || true
done
[ "$(grep -c 'ne répond pas' away.log)" -ge 3 ] || fail "not tried, or not told: $(cat away.log)"
check "read meanwhile" "$(state away 'SELECT count(*) FROM day')" 4
run 0 pc away status --now 2026-10-31T20:00Z
grep -q "Collecteur sans réponse depuis 30 jours" out || fail "not told: $(cat out)"
check "last answer" "$(pc away status --json --now 2026-10-31T20:00Z | jq -r .reached)" 2026-10-01
# winter time begins on 25 October 2026
grep -q "Changement d.heure le .*25 octobre 2026" out || fail "no change of time: $(cat out)"
check "clock changes" "$(pc away status --json --now 2026-10-31T20:00Z | jq -c .clock_changes)" '["2026-10-25"]'
check "that day counts once" "$(state away "SELECT count(*) FROM day WHERE day = $(($(date -ud 2026-10-25 +%s) / 86400))")" 1
serve 2026-11-03
run 0 pc away run --now 2026-11-03T01:00Z # the second look at the record
run 0 pc away run --now 2026-11-03T12:00Z
run 0 pc away run --now 2026-11-03T20:00Z
check "voted once it is back" "$(pc away status --json --now 2026-11-03T20:00Z | jq -r '.periods[0].status')" sent
run 0 pc away status --now 2026-11-03T20:00Z
grep -q "sans réponse" out && fail "it did answer: $(cat out)"

# Away for longer than days are kept: missed, told why, erased.
stop_collector
visit twin https://chatgpt.com/ 2026-10-05
pc twin run --read --now 2026-10-05T20:00Z >out 2>err || true
check "read" "$(state twin "SELECT count(*) FROM day")" 1
pc twin run --now 2026-11-19T00:01Z >out 2>err || true
grep -q "Relevé 2026-10" err || fail "missed: $(cat err)"
run 0 pc twin status --now 2026-11-19T00:01Z
grep -q "raison.: ce poste n.a pas joint le collecteur" out || fail "why: $(cat out)"
check "erased" "$(state twin 'SELECT count(*) FROM day')" 0

# The clock is set back by a day, then right again: told, nothing twice.
serve 2026-10-06
visit moved https://claude.ai/ 2026-10-06
state moved "UPDATE fact SET value = value - 3600 WHERE fact = 10" # FACT_AWAKE
run 0 pc moved run --read --now 2026-10-06T20:00Z
grep -q "Heure de ce poste" err || grep -q "heure de ce poste" err || fail "no word of it: $(cat err)"
run 0 pc moved run --read --now 2026-10-06T20:00Z
run 0 pc moved status --now 2026-10-06T20:00Z
grep -q "nombre de fois.: 1" out || fail "jumps: $(cat out)"
check "jumps" "$(pc moved status --json --now 2026-10-06T20:00Z | jq .clock_jumps)" 1
check "one day" "$(state moved 'SELECT count(*) FROM day')" 1

# The clock is set ten years ahead, then right again, and the collector is away
# at first: nothing is read, erased or given up before it has confirmed the time.
stop_collector
visit moved https://chatgpt.com/ 2026-10-07
state moved "UPDATE fact SET value = value + 315619200 WHERE fact = 10" # up for ten minutes, not years
run 4 pc moved run --read --now 2036-10-07T20:00Z
grep -q "plus de 12 heures" err || fail "not told: $(cat err)"
run 4 pc moved run --read --now 2026-10-07T20:00Z
check "not read" "$(state moved 'SELECT count(*) FROM day')" 1
check "doubted" "$(pc moved status --json --now 2026-10-07T20:00Z | jq .clock_doubted)" true
run 0 pc moved status --now 2026-10-07T20:00Z
grep -q "plus de 12 heures" out || fail "status does not tell: $(cat out)"
serve 2026-10-07
run 0 pc moved run --read --now 2026-10-07T21:00Z
check "read once it is confirmed" "$(state moved 'SELECT count(*) FROM day')" 2
check "still taking part" "$(pc moved status --json --now 2026-10-07T21:00Z | jq -r '[.clock_doubted, .periods[0].status] | @csv')" 'false,"token"'

# A full disk: nothing is kept of that reading, it is said; with room again,
# the same is read as on a disk that never was full.
printf 'homes: [%s]\ndns_logs: [%s]\n' "$WORK/pc/full/home" "$WORK/pc/full/dns.log" >pc/full/agent.yaml
at=$(date -ud 2026-10-07T10:00 +%s)
printf '[%s] unbound[1:0] info: 127.0.0.1 chat.deepseek.com. A IN\n' "$at" "$((at + 600))" >pc/full/dns.log
i=0
while [ $i -lt 40 ]; do
    visit full "https://chatgpt.com/c/$i" "2026-10-0$((1 + i % 7))"
    i=$((i + 1))
done
mkdir small
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=192k none small 2>/dev/null; then
    trap 'umount "$WORK/small" 2>/dev/null || true; for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done' EXIT
    mv pc/full/state pc/full/kept
    cp -r pc/full/kept small/state
    chmod 700 small/state
    ln -s "$WORK/small/state" pc/full/state
    dd if=/dev/zero of=small/filler bs=1k 2>/dev/null || true
    run 1 pc full run --read --now 2026-10-07T20:00Z
    grep -q "disque plein" err || fail "not told: $(cat err)"
    free_again() { rm small/filler; }
else
    trap '' XFSZ # a write beyond the limit fails, as on a full disk
    (ulimit -f 8 && run 1 pc full run --read --now 2026-10-07T20:00Z)
    free_again() { :; }
fi
grep -qE "disque plein|base de données|Lecture impossible" err || fail "not told: $(cat err)"
check "nothing half kept" "$(state full 'SELECT count(*) FROM day')" 0
check "whole" "$(state full 'PRAGMA integrity_check')" ok
free_again
run 0 pc full run --read --now 2026-10-07T21:00Z
state full 'SELECT service, count(*) FROM day GROUP BY 1' >days
check "all read, once" "$(tr '\n' ' ' <days)" "chatgpt|7 deepseek|1 "
run 0 pc full run --read --now 2026-10-07T22:00Z
state full 'SELECT service, count(*) FROM day GROUP BY 1' | cmp - days || fail "counted twice"
[ -z "$(ls -A "$TMPDIR")" ] || fail "left behind: $(ls -A "$TMPDIR")"

# The disk in another machine: /etc/machine-id is another.
echo 0123456789abcdef0123456789abcdef >other-id
if [ "$(id -u)" -eq 0 ] && unshare -m mount --bind other-id /etc/machine-id 2>/dev/null; then
    run 5 unshare -m sh -c "mount --bind '$WORK/other-id' /etc/machine-id && exec '$LANTERNE' run \
        --state '$WORK/pc/moved/state' --config '$WORK/pc/moved/agent.yaml' --now 2026-10-08T08:00Z"
    grep -q "lanterne join" err || fail "a copied disk: $(cat err)"
    run 0 pc moved run --now 2026-10-08T08:00Z
fi
stop_collector
