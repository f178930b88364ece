#!/bin/sh
# What becomes of a state that was copied to other disks of the same machine id
# (an image), restored from a backup, or cut: nobody is counted twice, who is
# not counted is told what to do, nothing looks like zero.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 9
make_pc one
run 0 pc one join lanterne.join --yes --now 2026-10-01T08:00Z

# twin NAME: a disk like that of `one` as it is now
twin() {
    cp -r pc/one "pc/$1"
    sed -i "s,pc/one,pc/$1," "pc/$1/agent.yaml"
}

# status_of NAME TIME: of its first period
status_of() { pc "$1" status --json --now "$2" | jq -r '.periods[0] | .status + " " + .reason'; }

# One that was copied before it had a nonce: it draws another, and is refused.
twin early
state early "DELETE FROM poll"
for name in one early; do
    visit $name https://chatgpt.com/ 2026-10-02
    run 0 pc $name run --read --now 2026-10-02T20:00Z
done
check "another nonce" "$(status_of early 2026-10-02T21:00Z)" "abstained token-taken"
# One that was copied with its token: another ballot by it is refused.
twin late
check "with the first one's token" "$(status_of late 2026-10-02T21:00Z)" "token none"
visit late https://gemini.google.com/ 2026-10-04
cp -r pc/one/state backup
stop_collector
serve 2026-11-03
for hour in 01 12 20; do
    for name in one early late; do
        run 0 pc $name run --read --now 2026-11-03T$hour:00Z
    done
done
check "one has voted" "$(status_of one 2026-11-03T21:00Z)" "sent none"
check "the same token" "$(status_of late 2026-11-03T21:00Z)" "abstained token-spent"
for name in early late; do
    run 0 pc $name status --now 2026-11-03T21:00Z
    grep -q "disque a été copié.*lanterne leave --local" out || fail "$name: not told what to do: $(cat out)"
done
run 0 "$COLLECTOR" status --json --folder col --now 2026-11-03
check "counted once" "$(json '.periods[] | select(.period == "2026-10") | .ballots')" 1

# A backup from before the vote: it votes again, as before, and is counted once.
rm -rf pc/one/state
cp -r backup pc/one/state
for time in 03T21 03T22 04T12 05T12 06T12; do
    run 0 pc one run --read --now 2026-11-$time:00Z
done
check "voted, as far as it knows" "$(status_of one 2026-11-06T21:00Z | cut -d' ' -f1 | sed 's/abstained/sent/')" sent
check "its days are gone again" "$(state one 'SELECT count(*) FROM day')" 0
run 0 "$COLLECTOR" status --json --folder col --now 2026-11-06
check "still counted once" "$(json '.periods[] | select(.period == "2026-10") | .ballots')" 1

# A clone that does as it was told takes part on its own.
run 0 pc late leave --local
code 2026-11-06 9
run 0 pc late join lanterne.join --yes --now 2026-11-06T08:00Z
check "two devices" "$("$COLLECTOR" devices --folder col --json --now 2026-11-06 | jq length)" 2
stop_collector

# Cut: said, with what to do; never read as a state without days.
cp pc/one/state/state.db whole
size=$(stat -c %s whole)
for n in 2 100 511 4096 4097 12288 $((size / 2)) $((size - 4096)); do
    head -c $n whole >pc/one/state/state.db
    for command in status preview "run --read"; do
        # shellcheck disable=SC2086
        run 1 pc one $command --now 2026-11-06T21:00Z
        grep -q "endommagé.*lanterne leave --local" err || fail "$command, cut at $n: $(cat err)"
        check "$command, cut at $n, on stdout" "$(cat out)" ""
    done
done
run 1 pc one leave
run 0 pc one leave --local
[ ! -e pc/one/state/state.db ] || fail "left, and state.db is there"
run 2 pc one status
grep -q "lanterne join" err || fail "after it: $(cat err)"
