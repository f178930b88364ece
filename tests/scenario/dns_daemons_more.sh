# dns_daemons_more.sh: real PowerDNS Recursor, dnsdist and Knot Resolver, a BIND
# and an Unbound that write dnstap (read by BIND's tool, by dnstap-ldns and as it
# is), and tcpdump reading a capture, unprivileged, are given a
# plan of names; the scan of what they print counts exactly the plan.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/daemons.sh"

port=$((40000 + $$ % 20000))

# The plan: name and type, one a line; 6 are AI services'.
cp "$SOURCE/tests/tools/dns.plan" plan
records=$(wc -l <plan)
matched=6

# check_log NAME FILE EXTRA: the plan and EXTRA queries of is_up
check_log() {
    run 0 "$LANTERNE" scan --no-history --since 20y --dns-log "$2" --json
    check "$1: state" "$(json '.sources[0].state')" read
    check "$1: records" "$(json '.sources[0].records')" $((records + $3))
    check "$1: matched" "$(json '.sources[0].matched')" "$matched"
    check "$1: rejected" "$(json '.sources[0].rejected')" 0
}

check_today() { # NAME
    check "$1: last day" "$(json '.sources[0].last_day')" "$(date +%F)"
}

# every try of is_up is logged too: how many lines of FILE hold PATTERN
ups() { grep -c "$1" "$2" || true; }

# PowerDNS Recursor: hosts of its own, no network
mkdir pdns
echo 192.0.2.1 chatgpt.com claude.ai >hosts
begin pdns_recursor --config-dir="$WORK/pdns" --socket-dir="$WORK/pdns" \
    --local-address=127.0.0.1 --local-port="$port" --quiet=no --daemon=no \
    --export-etc-hosts=yes --etc-hosts-file="$WORK/hosts" \
    --security-poll-suffix= --hint-file=no --dont-query= \
    --forward-zones=.=127.0.0.1:9 --network-timeout=100 --threads=1 \
    --setuid= --setgid=
ask_plan
stop_daemon
check_log "PowerDNS Recursor" daemon.out \
    "$(ups 'msg="Question.* qname="up.example"' daemon.out)"
check_today "PowerDNS Recursor"

# dnsdist: queries and answers in one file; verbose output
port=$((port + 1))
cat >dnsdist.conf <<END
setLocal("127.0.0.1:$port")
setSecurityPollSuffix("")
addAction(AllRule(), LogAction("dnsdist.log", false, true, false, true, true))
addAction(AllRule(), RCodeAction(DNSRCode.NXDOMAIN))
addSelfAnsweredResponseAction(AllRule(),
    LogResponseAction("dnsdist.log", true, false, true, true))
addSelfAnsweredResponseAction(AllRule(),
    LogResponseAction("answers.log", true, false, true, true))
END
begin dnsdist --supervised -C dnsdist.conf
ask_plan
stop_daemon
check_log "dnsdist, queries and answers" dnsdist.log \
    "$(ups 'Packet from .* for up.example' dnsdist.log)"
check_today "dnsdist"
check_log "dnsdist, answers" answers.log \
    "$(ups 'Answer to .* for up.example' answers.log)"

# Knot Resolver: denies all
port=$((port + 1))
mkdir kres
cat >kresd.conf <<END
net.listen('127.0.0.1', $port, { kind = 'dns' })
policy.add(policy.all(policy.DENY))
log_level('debug')
cache.size = 10*MB
END
begin kresd -n -c "$WORK/kresd.conf" "$WORK/kres"
ask_plan
stop_daemon
check_log "Knot Resolver" daemon.out "$(ups "plan 'up.example" daemon.out)"
check "Knot Resolver: name" "$(json '.sources[0].name')" "Knot Resolver"

# BIND's dnstap of clients, read by dnstap-read
port=$((port + 1))
cat >root.zone <<END
\$TTL 60
@ IN SOA ns.example. root.example. 1 60 60 60 60
@ IN NS ns.example.
ns.example. IN A 192.0.2.1
END
cat >named.conf <<END
options {
    directory "$WORK";
    listen-on port $port { 127.0.0.1; };
    listen-on-v6 { none; };
    pid-file "$WORK/named.pid";
    session-keyfile "$WORK/session.key";
    recursion yes;
    dnstap { client; };
    dnstap-output file "$WORK/frames";
};
controls { };
zone "." { type primary; file "root.zone"; };
END
begin named -f -c "$WORK/named.conf"
ask_plan
stop_daemon
dnstap-read frames >dnstap.txt
dnstap-read -y frames >dnstap.yaml
check_log "dnstap lines" dnstap.txt "$(ups ' CQ .*up.example/' dnstap.txt)"
check_today "dnstap lines"
check_log "dnstap YAML" dnstap.yaml "$(ups ' CQ .*up.example/' dnstap.txt)"
dnstap-ldns -r frames >ldns.txt
dnstap-ldns -y -r frames >ldns.yaml
check_log "dnstap-ldns lines" ldns.txt "$(ups ' CQ .*up.example' dnstap.txt)"
check_log "dnstap-ldns YAML" ldns.yaml "$(ups ' CQ .*up.example/' dnstap.txt)"
check_log "dnstap frames" frames "$(ups ' CQ .*up.example/' dnstap.txt)"

# Unbound's dnstap over its socket, captured while it runs
port=$((port + 1))
fstrm_capture -t protobuf:dnstap.Dnstap -u "$WORK/tap.sock" -w unbound.frames >capture.out 2>&1 &
capture=$!
trap 'kill $capture 2>/dev/null || true; stop_daemon' EXIT
wait_for 10 [ -S tap.sock ]
cat >unbound.conf <<END
server:
    interface: 127.0.0.1@$port
    do-daemonize: no
    username: ""
    chroot: ""
    directory: "$WORK"
    pidfile: "$WORK/unbound.pid"
    use-syslog: no
    logfile: "$WORK/unbound.log"
    log-queries: yes
    module-config: "iterator"
    local-zone: "." static
dnstap:
    dnstap-enable: yes
    dnstap-socket-path: "$WORK/tap.sock"
    dnstap-log-client-query-messages: yes
    dnstap-log-client-response-messages: yes
remote-control:
    control-enable: no
END
begin unbound -d -c "$WORK/unbound.conf"
ask_plan
sleep 2 # it sends what it holds once a second
stop_daemon
kill $capture
wait $capture || true
check_log "Unbound's frames" unbound.frames "$(ups 'up\.example\. TXT IN$' unbound.log)"
check_today "Unbound's frames"
dnstap-read unbound.frames >unbound.txt
check_log "Unbound's frames, as lines" unbound.txt "$(ups 'up\.example\. TXT IN$' unbound.log)"

# tcpdump: a capture of the plan, each query with an answer that repeats it
python3 - <<'END'
import struct, time
def name(text):
    labels = text.replace('\\032', ' ').split('.')
    return b''.join(bytes([len(l)]) + l.encode() for l in labels) + b'\0'
def packet(source, target, payload):
    udp = struct.pack('>HHHH', source[1], target[1], 8 + len(payload), 0)
    ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 28 + len(payload), 1, 0, 64, 17,
                     0, bytes(source[0]), bytes(target[0]))
    return bytes(12) + b'\x08\0' + ip + udp + payload
client, server = ([192, 168, 50, 21], 52300), ([192, 168, 50, 1], 53)
types = {'A': 1, 'AAAA': 28, 'HTTPS': 65}
now = int(time.time())
with open('plan') as plan, open('plan.pcap', 'wb') as out:
    out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for number, line in enumerate(plan):
        text, kind = line.split()
        question = name(text) + struct.pack('>HH', types[kind], 1)
        for flags, ends in ((0x100, (client, server)),
                            (0x8180, (server, client))):
            head = struct.pack('>HHHHHH', number, flags, 1, 0, 0, 0)
            data = packet(*ends, head + question)
            out.write(struct.pack('<IIII', now - 60 + number, 0, len(data),
                                  len(data)) + data)
END
for options in "" -v -vv -tttt "-tttt -vv" -tt "-e -tttt"; do
    # shellcheck disable=SC2086
    tcpdump -nn $options -r plan.pcap port 53 >packets.txt 2>/dev/null
    check_log "tcpdump $options" packets.txt 0
done
check_log "capture" plan.pcap 0
