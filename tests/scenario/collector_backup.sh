# One file, online, without the urns' keys; a restored collector keeps its
# computers, and publishes what it cannot count any more as not measured, once.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 3
cp out code
for i in 1 2 3; do
    says "enrolment $i" 201 device join code "state$i"
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
printf '%s' '{"v":1,"version":"0.1.0","doh":false,"self_test":true,"sources":[]}' >beat

run 0 collector trial --now 2026-10-20
run 0 collector backup saved.backup --now 2026-10-20
run 5 collector backup saved.backup --now 2026-10-20
run 2 collector backup --now 2026-10-20
check "mode of a backup" "$(stat -c %a saved.backup)" 600
for key in "$DATA"/urn/*.key; do
    hex=$(od -An -v -tx1 "$key" | tr -d ' \n')
    ! od -An -v -tx1 saved.backup | tr -d ' \n' | grep -q "$hex" || fail "an urn's key is in the backup"
done
check "sealed rows in the backup" "$(sqlite3 saved.backup \
    'SELECT (SELECT count(*) FROM urns) + (SELECT count(*) FROM spent) + (SELECT count(*) FROM secrets)')" 0
! sqlite3 saved.backup 'SELECT name FROM files' | grep -q 'urn' || fail "a file of urn/ is in the backup"
stop_serving

# Restored elsewhere: same authority, same computers, no urn.
old=$(openssl x509 -in "$DATA/pki/ca.crt" -noout -fingerprint -sha256)
mv "$DATA" lost
run 0 collector restore saved.backup
touch "$DATA/demo"
check "authority" "$(openssl x509 -in "$DATA/pki/ca.crt" -noout -fingerprint -sha256)" "$old"
for file in collector.db collector.yaml policy.yaml pki/ca.key pki/server.key; do
    check "mode of $file" "$(stat -c %a "$DATA/$file")" 600
done
run 5 collector restore saved.backup
# A trial that was open went with its urn: the next one can be answered.
collector status --now 2026-10-20 | grep -q '^essai-1.: essai terminé' || fail "the lost trial: $("$COLLECTOR" status --folder "$DATA" --now 2026-10-20)"
run 0 collector trial --now 2026-10-20
grep -q 'essai-2' err || fail "no new trial: $(cat err)"
serve 2026-11-03
says "a computer that was enrolled" 204 device send code POST /v1/heartbeat beat state1
device body token1 2026-10 body1 zero
says "a ballot for the lost urn" '410 {"code":"closed"' device send code POST /v1/ballots body1
stop_serving
serve 2026-11-12
stop_serving
run 0 collector close --now 2026-11-25
grep -q 'non mesuré' out || fail "the loss is not told"
run 0 collector report 2026-10 --format publication --now 2026-11-25
check "measured" "$(json .measured)" false
check "enrolled" "$(json .enrolled)" 3
run 5 collector close 2026-10 --now 2026-11-25

# Not a backup, a damaged one.
echo "not a database" >other
run 2 "$COLLECTOR" restore other --folder "$WORK/r1"
grep -q 'other.: .*collector backup' err || fail "which file, and what to do: $(cat err)"
run 2 "$COLLECTOR" restore "$DATA/collector.db" --folder "$WORK/r2"
grep -q 'collector.db.: .*collector backup' err || fail "which file, and what to do: $(cat err)"
run 2 "$COLLECTOR" restore nowhere --folder "$WORK/r3"
cp saved.backup hostile.backup
sqlite3 hostile.backup "INSERT INTO files VALUES ('../escaped', 'x')"
run 2 "$COLLECTOR" restore hostile.backup --folder "$WORK/r4"
[ ! -e escaped ] || fail "a backup wrote outside its folder"
