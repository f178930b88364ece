#!/bin/sh
# What reads histories and logs has no network library in memory: not `scan`, not
# the service's reader, from their start to their end.  Only the process that
# speaks with the collector opens one, when it does; without it, it says what to
# install.  The loader itself tells what it opened (LD_DEBUG, glibc).
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
network='lib(curl|ssl|gnutls|nghttp[23]?|ssh2?|rtmp|ldap|krb5|gssapi_krb5)\.so'
port=$(free_port)

# watched NAME COMMAND...: what each of its processes opens, in ./NAME.PID
watched() {
    name=$1
    shift
    run 0 env LD_DEBUG=files LD_DEBUG_OUTPUT="$WORK/$name" "$@"
    [ -e "$(echo "$WORK/$name".* | cut -d' ' -f1)" ] || fail "$name: the loader says nothing"
}
# networked NAME: how many of its processes opened one
networked() { grep -lE "$network" "$WORK/$1".* | wc -l; }

LC_ALL=C date -d yesterday '+%b %e 08:27:38 dnsmasq[9050]: query[A] chatgpt.com from 127.0.0.1' >dns.log
make_pc one
visit one https://chatgpt.com/c/1 2026-11-19
watched scan "$LANTERNE" scan --json --home "$WORK/pc/one/home" --dns-log dns.log
check "the scan read both" "$(json '[.sources[] | select(.state == "read")] | length')" 2
check "a scan's processes with a network library" "$(networked scan)" 0

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 20
run 0 pc one join lanterne.join --yes --now 2026-10-01T08:00Z
watched round "$LANTERNE" run --state pc/one/state --config pc/one/agent.yaml --now 2026-11-20T08:00Z
[ "$(state one 'SELECT count(*) FROM day')" -gt 0 ] || fail "the reader read nothing"
check "a round's processes: it, and its reader" "$(echo "$WORK/round".* | wc -w)" 2
check "those with a network library" "$(networked round)" 1

# A library that is none stands for one that is missing.
mkdir none
: >none/libcurl.so.4
for lang in fr en; do
    run 4 env LD_LIBRARY_PATH="$WORK/none" "$LANTERNE" run --state pc/one/state --config pc/one/agent.yaml \
        --lang $lang --now 2026-11-21T08:00Z
    grep -q '`libcurl4` (Debian, Ubuntu)' err || fail "without libcurl, $lang: $(cat err)"
done
run 0 env LD_LIBRARY_PATH="$WORK/none" "$LANTERNE" scan --no-history --dns-log dns.log
stop_collector
