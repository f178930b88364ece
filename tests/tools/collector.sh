# What collector scenarios share, beside lib.sh.  Sourced; POSIX sh.
BIN=$(cd "$(dirname "$LANTERNE")" && pwd)
COLLECTOR=$BIN/lanterne-collector
DATA=$WORK/data
PORT=$((20000 + $$ % 20000))
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0}
serving=

# The tool is short-lived and frees nothing.
device() { ASAN_OPTIONS=detect_leaks=0 "$BIN/test-device" "$@"; }

# collector COMMAND...: on the data folder
collector() {
    verb=$1
    shift
    "$COLLECTOR" "$verb" --folder "$DATA" "$@"
}

# make DATE [OPTION...]: a demo collector, as if made on DATE
make_collector() {
    date=$1
    shift
    run 0 collector init --demo --now "$date" --association "Les Sentiers" \
        --host 127.0.0.1 --host localhost --port "$PORT" --listen 127.0.0.1 \
        --computers 14 "$@"
}

# serve DATE: in the background, until stop_serving
serve() {
    "$COLLECTOR" serve --folder "$DATA" --now "$1" >>serve.log 2>&1 &
    serving=$!
    wait_for 20 grep -q "prêt" serve.log
    : >ready.log
    mv serve.log "serve.$serving.log"
    ln -sf "serve.$serving.log" serve.last
}

stop_serving() {
    [ -n "$serving" ] || return 0
    kill "${1:--TERM}" "$serving" 2>/dev/null || true
    code=0
    wait "$serving" || code=$?
    serving=
    [ "${1:--TERM}" = -KILL ] || check "exit code of serve" "$code" 0
}

trap '[ -z "$serving" ] || kill -KILL "$serving" 2>/dev/null' EXIT

# code USES: a join code into ./code
code_for() { collector enrol --now "$1" --uses "$2" >code 2>/dev/null; }

# says LABEL EXPECTED COMMAND...: the first words of the device's answer
says() {
    label=$1 expected=$2
    shift 2
    answer=$("$@" 2>&1 || true)
    case $answer in
    "$expected"*) ;;
    *) fail "$label: got «$answer», expected «$expected»" ;;
    esac
}

# ballots_of PERIOD: how many were spent, by status
ballots_of() {
    collector status --json --now "$2" | jq -r ".periods[] | select(.period == \"$1\") | .ballots"
}
