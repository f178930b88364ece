#!/bin/sh
# inside.sh: what packages_deb.sh runs in the Debian that it booted: the blocks
# of docs/DEBIAN.md, by number, and what must be true between them.
set -eu
export LC_ALL=C.UTF-8
cd /test

fail() {
    journalctl --no-pager -n 25 -o cat -u lanterne.service -u lanterne-collector.service || true
    echo "FAILED: $*"
    exit 1
}
check() { [ "$2" = "$3" ] || fail "$1: got «$2», expected «$3»"; }
# doc N: block N, each line as it stands; in the folder of the test's packages
doc() {
    echo "== block $1"
    cat "/test/blocks/fr$1"
    sh -ex "/test/blocks/fr$1" </dev/null || fail "block $1 of docs/DEBIAN.md"
    mv "/test/blocks/fr$1" "/test/blocks/done$1"
}
property() { systemctl show --property "$2" --value "$1"; }
wait_for() {
    left=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || fail "waited in vain: $*"
        sleep 0.1
    done
}
asleep() { ! systemctl is-active --quiet "$1"; }

rm blocks/fr01 blocks/fr02 # of the builder: packages_deb.sh, packages_arm64.sh
ip link set lo up
ip address add 192.168.1.10/32 dev lo

# The collector.
cd /test/old
doc 03
check "the collector serves" "$(systemctl is-active lanterne-collector)" active
check "and will after a boot" "$(systemctl is-enabled lanterne-collector)" enabled
pid=$(property lanterne-collector.service MainPID)
check "under its own account" "$(ps -o user:32= -p "$pid")" lanterne-collector
check "its folder" "$(stat -c '%U %a' /var/lib/lanterne-collector)" "lanterne-collector 700"
doc 04

# An agent that has not joined: the timer goes on, nothing is done, nothing failed.
mkdir -p /run/systemd/system/lanterne.timer.d
printf '[Timer]\nOnBootSec=\nOnUnitActiveSec=\nOnBootSec=1s\nOnUnitActiveSec=1s\nRandomizedDelaySec=0\nAccuracySec=1us\n' \
    >/run/systemd/system/lanterne.timer.d/quick.conf
dpkg -i ./lanterne_*.deb
check "the timer" "$(systemctl is-enabled lanterne.timer) $(systemctl is-active lanterne.timer)" "enabled active"
fired() { [ "$(property lanterne.timer LastTriggerUSecMonotonic)" != "$first" ]; }
first=$(property lanterne.timer LastTriggerUSecMonotonic)
wait_for 10 fired
first=$(property lanterne.timer LastTriggerUSecMonotonic)
wait_for 10 fired
check "no pass without a join" "$(property lanterne.service ConditionResult)" no
check "and no failure" "$(property lanterne.service Result)" success
[ ! -e /var/lib/lanterne/state.db ] || fail "a state before the join"
systemctl stop lanterne.timer
rm -r /run/systemd/system/lanterne.timer.d
systemctl daemon-reload
systemctl start lanterne.timer

# It joins, and reads a closed home from within its sandbox.
find /home/anna -printf '%p %s %T@\n' | sort >/test/home-before
doc 05
check "the pass" "$(property lanterne.service Result) $(property lanterne.service ExecMainStatus)" "success 0"
check "its folder" "$(stat -c '%U %a' /var/lib/lanterne)" "lanterne 700"
doc 06
check "the trial" "$(sudo -u lanterne-collector lanterne-collector trial | tail -1)" "Bulletins d’essai : 1 sur 1"

# Within the sandbox of the agent a closed home is read, and only its own folder
# can be written.
cat >/test/probe <<'PROBE'
lanterne run --read
for place in /etc/lanterne /home/anna /var/lib/lanterne-collector /test /usr/bin /var/lib/lanterne; do
    ! touch "$place/probe" 2>/dev/null || echo "$place"
done >/var/lib/lanterne/written
PROBE
sed 's|^ExecStart=.*|ExecStart=/bin/sh /test/probe|' /lib/systemd/system/lanterne.service >/run/systemd/system/probe.service
systemctl daemon-reload
systemctl start probe.service
lanterne status --json >status
check "histories were read" "$(jq -r '[.sources[] | select(.state == "read").source] | join(" ")' status)" "chrome chromium firefox"
find /home/anna -printf '%p %s %T@\n' | sort | cmp - /test/home-before || fail "the home was written in"
check "what the sandbox lets it write" "$(cat /var/lib/lanterne/written)" /var/lib/lanterne
rm /var/lib/lanterne/written /var/lib/lanterne/probe

# Its two processes, held up by a collector that does not answer: one may read
# the closed home, and the one that has business with the network may not.
# rights PID: the account, and all capabilities that it has or may get back
rights() { echo "$(ps -o user:32= -p "$1") $(awk '/^Cap(Inh|Prm|Eff|Amb):/ { print $2 }' "/proc/$1/status" | sort -u | tr '\n' ' ')"; }
talks() { ss -tnp | grep -q "pid=$(property probe.service MainPID),"; }
open_home() { setpriv --reuid lanterne --regid lanterne --clear-groups "$@" ls /home/anna >/dev/null 2>&1; }
sed 's|^ExecStart=.*|ExecStart=/usr/bin/lanterne join --test|' /lib/systemd/system/lanterne.service >/run/systemd/system/probe.service
systemctl daemon-reload
kill -STOP "$pid"
systemctl start --no-block probe.service
wait_for 10 talks
sender=$(property probe.service MainPID)
reader=$(pgrep -P "$sender")
check "the sender's rights" "$(rights "$sender")" "lanterne 0000000000000000 "
check "the reader's rights" "$(rights "$reader")" "lanterne 0000000000000004 "
! open_home || fail "the account may enter a closed home without any right"
open_home --inh-caps=+dac_read_search --ambient-caps=+dac_read_search || fail "the reader's right opens no home"
systemctl stop probe.service
kill -CONT "$pid"
rm /run/systemd/system/probe.service
systemctl daemon-reload

# Upgrade: settings, state, choices stay.
echo "users: all" >>/etc/lanterne/agent.yaml
before=$(sha256sum /etc/lanterne/agent.yaml /var/lib/lanterne-collector/policy.yaml /var/lib/lanterne-collector/pki/ca.crt)
joined=$(jq -r .joined status)
chown -R root:root /var/lib/lanterne # as the first packages had it
cd /test/new
doc 07
check "the state is its account's" "$(find /var/lib/lanterne ! -user lanterne)" ""
check "versions" "$(dpkg-query -W -f '${Version} ' lanterne lanterne-collector)" "99.0-1 99.0-1 "
check "settings and authority" "$(sha256sum /etc/lanterne/agent.yaml /var/lib/lanterne-collector/policy.yaml /var/lib/lanterne-collector/pki/ca.crt)" "$before"
check "still joined" "$(lanterne status --json | jq -r .joined)" "$joined"
check "started again" "$(systemctl is-active lanterne-collector lanterne.timer | sort -u)" active
[ "$(property lanterne-collector.service MainPID)" != "$pid" ] || fail "the old program still runs"
systemctl disable --now lanterne.timer
dpkg -i ./lanterne_*.deb
check "what the administrator disabled" "$(systemctl is-enabled lanterne.timer || true)" disabled
systemctl enable --now lanterne.timer

# Back to the older version, and forth again; the same twice.
for folder in old new new; do
    dpkg --force-confdef --force-confold -i /test/$folder/*.deb
    check "settings and authority" "$(sha256sum /etc/lanterne/agent.yaml /var/lib/lanterne-collector/policy.yaml /var/lib/lanterne-collector/pki/ca.crt)" "$before"
    check "after $folder" "$(systemctl is-active lanterne-collector lanterne.timer | sort -u)" active
done

pid=$(property lanterne-collector.service MainPID)
doc 08
check "reload keeps the process" "$(property lanterne-collector.service MainPID)" "$pid"
reread() { journalctl --no-pager -u lanterne-collector | grep -qE 'Settings read again|Réglages relus'; }
wait_for 10 reread
check "the backup is its owner's" "$(stat -c '%U %a' /var/backups/lanterne-collector/collector.backup)" "lanterne-collector 600"

# A port below 1024, by the addition that the page tells.
mkdir /etc/systemd/system/lanterne-collector.service.d
printf '[Service]\n%s\n%s\n%s\n' AmbientCapabilities=CAP_NET_BIND_SERVICE \
    CapabilityBoundingSet=CAP_NET_BIND_SERVICE PrivateUsers=no >/etc/systemd/system/lanterne-collector.service.d/port.conf
sed -i 's/^port: .*/port: 443/' /var/lib/lanterne-collector/collector.yaml
systemctl daemon-reload
systemctl restart lanterne-collector
ss -tln | grep -q ':443 ' || fail "nobody listens on port 443: $(ss -tln)"
rm -r /etc/systemd/system/lanterne-collector.service.d
sed -i 's/^port: .*/port: 8443/' /var/lib/lanterne-collector/collector.yaml
systemctl daemon-reload
systemctl restart lanterne-collector

# Somebody stays out.
sudo -u anna sh -c "$(cat /test/opt-out)"
lanterne run --read
check "who stays out is not read" "$(lanterne status --json | jq -r '.opted_out, [.sources[] | select(.state == "read").source] == []' | tr '\n' ' ')" "true true "

# Away.
doc 09
[ ! -e /var/lib/lanterne/state.db ] || fail "leave kept the state"
lanterne join --yes --later "$(ls /test/*/lanterne.join | head -1)"
check "a code that waits is the account's" "$(stat -c '%U %a' /var/lib/lanterne/invitation)" "lanterne 600"
lanterne leave --everything
check "nothing is left" "$(ls -A /var/lib/lanterne)" ""
touch /var/lib/lanterne/kept
head -1 /test/blocks/fr10 | sh -ex
wait_for 10 asleep lanterne-collector
wait_for 10 asleep lanterne.timer
[ ! -e /usr/bin/lanterne ] && [ ! -e /usr/bin/lanterne-collector ] || fail "remove left the programs"
for kept in /etc/lanterne/agent.yaml /var/lib/lanterne/kept /var/lib/lanterne-collector/pki/ca.crt; do
    [ -e "$kept" ] || fail "remove erased $kept"
done
doc 10
rm -r /var/backups/lanterne-collector # the reader's own
find / -xdev \( -path /proc -o -path /sys -o -path /test -o -path /home/anna \) -prune -o -iname '*lanterne*' -print >left
check "purge leaves nothing" "$(cat left)" ""
for account in lanterne lanterne-collector; do
    check "but the closed account" "$(getent passwd $account | cut -d: -f7)" /usr/sbin/nologin
done
check "blocks that were not run" "$(ls /test/blocks | grep -c '^fr' || true)" 0
echo "everything is as it should be"
