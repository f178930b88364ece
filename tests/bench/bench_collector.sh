#!/bin/bash
# bench_collector.sh: on demand.  Durable ballots per second of one core
# (handshake, verification, commit, answer) beside openssl in the same run; the
# time that each of many computers waits when they all come within a minute; the
# collector's memory with 512 live connections.  Rates are of processor time,
# which other work on the machine changes little.
# Usage: bench_collector.sh [COMPUTERS [SECONDS]]
#        $BIN: the programs, a release build with its tests
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${BIN:-$root/build/release/bin}" && pwd)
computers=${1:-10000}
seconds=${2:-60}
work=$(mktemp -d)
serving= tls=
trap 'kill $serving $tls 2>/dev/null || true; rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC
cd "$work"
port=$((20000 + $$ % 20000))
ulimit -n "$(ulimit -Hn)"

collector() { # VERB OPTION...
    verb=$1
    shift
    "$bin/lanterne-collector" "$verb" --folder data "$@"
}

serve() { # DATE
    "$bin/lanterne-collector" serve --folder data --now "$1" >serve.log 2>&1 &
    serving=$!
    for _ in $(seq 200); do
        grep -q prêt serve.log && return
        sleep 0.1
    done
    cat serve.log >&2
    exit 1
}

stop() {
    kill "$serving"
    wait "$serving"
    serving=
}

# ticks PID: processor time so far, hundredths of a second
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
rate() { awk -v n="$1" -v ticks="$2" 'BEGIN { printf "%.0f", n * 100 / ticks }'; }

collector init --demo --now 2026-10-03 --association Essai --host 127.0.0.1 \
    --port "$port" --listen 127.0.0.1 --computers 14 >/dev/null
sed -i 's/^connections: .*/connections: 20000/; s/^connections_per_address: .*/connections_per_address: 20000/' data/collector.yaml
collector enrol --now 2026-10-20 --uses 10000 >code 2>/dev/null
collector enrol --now 2026-10-20 --uses 10000 >more 2>/dev/null

# All of them come within the minute; before that a fifth of as many at once.
serve 2026-10-20
"$bin/test-device" crowd code 2026-10 "$computers" 64 minute
"$bin/test-device" crowd more 2026-10 $((computers / 5)) 64 burst
stop

echo "openssl speed, one core: RSA 2048 private and public, ECDSA P-256"
openssl speed -seconds 1 rsa2048 ecdsap256 2>/dev/null | tail -4

# The yardstick: a bare TLS 1.3 handshake and one answer.
openssl s_server -accept $((port + 1)) -cert data/pki/server.crt -key data/pki/server.key \
    -tls1_3 -num_tickets 0 -www -quiet >/dev/null 2>&1 &
tls=$!
sleep 1
before=$(ticks $tls)
handshakes=$(openssl s_time -connect "127.0.0.1:$((port + 1))" -www / -new -time 5 2>/dev/null |
    sed -n 's/^\([0-9]*\) connections in .*real seconds.*/\1/p')
yardstick=$(rate "$handshakes" $(($(ticks $tls) - before)))
kill $tls
tls=
echo "openssl s_server, s_time: $yardstick handshakes with an answer per second of a core"

serve 2026-11-03
before=$(ticks $serving)
"$bin/test-device" storm code burst 64 >storm.json
cost=$(($(ticks $serving) - before))
ballots=$(rate $((computers / 5)) "$cost")
echo "all at once: $(cat storm.json)"
echo "collector: $ballots durable ballots per second of a core; beside s_server: $(awk -v a="$ballots" -v b="$yardstick" 'BEGIN { printf "%.2f", a / b }')"
"$bin/test-device" storm code minute 256 "$seconds" >minute.json
echo "$computers computers in $seconds s: $(cat minute.json)"
counted=$(collector status --json --now 2026-11-03 | jq -r '.periods[] | select(.period == "2026-10") | .ballots')
[ "$counted" -eq $((computers + computers / 5)) ] || { echo "counted $counted of $((computers + computers / 5))" >&2; exit 1; }

# 512 connections that have shaken hands and say nothing.
python3 - "$port" "$serving" <<'PYTHON'
import socket, ssl, sys
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
held = []
for _ in range(512):
    held.append(context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1])))))
with open(f"/proc/{sys.argv[2]}/status") as status:
    rss = next(line for line in status if line.startswith("VmRSS"))
print("memory with 512 live connections: %.1f MB" % (int(rss.split()[1]) / 1024))
PYTHON
stop
