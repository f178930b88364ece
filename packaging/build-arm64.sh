#!/bin/sh
# build-arm64.sh: the deb packages for arm64 (Raspberry Pi, 64 bits), made by
# cross-compilation in a Debian of their own, as root, and tried by qemu: both
# programs start, the sample home is scanned, a collector is made and checked.
# Prints their paths, in build/arm64/.  About 8 minutes, one the next times.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/build/arm64
mkdir -p "$out"
"$root/packaging/packages.sh" cross
exec 9>"$out/lock"
flock 9

# The programs of this machine's kind, then the libraries of arm64.
tools="cmake,ninja-build,pkg-config,gcc-aarch64-linux-gnu,libc6-dev-arm64-cross,dpkg-dev,file,qemu-user-static,sqlite3"
libraries="libc6-dev libyaml-dev libsqlite3-dev libssl-dev libjansson-dev libidn2-dev zlib1g-dev
    libexpat1-dev libevent-dev libcurl4-openssl-dev libcairo2-dev libpango1.0-dev
    libpcap-dev libfstrm-dev libevtx-dev libbfio-dev libsystemd-dev"

cache=$(getent passwd 0 | cut -d: -f6)/.cache/lanterne/arm64
system=$cache/$(echo "$tools $libraries" | cksum | cut -d' ' -f1)
say() { # what failed, and the log
    tail -30 "$out/build.log" >&2
    echo "build-arm64.sh: $1 failed; the whole log is $out/build.log" >&2
    exit 1
}
within() { # SYSTEM COMMAND...: in it, with the source at /src and the result at /out
    at=$1
    shift
    systemd-nspawn --quiet --directory="$at" --machine="lanterne-$$" --register=no --keep-unit --as-pid2 --pipe \
        --bind-ro="$root:/src" --bind="$out:/out" --setenv=DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}
make_system() {
    rm -rf "$cache"
    mkdir -p "$cache"
    debootstrap --variant=minbase --include="$tools" bookworm "$cache/making" || return 1
    within "$cache/making" sh -ec "dpkg --add-architecture arm64; apt-get update -qq
        apt-get install -y -qq --no-install-recommends $(echo "$libraries" | xargs printf '%s:arm64 ')
        apt-get clean" || return 1
    mv "$cache/making" "$system"
}
[ -d "$system" ] || make_system >"$out/build.log" 2>&1 || say "the system for the build"

rm -f "$out"/*.deb
within "$system" sh -ec 'cmake -S /src -B /out/cmake -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr \
    -DLANTERNE_TESTS=OFF -DCMAKE_TOOLCHAIN_FILE=/src/packaging/cmake/aarch64-linux-gnu.cmake
    cmake --build /out/cmake
    cd /out/cmake && rm -rf dist && umask 022 && dpkg-architecture -aarm64 -f -c cpack -G DEB
    mv dist/*.deb /out/' >"$out/build.log" 2>&1 || say "the build"

# What an arm64 processor would do.
within "$system" sh -ec 'cd /tmp && bin=/out/cmake/bin
    qemu-aarch64-static $bin/lanterne --version
    qemu-aarch64-static $bin/lanterne-collector --version
    sh /src/packaging/sample-home.sh home >/dev/null
    qemu-aarch64-static $bin/lanterne scan --no-html --json --home home >/out/scan.json
    grep -q "\"id\": \"chatgpt\"" /out/scan.json
    qemu-aarch64-static $bin/lanterne-collector init --folder col --association Essai --host 127.0.0.1
    qemu-aarch64-static $bin/lanterne-collector check --folder col
    rm -r home col' >"$out/try.log" 2>&1 || {
    cat "$out/try.log" >&2
    echo "build-arm64.sh: built, but it does not run" >&2
    exit 1
}
ls "$out"/*.deb
