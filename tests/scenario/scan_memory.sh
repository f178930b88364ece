#!/bin/sh
# The size of a log or of a history does not show in memory: at most 16 MB
# resident on a 1 GB log and on a million visits.  Measured on the release
# build: sanitizers have a memory of their own.
. "$SOURCE/tests/scenario/lib.sh"

build=$SOURCE/build/release
{ cmake --preset release -S "$SOURCE" && cmake --build "$build" --target lanterne; } >build.log 2>&1 ||
    fail "release build: $(tail -5 build.log)"

# peak COMMAND...: peak resident memory in kB
peak() {
    /usr/bin/time -f %M -o peak "$@" >out 2>err </dev/null || fail "$*: $(cat err)"
    tail -1 peak
}

small() { # LABEL KILOBYTES [LIMIT]
    [ "$2" -le "${3:-16384}" ] || fail "$1: $2 kB resident, over ${3:-16384}"
    echo "$1: $2 kB"
}

day=$(date +'%b %e')
awk -v day="$day" 'BEGIN {
    for (i = 0; i < 40000; i++) {
        at = sprintf("%02d:%02d:%02d", i / 3600 % 24, i / 60 % 60, i % 60)
        name = i % 50 == 0 ? "chatgpt.com" : "host" (i % 997) ".example.org"
        printf "%s %s dnsmasq[9]: query[A] %s from 192.168.50.%d\n", day, at, name, i % 200
        printf "%s %s dnsmasq[9]: forwarded %s to 9.9.9.9\n", day, at, name
        printf "%s %s dnsmasq[9]: reply %s is 192.0.2.1\n", day, at, name
    }
}' >block.log
size=$(stat -c %s block.log)
copies=$((1000000000 / size + 1))
for _ in $(seq $copies); do cat block.log; done >big.log
rss=$(peak "$build/bin/lanterne" scan --json --no-history --dns-log big.log)
check "queries" "$(json '.sources[0].records')" $((copies * 40000))
check "counted" "$(json '.sources[0].counted')" $((copies * 800))
small "a log of $(stat -c %s big.log) bytes" "$rss"

# The clients of a gateway are in a table that is seeded by libcrypto: 2 MB more.
rss=$(peak "$build/bin/lanterne" scan --json --no-history --dns-log big.log --clients 192.168.50.0/24)
check "clients" "$(json '.gateway.services[] | select(.id == "chatgpt") | .confirmed')" 3-9
small "clients of a log of $(stat -c %s big.log) bytes" "$rss" 18432
rm big.log

# A gzip bomb: a megabyte that is a gigabyte, as one line and as many.
{ head -40 block.log; head -c 1000000000 /dev/zero | tr '\0' x; echo; cat block.log; } | gzip -1 >line.gz
rss=$(peak "$build/bin/lanterne" scan --json --no-history --dns-log line.gz)
check "queries beside a line of a gigabyte" "$(json '.sources[0].records')" 40014
check "the line" "$(json '.sources[0].rejected')" 1
small "a line of a gigabyte" "$rss"
{ cat block.log; yes '' | head -c 20000000; } | gzip -1 >lines.gz
rss=$(peak "$build/bin/lanterne" scan --json --no-history --dns-log lines.gz)
check "queries before empty lines" "$(json '.sources[0].records')" 40000
small "twenty million empty lines" "$rss"
rm line.gz lines.gz

now=$(date +%s)
sqlite3 History "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
    CREATE TABLE urls (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, visit_count INTEGER, typed_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
    CREATE TABLE visits (id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER, from_visit INTEGER, transition INTEGER, segment_id INTEGER, visit_duration INTEGER);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
    INSERT INTO urls SELECT i, iif(i % 1000 = 0, 'https://chatgpt.com/c/', 'https://host' || (i % 997) || '.example.org/') || i, 'title', 5, 0, 0, 0 FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
    INSERT INTO visits SELECT i, i % 200000 + 1, ($now - i % 80 * 86400 + 11644473600) * 1000000, 0, 805306368, 0, 0 FROM n;
    CREATE INDEX visits_url_index ON visits (url);
    CREATE INDEX visits_time_index ON visits (visit_time);
    CREATE INDEX urls_url_index ON urls (url);" >/dev/null
rss=$(peak "$build/bin/lanterne" scan --json --no-dns --history History)
check "visits" "$(json '.sources[0].records')" 1000000
check "counted visits" "$(json '.sources[0].counted')" 1000
small "a million visits" "$rss"
