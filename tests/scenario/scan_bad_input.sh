#!/bin/sh
# Bad input gets a clear line each, the rest of the scan goes on, and what was
# not read never looks like zero.
. "$SOURCE/tests/scenario/lib.sh"

scan() { # EXPECTED_EXIT_CODE OPTIONS...
    expected=$1
    shift
    run "$expected" "$LANTERNE" scan --json --lang en "$@"
}

# state_of PATH-END: state of the source whose path ends so
state_of() { json ".sources[] | select(.path | endswith(\"$1\")) | .state"; }

good=$WORK/good.log
today=$(date +'%b %e')
printf '%s 08:27:38 dnsmasq[9]: query[A] chatgpt.com from 192.168.50.21\n%s 08:29:38 dnsmasq[9]: query[A] chatgpt.com from 192.168.50.21\n' \
    "$today" "$today" >"$good"

# histories: each bad one beside a good log
mkdir folder
: >empty.sqlite
printf 'this is a text, not a database\n' >text.sqlite
sqlite3 whole.sqlite "CREATE TABLE urls (id INTEGER PRIMARY KEY, url, title, visit_count, typed_count, last_visit_time, hidden);
    CREATE TABLE visits (id INTEGER PRIMARY KEY, url, visit_time, from_visit, transition, segment_id, visit_duration);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO urls SELECT i, 'https://example.org/' || i, 'x', 1, 0, 13300000000000000, 0 FROM n;
    INSERT INTO visits SELECT id, id, 13300000000000000, 0, 805306368, 0, 0 FROM urls;"
head -c 40000 whole.sqlite >cut.sqlite
cp whole.sqlite torn.sqlite
dd if=/dev/urandom of=torn.sqlite bs=4096 seek=3 count=4 conv=notrunc status=none
sqlite3 strange.sqlite "CREATE TABLE visits_of_mine (a, b)"
mkfifo fifo.sqlite

for bad in folder empty.sqlite text.sqlite cut.sqlite torn.sqlite strange.sqlite fifo.sqlite none.sqlite /dev/zero; do
    scan 3 --history "$bad" --dns-log "$good"
    check "the good log is read beside $bad" "$(json '.services[] | select(.id == "chatgpt") | .contacted_days')" 1
    state=$(state_of "$bad")
    [ -n "$state" ] && [ "$state" != read ] || fail "$bad: state «$state»"
    why=$(json ".sources[] | select(.path | endswith(\"$bad\")) | .why")
    [ "${#why}" -gt 10 ] || fail "$bad: no reason given: «$why»"
done

# a terminal answer says that nothing was read, and never "no service"
run 3 "$LANTERNE" scan --lang en --no-html --no-dns --history text.sqlite
grep -q 'Nothing could be read; this is not a zero.' out || fail "unread looks like something else: $(cat out)"
run 3 "$LANTERNE" scan --lang fr --no-html --no-dns --history text.sqlite
grep -q 'ce n’est pas un zéro' out || fail "unread, in French: $(cat out)"

# on a terminal each is told by its own name, and what to do about it
run 3 "$LANTERNE" scan --lang fr --no-html --no-dns --history text.sqlite --history empty.sqlite --history none.sqlite
for line in 'text.sqlite : .*donnez le fichier' 'empty.sqlite : fichier vide.*refaites' 'none.sqlite : introuvable : vérifiez'; do
    tr '\n\302\240' '   ' <out | tr -s ' ' | grep -q "$line" || fail "no line for $line: $(cat out)"
done
grep -q 'relancer' out || fail "the first step is to mend that: $(cat out)"

# a named home without anything to read is missed, also beside a good one
mkdir -p homes/good/.mozilla/firefox/x.default homes/bare
cp whole.sqlite homes/good/.mozilla/firefox/x.default/places.sqlite
sqlite3 homes/good/.mozilla/firefox/x.default/places.sqlite "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR);
    CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER);"
scan 0 --no-dns --home homes/good
for bare in homes/bare homes/none; do
    scan 3 --no-dns --home homes/good --home "$bare"
    check "beside a good home" "$(json .reading)" partial
    run 3 "$LANTERNE" scan --lang fr --no-html --no-dns --home homes/good --home "$bare"
    grep -q "^$bare : " out || grep -q "^$bare.: " out || fail "$bare is not named: $(cat out)"
done

# logs
head -c 300000 /dev/urandom >binary.log
: >empty.log
{
    cat "$good"
    head -c 200000 /dev/zero | tr '\0' 'x'
    printf '\n'
    head -c 5000 /dev/urandom
    printf '\n'
    cat "$good"
} >mixed.log
scan 3 --no-history --dns-log binary.log
check "a binary file is no log" "$(state_of binary.log)" not-supported
check "and is said to be one" "$(json '.sources[0].why')" "binary file of an unknown kind: it is no log in text; \`--list-formats\` shows what can be read"
scan 3 --no-history --dns-log none.log
run 3 "$LANTERNE" scan --lang en --no-html --no-history --dns-log none.log
grep -q '^none.log: not found: check the path$' out || fail "a named log that is not there is not told as such: $(cat out)"
sed 's/ from .*//' "$good" >halved.log
scan 3 --no-history --dns-log halved.log
check "a log without one readable line is no zero" "$(json .reading) $(state_of halved.log)" "unread damaged"
scan 0 --no-history --dns-log mixed.log
check "a long line and bytes in the middle do not hide the rest" \
    "$(json '.sources[0].records')" 4

# two threads say the same, of whole logs and of those that break off
for _ in $(seq 6000); do cat mixed.log; done | head -c 3000000 >long.log
gzip -k long.log
head -c 20000 long.log.gz >cut.log.gz
for log in long.log long.log.gz cut.log.gz binary.log empty.log mixed.log; do
    expected=0
    [ -e "$log" ] || fail "$log is not there"
    case $log in cut.log.gz | binary.log | empty.log) expected=3 ;; esac
    scan $expected --no-history --dns-log "$log"
    mv out one
    scan $expected --no-history --dns-log "$log" --threads 2
    cmp -s one out || fail "$log: two threads say something else: $(diff one out)"
done
scan 3 --no-history --dns-log "$good" --format bind
scan 2 --no-history --dns-log "$good" --format pigeon
grep -q pigeon err || fail "an unknown format is not named: $(cat err)"
scan 2 --no-history --dns-log "$good" --tz Mars/Olympus
scan 2 --no-history --dns-log "$good" --year 20266
scan 2 --no-history --dns-log "$good" --threads 3
grep -q -- '--threads expects 1 or 2' err || fail "the threads that there are: $(cat err)"
scan 2 --since tomorrow
scan 2 --jsno
grep -q -- '--json' err || fail "the closest option is not named: $(cat err)"
scan 2 stray-word

# a FIFO in a folder does not hang the scan
mkdir logs
cp "$good" logs/dnsmasq.log
mkfifo logs/fifo.log
scan 0 --no-history --dns-log logs
check "the log beside a FIFO is read" "$(json '[.sources[] | select(.state == "read")] | length')" 1

# rotated logs that are compressed in another way, and an archive: named, never
# passed over, and never read as what they are not
rm logs/fifo.log
printf '\3757zXZ\0\0\004' >logs/dnsmasq.log.2.xz
printf '\3757zXZ\0\0\004' >logs/dnsmasq.log.3.xz
printf '(\265/\375\004' >logs/dnsmasq.log.4.zst
tar -czf logs/dnsmasq.tgz -C logs dnsmasq.log
scan 3 --no-history --dns-log logs
check "one log, and one of each kind that is not read" "$(json '[.sources[] | "\(.name) \(.state)"] | sort | join(", ")')" \
    "dnsmasq / Pi-hole read, tar not-supported, xz not-supported, zstd not-supported"
json '.sources[] | select(.name == "xz") | .why' | grep -q '`xz -dk FILE`' || fail "no command for xz"

# configuration
printf 'schema: 1\ncategory: search\nservices:\n  - id: x\n    nmae: X\n' >bad.yaml
scan 2 --no-history --dns-log "$good" --catalogue bad.yaml
grep -Eq 'bad\.yaml:[0-9]+:[0-9]+: ' err || fail "no file:line:column: $(cat err)"
printf 'association: [\n' >policy.yaml
scan 2 --no-history --dns-log "$good" --policy policy.yaml
grep -Eq 'policy\.yaml:[0-9]+:[0-9]+: ' err || fail "no file:line:column: $(cat err)"

# options that contradict each other are named, and nothing is read
scan 2 --no-history --no-dns
grep -q -- '--no-history.*--no-dns' err || fail "nothing to read: $(cat err)"
scan 2 --no-history --home folder
grep -q -- '--no-history.*--home' err || fail "a home, and no history: $(cat err)"
scan 2 --no-history --history empty.sqlite
grep -q -- '--no-history.*--history ' err || fail "a history, and none: $(cat err)"
scan 2 --no-dns --dns-log "$good"
grep -q -- '--no-dns.*--dns-log' err || fail "a log, and none: $(cat err)"

# the page cannot be written: the answer is still shown, and the failure too
code=0
"$LANTERNE" scan --lang en --no-history --dns-log "$good" --html /nowhere/page.html >out 2>err </dev/null || code=$?
check "exit code of an unwritable page" "$code" 2
grep -q ChatGPT out || fail "the answer is lost with the page"
grep -q /nowhere/page.html err || fail "the page is not named"

# without a folder for copies: a log needs none, a database is told, a history
# is asked for in vain
cp "$SOURCE/tests/fixtures/dnsdb/ftl-v6.sql" pihole.sql
sqlite3 pihole.db <pihole.sql
before=$TMPDIR
export TMPDIR=/nowhere
scan 0 --no-history --dns-log "$good"
check "a log needs no folder" "$(json '.services[] | select(.id == "chatgpt") | .contacted_days')" 1
scan 3 --no-history --dns-log "$good" --dns-log pihole.db
grep -q TMPDIR out || fail "the folder that is missing is not told"
scan 2 --history whole.sqlite
export TMPDIR=$before

# nothing of ours is left in the temporary folder
check "private copies are gone" "$(ls -A "$TMPDIR")" ""
