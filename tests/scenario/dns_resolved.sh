#!/bin/sh
# dns_resolved.sh: a real systemd-resolved, in a Debian that is booted for it, is
# asked a plan of names; its journal at debug level, in every form that journalctl
# prints and as it is on the disk, and `resolvectl monitor` give exactly the plan.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/machine.sh"
TZ=UTC # the machine's own
[ "$(id -u)" -eq 0 ] ||
    exec sudo env LANTERNE="$LANTERNE" SOURCE="$SOURCE" WORK="$WORK" sh "$SOURCE/tests/scenario/dns_resolved.sh"

machine_make

# Name and type, one a line; 6 are AI services'.
cp "$SOURCE/tests/tools/dns.plan" "$root/test/plan"
records=$(wc -l <"$root/test/plan")
matched=6

# Within: dnsmasq knows all names; a link that is up makes resolved ask it.
cat >"$root/test/inside.sh" <<'END'
set -eu
ip link set lo up
ip link add here type veth peer name there
ip address add 192.168.1.10/24 dev here
ip link set here up
ip link set there up
dnsmasq --conf-file=/dev/null --no-resolv --no-hosts --listen-address=127.0.0.77 --bind-interfaces \
    --address=/com/ai/example/192.0.2.1 --pid-file=
mkdir -p /etc/systemd/resolved.conf.d
printf '[Resolve]\nDNS=127.0.0.77\nDomains=~.\nDNSSEC=no\nLLMNR=no\n' >/etc/systemd/resolved.conf.d/test.conf
systemctl restart systemd-resolved
resolvectl log-level debug

resolvectl monitor >monitor.txt &
text=$!
resolvectl --json=short monitor >monitor.json &
short=$!
resolvectl --json=pretty monitor >monitor-pretty.json &
pretty=$!
for file in monitor.txt monitor.json monitor-pretty.json; do
    left=100
    until [ -s $file ]; do # it listens, once it prints
        left=$((left - 1))
        [ $left -gt 0 ]
        resolvectl query --type=A up.example >/dev/null
        sleep 0.1
    done
done
while read -r name type; do
    resolvectl query --type="$type" "$name" || true
done <plan
# A and AAAA at once, of another's address
resolvectl query claude.ai
# as a program that asks for DNSSEC by itself does, at resolved's own address
bash -c 'printf "\20\112\1\0\0\1\0\0\0\0\0\1\7chatgpt\3com\0\0\1\0\1\0\0\51\4\320\0\0\200\0\0\0" >/dev/udp/127.0.0.53/53'
sleep 1
kill $text $short $pretty
journalctl --sync
for form in short short-iso short-iso-precise short-full short-unix short-monotonic with-unit cat json json-pretty json-seq json-sse; do
    journalctl -q -u systemd-resolved -o $form >journal-$form
done
journalctl -q --vacuum-size=1T --rotate
END
machine_run 60

# check_log FILE PATTERN AT_ONCE: the plan; as many queries as the file has lines
# with PATTERN, each a try of the start; A and AAAA asked AT_ONCE are one or two,
# and the last is one
check_log() {
    tries=$(grep -c "$2" "$root/test/$1" || true)
    run 0 "$LANTERNE" scan --no-history --dns-log "$root/test/$1" --json
    check "$1: state" "$(json '.sources[0].state')" read
    check "$1: name" "$(json '.sources[0].name')" systemd-resolved
    check "$1: records" "$(json '.sources[0].records')" $((records + tries + $3 + 1))
    check "$1: matched" "$(json '.sources[0].matched')" $((matched + $3 + 1))
    check "$1: rejected" "$(json '.sources[0].rejected')" 0
    check "$1: last day" "$(json '.sources[0].last_day')" "$(date +%F)"
}
for form in short short-iso short-iso-precise short-full short-unix short-monotonic with-unit cat json json-pretty json-seq json-sse; do
    check_log journal-$form 'Looking up RR for up\.example' 2
done
check_log monitor.txt 'Q: up\.example' 2
check_log monitor.json '"question".*up\.example' 1

# Where an answer repeats the name, the questions of the file are the count.
run 0 "$LANTERNE" scan --no-history --dns-log "$root/test/monitor-pretty.json" --json
check "monitor-pretty.json: records" "$(json '.sources[0].records')" "$(grep -c '"question"' "$root/test/monitor-pretty.json")"
check "monitor-pretty.json: matched" "$(json '.sources[0].matched')" $((matched + 2))

# The journal's own file, compressed within, of another machine: as its text.
tries=$(grep -c 'Looking up RR for up\.example' "$root/test/journal-cat")
run 0 "$LANTERNE" scan --no-history --dns-log "$root"/var/log/journal/*/system@*.journal --json
check "the journal: name" "$(json '.sources[0].name')" "systemd journal"
check "the journal: records" "$(json '.sources[0].records')" $((records + tries + 3))
check "the journal: matched" "$(json '.sources[0].matched')" $((matched + 3))
check "the journal: rejected" "$(json '.sources[0].rejected')" 0
