#!/bin/sh
# Nothing that a scan writes holds a host, a URL, a client address or a title
# that it read: not on stdout, not on stderr, not in the page, not in a file
# left behind, not while it dies.
. "$SOURCE/tests/scenario/lib.sh"

canary=kanarienvogel
host=$canary.chatgpt.com
client=203.0.113.77
today=$(date +'%b %e')
now=$(date +%s)

for minute in 10 12 14; do
    printf '%s 08:%s:38 dnsmasq[9]: query[A] %s from %s\n' "$today" $minute $host $client
    printf '%s 08:%s:39 dnsmasq[9]: query[A] %s.example from %s\n' "$today" $minute $canary $client
    printf '%s 08:%s:40 dnsmasq[9]: query[A] %s\n' "$today" $minute $canary
done >dns.log
mkdir -p home/.config/google-chrome/Default
sqlite3 home/.config/google-chrome/Default/History "
    CREATE TABLE urls (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, visit_count INTEGER, typed_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
    CREATE TABLE visits (id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER, from_visit INTEGER, transition INTEGER, segment_id INTEGER, visit_duration INTEGER);
    INSERT INTO urls VALUES (1, 'https://chatgpt.com/c/$canary?q=$canary', '$canary', 1, 0, 0, 0), (2, 'https://$canary.example/', '$canary', 1, 0, 0, 0);
    INSERT INTO visits SELECT id, id, ($now + 11644473600) * 1000000, 0, 805306368, 0, 0 FROM urls;"

# The fixture is what it claims to be: a scan sees the service behind the canary.
run 0 "$LANTERNE" scan --json --home home --dns-log dns.log
check "visited" "$(json '.services[] | select(.id == "chatgpt") | .visited_days')" 1
check "contacted" "$(json '.services[] | select(.id == "chatgpt") | .contacted_days')" 1

# no_canary LABEL FILES...
no_canary() {
    label=$1
    shift
    if grep -rlaE "$canary|203\.0\.113" "$@" >leaks 2>/dev/null; then
        fail "$label: a canary in $(cat leaks)"
    fi
}

for form in "" --json --csv --share; do
    # shellcheck disable=SC2086
    run 0 "$LANTERNE" scan $form --home home --dns-log dns.log --html page.html
    no_canary "scan $form" out err
done
no_canary "the page" page.html

# The same for the clients of a gateway, asked for by address or by network.
for clients in 203.0.113.0/24 "198.51.100.7,$client"; do
    for form in "" --json --csv --share; do
        # shellcheck disable=SC2086
        run 0 "$LANTERNE" scan $form --no-history --dns-log dns.log --clients "$clients" --html page.html
        no_canary "scan $form --clients" out err page.html
    done
done
run 0 "$LANTERNE" scan --json --no-history --dns-log dns.log --clients "$client"
check "the client is counted" "$(json '.gateway.services[0] | .id + " " + .clients + " " + .confirmed')" "chatgpt 1-2 1-2"
check "and not as this computer" "$(json '.services')" null
run 0 "$LANTERNE" scan --json --home home --dns-log dns.log --clients "$client"
check "nor beside its history" "$(json '.services[] | select(.id == "chatgpt") | .contacted_days')" 0
run 2 "$LANTERNE" scan --no-history --dns-log dns.log --clients "$client,$client.$canary" --no-html
no_canary "a malformed client" out err
run 3 "$LANTERNE" scan --home home --dns-log dns.log --format bind --no-html
no_canary "rejected lines" out err
head -c 30000 home/.config/google-chrome/Default/History >torn
dd if=/dev/urandom of=torn bs=4096 seek=1 count=1 conv=notrunc status=none
run 3 "$LANTERNE" scan --history torn --no-dns --no-html
no_canary "a damaged history" out err

# killed while it reads: the copy goes with the next scan
for delay in 0.01 0.03 0.05 0.1; do
    "$LANTERNE" scan --home home --dns-log dns.log --json >killed 2>&1 &
    sleep $delay
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
done
# One that was struck before it had its lock is left a minute.
find "$TMPDIR" -mindepth 1 -maxdepth 1 ! -exec test -e {}/lock ';' -exec touch -d '2 minutes ago' {} +
run 0 "$LANTERNE" scan --json --home home --dns-log dns.log
no_canary "the temporary folder" "$TMPDIR"
check "private copies are gone" "$(ls -A "$TMPDIR")" ""

# A crash in the middle of a log: no core, though one was asked for.
cat >crash.py <<'PY'
import os, resource, signal, subprocess, sys, time
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
scan = subprocess.Popen([sys.argv[1], "scan", "--home", "home", "--no-html", "--dns-log", "-"], stdin=subprocess.PIPE,
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, ASAN_OPTIONS="disable_coredump=0"))
scan.stdin.write(open("dns.log", "rb").read() * 1000)
scan.stdin.flush()
time.sleep(0.5)
scan.send_signal(signal.SIGQUIT) # which ASan leaves alone
status = os.waitpid(scan.pid, 0)[1]
print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "ended", "core" if os.WCOREDUMP(status) else "none")
PY
if [ "$(ulimit -Hc)" = unlimited ]; then
    check "a crash" "$(python3 crash.py "$LANTERNE")" "3 none"
fi
