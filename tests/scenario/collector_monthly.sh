# collector_monthly.sh: once a window is over, `serve` closes by itself, writes
# the report, and after two years erases both; nobody has to think of it.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 4
cp out code
for i in 1 2 3 4; do
    says "enrolment $i" 201 device join code "state$i"
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
stop_serving
serve 2026-11-03
for i in 1 2 3; do
    device body "token$i" 2026-10 "body$i" chatgpt=2
    says "ballot $i" 204 device send code POST /v1/ballots "body$i"
done
[ ! -e "$DATA/reports" ] || fail "a report before the end"
stop_serving

# Past the window, and the days on which nobody served.
serve 2026-11-25
sleep 2
stop_serving
[ ! -e "$DATA/reports" ] || fail "closed on the word of one day's clock"
serve 2026-11-26
log=$(readlink serve.last)
wait_for 20 grep -q 'Relevé 2026-10 clos' "$log"
wait_for 60 grep -q 'Rapport du relevé 2026-10' "$log"
run 0 collector report 2026-10 --format publication --now 2026-11-26
check "ballots" "$(json .ballots)" 3
for file in 2026-10-fr.pdf 2026-10-fr.html 2026-10-fr.md 2026-10.csv 2026-10.json; do
    [ -s "$DATA/reports/lanterne-$file" ] || fail "no report lanterne-$file"
done
check "who may read" "$(stat -c %a "$DATA/reports")" 700
device body token4 2026-10 body4 chatgpt=2
# The report is told a moment before those who serve look at the periods again.
is_closed_to() { device send code POST /v1/ballots "$1" 2>&1 | grep -q '^410 '; }
wait_for 20 is_closed_to body4
says "a ballot that comes too late" '410 {"code":"closed"' device send code POST /v1/ballots body4
run 5 collector close 2026-10 --now 2026-11-26
stop_serving

# For a moment, the clock is ten years ahead: nothing is erased, nothing closed.
serve 2036-11-25
log=$(readlink serve.last)
device body token4 2026-10 body4 chatgpt=2
sleep 3
stop_serving
check "the publication" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "SELECT count(*) FROM publications")" 1
[ -e "$DATA/urn/2026-11.key" ] || fail "the urn of the running period is gone"
serve 2026-11-27
stop_serving
check "what that clock had made" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "SELECT group_concat(name) FROM (SELECT name FROM periods ORDER BY 1)")" \
    "2026-10,2026-11,2026-12"

# Two years after the period's last day, on the second day.
serve 2028-10-30
stop_serving
serve 2028-10-31
log=$(readlink serve.last)
wait_for 60 grep -q 'Rapport du relevé' "$log"
sleep 1
run 0 collector report 2026-10 --format publication --now 2028-10-31
stop_serving
serve 2028-11-01
stop_serving
serve 2028-11-02
log=$(readlink serve.last)
wait_for 20 grep -q '2026-10 effacée' "$log"
run 2 collector report 2026-10 --format publication --now 2028-11-02
check "publication" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "SELECT count(*) FROM publications WHERE period = '2026-10'")" 0
check "record" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "SELECT count(*) FROM periods WHERE name = '2026-10'")" 0
[ -z "$(ls "$DATA/reports" | grep 2026-10)" ] || fail "files are left: $(ls "$DATA/reports")"
stop_serving
