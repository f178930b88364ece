#!/bin/sh
# What is not the collector of the join code gets not one byte of ours: another
# authority, an expired certificate, another name, TLS 1.2, plain HTTP, a
# self-signed certificate; at join, and at every round after it.  The message
# says which, and that nothing was sent.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 20
make_pc one
run 0 pc one join lanterne.join --yes --now 2026-10-01T08:00Z
stop_collector
secret=$(state one "SELECT secret FROM joined")
[ ${#secret} -eq 64 ] || fail "no secret to look for"

# A certificate by the collector's own authority, and by another.
# issue NAME AUTHORITY_FOLDER SUBJECT_ALT_NAME DAYS
issue() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -keyout $1.key -out $1.csr 2>/dev/null
    printf 'subjectAltName=%s\n' "$3" >$1.ext
    if [ "$4" -lt 0 ]; then
        # a certificate whose days lie in the past
        faketime_ago=$((-$4))
        openssl x509 -req -in $1.csr -CA $2/ca.crt -CAkey $2/ca.key -extfile $1.ext -out $1.crt \
            -days -1 -set_serial $$ 2>/dev/null || fail "no expired certificate"
    else
        openssl x509 -req -in $1.csr -CA $2/ca.crt -CAkey $2/ca.key -extfile $1.ext -out $1.crt \
            -days "$4" -set_serial $$ 2>/dev/null || fail "no certificate"
    fi
    cat $2/ca.crt >>$1.crt
}
mkdir other
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Essai -days 30 \
    -keyout other/ca.key -out other/ca.crt 2>/dev/null
issue good col/pki IP:127.0.0.1 30
issue foreign other IP:127.0.0.1 30
issue expired col/pki IP:127.0.0.1 -1
issue elsewhere col/pki IP:127.0.0.9 30
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -days 30 \
    -addext subjectAltName=IP:127.0.0.1 -keyout selfsigned.key -out selfsigned.crt 2>/dev/null

# tls NAME OPTIONS: openssl's server; what it is told goes to ./received.  It
# says nothing itself: an answer could end the exchange before all is read.
mkfifo silence
exec 9<>silence
tls() {
    name=$1
    shift
    # shellcheck disable=SC2086
    openssl s_server -accept 127.0.0.1:"$port" -cert $name.crt -cert_chain $name.crt -key $name.key \
        -quiet "$@" <silence >received 2>server.err &
    server=$!
    wait_for 5 python3 -c "import socket; socket.create_connection(('127.0.0.1', $port)).close()"
}

# refused CASE WORDS: rounds and joins fail, say WORDS, and nothing was received
refused() {
    for lang in fr en; do
        run 4 pc one run --lang $lang --now 2026-11-20T08:00Z
        grep -qE "$2" err || fail "$1, a round: $(cat err)"
    done
    rm -rf pc/two
    make_pc two
    run 4 pc two join lanterne.join --yes --now 2026-10-01T08:00Z
    grep -qE "$3" err || fail "$1, at join: $(cat err)"
    sleep 0.3 # what was received is on disk
    kill $server 2>/dev/null || true
    wait $server 2>/dev/null || true
    # s_server writes application data alone; the plain listener everything
    if grep -qaE "POST|GET|DELETE|Bearer|lanterne|$secret" received; then
        fail "$1: bytes of ours left"
    fi
    [ "$1" = "plain HTTP" ] || check "$1: bytes received" "$(wc -c <received)" 0
}

# The counter-proof: with the right certificate the same server does get bytes.
tls good -tls1_3
pc one run --now 2026-11-20T08:00Z >out 2>err </dev/null &
round=$!
wait_for 60 grep -qa "$secret" received
kill $server
wait $server 2>/dev/null || true
code=0
wait $round || code=$?
check "a round that got no answer" "$code" 4

tls foreign -tls1_3
refused "another authority" "autre autorité|another certificate authority" "autre autorité"
tls selfsigned -tls1_3
refused "self-signed" "autre autorité|another certificate authority" "autre autorité"
tls expired -tls1_3
refused "expired" "périmé.*Rien n.a été envoyé|expired.*Nothing was sent" "périmé"
tls elsewhere -tls1_3
refused "another name" "autre nom.*Rien n.a été envoyé|another name.*Nothing was sent" "autre nom"
tls good -tls1_2
refused "TLS 1.2" "TLS 1.3.*Rien n.a été envoyé|TLS 1.3.*Nothing was sent" "TLS 1.3"

python3 - "$port" >received <<'PYTHON' &
import socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    while True:
        client, _ = server.accept()
        data = client.recv(65536)
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        client.close()
PYTHON
server=$!
wait_for 5 python3 -c "import socket; socket.create_connection(('127.0.0.1', $port)).close()"
refused "plain HTTP" "HTTP simple|plain HTTP" "HTTP simple"

# nobody there
run 4 pc one run --now 2026-11-20T08:00Z
grep -q "ne répond pas" err || fail "nobody: $(cat err)"
