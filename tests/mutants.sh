#!/bin/bash
# mutants.sh: every proof has its counter-proof.  Applies each tests/mutants/*.patch
# to a copy of the tree, rebuilds what it touches and runs the test that the patch
# names; that test must fail.  Prints "ok NAME" or "FAILED NAME (why)" for each.
#
# A patch begins with:  # claim: what it attacks
#                       # red: test_NAME | scenario/NAME | windows/NAME
#                       # because: what the failing test must say (if given)
# windows/NAME is test_NAME, tests/windows/NAME.sh or tests/scenario/NAME.sh, with
# lanterne.exe under wine.
# Usage: mutants.sh [NAME...]
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
tree=$root/build/mutants
mkdir -p "$tree"
. "$root/tests/windows/prefix.sh"

sync_tree() {
    # Without times: a file that is put back is newer than its mutated object.
    rsync -rlpD --checksum --delete --exclude /build --exclude /.git "$root/" "$tree/src/"
}

build() { # FOLDER TARGET...
    local folder=$tree/$1
    shift
    cmake --build "$folder" --target "$@" >"$tree/build.log" 2>&1
}

fails() { # COMMAND...
    ! timeout 300 "$@" >"$tree/test.log" 2>&1 </dev/null
}

scenario_fails() { # FILE VARIABLE=VALUE...
    local file=$1 work status
    shift
    work=$(mktemp -d)
    fails env SOURCE="$tree/src" WORK="$work" "$@" sh "$file"
    status=$?
    rm -rf "$work"
    return $status
}

# Before the first mutant of Windows: its libraries, its tree, a wine and what
# that is like before any test.
clean=
windows_ready() {
    [ -z "$clean" ] || return 0
    { "$root/packaging/windows/deps.sh" &&
        cmake -S "$tree/src" -B "$tree/windows" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLANTERNE_COLLECTOR=OFF \
            -DCMAKE_TOOLCHAIN_FILE="$tree/src/packaging/cmake/mingw-w64.cmake" -DCMAKE_C_FLAGS_RELEASE=-O1 \
            -DLANTERNE_WINDOWS_DEPS="$root/build/windows-deps/prefix"; } >"$tree/configure.log" 2>&1 || {
        tail -20 "$tree/configure.log"
        return 1
    }
    start_wine
    wine_down
    clean=$WINEPREFIX.clean
    cp -a "$WINEPREFIX" "$clean"
    trap 'end_wine; rm -rf "$clean"' EXIT
}

windows_fails() { # NAME
    local bin=$tree/windows/bin file=$tree/src/tests/windows/$1.sh
    windows_ready || return 1
    case $1 in test_*)
        build windows "$1" || return 1
        in_wine fails wine "$bin/$1.exe"
        return
        ;;
    esac
    build windows lanterne && build build lanterne-collector || return 1
    [ -e "$file" ] || file=$tree/src/tests/scenario/$1.sh
    wine_up
    scenario_fails "$file" LANTERNE="$tree/src/tests/windows/wine.sh" LANTERNE_EXE="$bin/lanterne.exe" \
        COLLECTOR="$tree/build/bin/lanterne-collector"
    local status=$?
    wine_down
    rsync -a --delete "$clean/" "$WINEPREFIX/"
    return $status
}

red() { # TEST: 0 when the test fails
    case $1 in
    scenario/*)
        build build lanterne lanterne-collector test-device report_samples || return 1
        scenario_fails "$tree/src/tests/$1.sh" LANTERNE="$tree/build/bin/lanterne"
        ;;
    windows/*)
        windows_fails "${1#windows/}"
        ;;
    *)
        build build "$1" || return 1
        (cd "$tree/build" && fails "bin/$1")
        ;;
    esac
}

said() { # LINE PATCH: what follows "# LINE: "
    sed -n "s/^# $1: *//p" "$2" | head -1
}

check() { # PATCH
    local name test because
    name=mutant/$(basename "$1" .patch)
    test=$(said red "$1")
    because=$(said because "$1")
    if [ -z "$test" ] || [ -z "$(said claim "$1")" ]; then
        echo "FAILED $name (the patch does not say claim and red)"
    elif ! (cd "$tree/src" && patch -s -p1 --no-backup-if-mismatch <"$1") >"$tree/patch.log" 2>&1; then
        echo "FAILED $name (does not apply any more)"
    elif ! red "$test"; then
        echo "FAILED $name ($test stays green, or does not build)"
    elif [ -n "$because" ] && ! grep -qF -e "$because" "$tree/test.log"; then
        echo "FAILED $name ($test is red, but not because: $because)"
    else
        echo "ok $name turns $test red"
    fi
    sync_tree
}

sync_tree
cmake -S "$tree/src" -B "$tree/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug >"$tree/configure.log" 2>&1 &&
    cmake --build "$tree/build" >"$tree/build.log" 2>&1 || {
    tail -n 40 "$tree/configure.log" "$tree/build.log"
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
