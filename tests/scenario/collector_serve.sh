# The service: readiness, one at a time, reload, a change of address, an authority
# that is lost, kill -9 under load.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
run 0 collector enrol --now 2026-10-20 --uses 400
cp out code

# systemd's notification, on its socket.
python3 - "$WORK/notify" >notified <<'PY' &
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
s.settimeout(20)
while True:
    text = s.recv(100).decode()
    print(text, flush=True)
    if text == "STOPPING=1":
        break
PY
listener=$!
wait_for 10 test -S notify
export NOTIFY_SOCKET="$WORK/notify"
serve 2026-10-20
unset NOTIFY_SOCKET
wait_for 10 grep -q READY=1 notified
run 1 collector serve --now 2026-10-20
grep -q 'un autre' err || fail "a second serve is not told why"

# A new address: reload gives a new certificate under the same authority.
sed -i 's/^  - "localhost"/  - "localhost"\n  - "127.0.0.2"/' "$DATA/collector.yaml"
kill -HUP "$serving"
wait_for 10 sh -c "openssl s_client -connect 127.0.0.1:$PORT -CAfile '$DATA/pki/ca.crt' -verify_ip 127.0.0.2 -verify_return_error </dev/null"
says "enrolment after a reload" 201 device join code state1
# Broken settings are told, and change nothing.
cp "$DATA/collector.yaml" kept.yaml
echo 'queu: 3' >>"$DATA/collector.yaml"
kill -HUP "$serving"
wait_for 10 grep -q 'collector.yaml:' "serve.$serving.log"
says "enrolment after a bad reload" 201 device join code state2
cp kept.yaml "$DATA/collector.yaml"

# TLS 1.3 and nothing else; a client that speaks HTTP in clear learns nothing.
! openssl s_client -connect "127.0.0.1:$PORT" -tls1_2 </dev/null >/dev/null 2>&1 || fail "TLS 1.2 is spoken"
openssl s_client -connect "127.0.0.1:$PORT" -tls1_3 </dev/null 2>&1 | grep -q TLSv1.3 || fail "no TLS 1.3"
check "plain HTTP" "$(curl -s -m 5 "http://127.0.0.1:$PORT/v1/periods/current" | wc -c)" 0
curl -s --cacert "$DATA/pki/ca.crt" "https://127.0.0.1:$PORT/v1/periods/current" | jq -e .record >/dev/null ||
    fail "curl cannot read the record"
check "wrong name" "$(curl -s -o /dev/null -w '%{http_code}' --cacert "$DATA/pki/ca.crt" \
    --resolve "other.fr:$PORT:127.0.0.1" "https://other.fr:$PORT/v1/periods/current" || true)" 000
stop_serving
wait "$listener"
grep -q STOPPING=1 notified || fail "the stop is not notified"

# A crash leaves no core, in which keys and ballots would stand.
serve 2026-10-20
check "largest core" "$(awk '/^Max core file size/ { print $5 "/" $6 }' "/proc/$serving/limits")" 0/0
stop_serving

# A certificate that cannot be renewed is told with each look, not each second.
serve 2026-10-20
mv "$DATA/pki/ca.crt" kept.crt
wait_for 70 grep -q ca.crt "serve.$serving.log"
sleep 3
check "complaints in three seconds" "$(grep -c ca.crt "serve.$serving.log")" 1
mv kept.crt "$DATA/pki/ca.crt"
stop_serving

# kill -9 under load: what was answered is counted, once.
serve 2026-10-20
device crowd code 2026-10 200 4 bodies
stop_serving
serve 2026-11-03
device storm code bodies 4 >storm.out 2>storm.err &
storm=$!
kills=0
for i in 1 2 3 4 5; do
    sleep 0.2
    kill -0 "$storm" 2>/dev/null || break
    stop_serving -KILL
    kills=$((kills + 1))
    serve 2026-11-03
done
[ "$kills" -ge 2 ] || fail "the load was over before a kill"
wait "$storm" || fail "a ballot was lost: $(cat storm.out storm.err)"
check "ballots after kills" "$(ballots_of 2026-10 2026-11-03)" 200
device storm code bodies 4 >/dev/null || fail "an identical retry is refused"
stop_serving
run 0 collector close --now 2026-11-25
run 0 collector report --format publication --now 2026-11-25
check "ballots counted after kills and retries" "$(json .ballots)" 200
