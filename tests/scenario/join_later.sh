#!/bin/sh
# A join code that an installer leaves: taken up at the service's next round,
# kept while the collector is away, dropped when it is refused; doctor says
# which.  Installing again changes nothing.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)
day=2026-10-01T08:00Z

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 1
stop_collector

# the collector is away: the code stays, and nothing is half joined
make_pc one
run 0 pc one join lanterne.join --later --yes --now $day
check "the code is for nobody else" "$(find pc/one/state/invitation -perm /007)" ""
run 1 pc one doctor --now $day --lang en
grep -q "a join code waits for the service" out || fail "doctor, waiting: $(cat out)"
run 4 pc one run --now $day
run 1 pc one doctor --now $day --lang en
grep -q "a join code waits; the last try:" out || fail "doctor, tried: $(cat out)"
check "nothing half joined" "$(state one 'SELECT count(*) FROM joined')" 0
[ -e pc/one/state/invitation ] || fail "the code is gone"

# it is back
serve 2026-10-01
run 0 pc one run --now $day
check "joined" "$(state one 'SELECT count(*) FROM joined')" 1
check "nothing waits" "$(ls pc/one/state | grep -c invitation)" 0

# installing again: an enrolment that is there stays, whatever the code
run 0 pc one join lanterne.join --later --yes --now $day --lang en
grep -q "nothing changes" err || fail "again: $(cat err)"
check "nothing waits" "$(ls pc/one/state | grep -c invitation)" 0

# a code that is used up
make_pc two
run 0 pc two join lanterne.join --later --yes --now $day
run 5 pc two run --now $day
check "nothing half joined" "$(state two 'SELECT count(*) FROM joined')" 0
[ ! -e pc/two/state/invitation ] || fail "a refused code is kept"
run 1 pc two doctor --now $day --lang en
grep -q "that the installation left was of no use: " out || fail "doctor, refused: $(cat out)"
run 2 pc two run --now $day

# no file: nothing is taken for a bad code
rm -rf pc/two
make_pc two
run 2 pc two join "$WORK/pc/lanterne.join" --later --yes --now $day
check "nothing is said of a code" "$(ls pc/two/state | grep -c invitation)" 0

# a miscopied one, then a good one in its place
make_pc three
run 2 pc three join LANTERNE1-AAAAA-BBBBB --later --yes --now $day
run 1 pc three doctor --now $day --lang en
grep -q "of no use: " out || fail "doctor, miscopied: $(cat out)"
code 2026-10-01 1
run 0 pc three join lanterne.join --later --yes --now $day
run 0 pc three run --now $day
run 0 pc three leave --now $day
check "leaving leaves nothing" "$(ls pc/three/state | grep -vE '^(lock|demo)$' | wc -l)" 0

# an uninstallation leaves nothing, though the collector is away
code 2026-10-01 1
run 0 pc three join lanterne.join --yes --now $day
stop_collector
run 4 pc three leave --now $day
rm pc/three/state/demo
run 0 pc three leave --everything
check "nothing is left" "$(ls pc/three)" home
run 0 "$LANTERNE" leave --everything --state pc/three/state
