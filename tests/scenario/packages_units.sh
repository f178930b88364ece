#!/bin/sh
# The systemd units: what they leave open stays under a bound, and systemd
# finds no fault in them.
. "$SOURCE/tests/scenario/lib.sh"
units=$SOURCE/packaging/systemd

# exposure UNIT BOUND: in tenths; 0 is nothing, 100 everything
exposure() {
    systemd-analyze security --offline=true "$units/$1" >said 2>&1 || fail "$1: $(cat said)"
    tenths=$(sed -n 's/.*Overall exposure level for .*: \([0-9]*\)\.\([0-9]\).*/\1\2/p' said)
    [ -n "$tenths" ] || fail "$1: no figure in $(tail -1 said)"
    echo "$1: exposure $tenths tenths, at most $2"
    [ "$tenths" -le "$2" ] || fail "$1 leaves $tenths tenths open, at most $2: $(grep ✗ said)"
}
exposure lanterne.service 20
exposure lanterne-collector.service 15

# In a root of their own, with the programs in their place.
mkdir -p root/usr/bin root/usr/lib/systemd root/bin root/etc
cp -a /usr/lib/systemd/system root/usr/lib/systemd/
cp "$units"/*.service "$units"/*.timer root/usr/lib/systemd/system/
printf '#!/bin/sh\n' >root/usr/bin/lanterne
chmod 755 root/usr/bin/lanterne
cp root/usr/bin/lanterne root/usr/bin/lanterne-collector
cp root/usr/bin/lanterne root/bin/kill
printf '%s:x:997:997::/:/bin/false\n' lanterne lanterne-collector >root/etc/passwd
printf '%s:x:997:\n' lanterne lanterne-collector >root/etc/group
for unit in lanterne.service lanterne.timer lanterne-collector.service; do
    systemd-analyze verify --root=root --man=no --recursive-errors=no "$unit" >said 2>&1 ||
        fail "$unit: $(cat said)"
    check "systemd finds no fault in $unit" "$(grep -i lanterne said || true)" ""
done

# The pass of every 10 to 15 minutes, by which time awake is counted.
check "the timer" "$(sed -n 's/^\(OnUnitActiveSec\|RandomizedDelaySec\)=//p' "$units/lanterne.timer" | tr '\n' ' ')" "10min 5min "
for unit in lanterne.timer lanterne-collector.service; do
    systemctl --root=root enable "$unit" >/dev/null 2>&1 || fail "$unit cannot be enabled"
done
