# lib.sh: what every scenario shares.  Sourced; POSIX sh.
# In: $LANTERNE the program, $SOURCE the tree, $WORK an empty folder of its own.
set -eu
: "${LANTERNE:?}" "${SOURCE:?}" "${WORK:?}"
export LC_ALL=C.UTF-8 TZ=${TZ:-Europe/Paris}
export HOME="$WORK/home" TMPDIR="$WORK/tmp"
mkdir -p "$HOME" "$TMPDIR"
cd "$WORK"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# check LABEL ACTUAL EXPECTED
check() {
    [ "$2" = "$3" ] || fail "$1: got «$2», expected «$3»"
}

# run EXPECTED_EXIT_CODE COMMAND...: stdout in ./out, stderr in ./err
run() {
    expected=$1
    shift
    code=0
    "$@" >out 2>err </dev/null || code=$?
    [ "$code" -eq "$expected" ] || {
        cat err >&2
        fail "exit code $code, expected $expected: $*"
    }
}

# json FILTER: jq on ./out, raw
json() { jq -r "$1" out; }

# wait_for SECONDS COMMAND...: until it succeeds
wait_for() {
    left=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || fail "waited in vain: $*"
        sleep 0.1
    done
}
