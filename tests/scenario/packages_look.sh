#!/bin/sh
# The packages, looked at: lintian and rpmlint find nothing to say, versions are
# the program's, files and scripts those that they should be.
. "$SOURCE/tests/scenario/lib.sh"
"$SOURCE/packaging/build-packages.sh" >made || fail "build-packages.sh"
cd "$(dirname "$(head -1 made)")"
version=$(sed -n 's/^project(lanterne VERSION \([0-9.]*\).*/\1/p' "$SOURCE/CMakeLists.txt")
arch=$(dpkg --print-architecture)
machine=$(uname -m)
check "what was made" "$(echo *)" "lanterne-$version-1.$machine.rpm lanterne-collector-$version-1.$machine.rpm \
lanterne-collector_$version-1_$arch.deb lanterne_$version-1_$arch.deb"

lintian --allow-root --fail-on warning ./*.deb >"$WORK/said" 2>&1 || fail "lintian: $(cat "$WORK/said")"
check "lintian" "$(grep -E '^[EWIP]:' "$WORK/said" || true)" ""
rpmlint -c "$SOURCE/packaging/rpm/rpmlint.toml" ./*.rpm >"$WORK/said" 2>&1 || fail "rpmlint: $(cat "$WORK/said")"
grep -q '0 errors, 0 warnings' "$WORK/said" || fail "rpmlint: $(cat "$WORK/said")"

check "the collector recommends the agent" "$(dpkg-deb -f lanterne-collector_*.deb Recommends)" lanterne
check "in rpm, too" "$(rpm -qp --recommends lanterne-collector-"$version"-1.*.rpm)" lanterne
# libcurl is opened, not linked: that it is needed is written by hand
for name in lanterne lanterne-collector; do
    dpkg-deb -f "${name}"_*.deb Depends | tr , '\n' | grep -q '^ *libcurl4 ' || fail "deb: $name does not ask for libcurl"
    rpm -qp --requires "$name-$version"-1.*.rpm | grep -qF 'libcurl.so.4()(64bit)' || fail "rpm: $name does not ask for libcurl"
done
check "binary logs are suggested" "$(dpkg-deb -f lanterne_*.deb Suggests)" "libpcap0.8, libfstrm0, libevtx1"
check "in rpm, too" "$(rpm -qp --suggests lanterne-"$version"-1.*.rpm | sort | xargs)" "fstrm libevtx libpcap"
check "settings of deb" "$(dpkg-deb --ctrl-tarfile lanterne_*.deb | tar -xO ./conffiles)" /etc/lanterne/agent.yaml
check "settings of rpm" "$(rpm -qpc lanterne-"$version"-1.*.rpm)" /etc/lanterne/agent.yaml
rpm -qp --qf '[%{FILENAMES} %{FILEFLAGS:fflags}\n]' lanterne-"$version"-1.*.rpm | grep -q '^/etc/lanterne/agent.yaml cn$' ||
    fail "rpm: an upgrade would overwrite the settings"

# files PACKAGE: those of the deb; the rpm has the same, but for lintian's
files() { dpkg-deb --fsys-tarfile "$1"_*.deb | tar -t | grep -v '/$' | sed 's/^\.//' | sort; }
files lanterne >"$WORK/agent"
files lanterne-collector >"$WORK/collector"
for file in /usr/bin/lanterne /usr/lib/sysusers.d/lanterne.conf /usr/lib/tmpfiles.d/lanterne.conf \
    /usr/lib/systemd/system/lanterne.service /usr/lib/systemd/system/lanterne.timer /usr/share/man/man1/lanterne.1.gz \
    /usr/share/man/fr/man1/lanterne.1.gz /usr/share/doc/lanterne/copyright /usr/share/doc/lanterne/changelog.Debian.gz; do
    grep -qx "$file" "$WORK/agent" || fail "lanterne lacks $file"
done
for file in /usr/bin/lanterne-collector /usr/lib/sysusers.d/lanterne-collector.conf \
    /usr/lib/tmpfiles.d/lanterne-collector.conf /usr/lib/systemd/system/lanterne-collector.service; do
    grep -qx "$file" "$WORK/collector" || fail "lanterne-collector lacks $file"
done
[ -z "$(comm -12 "$WORK/agent" "$WORK/collector")" ] || fail "both packages hold $(comm -12 "$WORK/agent" "$WORK/collector")"
for name in lanterne lanterne-collector; do
    rpm=$name-$version-1.$machine.rpm
    rpm -K "$rpm" | grep -q 'digests OK' || fail "rpm -K $rpm"
    rpm -qpl "$rpm" | grep -v build-id >"$WORK/rpm"
    for file in $(files "$name"); do
        grep -qx "$file" "$WORK/rpm" || fail "$rpm lacks $file"
    done
    rpm -qp --scripts "$rpm" >"$WORK/scripts"
    for scriptlet in postinstall preuninstall postuninstall; do
        grep -q "^$scriptlet scriptlet" "$WORK/scripts" || fail "$rpm has no $scriptlet"
    done
    dpkg-deb --fsys-tarfile "${name}"_*.deb | tar -xO "./usr/bin/$name" >"$WORK/$name"
    chmod 755 "$WORK/$name"
    check "its version" "$("$WORK/$name" --version)" "$name $version"
done
