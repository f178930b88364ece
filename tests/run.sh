#!/bin/bash
# run.sh: installs what the tests need, builds with ASan + UBSan, runs everything.
# Usage: tests/run.sh [SUITE...]   suites: law unit scenario fuzz windows mutants
# windows: lanterne.exe, cross-built, and lanterne.msi, under wine.
# The last line is "N passed, N failed"; the exit code is 0 only when none failed.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
. tests/windows/prefix.sh
build=$root/build/asan
passed=0 failed=0

report() { # STATUS NAME
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok      $2"
    else
        failed=$((failed + 1))
        echo "FAILED  $2"
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit $?
}

install_packages() { # LIST...
    "$root/packaging/packages.sh" "$@" || {
        report 1 "install the packages"
        finish
    }
}

build_all() {
    { cmake --preset asan && cmake --build --preset asan; } >"$root/build/asan.log" 2>&1 && return
    tail -50 "$root/build/asan.log"
    report 1 "build with ASan + UBSan, warnings as errors"
    finish
}

suite_law() {
    tests/law.sh
    report $? "law of includes"
    tests/law-proof.sh
    report $? "law of includes: an upward include is found"
    tests/house.sh
    report $? "rules of the house"
}

report_ctest() { # LOG PREFIX: one report for each test
    local name code before=$failed
    while read -r code name; do
        report "$code" "$2/$name"
    done < <(sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: ([a-z0-9_]+) \.* *(\**)(Passed|Failed|Not Run|Exception.*|Timeout|Subprocess.*|SEGFAULT).*/\3 \1/p' \
        "$1" | sed -E 's/^Passed/0/; t; s/^.* ([a-z0-9_]+)$/1 \1/')
    grep -q '100% tests passed' "$1" && return
    cat "$1"
    [ "$failed" -gt "$before" ] || report 1 "$2/ctest"
}

suite_unit() {
    ctest --test-dir "$build" --output-on-failure -j2 >"$root/build/unit.log" 2>&1
    report_ctest "$root/build/unit.log" unit
}

run_scenario() { # FILE: 0 when it passes
    local work status
    work=$(mktemp -d)
    LANTERNE=${LANTERNE_UNDER_TEST:-$build/bin/lanterne} SOURCE=$root WORK=$work \
        timeout 600 sh "$1" >"$work.log" 2>&1
    status=$?
    [ $status -eq 0 ] || tail -40 "$work.log"
    rm -rf "$work" "$work.log"
    return $status
}

suite_scenario() {
    local file
    for file in tests/scenario/*.sh; do
        case $file in */lib.sh | */agent.sh) continue ;; esac
        run_scenario "$file"
        report $? "scenario/$(basename "$file" .sh)"
    done
}

# All that a run leaves is what it prints: the end of the log, and the inputs found.
show_found() { # NAME
    local file
    tail -n 80 "$root/build/fuzz/$1.log" | cut -c1-500
    for file in "$root/build/fuzz/found/$1"-*; do
        [ -f "$file" ] || continue
        echo "$(basename "$file"), as base64 -d | gunzip takes it:"
        gzip -9nc "$file" | base64 -w 120 | head -n 200
    done
}

# With a seed that stands, a run can be had again, here or elsewhere; to search
# for more: FUZZ_SEED=0 (a new one each time) FUZZ_SECONDS=600.
suite_fuzz() {
    local target name status
    { cmake --preset fuzz && cmake --build --preset fuzz; } >"$root/build/fuzz.log" 2>&1 || {
        tail -30 "$root/build/fuzz.log"
        report 1 "build of the fuzz targets"
        return
    }
    for target in "$root"/build/fuzz/bin/fuzz_*; do
        name=$(basename "$target")
        mkdir -p "$root/build/fuzz/found/$name"
        rm -f "$root/build/fuzz/found/$name"-*
        (cd "$root/build/fuzz/found" && "$target" -max_total_time="${FUZZ_SECONDS:-10}" -seed="${FUZZ_SEED:-1}" \
            -rss_limit_mb=1024 -timeout=20 -artifact_prefix="$name-" \
            "$name" "$root/tests/fuzz/corpus/${name#fuzz_}") >"$root/build/fuzz/$name.log" 2>&1
        status=$?
        [ $status -eq 0 ] || show_found "$name"
        report $status "fuzz/$name"
    done
}

suite_mutants() {
    local line
    install_packages windows
    while read -r line; do
        case $line in
        "ok "*) report 0 "${line#ok }" ;;
        "FAILED "*) report 1 "${line#FAILED }" ;;
        *) echo "$line" ;;
        esac
    done < <(tests/mutants.sh)
}

build_windows() {
    { packaging/windows/deps.sh && cmake --preset windows && cmake --build --preset windows -j2; } \
        >"$root/build/windows.log" 2>&1 && return
    tail -50 "$root/build/windows.log"
    return 1
}

# lanterne.exe: the libraries, the build, its tests under wine; with them the
# scenarios of an enrolled computer, against the collector built here.
suite_windows() {
    local file
    install_packages windows
    start_wine
    build_windows
    report $? "windows/build, warnings as errors"
    in_wine ctest --test-dir "$root/build/windows" --output-on-failure -j2 >"$root/build/windows-unit.log" 2>&1
    report_ctest "$root/build/windows-unit.log" windows
    for file in tests/windows/*.sh tests/scenario/{agent_commands,client_refusals,join_later,vote_two}.sh; do
        case $file in */wine.sh | */prefix.sh) continue ;; esac
        COLLECTOR=$build/bin/lanterne-collector LANTERNE_EXE=$root/build/windows/bin/lanterne.exe \
            LANTERNE_UNDER_TEST=$root/tests/windows/wine.sh run_scenario "$file"
        report $? "windows/$(basename "$file" .sh)"
    done
    end_wine
}

mkdir -p "$root/build"
install_packages build test
build_all
for suite in ${*:-law unit scenario fuzz windows mutants}; do
    if [ "$(type -t "suite_$suite")" != function ]; then
        echo "run.sh: no suite named $suite (law unit scenario fuzz windows mutants)" >&2
        report 1 "suite $suite"
        continue
    fi
    echo "== $suite"
    "suite_$suite"
done
finish
