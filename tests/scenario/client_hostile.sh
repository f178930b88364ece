#!/bin/sh
# A collector that holds the right certificate and turned bad: answers that are
# too long, too slow, cut, of another kind, redirected, not JSON, not signed; a
# clock half a day off; two records of one period; 409.  Each time the agent
# says what it is in one sentence, ends, keeps what it had, and sends nothing
# anywhere else.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
behind=$(free_port)
port=$(free_port)

make_collector "$behind" 2026-10-01
serve 2026-10-01
code 2026-10-01 20
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -keyout bad.key -out bad.csr 2>/dev/null
printf 'subjectAltName=IP:127.0.0.1\n' >bad.ext
openssl x509 -req -in bad.csr -CA col/pki/ca.crt -CAkey col/pki/ca.key -extfile bad.ext -out bad.crt -days 30 \
    -set_serial 77 2>/dev/null
echo pass >mode
: >mode.log
python3 "$SOURCE/tests/scenario/hostile_proxy.py" "$port" "$behind" bad.crt bad.key mode col/pki/ca.key &
wait_for 10 python3 -c "import socket; socket.create_connection(('127.0.0.1', $port)).close()"

# A computer that enrolled, and from now on asks at the bad address.
make_pc fresh
run 0 pc fresh join lanterne.join --yes --now 2026-10-01T08:00Z
state fresh "UPDATE joined SET port = $port"
visit fresh https://chatgpt.com/ 2026-10-02
run 0 pc fresh run --read --now 2026-10-02T08:00Z
cp -r pc/fresh pc/held # a token and a day are there
state fresh "DELETE FROM poll; DELETE FROM document; DELETE FROM fact WHERE fact = 4" # nothing learnt yet

# The collector answers another copy of the same computer as if it were the first.
forget_token() { sqlite3 -cmd ".timeout 5000" col/collector.db "DELETE FROM tokens" >/dev/null; }

# spoiled MODE CODES WORDS: a round that would learn; ends with one of CODES
spoiled() {
    rm -rf pc/victim
    cp -r pc/fresh pc/victim
    forget_token
    echo "$1" >mode
    code=0
    timeout 30 "$LANTERNE" run --state pc/victim/state --config pc/victim/agent.yaml --now 2026-10-03T08:00Z \
        >out 2>err </dev/null || code=$?
    case " $2 " in *" $code "*) ;; *) fail "$1: exit code $code: $(cat err)" ;; esac
    grep -qE "$3" err || fail "$1: $(cat err)"
    [ "$(wc -l <err)" -le 2 ] || fail "$1 is told at length: $(cat err)"
    if grep -q "$(printf '\033')" err; then fail "$1: a terminal would obey"; fi
    check "$1: the day is there" "$(state victim 'SELECT count(*) FROM day')" 1
    check "$1: nothing was accepted" "$(state victim 'SELECT count(*) FROM poll WHERE token IS NOT NULL OR ballot IS NOT NULL')" 0
    check "$1: whole" "$(state victim 'PRAGMA integrity_check')" ok
    grep -q elsewhere mode.log && fail "$1: followed"
    # and once it is good again, all is well
    echo pass >mode
    run 0 pc victim run --now 2026-10-03T09:00Z
    check "$1: after it" "$(pc victim status --json --now 2026-10-03T09:00Z | jq -r '.periods[0].status')" token
}

spoiled "oversized" "1 4" "plus de .* octets"
spoiled "headers" "4" "coupé la connexion|connexion au collecteur"
spoiled "cut" "4" "coupé la connexion"
spoiled "redirect" "5" "refuse.*307"
spoiled "failed" "4" "refuse : non |refuse"
spoiled "busy" "4" "refuse"
spoiled "unknown" "5" "refuse"
spoiled "conflict" "5" "refuse"
for kind in html not-json empty twice deep nul wrong-types; do
    spoiled $kind "4" "incompréhensible"
done
spoiled "not-json /v1/tokens" "4" "incompréhensible"
spoiled "unsigned" "1 2 5" "signature"
spoiled "skewed" "5" "12 heures"

# 409 to a token request: it abstains, and says so.
rm -rf pc/victim
cp -r pc/fresh pc/victim
forget_token
echo "conflict /v1/tokens" >mode
run 0 pc victim run --now 2026-10-03T08:00Z
grep -q "un autre jeton a déjà été demandé" err || fail "409: $(cat err)"
check "409" "$(pc victim status --json --now 2026-10-03T08:00Z | jq -r '.periods[0] | .status + " " + .reason')" "abstained token-taken"
check "its secrets are gone" "$(state victim 'SELECT count(*) FROM poll WHERE secrets IS NOT NULL')" 0

# Another record to who asks without a name: both are kept as proof.
rm -rf pc/victim
cp -r pc/held pc/victim
state victim "UPDATE poll SET checked = 0, check_at = 0"
echo "other-record anonymous" >mode
run 0 pc victim run --now 2026-10-06T08:00Z
grep -q "deux enregistrements différents" err || fail "two records: $(cat err)"
check "two records" "$(pc victim status --json --now 2026-10-06T08:00Z | jq -r '.periods[0] | .status + " " + .reason')" "abstained records-differ"
check "both are kept, with their signatures" "$(state victim 'SELECT record <> other AND signature IS NOT NULL AND other_signature IS NOT NULL FROM poll')" 1
check "no token any more" "$(state victim 'SELECT count(*) FROM poll WHERE token IS NOT NULL')" 0

# 409 to the ballot: the token has served; it abstains.
stop_collector
serve 2026-11-03
rm -rf pc/victim
cp -r pc/held pc/victim
state victim "UPDATE poll SET checked = 1, uptime = delay"
echo "conflict /v1/ballots" >mode
run 0 pc victim run --now 2026-11-03T12:00Z
grep -q "a déjà servi pour un autre bulletin" err || fail "409: $(cat err)"
run 0 pc victim run --now 2026-11-03T13:00Z
check "abstains once" "$(pc victim status --json --now 2026-11-03T13:00Z | jq -r '.periods[0] | .status + " " + .reason')" "abstained token-spent"

# A byte a second: given up within the bound of a call, the ballot kept.
rm -rf pc/victim
cp -r pc/held pc/victim
state victim "UPDATE poll SET checked = 0, check_at = 0"
echo "drip" >mode
before=$(date +%s)
run 4 pc victim run --now 2026-11-03T12:00Z
[ $(($(date +%s) - before)) -le 90 ] || fail "kept waiting for $(($(date +%s) - before)) s"
grep -q "ne répond pas à temps" err || fail "drip: $(cat err)"
check "still held" "$(pc victim status --json --now 2026-11-03T13:00Z | jq -r '.periods[0].status')" token
stop_collector
