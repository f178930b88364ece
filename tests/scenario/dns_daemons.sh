# dns_daemons.sh: real dnsmasq, Unbound and BIND, unprivileged, on high ports of
# the loopback with local data only, are asked a plan of names; the scan of
# their logs counts exactly the plan.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/daemons.sh"

port=$((20000 + $$ % 20000))

# The plan: name and type, one a line; 6 are AI services'.  One name is nobody's.
cp "$SOURCE/tests/tools/dns.plan" plan
echo 'no.such.name.example AAAA' >>plan
records=$(wc -l <plan)
matched=6

# check_log NAME FILE EXTRA: the plan and EXTRA queries of is_up
check_log() {
    stop_daemon
    run 0 "$LANTERNE" scan --no-history --dns-log "$2" --json
    check "$1: sources" "$(json '.sources | length')" 1
    check "$1: kind" "$(json '.sources[0].kind')" dns
    check "$1: state" "$(json '.sources[0].state')" read
    check "$1: records" "$(json '.sources[0].records')" $((records + $3))
    check "$1: matched" "$(json '.sources[0].matched')" "$matched"
    check "$1: counted" "$(json '.sources[0].counted')" "$matched"
    check "$1: rejected" "$(json '.sources[0].rejected')" 0
    check "$1: last day" "$(json '.sources[0].last_day')" "$(date +%F)"
}

# every try of is_up is logged too: how many lines hold its name as a query
ups() { grep -c "$1" "$2" || true; }

for mode in plain extra; do
    port=$((port + 1))
    : >dnsmasq.log
    begin dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts \
        --port="$port" --listen-address=127.0.0.1 --bind-interfaces \
        --user="$(id -un)" --group="$(id -gn)" --pid-file= \
        --address=/com/ai/192.0.2.1 --log-facility="$WORK/dnsmasq.log" \
        --log-queries$([ $mode = plain ] || echo =extra)
    ask_plan
    check_log "dnsmasq $mode" dnsmasq.log \
        "$(ups 'query\[TXT\] up.example' dnsmasq.log)"
done

for mode in queries replies; do
    port=$((port + 1))
    cat >unbound.conf <<END
server:
    interface: 127.0.0.1@$port
    do-daemonize: no
    username: ""
    chroot: ""
    directory: "$WORK"
    pidfile: "$WORK/unbound.pid"
    use-syslog: no
    logfile: "$WORK/unbound.$mode.log"
    log-$mode: yes
    module-config: "iterator"
    local-zone: "." static
    local-data: "chatgpt.com. A 192.0.2.1"
    local-data: "claude.ai. A 192.0.2.1"
remote-control:
    control-enable: no
END
    begin unbound -d -c "$WORK/unbound.conf"
    ask_plan
    if [ $mode = queries ]; then
        count='up\.example\. TXT IN$'
    else
        count='up\.example\. TXT IN NXDOMAIN'
    fi
    check_log "Unbound $mode" "unbound.$mode.log" \
        "$(ups "$count" "unbound.$mode.log")"
done

for time in yes iso8601 iso8601-utc no; do
    port=$((port + 1))
    cat >root.zone <<END
\$TTL 60
@ IN SOA ns.example. root.example. 1 60 60 60 60
@ IN NS ns.example.
ns.example. IN A 192.0.2.1
chatgpt.com. IN A 192.0.2.1
claude.ai. IN A 192.0.2.1
END
    cat >named.conf <<END
options {
    directory "$WORK";
    listen-on port $port { 127.0.0.1; };
    listen-on-v6 { none; };
    pid-file "$WORK/named.pid";
    session-keyfile "$WORK/session.key";
    recursion no;
    querylog yes;
};
logging {
    channel log {
        file "$WORK/named.$time.log";
        print-time $time;
        print-category yes;
        print-severity yes;
    };
    category default { log; };
    category queries { log; };
};
controls { };
view home {
    zone "." { type primary; file "root.zone"; };
};
END
    begin named -f -c "$WORK/named.conf"
    ask_plan
    check_log "BIND $time" "named.$time.log" \
        "$(ups ': query: up.example IN TXT' "named.$time.log")"
done

# several logs at once, one of them compressed
gzip -c dnsmasq.log >old.log.gz
run 0 "$LANTERNE" scan --no-history --dns-log dnsmasq.log --dns-log old.log.gz \
    --dns-log unbound.queries.log --json
check "three logs" "$(json '[.sources[] | .matched] | add')" $((matched * 3))
