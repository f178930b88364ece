#!/bin/bash
# bench_history.sh: on demand.  A generated history of 1 M visits to 200 k addresses,
# as Chromium and as Firefox keep it: the time of each way of reading beside
# `cat FILE`, the best of five, the file in the page cache; and the peak memory.
# Every way must see the same, and the memory stay under the limit.
# Goals: Chromium 5 times cat in place and 7 with the safe copy; Firefox 2 in place.
# Usage: bench_history.sh [VISITS]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
visits=${1:-1000000}
rss_limit_kib=16384
bin=$root/build/release/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=Europe/Paris

{ cmake --preset release -S "$root" && cmake --build "$root/build/release" --target history_make history_scan; } \
    >"$work/build.log" 2>&1 || {
    tail -20 "$work/build.log" >&2
    exit 1
}

milliseconds_of_cat() { # FILE
    local best=999999 start now
    cat "$1" >/dev/null
    for _ in 1 2 3 4 5; do
        start=$(date +%s%N)
        cat "$1" >/dev/null
        now=$((($(date +%s%N) - start) / 1000))
        [ $now -ge $best ] || best=$now
    done
    awk "BEGIN { print $best / 1000 }"
}

best_of() { # TIMES MODE FILE: the fastest line
    for _ in $(seq "$1"); do "$bin/history_scan" "$2" "$3"; done | sort -n | head -1
}

bench() { # FAMILY
    local file=$work/$1 cat mode times ms records matched counted rss truth=
    "$bin/history_make" "$1" "$file" "$visits"
    cat=$(milliseconds_of_cat "$file")
    printf '%s: %d MB, cat %.1f ms\n' "$1" $(($(stat -c %s "$file") / 1000000)) "$cat"
    for mode in place copy check join; do
        times=5
        [ $mode != join ] || times=1
        read -r ms records matched counted rss < <(best_of $times $mode "$file")
        printf '  %-6s %8.1f ms  %6.1f x cat  %6d KiB  %d visits, %d counted\n' \
            $mode "$ms" "$(awk "BEGIN { print $ms / $cat }")" "$rss" "$records" "$counted"
        truth=${truth:-$records $matched $counted}
        [ "$truth" = "$records $matched $counted" ] || {
            echo "bench_history: $1, $mode: $records $matched $counted, expected $truth" >&2
            exit 1
        }
        [ "$rss" -le $rss_limit_kib ] || {
            echo "bench_history: $1, $mode: $rss KiB, the limit is $rss_limit_kib" >&2
            exit 1
        }
    done
    rm -f "$file"
}

bench chromium
bench firefox
