# The board's commands: report in every format, decide, and what the next
# report makes of it; every refusal with its sentence.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
run 2 collector report --now 2026-11-20
grep -q 'aucune publication pour le moment\|no publication so far' err || fail "no publication: $(cat err)"
run 0 collector status --json --now 2026-10-20
check "nothing published, nothing to decide" "$(json .to_decide)" null
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 12
cp out code
printf '%s' '{"v":1,"version":"0.1.0","doh":false,"self_test":true,"sources":[{"source":"firefox","state":"read"}]}' >beat
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    says "enrolment $i" 201 device join code "state$i"
    says "a sign of life $i" 204 device send code POST /v1/heartbeat beat "state$i"
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
stop_serving
run 5 collector report 2026-10 --now 2026-11-05
grep -q "n'est pas clos\|n’est pas clos\|not closed" err || fail "an open period: $(cat err)"
serve 2026-11-05
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    use="chatgpt=2"
    [ "$i" -le 9 ] || use=zero
    device body "token$i" 2026-10 "body$i" $use
    says "ballot $i" 204 device send code POST /v1/ballots "body$i"
done
stop_serving
run 0 collector close 2026-10 --now 2026-11-20

# One format on standard output; the data say what was published.
run 0 collector report --format json --now 2026-11-20
check "schema" "$(json .schema)" lanterne-report
check "demo" "$(json .demo)" true
check "ballots" "$(json '.periods[0].ballots')" 12
check "a range" "$(json '.periods[0].any | .low <= 9 and .high >= 9')" true
check "self-test" "$(json .health.self_test)" 12
check "histories read" "$(json .health.histories)" 12
check "it stands on its count" "$(json .day)" 2026-11-19
check "the window, prolonged" "$(json '.window | .opens + " " + .closes')" "2026-11-02 2026-11-18"
check "to decide" "$(json '[.agenda[].kind] | index("service") != null')" true
cp out before.json
run 0 collector report --format json --now 2026-11-20
cmp out before.json || fail "the same report is other bytes"

# All formats into a folder.
mkdir board
run 0 collector report 2026-10 --lang en --output board --now 2026-11-20
check "files" "$(ls board | tr '\n' ' ')" \
    "lanterne-2026-10-en.html lanterne-2026-10-en.md lanterne-2026-10-en.pdf lanterne-2026-10.csv lanterne-2026-10.json "
check "pages" "$(pdfinfo board/lanterne-2026-10-en.pdf | awk '/^Pages:/ {print $2}')" 4
grep -q 'DEMO: invented' board/lanterne-2026-10-en.html || fail "a demo that does not say so"

# Several periods together: here a year of one.
run 0 collector report 2026 --format md --now 2026-11-20

# Refusals.
run 2 collector report 2026-09 --now 2026-11-20
grep -q '2026-10' err || fail "the periods that exist are not named"
run 2 collector report --format docx --now 2026-11-20
run 2 collector report --lang de --now 2026-11-20
run 0 collector report --output "fresh folder" --now 2026-11-20
[ -s "fresh folder/lanterne-2026-10-fr.pdf" ] || fail "a folder that is not there is not made"
run 2 collector report --output none/none --now 2026-11-20
run 2 collector report --output /dev/null/none --now 2026-11-20
[ "$(id -u)" -eq 0 ] || { mkdir -m 0500 shut; run 1 collector report --output shut --now 2026-11-20; }

# status says what is still to be decided, as page 1 does.
agenda() { collector status --json --now "$1" | jq -r '.to_decide.items | map(.kind + (if .service then "=" + .service else "" end)) | join(" ")'; }
check "still to be decided" "$(agenda 2026-11-20)" "rule service=chatgpt charter session lead"
run 0 collector status --now 2026-11-20
grep -q '^  ChatGPT (≈ 9 ' out || fail "not told: $(cat out)"
grep -q '2026-10.*:$' out || fail "from which period: $(cat out)"

# decide: refused whole, or written whole.
run 2 collector decide --now 2026-11-20
run 2 collector decide chatgtp allowed --now 2026-11-20
grep -q chatgpt err || fail "the closest service is not named"
run 2 collector decide chatgpt trial --now 2026-11-20
run 2 collector decide chatgpt maybe --now 2026-11-20
run 2 collector decide chatgpt allowed --until soon --now 2026-11-20
run 2 collector decide chatgpt trial --until 2026-01-01 --now 2026-11-20
decide_refused() { # WORD IN THE SENTENCE, ARGUMENTS...: of the command line, no file
    word=$1
    shift
    run 2 collector decide "$@" --now 2026-11-20
    grep -q -e "$word" err || fail "decide $*: $(cat err)"
    ! grep -q 'decisions.yaml' err || fail "a line that was never written is named: $(cat err)"
}
decide_refused le-chat chatgpt forbidden --replace-by le-chatt
decide_refused xyzzy-none chatgpt forbidden --replace-by xyzzy-none
decide_refused image chatgpt forbidden --replace-by image
decide_refused replace-by chatgpt allowed --replace-by le-chat
decide_refused --until chatgpt allowed --until 2026-12-31
decide_refused --until chatgpt forbidden --until 2026-12-31
decide_refused --until chatgpt trial --until 2026-11-19
decide_refused --until chatgpt postponed --date 2026-11-10 --until 2026-11-09
[ ! -e "$DATA/decisions.yaml" ] || fail "a refused decision is written"
run 0 collector decide chatgpt forbidden --replace-by le-chat --reason 'données : "non"' --now 2026-11-20
run 0 collector decide chatgpt trial --until 2026-12-31 --conditions 'sans nom' --contract --now 2026-11-20
run 0 collector decide image postponed --until 2027-02-01 --date 2026-11-20 --now 2026-11-21
check "one row each" "$(grep -c '^  - {' "$DATA/decisions.yaml")" 3

check "decided, today" "$(agenda 2026-11-21)" "rule charter session lead"
check "past the trial's end" "$(agenda 2027-01-05)" "rule trial_ended=chatgpt charter session lead"

# The report of October stands on its count; the next one follows up.
run 0 collector report --format json --now 2026-11-20
cmp out before.json || fail "a later decision changed the report"
run 0 collector report --format json --date 2026-11-20 --now 2026-11-20
check "the later row of a day holds" "$(json '.services[0].status')" trial
check "followed up" "$(json '.board.decisions | length')" 2
check "conditions" "$(json '.board.decisions[] | select(.service == "chatgpt") | .conditions')" "sans nom"

# Backup takes decisions along.
run 0 collector backup saved --now 2026-11-20
run 0 "$COLLECTOR" restore saved --folder "$WORK/again" --now 2026-11-20
cmp "$DATA/decisions.yaml" "$WORK/again/decisions.yaml" || fail "decisions are not in the backup"
