# mail: the published report as a draft that a mail program opens, and nothing
# else of what the collector knows.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

read_mail() { rm -rf read; python3 "$SOURCE/tests/scenario/mail_read.py" "$1" read || fail "not a mail: $1"; }

make_collector 2026-10-03
run 2 collector mail --now 2026-10-20
grep -q 'aucune publication' err || fail "nothing published: $(cat err)"
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 3 --label poste-canari
cp out code
printf '%s' '{"v":1,"version":"0.1.0","doh":false,"self_test":true,"sources":[{"source":"firefox","state":"read"}]}' >beat
for i in 1 2 3; do
    says "enrolment $i" 201 device join code "state$i"
    says "a sign of life $i" 204 device send code POST /v1/heartbeat beat "state$i"
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
stop_serving
serve 2026-11-05
for i in 1 2 3; do
    device body "token$i" 2026-10 "body$i" chatgpt=2
    says "ballot $i" 204 device send code POST /v1/ballots "body$i"
done
stop_serving
run 5 collector mail 2026-10 --now 2026-11-05
[ ! -e lanterne-2026-10-fr.eml ] || fail "a draft of a period that is open"
run 0 collector close 2026-10 --now 2026-11-20

# The draft: as page 1 says it, and the PDF beside it.
run 0 collector mail --draft board --now 2026-11-20
check "what is written" "$(cat out)" "board/lanterne-2026-10-fr.pdf
board/lanterne-2026-10-fr.eml"
check "who may read" "$(stat -c %a board/*)" "600
600"
read_mail board/lanterne-2026-10-fr.eml
cmp read/pdf board/lanterne-2026-10-fr.pdf || fail "the copy is another PDF"
check "pages" "$(pdfinfo read/pdf | awk '/^Pages:/ {print $2}')" 4
check "its name" "$(cat read/name)" lanterne-2026-10-fr.pdf
check "subject" "$(cat read/subject)" "DÉMO$(printf '\302\240'): association et chiffres inventés · Rapport de gouvernance · Usages de l’IA · Octobre 2026 · Les Sentiers"
check "date" "$(cat read/date)" "Fri, 20 Nov 2026 12:00:00 +0000"
check "a draft" "$(cat read/x-unsent)" 1
[ ! -e read/from ] || fail "somebody sends the draft"
collector report --format md --now 2026-11-20 | awk '/^## p\. 2/ { exit } !/^## p\./' | grep . >page1
sed 1,2d read/text | grep . >text
cmp text page1 || fail "the text is not page 1: $(diff text page1)"

# Nothing of this computer, of the list of devices, of what was counted.
run 0 collector devices --json --now 2026-11-20
{ echo poste-canari; uname -n; echo "$WORK"; json '.. | .id? // empty'; } >canaries
check "computers" "$(grep -cE '^[0-9a-f]{32}$' canaries)" 3
rm read/message-id # a digest
pdftotext read/pdf read/pdf-text
! grep -wFf canaries $(find read -type f ! -name pdf) || fail "the mail says more than the report"

# Another language, the folder where we are; refusals.
run 0 collector mail 2026-10 --lang en --now 2026-11-20
read_mail lanterne-2026-10-en.eml
check "English" "$(cat read/subject)" "DEMO: invented association and figures · Governance report · Uses of AI · October 2026 · Les Sentiers"
run 2 collector mail 2026-09 --now 2026-11-20
run 2 collector mail --lang de --now 2026-11-20
run 2 collector mail --draft none/none --now 2026-11-20
run 2 collector mail --draft /dev/null/none --now 2026-11-20

# A name that would be a header: the policy refuses it, before mime would.
sed -i 's/^association:.*/association: "Les Amis\\r\\nBcc: mole@example.org\\r\\n\\r\\nHello"/' "$DATA/policy.yaml"
run 2 collector mail --draft hostile --now 2026-11-20
grep -q policy.yaml err || fail "where the fault is: $(cat err)"
