#!/bin/bash
# bench_dns.sh: on demand.  A generated dnsmasq log of 1 GB: the processor time
# of the line-log engine beside `wc -l`, and its peak memory; then the same log
# compressed beside zcat.  The counts must be the generator's own, and the
# memory under the limit.
# Usage: bench_dns.sh [MEGABYTES]   $LANTERNE: the program, a release build
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
lanterne=${LANTERNE:-$root/build/release/bin/lanterne}
megabytes=${1:-1000}
rss_limit_kib=16384
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=Europe/Paris LC_ALL=C.UTF-8
log=$work/dnsmasq.log

# Four lines a query, one query in 48 of an AI service; the last line on stderr
# tells how many queries there are and how many match.
generate() {
    awk -v bytes="$((megabytes * 1000000))" 'BEGIN {
        split("chatgpt.com claude.ai www.chatgpt.com", ai, " ")
        while (n < bytes) {
            t++
            name = t % 48 == 0 ? ai[1 + t % 3] : "host" t % 3001 ".example" t % 97 ".org"
            matched += t % 48 == 0
            head = sprintf("Nov %2d %02d:%02d:%02d dnsmasq[9050]: ", 1 + int(t / 150000) % 24,
                int(t / 9000) % 24, int(t / 150) % 60, t % 60)
            text = head "query[A] " name " from 192.168.50." 20 + t % 30 "\n" \
                head "forwarded " name " to 192.0.2.53\n" \
                head "reply " name " is <CNAME>\n" \
                head "reply edge." name " is 198.51.100." t % 250 "\n"
            n += length(text)
            printf "%s", text
        }
        print t, matched > "/dev/stderr"
    }' 2>"$work/truth" >"$log"
}

# seconds COMMAND...: its processor time, user and system; its output in out
seconds() {
    TIMEFORMAT='%U %S'
    { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 | awk '{ print $1 + $2 }'
}

# peak_memory COMMAND...: in KiB, by looking while it runs
peak_memory() {
    local pid now peak=0
    "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
        peak=$now
        sleep 0.05
    done
    wait "$pid"
    echo "$peak"
}

check() { # LABEL ACTUAL EXPECTED
    [ "$2" = "$3" ] || {
        echo "bench_dns: $1: got $2, expected $3" >&2
        exit 1
    }
}

row() { # LABEL SECONDS AGAINST
    awk -v label="$1" -v a="$2" -v b="$3" \
        'BEGIN { printf "%-28s %8.2f s   %6.2f x\n", label, a, a / (b > 0 ? b : 0.001) }'
}

scan() { "$lanterne" scan --no-history --since 20y --json --dns-log "$1"; }

generate
read -r queries matched <"$work/truth"
cat "$log" >/dev/null
wc_cpu=$(seconds wc -l "$log")
scan_cpu=$(seconds scan "$log")
check records "$(jq '.sources[0].records' "$work/out")" "$queries"
check matched "$(jq '.sources[0].matched' "$work/out")" "$matched"
rss=$(peak_memory "$lanterne" scan --no-history --since 20y --json --dns-log "$log")
gzip -1 "$log"
zcat_cpu=$(seconds zcat "$log.gz")
gz_cpu=$(seconds scan "$log.gz")
check "matched, gzip" "$(jq '.sources[0].matched' "$work/out")" "$matched"

row "wc -l" "$wc_cpu" "$wc_cpu"
row "lanterne" "$scan_cpu" "$wc_cpu"
row "zcat" "$zcat_cpu" "$zcat_cpu"
row "lanterne, .gz" "$gz_cpu" "$zcat_cpu"
echo "peak memory $rss KiB, limit $rss_limit_kib KiB"
[ "$rss" -le "$rss_limit_kib" ]
