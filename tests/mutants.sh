#!/bin/bash
# mutants.sh: every proof has its counter-proof.  Applies each tests/mutants/*.patch
# to a copy of the tree, rebuilds what it touches and runs the test that the patch
# names; that test must fail.  Prints "ok NAME" or "FAILED NAME (why)" for each.
#
# A patch begins with:  # claim: what it attacks
#                       # red: test_NAME | scenario/NAME
# Usage: mutants.sh [NAME...]
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
tree=$root/build/mutants
mkdir -p "$tree"

sync_tree() {
    # Without times: a file that is put back is newer than its mutated object.
    rsync -rlpD --checksum --delete --exclude /build --exclude /.git "$root/" "$tree/src/"
}

build() { cmake --build "$tree/build" --target "$@" >"$tree/build.log" 2>&1; }

red() { # TEST: 0 when the test fails
    case $1 in
    scenario/*)
        build lanterne lanterne-collector test-device report_samples || return 1
        local work status
        work=$(mktemp -d)
        LANTERNE=$tree/build/bin/lanterne SOURCE=$tree/src WORK=$work \
            timeout 300 sh "$tree/src/tests/$1.sh" >"$tree/test.log" 2>&1
        status=$?
        rm -rf "$work"
        [ $status -ne 0 ]
        ;;
    *)
        build "$1" || return 1
        ! (cd "$tree/build" && timeout 300 "bin/$1") >"$tree/test.log" 2>&1
        ;;
    esac
}

check() { # PATCH
    local name test
    name=mutant/$(basename "$1" .patch)
    test=$(sed -n 's/^# red: *//p' "$1" | head -1)
    if [ -z "$test" ] || ! grep -q '^# claim: ' "$1"; then
        echo "FAILED $name (the patch does not say claim and red)"
    elif ! (cd "$tree/src" && patch -s -p1 --no-backup-if-mismatch <"$1") >"$tree/patch.log" 2>&1; then
        echo "FAILED $name (does not apply any more)"
    elif red "$test"; then
        echo "ok $name turns $test red"
    else
        echo "FAILED $name ($test stays green, or does not build)"
    fi
    sync_tree
}

sync_tree
cmake -S "$tree/src" -B "$tree/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug >"$tree/configure.log" 2>&1 &&
    cmake --build "$tree/build" >"$tree/build.log" 2>&1 || {
    echo "FAILED the build before any mutant"
    exit 1
}
for patch in "$root"/tests/mutants/*.patch; do
    [ -e "$patch" ] || break
    if [ $# -gt 0 ]; then
        case " $* " in *" $(basename "$patch" .patch) "*) ;; *) continue ;; esac
    fi
    check "$patch"
done
