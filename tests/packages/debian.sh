#!/bin/sh
# debian.sh: a Debian 12 in a folder, with systemd, resolvers and what our packages
# depend on, made once (debootstrap, as root) and kept.  Prints its path.  Never to be
# written in: work on a copy.
set -eu
packages="systemd,systemd-sysv,dbus,sudo,iproute2,procps,jq,libcurl4,ca-certificates,libyaml-0-2"
packages="$packages,libsqlite3-0,libjansson4,libidn2-0,libexpat1,zlib1g,libevent-2.1-7"
packages="$packages,libevent-openssl-2.1-7,libcairo2,libpangocairo-1.0-0,fonts-dejavu-core"
packages="$packages,systemd-resolved,dnsmasq-base"

[ "$(id -u)" -eq 0 ] || {
    echo "debian.sh: debootstrap and systemd-nspawn need root" >&2
    exit 1
}
# Of the account, not of a scenario's HOME: all clones share it.
cache=${LANTERNE_DEBIAN:-$(getent passwd 0 | cut -d: -f6)/.cache/lanterne/debian}
mkdir -p "$cache"
root=$cache/$(cksum <"$0" | cut -d' ' -f1)
exec 9>"$cache/lock"
flock 9
if [ ! -d "$root" ]; then
    rm -rf "$cache"/[0-9]* "$cache/making"
    debootstrap --variant=minbase --include="$packages" bookworm "$cache/making" \
        >"$cache/debootstrap.log" 2>&1 || {
        tail -20 "$cache/debootstrap.log" >&2
        exit 1
    }
    rm -f "$cache"/making/var/cache/apt/archives/*.deb
    mv "$cache/making" "$root"
fi
echo "$root"
