#!/bin/sh
# The rpm packages in a folder that holds a Debian with systemd, their scripts
# run within it: installed, upgraded, downgraded, erased; what stays and what
# goes.  What they depend on goes by other names there, hence --nodeps.
. "$SOURCE/tests/scenario/lib.sh"
[ -s made ] || "$SOURCE/packaging/build-packages.sh" >made || fail "build-packages.sh"
[ "$(id -u)" -eq 0 ] ||
    exec sudo env LANTERNE="$LANTERNE" SOURCE="$SOURCE" WORK="$WORK" sh "$SOURCE/tests/scenario/packages_rpm.sh"
old=$(dirname "$(head -1 made)")
version=$(sed -n 's/^project(lanterne VERSION \([0-9.]*\).*/\1/p' "$SOURCE/CMakeLists.txt")

# The next version has another example of settings.
mkdir new
echo 'file(APPEND "${CPACK_TEMPORARY_DIRECTORY}/agent/etc/lanterne/agent.yaml" "# new\n")' >new.cmake
(cd "$old/.." && umask 022 && cpack -G RPM -B "$WORK/new" -D CPACK_PACKAGE_VERSION=99.0 \
    -D CPACK_PRE_BUILD_SCRIPTS="$WORK/new.cmake") >log 2>&1 || fail "cpack: $(tail -5 log)"

root=$WORK/root
trap 'rm -rf "$root"' EXIT
cp -a "$("$SOURCE/tests/packages/debian.sh")" "$root"
packages() { echo "$1"/lanterne-"$2"-1.*.rpm "$1"/lanterne-collector-"$2"-1.*.rpm; }
# of the folder: rpm OPTIONS, with the /proc that systemd's tools ask for
rpm_there() {
    unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec rpm --force-debian --root "$0" "$@"' \
        "$root" "$@" >said 2>&1
}
settings=$root/etc/lanterne/agent.yaml
owner() { chroot "$root" stat -c '%U %a' "$1"; }
enabled() { find "$root"/etc/systemd/system/*.wants -name 'lanterne*' -printf '%f ' | tr ' ' '\n' | sort | xargs; }

# shellcheck disable=SC2046
rpm_there -i --nodeps $(packages "$old" "$version") || fail "install: $(cat said)"
rpm_there -V --nodeps lanterne lanterne-collector || fail "not as packed: $(cat said)"
for name in lanterne lanterne-collector; do
    check "it runs" "$(chroot "$root" $name --version)" "$name $version"
    check "its folder" "$(owner /var/lib/$name)" "$name 700"
done
check "its services" "$(enabled)" "lanterne-collector.service lanterne.timer"

# an upgrade keeps settings, state, and what the administrator decided
echo "dns: none" >>"$settings"
cp "$settings" ours
echo kept >"$root/var/lib/lanterne/state"
echo kept >"$root/var/lib/lanterne-collector/state"
rm "$root"/etc/systemd/system/*.wants/lanterne.timer
# shellcheck disable=SC2046
rpm_there -U --nodeps $(packages new 99.0) || fail "upgrade: $(cat said)"
check "the versions" "$(rpm_there -q lanterne lanterne-collector && sed 's/\.[^.]*$//' said | xargs)" \
    "lanterne-99.0-1 lanterne-collector-99.0-1"
cmp "$settings" ours || fail "the upgrade changed the settings"
grep -qx '# new' "$settings.rpmnew" || fail "the new example of settings is not beside them"
check "its services" "$(enabled)" lanterne-collector.service

# an older version is refused
# shellcheck disable=SC2046
rpm_there -U --nodeps $(packages "$old" "$version") && fail "a downgrade is taken"
grep -q 'newer than' said || fail "a downgrade: $(cat said)"

# erased: nothing but settings that were changed, and data
rpm_there -e lanterne lanterne-collector || fail "erase: $(cat said)"
cmp "$settings.rpmsave" ours || fail "the settings are lost"
for name in lanterne lanterne-collector; do
    check "data" "$(cat "$root/var/lib/$name/state")" kept
done
check "its services" "$(enabled)" ""
left=$(find "$root" -xdev -name 'lanterne*' ! -path "$root/var/lib/lanterne*" ! -path "$root/proc/*" | sed "s|^$root||" | sort | xargs)
check "what is left" "$left" /etc/lanterne
