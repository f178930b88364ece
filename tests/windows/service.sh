#!/bin/sh
# lanterne.exe as a Windows service: started and stopped by the manager of
# services, under a path with a space and an accent that was registered
# unquoted; its state found bait is left alone.
. "$SOURCE/tests/scenario/lib.sh"
export TMPDIR="$WINEPREFIX"

folder="$WINEPREFIX/drive_c/Outils de l'été"
mkdir "$folder"
cp "$LANTERNE_EXE" "$folder/lanterne.exe"
trap 'wine net stop Lanterne >/dev/null 2>&1 || true; wine sc delete Lanterne >/dev/null 2>&1 || true; rm -rf "$folder" "$WINEPREFIX/drive_c/ProgramData/Lanterne"' EXIT

state() { wine sc query Lanterne | tr -d '\r' | sed -n 's/.*STATE *: [0-9]* *//p'; }
is() { [ "$(state)" = "$1" ]; }
path() {
    wine reg query 'HKLM\System\CurrentControlSet\Services\Lanterne' /v ImagePath | tr -d '\r' |
        sed -n 's/.*REG[_A-Z]*  *//p'
}

[ -z "$(path)" ] || fail "the prefix is not fresh: $(path)"
wine sc create Lanterne binPath= "C:\\Outils de l'été\\lanterne.exe run --daemon" >/dev/null
path | LC_ALL=C grep -aq '^"' && fail "registered quoted already: $(path)"
wine net start Lanterne >/dev/null 2>&1
wait_for 20 is RUNNING
path | LC_ALL=C grep -aq '^"C:.*lanterne\.exe" run --daemon' || fail "not quoted: $(path)"

# it is at work: a code that is left is tried by the next start
run 2 "$LANTERNE" join LANTERNE1-AAAAA --later --yes
wine net stop Lanterne >/dev/null 2>&1
wait_for 30 is STOPPED
wine net start Lanterne >/dev/null 2>&1
wait_for 20 is RUNNING
wine net stop Lanterne >/dev/null 2>&1
wait_for 30 is STOPPED

# a folder that others may enter is nobody's state
kept="$WINEPREFIX/drive_c/ProgramData/Lanterne"
chmod 777 "$kept"
run 1 "$LANTERNE" join LANTERNE1-AAAAA --later --yes
run 1 "$LANTERNE" doctor
