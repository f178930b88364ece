# A trial: zeros only, counted at once, never published.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
serve 2026-10-20T08:00:00Z
run 0 collector enrol --now 2026-10-20 --uses 2
cp out code
for i in 1 2; do
    says "enrolment $i" 201 device join code "state$i"
done
says "no trial yet" '404 ' device send code GET /v1/periods/trial -
run 2 collector trial --end --now 2026-10-20T08:00:00Z
run 0 collector trial --now 2026-10-20T08:00:00Z
check "before" "$(cat out)" "Bulletins d’essai : 0 sur 2"
wait_for 20 sh -c "ASAN_OPTIONS=detect_leaks=0 '$BIN/test-device' send code GET /v1/periods/trial - | grep -q essai-1"
says "token 1" 200 device token code state1 trial token1
says "token 2" 200 device token code state2 trial token2
device body token1 essai-1 body1 zero
device body token2 essai-1 body2 chatgpt=1
says "a trial ballot" 204 device send code POST /v1/ballots body1
says "one that is not zero" '422 {"code":"ballot_trial_not_zero"' device send code POST /v1/ballots body2
device body token2 essai-1 body2 zero
says "the second" 204 device send code POST /v1/ballots body2
run 0 collector trial --wait 5 --now 2026-10-20T08:00:30Z
check "after" "$(cat out)" "Bulletins d’essai : 2 sur 2"
run 0 collector trial --end --now 2026-10-20T08:00:40Z
[ ! -e "$DATA/urn/essai-1.key" ] || fail "the trial's key outlives it"
collector status --now 2026-10-20 | grep -q '^essai-1.: essai terminé' || fail "a trial that was ended is told as published"
run 2 collector report essai-1 --now 2026-10-20
run 2 collector close essai-1 --now 2026-10-21
run 0 collector trial --now 2026-10-20T09:00:00Z
grep -q 'essai-2' err || fail "a trial's name serves twice"
stop_serving
