# A queue that is full, a disk that is: 503, nothing lost, nothing doubled.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

queue() { sed -i "s/^queue: .*/queue: $1/" "$DATA/collector.yaml"; }

make_collector 2026-10-03
run 0 collector enrol --now 2026-10-20 --uses 80
cp out code
serve 2026-10-20
device crowd code 2026-10 60 4 bodies
device crowd code 2026-10 20 2 more
stop_serving

queue 1
serve 2026-11-03
device storm code bodies 30 >out || fail "a ballot was lost in a full queue"
[ "$(json .retries)" -gt 0 ] || fail "the queue was never full"
check "ballots after a full queue" "$(ballots_of 2026-10 2026-11-03)" 60
stop_serving
queue 4096

# The disk is full for a while: from some write on, every second one fails.
ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace=pwrite64 \
    -e inject=pwrite64:error=ENOSPC:when=20+2 \
    "$COLLECTOR" serve --folder "$DATA" --now 2026-11-03 >full.log 2>&1 &
traced=$!
wait_for 30 grep -q prêt full.log
serving=$(pgrep -P "$traced")
device storm code more 4 >out 2>err &
storm=$!
wait_for 20 grep -q 'disque plein' full.log
kill -0 "$storm" 2>/dev/null || fail "ballots were counted on a full disk: $(cat out)"
kill -TERM "$serving"
wait "$traced" || true
serving=
serve 2026-11-03
wait "$storm" || fail "a ballot was lost on a full disk: $(cat out err)"
check "ballots after a full disk" "$(ballots_of 2026-10 2026-11-03)" 80
stop_serving
run 0 collector close --now 2026-11-25
run 0 collector report --format publication --now 2026-11-25
check "ballots counted" "$(json .ballots)" 80
