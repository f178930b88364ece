# kill -9 of `serve` at any moment, KILLS times (200; more on demand: KILLS=10000),
# at its start and while ballots arrive: none is lost, none is counted twice.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"
kills=${KILLS:-200}
ballots=60

make_collector 2026-10-03
run 0 collector enrol --now 2026-10-20 --uses $ballots
cp out code
serve 2026-10-20
device crowd code 2026-10 $ballots 4 bodies
stop_serving

# The same ballots again and again, evenly over a few seconds: a retry is no ballot.
storm=
n=0
while [ "$n" -lt "$kills" ]; do
    if [ -z "$storm" ] || ! kill -0 "$storm" 2>/dev/null; then
        device storm code bodies 4 5 >storm.out 2>storm.err &
        storm=$!
    fi
    "$COLLECTOR" serve --folder "$DATA" --now 2026-11-03 >kill.log 2>&1 &
    serving=$!
    sleep "0.$((10 + n * 37 % 80))"
    kill -KILL "$serving" 2>/dev/null || fail "serve ended by itself: $(cat kill.log)"
    wait "$serving" || true
    serving=
    n=$((n + 1))
done
serve 2026-11-03
wait "$storm" || fail "a ballot was lost: $(cat storm.out storm.err)"
device storm code bodies 4 >/dev/null || fail "an identical retry is refused"
check "ballots after $kills kills" "$(ballots_of 2026-10 2026-11-03)" $ballots
stop_serving
run 0 collector check --now 2026-11-03
run 0 collector close --now 2026-11-25
run 0 collector report --format publication --now 2026-11-25
check "ballots counted after $kills kills" "$(json .ballots)" $ballots
[ -z "$(ls "$DATA/urn" | grep 2026-10)" ] || fail "the urn's key is still there"
