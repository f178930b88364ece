#!/bin/sh
# packages.sh: installs the Debian packages that are missing, as root or by sudo.
# Usage: packages.sh [build] [test] [package] [cross] [windows]...
# One list for README, tests and CI.
set -eu

list() {
    case $1 in
    build)
        echo gcc libc6-dev cmake ninja-build pkg-config libyaml-dev \
            libsqlite3-dev libssl-dev libjansson-dev libidn2-dev zlib1g-dev \
            libexpat1-dev libevent-dev libcurl4-openssl-dev sqlite3 \
            libpcap-dev libfstrm-dev libevtx-dev libbfio-dev \
            libsystemd-dev \
            libcairo2-dev libpango1.0-dev fonts-dejavu-core
        ;;
    test)
        echo libcmocka-dev jq rsync patch gawk clang-14 libclang-rt-14-dev \
            llvm-14 chromium firefox-esr dnsmasq-base unbound bind9 \
            bind9-dnsutils pdns-recursor dnsdist knot-resolver tcpdump dnstap-ldns fstrm-bin \
            python3 python3-aiosmtpd procps time curl openssl strace poppler-utils qpdf \
            man-db groff-base mandoc debootstrap systemd-container \
            systemd systemd-journal-remote lintian rpmlint \
            e2fsprogs mount
        # Debian's npm brings 400 packages: any other will do as well
        command -v npm >/dev/null || echo npm
        ;;
    package)
        echo dpkg-dev rpm file
        ;;
    cross)
        echo debootstrap systemd-container
        ;;
    windows)
        echo gcc-mingw-w64-x86-64 wine wine64 dpkg-dev tcl jq python3 \
            rsync wixl msitools osslsigncode
        ;;
    *)
        echo "packages.sh: no list named $1 (build, test, package, cross, windows)" >&2
        exit 2
        ;;
    esac
}

missing=
for name in "$@"; do
    for package in $(list "$name"); do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "packages.sh: root or sudo is needed to install:$missing" >&2
        exit 1
    }
    as_root=sudo
fi
echo "Installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
