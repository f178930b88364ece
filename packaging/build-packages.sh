#!/bin/sh
# build-packages.sh: builds the release and makes its packages, deb and rpm, of
# the agent and of the collector.  Prints their paths.
# Usage: build-packages.sh [DEB|RPM]...   default: both
# $LANTERNE_MAINTAINER, NAME <ADDRESS>: who answers for them.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${PACKAGES_BUILD:-$root/build/packages}

"$root/packaging/packages.sh" build package
mkdir -p "$build"
say() { # what failed, and the log
    tail -40 "$build/build.log" >&2
    echo "build-packages.sh: $1 failed; the whole log is $build/build.log" >&2
    exit 1
}
cd "$root"
cmake --fresh --preset packages -B "$build" ${LANTERNE_MAINTAINER:+"-DLANTERNE_MAINTAINER=$LANTERNE_MAINTAINER"} \
    >"$build/build.log" 2>&1 ||
    say "cmake"
cmake --build "$build" >>"$build/build.log" 2>&1 || say "the build"
rm -rf "$build/dist"
for kind in ${*:-DEB RPM}; do
    (cd "$build" && umask 022 && cpack -G "$kind") >>"$build/build.log" 2>&1 || say "cpack -G $kind"
done
rm -rf "$build/dist/_CPack_Packages"
ls "$build/dist"/*.deb "$build/dist"/*.rpm 2>/dev/null
