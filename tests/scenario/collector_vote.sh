# From enrolment to publication, with every refusal on the way.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 4 --label canary-label-zq
cp out code

# Enrolment: unknown, expired, exhausted, replayed.
for i in 1 2 3 4; do
    says "enrolment $i" 201 device join code "state$i"
done
says "exhausted code" '403 {"code":"code_exhausted"' device join code stateX
run 0 collector enrol --now 2026-10-01 --days 1
cp out old
says "expired code" '403 {"code":"code_expired"' device join old stateX
echo '{"v":1,"secret":"000000000000000000000000","nonce":"00000000000000000000000000000000"}' >body
says "unknown code" '403 {"code":"code_unknown"' device send code POST /v1/enrolments body
run 0 collector enrol --now 2026-10-20 --uses 9
cp out code

# Bodies that are not what they must be.
refuse_body() {
    printf '%s' "$3" >body
    says "$1" "$2" device send code POST "$4" body state1
}
refuse_body "no JSON" '400 {"code":"json"' 'x' /v1/heartbeat
refuse_body "a key twice" '400 {"code":"json"' '{"v":1,"v":1}' /v1/heartbeat
refuse_body "unknown field" '422 {"code":"fields"' \
    '{"v":1,"version":"1.0","doh":false,"self_test":true,"sources":[],"user":"x"}' /v1/heartbeat
refuse_body "another type" '422 {"code":"fields"' \
    '{"v":1,"version":"1.0","doh":"no","self_test":true,"sources":[]}' /v1/heartbeat
refuse_body "another version" '422 {"code":"fields"' \
    '{"v":2,"version":"1.0","doh":false,"self_test":true,"sources":[]}' /v1/heartbeat
refuse_body "a host in a word" '422 {"code":"fields"' \
    '{"v":1,"version":"1.0","doh":false,"self_test":true,"sources":[{"source":"chatgpt.com","state":"ok"}]}' \
    /v1/heartbeat
refuse_body "a short token request" '422 {"code":"fields"' \
    '{"v":1,"period":"2026-10","request":"00"}' /v1/tokens
refuse_body "another period" '404 {"code":"period_unknown"' \
    "{\"v\":1,\"period\":\"2026-09\",\"request\":\"$(printf '%0518d' 0)\"}" /v1/tokens
refuse_body "a period to come" '404 {"code":"period_unknown"' \
    "{\"v\":1,\"period\":\"2026-11\",\"request\":\"$(printf '%0518d' 0)\"}" /v1/tokens
refuse_body "not a request for this key" '422 {"code":"token_request"' \
    "{\"v\":1,\"period\":\"2026-10\",\"request\":\"$(printf '%0518d' 0)\"}" /v1/tokens

# Credentials.
printf '%s' '{"v":1,"version":"0.1.0","doh":true,"self_test":true,"sources":[{"source":"firefox","state":"ok"}]}' >beat
says "a sign of life" 204 device send code POST /v1/heartbeat beat state1
says "without credentials" '401 {"code":"credentials"' device send code POST /v1/heartbeat beat
printf '%032d.%064d' 0 0 >nobody
says "unknown computer" '401 {"code":"credentials"' device send code POST /v1/heartbeat beat nobody
says "policy" 200 device send code GET /v1/policy - state1
says "policy, to nobody" '401 ' device send code GET /v1/policy -
says "vocabulary" 200 device send code GET /v1/vocabulary - state1
says "no catalogue but the program's own" '404 {"code":"document"' device send code GET /v1/catalogue - state1
run 0 collector devices --now 2026-10-20
grep -q 'firefox.: ok' out && grep -q 'DoH' out || fail "the sources' health is not shown: $(cat out)"
run 2 collector devices revoke --now 2026-10-20
grep -q 'identifiant' err || fail "revoke whom: $(cat err)"

# Records: one that runs, none that is to come.
says "a record" '200 {"record":' device send code GET /v1/periods/2026-10 -
says "no record before its time" '404 ' device send code GET /v1/periods/2026-11 -
says "no such record" '404 ' device send code GET /v1/periods/2025-10 -

# Tokens: one request each.
for i in 1 2 3; do
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
says "a second request" '409 {"code":"token_other"' device token code state1 2026-10 tokenX
device body token1 2026-10 body1 chatgpt=2
says "before the window" '403 {"code":"too_early"' device send code POST /v1/ballots body1
stop_serving

# In November: the October tokens are over, November's run; nothing can be sent with them yet.
serve 2026-11-01
says "a token after the end" '403 {"code":"period_ended"' device token code state4 2026-10 tokenX
says "November's token" 200 device token code state4 2026-11 token4
stop_serving
serve 2026-11-05
device body token4 2026-11 body4 chatgpt=1
says "another period's window" '403 {"code":"too_early"' device send code POST /v1/ballots body4
dd if=/dev/urandom of=forged bs=354 count=1 2>/dev/null
device body forged 2026-10 forged_body zero
says "a forged token" '403 {"code":"token"' device send code POST /v1/ballots forged_body
# A token whose challenge is right and whose signature is not.
{ head -c 300 token1; head -c 54 /dev/zero; } >altered
device body altered 2026-10 altered_body zero
says "an altered token" '403 {"code":"token"' device send code POST /v1/ballots altered_body
head -c 4449 body1 >short
says "a byte short" '422 {"code":"fields"' device send code POST /v1/ballots short
{ cat body1; printf x; } >long
says "a byte long" '413 {"code":"too_large"' device send code POST /v1/ballots long
{ cat token1; sed 's/chatgpt/chatgpz/' body1 | tail -c 4096; } >unknown
says "unknown service" '422 {"code":"ballot_service_unknown"' device send code POST /v1/ballots unknown
{ cat token1; tail -c 4096 body1 | sed '1s/"any":2/"any":1/'; } >beyond
says "a service beyond any" '422 {"code":"ballot_' device send code POST /v1/ballots beyond
{ cat token1; tail -c 4096 body1 | sed '1s/2026-10/2026-11/'; } >other
says "another period's ballot" '422 {"code":"ballot_period"' device send code POST /v1/ballots other
check "nothing counted by refusals" "$(ballots_of 2026-10 2026-11-05)" 0

says "a ballot" 204 device send code POST /v1/ballots body1
says "the same again" 204 device send code POST /v1/ballots body1
device body token1 2026-10 changed claude=2
says "the token with another ballot" '409 {"code":"spent"' device send code POST /v1/ballots changed
device body token2 2026-10 body2 chatgpt=1
says "a second ballot" 204 device send code POST /v1/ballots body2
device body token3 2026-10 body3 blank
says "a blank ballot" 204 device send code POST /v1/ballots body3
check "ballots" "$(ballots_of 2026-10 2026-11-05)" 3

# Revoked, left.
id=$(cut -d. -f1 state4)
run 0 collector devices revoke "$(printf %.8s "$id")" --now 2026-11-05
says "a revoked computer" '403 {"code":"revoked"' device send code POST /v1/heartbeat beat state4
says "leaving" 204 device send code DELETE /v1/enrolment - state3
says "one that has left" '401 ' device send code POST /v1/heartbeat beat state3

# Closing: not before its time, then once.
run 5 collector close 2026-10 --now 2026-11-11
[ -e "$DATA/urn/2026-10.key" ] || fail "a refused close took the key"
run 0 collector close 2026-10 --now 2026-11-19T12:00:00Z
[ ! -e "$DATA/urn/2026-10.key" ] || fail "the key outlives the close"
run 5 collector close 2026-10 --now 2026-11-20
run 0 collector report 2026-10 --format publication --now 2026-11-20
check "measured" "$(json .measured)" true
check "ballots published" "$(json .ballots)" 2
check "blanks published" "$(json .blanks)" 1
cp out first.json
run 0 collector report --format publication --now 2026-11-20
cmp out first.json || fail "the newest is not the only one"
run 2 collector report 2026-09
wait_for 10 sh -c 'answer=$(ASAN_OPTIONS=detect_leaks=0 "'"$BIN"'/test-device" send code POST /v1/ballots body1); [ "${answer%% *}" = 410 ]'
says "a ballot after closing" '410 {"code":"closed"' device send code POST /v1/ballots body1
stop_serving

# Nothing that names a computer or holds a secret is anywhere it should not be.
for i in 1 2 3 4; do
    secret=$(cut -d. -f2 "state$i")
    for file in "$DATA"/collector.db* serve.*.log; do
        ! grep -qa "$secret" "$file" || fail "a device's secret is in $file"
        ! od -An -v -tx1 "$file" | tr -d ' \n' | grep -q "$secret" || fail "a device's secret is in $file"
    done
done
for file in serve.*.log; do
    ! grep -qE '127\.0\.0\.1|::1|canary-label-zq' "$file" || fail "an address or a label is in $file"
done
! grep -qa '127.0.0.1' "$DATA/collector.db" || fail "an address is in the database"
for i in 1 2 3; do
    nonce=$(head -c 34 "token$i" | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
    ! od -An -v -tx1 "$DATA/collector.db" | tr -d ' \n' | grep -q "$nonce" || fail "a nonce is in the database"
done
