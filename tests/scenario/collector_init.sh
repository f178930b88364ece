# A collector is made in one command, is its owner's alone, and says what is wrong.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

run 2 collector init --host 127.0.0.1
grep -q -- '--association' err || fail "the missing name is not told"
run 2 collector init --association X --host 'not a host'
run 2 collector init --association X --host a.fr --port 0
run 2 collector init --association X --host a.fr --now 2026-10-01
run 2 collector init --association X --host a.fr --notice yesterday
[ ! -e "$DATA/collector.yaml" ] || fail "a refused init left a collector"

run 0 collector init --association 'Les "Sentiers" & Cie' --host serveur.asso.fr \
    --host 192.168.1.20 --notice 2026-12-01 --contact 'ia@asso.fr' --computers 9
grep -qF "lanterne-collector enrol --folder \"$DATA\" --uses 9" out || fail "the next step would not work: $(cat out)"
run 0 collector check
check "mode of the folder" "$(stat -c %a "$DATA")" 700
for file in collector.db collector.yaml policy.yaml pki/ca.key pki/server.key; do
    check "mode of $file" "$(stat -c %a "$DATA/$file")" 600
done
for file in "$DATA"/urn/*; do
    check "mode of $file" "$(stat -c %a "$file")" 600
done
openssl verify -CAfile "$DATA/pki/ca.crt" -verify_hostname serveur.asso.fr "$DATA/pki/server.crt" >/dev/null ||
    fail "the certificate is not for its name"
openssl verify -CAfile "$DATA/pki/ca.crt" -verify_ip 192.168.1.20 "$DATA/pki/server.crt" >/dev/null ||
    fail "the certificate is not for its address"

# Fewer than ten computers: quarters.
run 0 collector status --json
json '.periods[0].period' | grep -qE '^[0-9]{4}-T[1-4]$' || fail "no quarter"
json '.association' | grep -qF 'Les "Sentiers" & Cie' || fail "the name is not the association's"
check "eight words" "$(json '.periods[0].words' | wc -w)" 8

# On a terminal, what the command line leaves out is asked, in the user's usual
# folder, which the next steps need not name.
mkdir usual
printf 'Les Bleuets\n2026-12-01\n12\n127.0.0.1\n' |
    HOME=$PWD/usual script -qec "$COLLECTOR init" /dev/null >asked 2>&1 || fail "asked: $(cat asked)"
grep -q '^notice_date: 2026-12-01' usual/lanterne-collector/policy.yaml || fail "the date was not asked: $(cat asked)"
grep -q '^period: month' usual/lanterne-collector/policy.yaml || fail "computers were not asked: $(cat asked)"
grep -qF '`lanterne-collector serve`' asked || fail "the usual folder is named: $(cat asked)"

# Never twice.
run 5 collector init --association X --host a.fr
# Time belongs to demo folders.
run 2 collector status --now 2026-10-01

# The volunteer's files: every fault with its place.
cp "$DATA/collector.yaml" kept.yaml
echo 'ports: 1' >>"$DATA/collector.yaml"
run 2 collector check
grep -q 'collector.yaml:[0-9]*:[0-9]*: ' err || fail "no place of the fault"
sed 's/^port: .*/port: 99999/' kept.yaml >"$DATA/collector.yaml"
run 2 collector check
cp kept.yaml "$DATA/collector.yaml"
cp "$DATA/policy.yaml" kept.yaml
echo 'decision: []' >>"$DATA/policy.yaml"
run 2 collector check
grep -q 'policy.yaml:[0-9]*:[0-9]*: ' err || fail "no place of the fault"
cp kept.yaml "$DATA/policy.yaml"

# A join code on stdout, alone, and in a file for the USB stick.
run 0 collector enrol --label accueil --uses 3
check "lines on stdout" "$(wc -l <out)" 1
grep -q '^LANTERNE1-' out || fail "no code"
grep -qF "$(cat out)" "$DATA/lanterne.join" || fail "the file holds another code"
run 2 collector enrol --uses 0
run 2 collector enrol --days 400
run 2 collector devices revoke 1234
run 0 collector devices
grep -q "Aucun poste" out || fail "nobody yet: $(cat out)"

# doctor: the port does not answer, and the remedy is told.
run 1 collector doctor
grep -q '✗ le port répond' out || fail "doctor does not see the port"
grep -q 'lanterne-collector serve' out || fail "doctor has no remedy"
LC_ALL=en_GB.UTF-8 "$COLLECTOR" doctor --folder "$DATA" 2>/dev/null | grep -q '✗ the port answers' ||
    fail "no English"
run 2 "$COLLECTOR" status --folder "$WORK/nowhere"
run 2 "$COLLECTOR" statu
grep -q 'status' err || fail "the nearest command is not told"
