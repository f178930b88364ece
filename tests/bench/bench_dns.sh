#!/bin/bash
# bench_dns.sh: on demand.  Generated logs of formats with a fast path: the processor time of the line-log engine beside `wc -l` in
# one run; for dnsmasq also beside rg, mawk and zcat, with its peak memory,
# start-up and, where valgrind is, instructions per byte.  The counts must be the
# generator's own, and memory, instructions and the ratios under their limits,
# which are what was reached (docs/PERFORMANCE.md has the goals).
# Usage: bench_dns.sh [MEGABYTES [[WRAPPER:]FORMAT...]]
#        $LANTERNE: the program, a release build
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
lanterne=${LANTERNE:-$root/build/release/bin/lanterne}
megabytes=${1:-1000}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- dnsmasq adguard bind unbound windns dnscrypt coredns technitium dnsdist powerdns suricata zeek \
    zeektsv pdnstext nextdns umbrella resolved knot mikrotik tcpdump compose:dnsmasq cri:unbound syslog:suricata
rss_limit_kib=8192
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=Europe/Paris LC_ALL=C.UTF-8
log=$work/dns.log
year=$(($(date +%Y) - 1))
faults=0

# wrapped WRAPPER: what a container or a syslog puts before each line
wrapped() {
    case $1 in
    compose) sed 's/^/pihole  | /' ;;
    cri) awk -v year="$year" '{ printf "%d-11-%02dT08:%02d:%02d.%09dZ stdout F %s\n",
        year, 1 + int(NR / 1000000) % 28, int(NR / 60) % 60, NR % 60, NR % 1000000000, $0 }' ;;
    syslog) awk '{ printf "Nov %2d 08:%02d:%02d gw suricata[311]: %s\n",
        1 + int(NR / 1000000) % 28, int(NR / 60) % 60, NR % 60, $0 }' ;;
    *) cat ;;
    esac
}

# generate [WRAPPER:]FORMAT MEGABYTES: one query in 48 is of an AI service.  The
# last line on stderr tells how many queries there are and how many match.  No
# chance, no seed: the same bytes each year.
generate() {
    records "${1#*:}" "$2" 2>"$work/truth" | wrapped "${1%:*}" >"$log"
}

records() {
    awk -v format="$1" -v bytes="$(($2 * 1000000))" -v year="$year" -v epoch="$(date -d "$year-11-01" +%s)" '
    function labels(name, text, i, part) {
        i = split(name, part, ".")
        text = ""
        for (k = 1; k <= i; k++) text = text "(" length(part[k]) ")" part[k]
        return text "(0)"
    }
    BEGIN {
        if (format == "zeektsv")
            printf "#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected\n"
        if (format == "nextdns")
            print "timestamp,domain,query_type,dnssec,protocol,client_ip,status,reasons,destination_country,root_domain,device_id,device_name,device_model,device_local_ip,matched_name,client_name"
        split("chatgpt.com claude.ai www.chatgpt.com", ai, " ")
        while (n < bytes) {
            t++
            name = t % 48 == 0 ? ai[1 + t % 3] : "host" t % 3001 ".example" t % 97 ".org"
            matched += t % 48 == 0
            second = t / 150
            day = 1 + int(second / 1000) % 24
            clock = sprintf("%02d:%02d:%02d", int(second / 60) % 24, int(second) % 60, t % 60)
            client = "192.168.50." 20 + t % 30
            if (format == "dnsmasq") {
                head = sprintf("Nov %2d %s dnsmasq[9050]: ", day, clock)
                text = head "query[A] " name " from " client "\n" \
                    head "forwarded " name " to 192.0.2.53\n" \
                    head "reply " name " is <CNAME>\n" \
                    head "reply edge." name " is 198.51.100." t % 250 "\n"
            } else if (format == "unbound") {
                text = "[" epoch + int(second) "] unbound[9291:" t % 4 "] info: " client " " name ". A IN\n"
            } else if (format == "bind") {
                text = sprintf("%02d-Nov-%d %s.%03d queries: info: client @0x7f200fd19%03x %s#%d (%s): query: %s IN A + (192.168.50.1)\n",
                    day, year, clock, t % 1000, t % 4096, client, 50000 + t % 9000, name, name)
            } else if (format == "adguard") {
                text = sprintf("{\"T\":\"%d-11-%02dT%s.903667961Z\",\"QH\":\"%s\",\"QT\":\"A\",\"QC\":\"IN\",\"CP\":\"\",\"Answer\":\"nHKBgAABAAMAAAAABmNsYXVkZQJhaQAAAQAB\",\"IP\":\"%s\",\"Result\":{},\"Elapsed\":%d,\"Upstream\":\"https://dns.example/dns-query\"}\n",
                    year, day, clock, name, client, 198408 + t)
            } else if (format == "dnscrypt") {
                text = sprintf("[%d-11-%02d %s]\t%s\t%s\tA\tPASS\t%dms\tscaleway-fr\n",
                    year, day, clock, client, name, t % 90)
            } else if (format == "coredns") {
                text = sprintf("%d-11-%02dT%s.%03dZ [INFO] %s:%d - %d \"A IN %s. udp 49 false 1232\" NOERROR qr,rd,ra 142 0.0%d2s\n",
                    year, day, clock, t % 1000, client, 30000 + t % 9000, t % 65536, name, t % 10)
            } else if (format == "technitium") {
                text = sprintf("[%d-11-%02d %s UTC] [%s:%d] [UDP] QNAME: %s; QTYPE: A; QCLASS: IN; RCODE: NoError; ANSWER: [198.51.100.%d]\n",
                    year, day, clock, client, 30000 + t % 9000, name, t % 250)
            } else if (format == "dnsdist") {
                text = sprintf("[%d.%03d] Packet from %s:%d for %s. A with id %d\n",
                    epoch + int(second), 100 + t % 900, client, 30000 + t % 9000, name, t % 65536)
            } else if (format == "powerdns") {
                text = sprintf("{\"ecs\": \"\", \"level\": \"0\", \"msg\": \"Question\", \"mtid\": \"%d\", \"prio\": \"Info\", \"proto\": \"udp\", \"qname\": \"%s\", \"qtype\": \"A\", \"remote\": \"%s:%d\", \"subsystem\": \"syncres\", \"tid\": \"1\", \"ts\": \"%d.%03d\"}\n",
                    t, name, client, 30000 + t % 9000, epoch + int(second), t % 1000)
            } else if (format == "suricata") {
                text = sprintf("{\"timestamp\":\"%d-11-%02dT%s.%06d+0000\",\"flow_id\":%d,\"in_iface\":\"eth0\",\"event_type\":\"dns\",\"src_ip\":\"%s\",\"src_port\":%d,\"dest_ip\":\"192.168.50.1\",\"dest_port\":53,\"proto\":\"UDP\",\"dns\":{\"type\":\"query\",\"id\":%d,\"rrname\":\"%s\",\"rrtype\":\"A\",\"tx_id\":0}}\n",
                    year, day, clock, t % 1000000, 1 + t, client, 30000 + t % 9000, t % 65536, name)
            } else if (format == "zeek") {
                text = sprintf("{\"ts\":%d.%06d,\"uid\":\"CHhAvVGS1DHFjwGM9\",\"id.orig_h\":\"%s\",\"id.orig_p\":%d,\"id.resp_h\":\"192.168.50.1\",\"id.resp_p\":53,\"proto\":\"udp\",\"trans_id\":%d,\"query\":\"%s\",\"qclass\":1,\"qtype\":1,\"AA\":false,\"rejected\":false,\"answers\":[\"198.51.100.%d\"],\"TTLs\":[60.0]}\n",
                    epoch + int(second), 100000 + t % 900000, client, 30000 + t % 9000, t % 65536, name, t % 250)
            } else if (format == "zeektsv") {
                text = sprintf("%d.%06d\tCHhAvVGS1DHFjwGM9\t%s\t%d\t192.168.50.1\t53\tudp\t%d\t0.076\t%s\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t198.51.100.%d\t60.0\tF\n",
                    epoch + int(second), 100000 + t % 900000, client, 30000 + t % 9000, t % 65536, name, t % 250)
            } else if (format == "pdnstext") {
                head = sprintf("%d-11-%02dT%s+01:00 gw pdns_recursor[311]: ", year, day, clock)
                tail = sprintf("subsystem=\"syncres\" level=\"0\" prio=\"Info\" tid=\"1\" ts=\"%d.%03d\" ecs=\"\" mtid=\"%d\" proto=\"udp\" qname=\"%s\" qtype=\"A\" remote=\"%s:%d\"",
                    epoch + int(second), 100 + t % 900, t, name, client, 30000 + t % 9000)
                text = head "msg=\"Question\" " tail "\n" head "msg=\"Answer\" " tail " rcode=\"0\" rd=\"1\"\n"
            } else if (format == "nextdns") {
                text = sprintf("%d-11-%02dT%s.%03dZ,%s,A,false,DNS-over-HTTPS,203.0.113.9,%s,,US,example.org,ABC%d,\"PC, %d\",,%s,,nextdns-cli\n",
                    year, day, clock, t % 1000, name, t % 7 ? "" : "blocked", t % 30, t % 30, t % 3 ? client : "")
            } else if (format == "umbrella") {
                text = sprintf("\"%d-11-%02d %s\",\"PC-%d\",\"PC-%d,Site, Paris\",\"%s\",\"203.0.113.9\",\"Allowed\",\"1 (A)\",\"NOERROR\",\"%s.\",\"Software,Business Services\",\"AD Computers\",\"AD Computers,Networks\",\"\"\n",
                    year, day, clock, t % 30, t % 30, client, name)
            } else if (format == "resolved") {
                head = sprintf("%d-11-%02dT%s+01:00 pc systemd-resolved[743]: ", year, day, clock)
                text = head "Got DNS stub UDP query packet for id " t % 65536 "\n" \
                    head "Looking up RR for " name " IN A.\n" \
                    head "Cache miss for " name " IN A\n" \
                    head "Firing regular transaction " t % 65536 " for <" name " IN A> scope dns on eth0/* (validate=yes).\n" \
                    head "Regular transaction " t % 65536 " for <" name " IN A> on scope dns on eth0/* now complete with <success> from network (unsigned; non-confidential).\n"
            } else if (format == "knot") {
                head = sprintf("%d-11-%02dT%s+01:00 gw kresd[311]: ", year, day, clock)
                text = head sprintf("[plan  ][00000.00] plan \047%s.\047 type \047A\047 uid [%05d.00]\n", name, 1 + t % 65535)
                if (t % 3 == 0)
                    text = text head sprintf("[plan  ][%05d.00]   plan \047%s.\047 type \047DS\047 uid [%05d.01]\n", 1 + t % 65535, name, 1 + t % 65535)
            } else if (format == "mikrotik") {
                head = sprintf("%d-11-%02d %s dns ", year, day, clock)
                text = head "query from " client ": #" t " " name ". A\n" \
                    head "done query: #" t " " name ". 198.51.100." t % 250 "\n"
            } else if (format == "tcpdump") {
                head = sprintf("%d-11-%02d %s.%06d IP ", year, day, clock, t % 1000000)
                text = head sprintf("%s.%d > 192.168.50.1.53: %d+ [1au] A? %s. (%d)\n", client, 30000 + t % 9000, t % 65536, name, 29 + t % 10) \
                    head sprintf("192.168.50.1.53 > %s.%d: %d 1/0/1 A 198.51.100.%d (%d)\n", client, 30000 + t % 9000, t % 65536, t % 250, 45 + t % 10)
            } else {
                text = sprintf("%02d/11/%d %s 0D48 PACKET  000000000181D1C0 UDP Rcv %-15s %04x   Q [0001   D   NOERROR] A      %s\r\n",
                    day, year, clock, client, t % 65536, labels(name))
            }
            n += length(text)
            printf "%s", text
        }
        print t, matched > "/dev/stderr"
    }'
}

# run COMMAND...: its processor time, user and system; its output in out
run() {
    TIMEFORMAT='%U %S'
    { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 || true
}

least() { awk '{ s = $1 + $2; if (NR == 1 || s < least) least = s } END { print least }'; }

# seconds COMMAND...: the least of three runs
seconds() {
    local i
    for i in 1 2 3; do run "$@"; done | least
}

# wall COMMAND...: the time that passes, the least of nine runs: on a machine that
# has two cores to give
wall() {
    local i
    TIMEFORMAT='%R'
    for i in 1 2 3 4 5 6 7 8 9; do
        { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 || true
    done | sort -n | head -1
}

# peak_memory COMMAND...: in KiB, by looking while it runs: its own data, that is
# anonymous pages; then all that is resident, with the libraries' and its own code
peak_memory() {
    local pid now own=0 all=0
    "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    while now=$(awk '/^VmHWM/ { all = $2 } /^RssAnon/ { own = $2 } END { if (all) print own, all }' \
        "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
        [ "${now% *}" -le "$own" ] || own=${now% *}
        all=${now#* }
        sleep 0.01
    done
    wait "$pid"
    echo "$own $all"
}

check() { # LABEL ACTUAL EXPECTED
    [ "$2" = "$3" ] || {
        echo "bench_dns: $1: got $2, expected $3" >&2
        exit 1
    }
}

# row LABEL SECONDS AGAINST [LIMIT]: a fault when the ratio is over the limit
row() {
    awk -v label="$1" -v a="$2" -v b="$3" -v limit="${4:-0}" 'BEGIN {
        ratio = a / (b > 0 ? b : 0.001)
        printf "%-28s %8.2f s   %6.2f x%s\n", label, a, ratio, limit ? "   limit " limit : ""
        exit limit && ratio > limit
    }' || faults=$((faults + 1))
}

# within LABEL VALUE LIMIT UNIT
within() {
    awk -v label="$1" -v a="$2" -v limit="$3" -v unit="$4" 'BEGIN {
        printf "%-28s %8.2f %s   limit %s\n", label, a, unit, limit
        exit a > limit
    }' || faults=$((faults + 1))
}

scan() { "$lanterne" scan --no-history --since 24m --json --dns-log "$@"; }

# name_of FORMAT: the separator and the field of a name, for mawk
name_of() {
    case $1 in
    adguard) echo '" 8' ;;
    bind) echo '[()] 2' ;;
    unbound) echo "x 5" ;;
    dnscrypt) echo '\t 3' ;;
    technitium) echo '(QNAME:_|;) 2' ;;
    dnsdist) echo "x 6" ;;
    coredns) echo "x 8" ;;
    powerdns) echo '" 28' ;;
    suricata) echo '" 42' ;;
    zeek) echo '" 28' ;;
    zeektsv) echo '\t 10' ;;
    pdnstext) echo '" 18' ;;
    nextdns) echo ', 2' ;;
    umbrella) echo '" 18' ;;
    tcpdump) echo "x 9" ;;
    mikrotik) echo "x 7" ;;
    esac
}

# others FORMAT: what else counts the same log, or less of it: rg counts too many
# lines and misses mixed case; mawk looks up a name and its parents.
others() {
    local separator field
    if command -v rg >/dev/null; then
        row "$1: rg -c -F -f" "$(seconds rg -c -F -f "$work/hosts" "$log")" "$2"
    fi
    read -r separator field <<<"$(name_of "$1")"
    [ -n "${field:-}" ] && command -v mawk >/dev/null || return 0
    [ "$separator" != x ] || separator=' '
    row "$1: mawk" "$(seconds mawk -F "${separator//_/ }" -v field="$field" 'NR == FNR { known[$0]; next } {
            name = tolower($field)
            sub(/\.$/, "", name)
            while (!(name in known) && (i = index(name, "."))) name = substr(name, i + 1)
            if (name in known) seen[name]++
        } END { for (i in seen) n++; print n }' "$work/hosts" "$log")" "$2"
}

# bench FORMAT LIMIT: the ratio to wc -l
bench() {
    local i queries matched wc_cpu scan_cpu
    generate "$1" "$megabytes"
    read -r queries matched <"$work/truth"
    cat "$log" >/dev/null
    # By turns: the machine is not the same from one second to the next.
    for i in 1 2 3 4 5; do
        run wc -l "$log" >>"$work/times.wc"
        run scan "$log" >>"$work/times.scan"
    done
    wc_cpu=$(least <"$work/times.wc")
    scan_cpu=$(least <"$work/times.scan")
    rm "$work/times.wc" "$work/times.scan"
    check "$1, records" "$(jq '.sources[0].records' "$work/out")" "$queries"
    check "$1, matched" "$(jq '.sources[0].matched' "$work/out")" "$matched"
    row "$1: wc -l" "$wc_cpu" "$wc_cpu"
    row "$1: lanterne" "$scan_cpu" "$wc_cpu" "$2"
    [ "$1" = dnsmasq ] || others "$1" "$wc_cpu"
}

# What else counts the same log, or less of it: rg counts too many lines and
# misses mixed case; mawk does the same as we do, client by client and day by day.
peers() {
    local wc_cpu words
    wc_cpu=$(seconds wc -l "$log")
    words=$(wc -l <"$work/hosts")
    if command -v rg >/dev/null; then
        row "rg -c -F -f, $words words" "$(seconds rg -c -F -f "$work/hosts" "$log")" "$wc_cpu"
    fi
    if command -v mawk >/dev/null; then
        row "mawk, $words names" "$(seconds mawk 'NR == FNR { known[$1]; next }
            substr($5, 1, 6) == "query[" {
                name = tolower($6)
                while (!(name in known) && (i = index(name, "."))) name = substr(name, i + 1)
                if (name in known) seen[$1, $2, name, $8]++
            } END { for (i in seen) n++; print n }' "$work/hosts" "$log")" "$wc_cpu"
    fi
}

# The same answer, in the time that passes; more memory, within the same limit.
two_threads() {
    local wc_wall own all
    scan "$log" >"$work/one"
    scan "$log" --threads 2 >"$work/two"
    check "two threads, the answer" "$(cat "$work/two")" "$(cat "$work/one")"
    wc_wall=$(wall wc -l "$log")
    row "wc -l, wall" "$wc_wall" "$wc_wall"
    row "lanterne, 1 thread, wall" "$(wall scan "$log")" "$wc_wall"
    row "lanterne, 2 threads, wall" "$(wall scan "$log" --threads 2)" "$wc_wall"
    read -r own all <<<"$(peak_memory "$lanterne" scan --no-history --since 24m --json --dns-log "$log" --threads 2)"
    within "peak memory, 2 threads" "$own" $rss_limit_kib KiB
}

instructions() { # FILE: how many, by callgrind
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$lanterne" scan --no-history --since 24m --json \
        --dns-log "$1" 2>&1 >/dev/null | awk '/refs:/ { gsub(",", "", $NF); print $NF }'
}

# The part that does not grow with the file is taken off.
instructions_per_byte() {
    local small large bytes
    command -v valgrind >/dev/null || return 0
    head -c 20000000 "$log" >"$work/small.log"
    head -c 120000000 "$log" >"$work/large.log"
    bytes=$(($(wc -c <"$work/large.log") - $(wc -c <"$work/small.log")))
    [ "$bytes" -gt 0 ] || return 0
    small=$(instructions "$work/small.log")
    large=$(instructions "$work/large.log")
    within "instructions per byte" "$(awk -v d="$((large - small))" -v b="$bytes" 'BEGIN { print d / b }')" 1.8 ""
    rm "$work/small.log" "$work/large.log"
}

startup() {
    head -100 "$log" >"$work/short.log"
    TIMEFORMAT='%U %S'
    { time for i in $(seq 50); do scan "$work/short.log" >/dev/null; done; } 2>&1 |
        awk '{ printf "%-28s %8.2f ms\n", "start-up, 100 lines", ($1 + $2) * 1000 / 50 }'
}

compressed() {
    local zcat_cpu
    gzip -1 "$log"
    zcat_cpu=$(seconds zcat "$log.gz")
    row "zcat" "$zcat_cpu" "$zcat_cpu"
    row "lanterne, .gz" "$(seconds scan "$log.gz")" "$zcat_cpu" 0.55
    rm "$log.gz"
}

grep -rhoE 'host: *[a-z0-9.-]+' "$root/policies" | sed 's/host: *//' | sort -u >"$work/hosts"
for format; do
    case $format in
    dnsmasq)
        bench dnsmasq 2.0
        peers
        read -r own all <<<"$(peak_memory "$lanterne" scan --no-history --since 24m --json --dns-log "$log")"
        within "peak memory, its own" "$own" $rss_limit_kib KiB
        echo "peak memory, with all code      $all KiB"
        two_threads
        instructions_per_byte
        startup
        compressed
        ;;
    windns) bench windns 4.5 ;;
    *) bench "$format" 4.5 ;;
    esac
done
[ "$faults" -eq 0 ] || echo "bench_dns: $faults over their limits" >&2
[ "$faults" -eq 0 ]
