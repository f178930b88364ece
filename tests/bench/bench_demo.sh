#!/bin/bash
# bench_demo.sh: on demand.  How long the demonstration takes: by the clock, which
# other work on the machine changes, and in processor time of all its processes.
# Usage: bench_demo.sh
#        $BIN: the programs, a release build
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${BIN:-$root/build/release/bin}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
cd "$work"
TIMEFORMAT='demonstration: %R s by the clock, %U + %S s of processor time'
time "$bin/lanterne-collector" demo -o played >story
