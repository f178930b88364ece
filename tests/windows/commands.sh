#!/bin/sh
# catalogue, check, scan's outputs and exit codes, as on any other system; UTF-8
# out; a time zone that Windows names otherwise.
. "$SOURCE/tests/scenario/lib.sh"

run 0 "$LANTERNE" --version
grep -q '^lanterne [0-9]' out || fail "version: $(cat out)"
run 0 "$LANTERNE" catalogue show chatgpt --lang fr
grep -q 'ChatGPT' out || fail "catalogue show: $(cat out)"
run 0 "$LANTERNE" check --lang fr "$SOURCE/policies"
run 2 "$LANTERNE" scan --jsno --lang en
grep -q -- '--json' err || fail "the closest option: $(cat err)"
run 2 "$LANTERNE" nonsense

# logs of Windows' own DNS server, in both languages, and standard input
dns=$SOURCE/tests/fixtures/dns
run 0 "$LANTERNE" scan --no-history --json --since 20y --tz +02:00 --dns-log "$dns/windns-fr.log"
check "a log of Windows' DNS server" "$(json '.sources[0].state')" read
LANTERNE_IN=$dns/windns-en.log
run 0 "$LANTERNE" scan --no-history --json --since 20y --tz Europe/Paris --dns-log "$dns/windns-fr.log"
code=0
"$LANTERNE" scan --no-history --json --since 20y --dns-log - <"$LANTERNE_IN" >out 2>err || code=$?
check "standard input" "$code $(json '.sources[0].state')" "0 read"
run 2 "$LANTERNE" scan --no-history --dns-log "$dns/windns-en.log" --tz Asia/Kathmandu --lang en
grep -q '+02:00' err || fail "a named zone: $(cat err)"

# French, in UTF-8, without a carriage return
run 3 "$LANTERNE" scan --no-dns --no-html --lang fr --history none.sqlite
grep -q 'n’est pas un zéro' out || fail "UTF-8: $(cat out)"
[ "$(tr -dc '\r' <out | wc -c)" -eq 0 ] || fail "carriage returns"

# the page beside the answer, replaced by the next one
run 0 "$LANTERNE" scan --no-history --since 20y --lang en --html page.html --dns-log "$dns/windns-en.log"
run 0 "$LANTERNE" scan --no-history --since 20y --lang fr --html page.html --dns-log "$dns/windns-en.log"
grep -q '<html lang="fr"' page.html || fail "the page was not replaced"
check "temporary files" "$(find . -name 'page.html?*')" ""

# the commands of docs/WINDOWS.md that need no enrolment
grep -E '^lanterne (scan|catalogue|check)' "$SOURCE/docs/WINDOWS.md" | awk '!seen[$0]++' >commands
check "commands" "$(wc -l <commands)" 4
ln -s "$SOURCE/policies" policies
while read -r _ command; do
    code=0
    # shellcheck disable=SC2086
    "$LANTERNE" $command >out 2>err </dev/null || code=$?
    case "$command $code" in
    *" 0" | scan*" 3") ;; # 3: nothing could be read here
    *) fail "$command: $code $(cat err)" ;;
    esac
done <commands

# the system's own log of questions and its cache: off here; a log as exported,
# read
run 3 "$LANTERNE" scan --no-history --json
check "the event log" "$(json '.sources[] | select(.path | test("DNS-Client")) | "\(.name) \(.state)"')" "Windows DNS-Client absent"
check "the DNS cache" "$(json '.sources[] | select(.name == "Windows DNS cache") | "\(.path) \(.state)"')" "ipconfig /displaydns absent"
run 0 "$LANTERNE" scan --no-history --json --since 20y --dns-log "$dns/dnsclient-asked.log"
check "an exported event log" "$(json '.sources[0] | "\(.name) \(.state)"')" "Windows DNS-Client read"
