# kill -9 at every write, flush and unlink of a close: published once, with the
# same counts, and the urn's key is gone after the next command.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

make_collector 2026-10-03
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 5
cp out code
for i in 1 2 3 4 5; do
    says "enrolment $i" 201 device join code "state$i"
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
stop_serving
serve 2026-11-03
for i in 1 2 3 4 5; do
    device body "token$i" 2026-10 "body$i" chatgpt=2
    says "ballot $i" 204 device send code POST /v1/ballots "body$i"
done
stop_serving
mv "$DATA" before

# after_crash: what must hold, whatever the step
after_crash() {
    code=0
    collector close --now 2026-11-25 >close.out 2>close.err || code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 5 ] || fail "$1: close ends with $code: $(cat close.err)"
    run 0 collector report 2026-10 --format publication --now 2026-11-25
    check "$1: measured" "$(json .measured)" true
    check "$1: ballots" "$(json .ballots)" 5
    [ ! -e "$DATA/urn/2026-10.key" ] || fail "$1: the key is still there"
    check "$1: rows left" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "
        SELECT (SELECT count(*) FROM publications) || '/' ||
               (SELECT count(*) FROM spent WHERE period = '2026-10') || '/' ||
               (SELECT count(*) FROM urns WHERE period = '2026-10') || '/' ||
               (SELECT count(*) FROM tokens WHERE period = '2026-10')")" 1/0/0/0
}

crashes=0
for call in fsync fdatasync unlink pwrite64 rename; do
    n=1
    while [ "$n" -le 60 ]; do
        rm -rf "$DATA"
        cp -a before "$DATA"
        code=0
        ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace="$call" \
            -e inject="$call:signal=SIGKILL:when=$n" \
            "$COLLECTOR" close --folder "$DATA" --now 2026-11-25 >/dev/null 2>&1 || code=$?
        [ "$code" -ne 0 ] || break
        crashes=$((crashes + 1))
        after_crash "$call $n"
        n=$((n + 1))
    done
done
[ "$crashes" -ge 10 ] || fail "only $crashes crashes were made"
echo "$crashes crashes of a close"

# What serve finds at its start, it finishes too.
rm -rf "$DATA"
cp -a before "$DATA"
run 0 collector close --now 2026-11-25
cp before/urn/2026-10.key "$DATA/urn/2026-10.key"
serve 2026-11-26
[ ! -e "$DATA/urn/2026-10.key" ] || fail "serve leaves the key of a closed period"
stop_serving

# Without the key, what a thief of the disk has opens nothing.
rm -rf "$DATA"
cp -a before "$DATA"
rm "$DATA/urn/2026-10.key"
run 0 collector close --now 2026-11-25
run 0 collector report 2026-10 --format publication --now 2026-11-25
check "measured without its key" "$(json .measured)" false
run 5 collector close 2026-10 --now 2026-11-26

# The year's rounding secret ends with its last close.
rm -rf "$DATA"
cp -a before "$DATA"
[ ! -e "$DATA/urn/year-2026.key" ] || fail "a secret before its time"
serve 2026-11-20
stop_serving
serve 2026-12-20
stop_serving
run 0 collector close --now 2027-02-01
check "closes of the year" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "SELECT count(*) FROM publications")" 3
[ ! -e "$DATA/urn/year-2026.key" ] || fail "the year's secret outlives its last close"
check "sealed secrets left" "$(sqlite3 -cmd ".timeout 10000" "$DATA/collector.db" "SELECT count(*) FROM secrets")" 0
