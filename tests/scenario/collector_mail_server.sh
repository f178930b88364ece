# mail to a server: in TLS or not at all, with the certificate checked, the
# password never shown; what the server refuses is told with what to do.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"
. "$SOURCE/tests/tools/mail.sh"

make_collector 2026-10-03
check "nothing published" "$(mailed 2026-10-20)" null
run 0 collector close 2026-10 --now 2026-11-20
mail_authority
smtp=$((PORT + 1))

# Settings that no mail can be sent by are a fault of the file.
printf 'mail_server: http://127.0.0.1\nmail_from: lanterne\n' >>"$DATA/collector.yaml"
run 2 collector mail --now 2026-11-20
check "faults" "$(grep -c 'collector.yaml:' err)" 1
route smtp

# No password; one that others may read; one of two lines.
start_smtp starttls
send 2
grep -q mail.password err || fail "which file: $(cat err)"
password 'open sesame'
chmod 644 "$DATA/mail.password"
send 1
grep -q 'chmod 600' err || fail "what to do: $(cat err)"
password "$(printf 'open\nsesame')"
send 2

# STARTTLS, then TLS from the first byte.
password 'open sesame'
check "before" "$(mailed)" none
run 0 collector mail --now 2026-11-20
check "after" "$(mailed)" sent
grep -q '2026-10.* 2\.$' out || fail "what is said: $(cat out)"
check "envelope" "$(cat mails/1.to)" "lanterne@sentiers.example presidence@sentiers.example ca@sentiers.example"
read_mail mails/1.eml
check "from" "$(cat read/from)" lanterne@sentiers.example
check "to" "$(cat read/to)" "presidence@sentiers.example, ca@sentiers.example"
check "of a program" "$(cat read/auto-submitted)" auto-generated
[ ! -e read/x-unsent ] || fail "a draft is sent"
check "pages" "$(pdfinfo read/pdf | awk '/^Pages:/ {print $2}')" 4
grep -q 'EHLO \[127.0.0.1\]' mails/log || fail "how it greets: $(grep EHLO mails/log)"
! grep -qw "$(uname -n)" mails/log mails/1.eml || fail "this computer's name has left"
run 5 collector mail --now 2026-11-21
grep -q 'mail 2026-10 --again' err || fail "sent a second time: $(cat err)"
run 5 collector mail 2026 --now 2026-11-21 # a year of one month is that month
stop_smtp
start_smtp tls
route smtps
send 0
check "sent" "$(ls mails/*.eml | wc -l)" 2

# A draft although there is a server: nothing is sent, the people are named.
run 0 collector mail --draft board --now 2026-11-20
read_mail board/lanterne-2026-10-fr.eml
check "to" "$(cat read/to)" "presidence@sentiers.example, ca@sentiers.example"
check "sent" "$(ls mails/*.eml | wc -l)" 2

# The wrong password, and what the server says, stay unsaid.
password 'abracadabra'
send 5
grep -q 'application\|app password' err || fail "what to do: $(cat err)"
! grep -q 'abracadabra\|sesame' out err || fail "a password is shown"
password 'open sesame'
echo refuse >mails/mode
send 5
grep -q 554 err || fail "the reply: $(cat err)"
! grep -q 'secret words\|sentiers' err || fail "the server's own words: $(cat err)"
echo cut >mails/mode
send 4
grep -q 'peut-être\|may have' err || fail "perhaps: $(cat err)"
check "perhaps" "$(mailed)" perhaps
rm mails/mode
run 5 collector mail --now 2026-11-20
grep -q 'Demandez\|Ask' err || fail "what to do: $(cat err)"

# Another's certificate: another name, another authority, the system's.
before=$(ls mails/*.eml | wc -l)
certificate_refused() {
    send 4
    grep -q mail_authority err || fail "$1: $(cat err)"
}
stop_smtp
certificate other DNS:other.example
start_smtp tls other
certificate_refused "another name"
stop_smtp
start_smtp tls
cp authority.crt right.crt
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -days 30 \
    -keyout x.key -out authority.crt 2>/dev/null
certificate_refused "another authority"
sed -i '/^mail_authority/d' "$DATA/collector.yaml"
certificate_refused "the system's authorities"
cp right.crt authority.crt
echo >authority.none
route smtps authority.none
send 2
stop_smtp

# No TLS: not a word of the mail, of the user, of the password.
start_smtp plain
for scheme in smtp smtps; do
    route $scheme
    send 4
    grep -q 'chiffrée\|encrypted' err || fail "no TLS, $scheme: $(cat err)"
done
grep -q ">> b'EHLO" mails/log || fail "nothing was tried: $(cat mails/log)"
! grep -q ">> b'\(AUTH\|MAIL\|RCPT\|DATA\)" mails/log || fail "said in clear: $(cat mails/log)"
stop_smtp

# Nobody there; then somebody again.
route smtp
send 4
start_smtp starttls
check "sent meanwhile" "$(ls mails/*.eml | wc -l)" "$before"
send 0
check "sent" "$(ls mails/*.eml | wc -l)" $((before + 1))

# Without libcurl, the package is named.
mkdir none
: >none/libcurl.so.4
run 4 env LD_LIBRARY_PATH="$WORK/none" "$COLLECTOR" mail --again --folder "$DATA" --now 2026-11-20
grep -q '`libcurl4` (Debian, Ubuntu)' err || fail "without libcurl: $(cat err)"
stop_smtp

# No backup takes the password along.
run 0 collector backup saved --now 2026-11-20
! grep -qa 'open sesame' saved || fail "the password is in the backup"
