#!/bin/sh
# The service, started as root: it becomes the account of its state folder, its
# reader may read every home and do nothing else, and what it keeps belongs to
# that account.  A user's opt-out is honoured there, and stops this computer's
# DNS logs.  For root only; without, there is nothing to part with.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
if [ "$(id -u)" -ne 0 ]; then
    echo "not root: skipped" >&2
    exit 0
fi
account=$(id -u nobody)
port=$(free_port)
make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 2

# Two homes that only their owners may enter, a log that only root may read.
for name in anne paul; do
    make_pc $name
    visit $name https://chatgpt.com/ 2026-10-02
done
visit paul https://claude.ai/ 2026-10-03
chown -R 4242:4242 pc/anne/home
chown -R 4343:4343 pc/paul/home
chmod -R go= pc/anne/home pc/paul/home
: >dns.log
chmod 600 dns.log
mkdir -m 1777 scratch
mkdir -m 700 service
: >service/demo
chown -R "$account" service
printf 'homes: [%s, %s]\ndns_logs: [%s]\ntemporary: %s\n' "$WORK/pc/anne/home" "$WORK/pc/paul/home" "$WORK/dns.log" \
    "$WORK/scratch" >agent.yaml
chmod 755 "$WORK"
startable_by "$account"
service() { command=$1; shift; "$LANTERNE" "$command" --state service --config agent.yaml "$@"; }

run 0 service join lanterne.join --yes --now 2026-10-01T08:00Z
at=$(date -ud 2026-10-04T10:00 +%s)
printf '[%s] unbound[1:0] info: 127.0.0.1 chat.deepseek.com. A IN\n' "$at" "$((at + 600))" >>dns.log
run 0 service run --read --now 2026-10-05T08:00Z
check "all homes and the log were read" \
    "$(sqlite3 service/state.db 'SELECT group_concat(DISTINCT service) FROM (SELECT service FROM day ORDER BY 1)')" "chatgpt,claude,deepseek"
check "what is kept is the account's" "$(stat -c %u service/state.db service/lock | sort -u)" "$account"
check "nothing is left of the copies" "$(ls -A scratch)" ""
run 0 service status --now 2026-10-05T08:00Z

# Anne cannot look into it, and is told how to stay out of it.
for command in preview status pause leave doctor run; do
    run 2 setpriv --reuid 4242 --regid 4242 --clear-groups env HOME="$WORK/pc/anne/home" \
        "$LANTERNE" $command --state service
    grep -q "opt-out" err || fail "$command: no say: $(cat err)"
done

# What both processes ask of the system.
if command -v strace >strace.log; then
ASAN_OPTIONS=detect_leaks=0 strace -f -o trace -e trace=openat,connect,execve,setresuid,capset "$LANTERNE" run --read --state service \
    --config agent.yaml --now 2026-10-05T09:00Z >out 2>err || fail "traced: $(cat err)"
sender=$(awk '/execve/ { print $1; exit }' trace)
reader=$(awk '/execve.*"reader"/ { print $1; exit }' trace)
[ "$sender" != "$reader" ] || fail "one process"
grep "^$sender " trace | grep -E "setresuid\($account, $account, $account\) *= 0" >parted || fail "not parted"
if grep "^$sender " trace | grep -E "pc/(anne|paul)/home|dns\.log"; then fail "the sender opened a home or a log"; fi
grep "^$reader " trace | grep -q "pc/paul/home" || fail "the reader read nothing"
if grep "^$reader " trace | grep -E "connect\(.*AF_INET"; then fail "the reader has business with the network"; fi
fi

# The same as systemd has it: the account, and the right to read any file.
visit anne https://gemini.google.com/ 2026-10-04
run 0 setpriv --reuid "$account" --regid "$account" --clear-groups --inh-caps +dac_read_search \
    --ambient-caps +dac_read_search "$LANTERNE" run --read --state service --config agent.yaml --now 2026-10-05T10:00Z
check "read so too" "$(sqlite3 service/state.db "SELECT count(*) FROM day WHERE service = 'gemini'")" 1

# Somebody stays out: their history is not read, nor this computer's DNS log.
mkdir -p pc/paul/home/.config/lanterne
: >pc/paul/home/.config/lanterne/opt-out
chown -R 4343:4343 pc/paul/home
printf '[%s] unbound[1:0] info: 127.0.0.1 mistral.ai. A IN\n[%s] unbound[1:0] info: 127.0.0.1 mistral.ai. A IN\n' \
    "$((at + 90000))" "$((at + 91000))" >>dns.log
visit paul https://perplexity.ai/ 2026-10-05
visit anne https://chatgpt.com/ 2026-10-05
run 0 service run --read --now 2026-10-05T20:00Z
check "of that day, anne's alone" \
    "$(sqlite3 service/state.db "SELECT group_concat(service) FROM day WHERE day = $(($(date -ud 2026-10-05 +%s) / 86400))")" chatgpt
run 0 service status --now 2026-10-05T20:00Z
grep -q "s.est exclu" out || fail "not told: $(cat out)"
run 0 service leave --now 2026-10-05T21:00Z
[ ! -e service/state.db ] || fail "left, and state.db is there"
stop_collector
