#!/bin/sh
# The deb packages in a Debian 12 that is booted for them: every command of
# docs/DEBIAN.md, in its order, as it stands there; then what they left behind.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/machine.sh"

# What the French part and the English part say to type is the same.
awk -v folder=. '/^# In English/ { part = 1 } /^```sh/ { on = 1; file = sprintf("%s/%s%02d", folder, part ? "en" : "fr", ++n[part]); next }
    /^```/ { on = 0 } on { print >file }' "$SOURCE/docs/DEBIAN.md"
for block in fr[0-9]*; do
    cmp "$block" "en${block#fr}" || fail "docs/DEBIAN.md: the two languages differ"
done
check "as many commands in English" "$(ls en[0-9]* | wc -l)" "$(ls fr[0-9]* | wc -l)"
check "the first block" "$(cat fr01)" ./packaging/build-packages.sh
[ -s made ] || (cd "$SOURCE" && sh "$WORK/fr01") >made || fail "build-packages.sh: $(cat made)"
[ "$(id -u)" -eq 0 ] ||
    exec sudo env LANTERNE="$LANTERNE" SOURCE="$SOURCE" WORK="$WORK" sh "$SOURCE/tests/scenario/packages_deb.sh"

# Two versions: the second has another example of settings.
machine_make
new=$root/test/new old=$root/test/old
mkdir -p "$new" "$old"
for package in $(grep '\.deb$' made); do
    cp "$package" "$old"
    dpkg-deb -R "$package" unpacked
    sed -i 's/^Version: .*/Version: 99.0-1/' unpacked/DEBIAN/control
    [ ! -f unpacked/etc/lanterne/agent.yaml ] || echo "# new" >>unpacked/etc/lanterne/agent.yaml
    dpkg-deb --root-owner-group -b unpacked "$new/$(basename "$package" | sed 's/_[^_]*_/_99.0-1_/')" >/dev/null
    rm -rf unpacked
done
check "packages of both programs" "$(ls "$old" | wc -l) $(ls "$new" | wc -l)" "2 2"

# A closed home, which only CAP_DAC_READ_SEARCH opens.
sh "$SOURCE/packaging/sample-home.sh" "$WORK/anna"
mkdir -p "$root/home"
mv "$WORK/anna" "$root/home/anna"
sed -i '/network\.trr/d' "$root"/home/anna/.mozilla/firefox/*/prefs.js # doctor would tell
echo "anna:x:1000:1000::/home/anna:/bin/sh" >>"$root/etc/passwd"
chown -R 1000:1000 "$root/home/anna"
chmod 700 "$root/home/anna"

echo accueil >"$root/etc/hostname"
echo "127.0.1.1 accueil" >>"$root/etc/hosts"
mkdir "$root/test/blocks"
cp fr[0-9]* "$root/test/blocks/"
cp "$SOURCE/tests/packages/inside.sh" "$root/test/"
# What the page says within its sentences, which inside.sh does.
echo 'mkdir -p ~/.config/lanterne && touch ~/.config/lanterne/opt-out' >"$root/test/opt-out"
for said in "$(cat "$root/test/opt-out")" AmbientCapabilities=CAP_NET_BIND_SERVICE CapabilityBoundingSet=CAP_NET_BIND_SERVICE PrivateUsers=no; do
    check "docs/DEBIAN.md says $said" "$(grep -cF "$said" "$SOURCE/docs/DEBIAN.md")" 2
done
echo 'APT::Get::Assume-Yes "true"; Dpkg::Options { "--force-confdef"; "--force-confold"; };' >"$root/etc/apt/apt.conf.d/test"
machine_run 240
grep -q '^everything is as it should be' "$root/test/log" || fail "it did not end: $(tail "$root/test/log")"
