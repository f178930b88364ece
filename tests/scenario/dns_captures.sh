# dns_captures.sh: binary logs, made of a plan and captured live: packet captures
# in both formats, dnstap frames, a Windows event log, systemd's journal.  Each
# scan counts exactly the plan; what is cut is counted up to there.
. "$SOURCE/tests/scenario/lib.sh"

PATH=$PATH:/usr/sbin:/sbin:/lib/systemd
now=$(date +%s)
start=$((now - 3600))

# Asked twice each: 8 queries, 4 of AI services.
cat >plan <<'END'
chatgpt.com
claude.ai
notchatgpt.com
chatgpt.com.corp.example
END
python3 "$SOURCE/tests/scenario/captures_make.py" "$start" <plan

# check_source LABEL RECORDS MATCHED REJECTED
check_source() {
    check "$1: sources" "$(json '.sources | length')" 1
    check "$1: records" "$(json '.sources[0].records')" "$2"
    check "$1: matched" "$(json '.sources[0].matched')" "$3"
    check "$1: rejected" "$(json '.sources[0].rejected')" "$4"
    check "$1: last day" "$(json '.sources[0].last_day')" "$(date -d "@$((start + 60))" +%F)"
}

while read -r file name; do
    run 0 "$LANTERNE" scan --json --no-history --dns-log "$file"
    check_source "$file" 8 4 0
    check "$file: name" "$(json '.sources[0].name')" "$name"
    check "$file: state" "$(json '.sources[0].state')" read
    check "$file: both services" "$(json '[.services[].id] | join(" ")')" "chatgpt claude"
done <<END
captures.pcap pcap
captures-nano.pcap pcap
captures.pcapng pcap
dnstap.fstrm dnstap
events.evtx EVTX
END

# Whose they are: an event log does not tell.
for file in captures.pcap dnstap.fstrm; do
    run 0 "$LANTERNE" scan --json --no-history --dns-log $file --clients 192.168.50.21
    check "$file: clients" "$(json '[.gateway.services[].confirmed] | join(" ")')" "1-2 1-2"
done
run 0 "$LANTERNE" scan --json --no-history --dns-log events.evtx --clients 0.0.0.0/0
check "events: nameless" "$(json '.sources[0].without_client')" 4

# systemd's journal, as a file
{
    i=0
    for minute in 0 1; do
        while read -r name; do
            i=$((i + 1))
            for text in "systemd-resolved:Looking up RR for $name IN A." "systemd-resolved:Cache miss for $name IN A" "cron:Looking up RR for $name IN A."; do
                printf '__REALTIME_TIMESTAMP=%s000000\n__MONOTONIC_TIMESTAMP=%s\n_BOOT_ID=0123456789abcdef0123456789abcdef\nSYSLOG_IDENTIFIER=%s\nMESSAGE=%s\n\n' \
                    $((start + 60 * minute)) $i "${text%%:*}" "${text#*:}"
            done
        done <plan
    done
} >journal.export
systemd-journal-remote -o day.journal journal.export 2>journal.out || fail "systemd-journal-remote: $(cat journal.out)"
run 0 "$LANTERNE" scan --json --no-history --dns-log day.journal
check_source journal 8 4 0

# This computer's own: read, or said not to be there or not to be ours.
code=0
"$LANTERNE" scan --json --no-history --dns-log journal: >out 2>err || code=$?
case "$code $(json '.sources[0].state')" in
"0 read" | "3 absent" | "3 not-permitted") ;;
*) fail "journal: gave exit code $code, state $(json '.sources[0].state')" ;;
esac

# What is cut: counted up to there, and the scan says partial.
for file in captures.pcap captures.pcapng; do
    head -c $(($(stat -c %s $file) - 45)) $file >cut
    run 3 "$LANTERNE" scan --json --no-history --dns-log cut
    check "$file cut: state" "$(json '.sources[0].state')" partial
    [ "$(json '.sources[0].records')" -ge 7 ] || fail "$file cut: $(json '.sources[0].records') records"
done
# Frames without their end are being written.
head -c $(($(stat -c %s dnstap.fstrm) - 45)) dnstap.fstrm >cut
run 0 "$LANTERNE" scan --json --no-history --dns-log cut
check_source "dnstap.fstrm cut" 8 4 0
for file in captures.pcap captures.pcapng dnstap.fstrm events.evtx day.journal; do
    head -c 40 $file >stump
    "$LANTERNE" scan --json --no-history --dns-log stump >out 2>err && code=0 || code=$?
    [ $code -eq 3 ] || [ "$(json '.sources[0].records')" -eq 0 ] || fail "$file: a stump gave exit code $code"
done

# On a computer without a library: what to install, or the command; a broken
# file is found before the real one.
mkdir lacking
for library in libpcap.so.0.8 libpcap.so.1 libfstrm.so.0 libevtx.so.1 libsystemd.so.0; do
    : >lacking/$library
done
while read -r file package command; do
    run 3 env LD_LIBRARY_PATH=lacking "$LANTERNE" scan --json --no-history --dns-log "$file"
    check "$file: state without $package" "$(json '.sources[0].state')" not-supported
    for word in "$package" "$command"; do
        json '.sources[0].why' | grep -q "\`$word" || fail "$file: no \`$word\`: $(json '.sources[0].why')"
    done
done <<END
captures.pcap libpcap0.8 tcpdump
dnstap.fstrm libfstrm0 dnstap-read
events.evtx libevtx1 wevtutil
day.journal libsystemd0 journalctl
END

# By a pipe or compressed they are named, with the command that makes a text.
for file in captures.pcap dnstap.fstrm events.evtx day.journal; do
    gzip -c $file >packed.gz
    run 3 "$LANTERNE" scan --json --no-history --dns-log packed.gz
    check "$file.gz" "$(json '.sources[0].state')" not-supported
    json '.sources[0].why' | grep -q '`' || fail "$file.gz: no command: $(json '.sources[0].why')"
    code=0
    "$LANTERNE" scan --json --no-history --dns-log - <$file >out 2>err || code=$?
    check "$file by a pipe" "$code $(json '.sources[0].state')" "3 not-supported"
done

# Whoever types it has a text with the same queries, compressed or not.
for file in captures.pcap dnstap.fstrm; do
    gzip -c $file >packed.gz
    run 3 "$LANTERNE" scan --json --lang en --no-history --dns-log packed.gz
    command=$(json '.sources[0].why' | sed -n 's/.*`\(.*\)`.*/\1/p')
    for from in packed.gz $file; do
        sh -c "$(printf '%s' "$command" | sed "s/FILE/$from/")" 2>said || fail "$command: $(cat said)"
        run 0 "$LANTERNE" scan --json --no-history --dns-log dns.txt
        check_source "$command of $from" 8 4 0
    done
done

# Live, on the loopback: tcpdump writes, dnsmasq answers, dig asks over UDP and TCP.
if [ "$(id -u)" -eq 0 ]; then
    tcpdump --immediate-mode -U -i lo -w live.pcap udp port 53 or tcp port 53 >/dev/null 2>dump.out &
    dump=$!
    daemon=
    trap 'kill $dump $daemon 2>/dev/null || true' EXIT
    wait_for 20 grep -q 'listening on' dump.out
    dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --listen-address=127.0.0.77 --bind-interfaces \
        --user=root --pid-file= --address=/com/ai/example/192.0.2.1 --log-facility="$WORK/live.log" --log-queries >daemon.out 2>&1 &
    daemon=$!
    wait_for 20 sh -c 'dig @127.0.0.77 +tries=1 +time=1 up.example TXT | grep -q status:'
    while read -r name; do
        dig @127.0.0.77 +tries=1 +time=3 "$name" >>answers || fail "no answer"
        dig @127.0.0.77 +tcp +tries=1 +time=3 "$name" >>answers || fail "no answer over TCP"
    done <plan
    sleep 1
    kill $dump $daemon
    wait $dump $daemon || true
    # dnsmasq's own log is the count
    run 0 "$LANTERNE" scan --json --no-history --dns-log live.pcap
    check_source "live capture" "$(grep -c 'query\[' live.log)" 4 0
fi
