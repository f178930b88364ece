# machine.sh: a Debian 12 of a scenario's own, made by copying the one that is kept
# (tests/packages/debian.sh) and booted for one script.  As root; sourced after
# lib.sh; POSIX sh.

# machine_make: $root, a folder that is erased at the end, with an empty /test
machine_make() {
    root=$WORK/root
    trap 'rm -rf "$root"' EXIT
    cp -a "$("$SOURCE/tests/packages/debian.sh")" "$root"
    mkdir "$root/test"
}

# machine_run SECONDS: boots it to run /test/inside.sh there, and shuts it down;
# the script's output is in $root/test/log
machine_run() {
    # The unit of the test stops the system, and nspawn exits as it did.
    cat >"$root/etc/systemd/system/scenario.service" <<UNIT
[Unit]
SuccessAction=exit
FailureAction=exit
[Service]
Type=oneshot
WorkingDirectory=/test
ExecStart=/bin/sh /test/inside.sh
StandardOutput=append:/test/log
StandardError=append:/test/log
TimeoutStartSec=$1
[Install]
WantedBy=multi-user.target
UNIT
    mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
    ln -s ../scenario.service "$root/etc/systemd/system/multi-user.target.wants/"
    code=0
    timeout -k 10 $(($1 + 40)) systemd-nspawn --quiet --directory="$root" --machine="lanterne-$$" --boot --register=no \
        --keep-unit --private-network --link-journal=no >console 2>&1 </dev/null || code=$?
    [ "$code" -eq 0 ] || {
        tail -5 console
        [ -e "$root/test/log" ] || fail "the test's machine did not start: systemd-nspawn needs cgroups (/sys) and \
namespaces, which a chroot and most containers lack"
        tail -60 "$root/test/log"
        fail "exit code $code"
    }
}
