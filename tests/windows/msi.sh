#!/bin/sh
# lanterne.msi by msiexec: without a join code, again, with JOIN_CODE, upgrade,
# downgrade, uninstall; lanterne.join beside it; codes that are miscopied, no code
# at all, used up or out of date.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
export TMPDIR="$WINEPREFIX"
port=$(free_port)
disk="$WINEPREFIX/drive_c"
installed="$disk/Program Files/Lanterne/lanterne.exe"
kept="$disk/ProgramData/Lanterne"
[ ! -e "$kept" ] || fail "the prefix is not fresh"

"$SOURCE/packaging/windows/msi.sh" 0.1.0 "$LANTERNE_EXE" one.msi
"$SOURCE/packaging/windows/msi.sh" 0.2.0 "$LANTERNE_EXE" two.msi
mkdir "beside it"
cp one.msi "beside it/lanterne.msi"

# install WHAT MSI [PROPERTIES]: msiexec, quietly, with a log in ./log
install() {
    label=$1 msi=$2
    echo "== $label" >&2
    shift 2
    wine msiexec /i "$msi" /qn /l*v log "$@" || fail "$label: exit code $?: $(tail -5 log)"
}
uninstall() {
    wine msiexec /x "$1" /qn || fail "uninstall: exit code $?"
    [ ! -e "$disk/Program Files/Lanterne" ] || fail "left: $(find "$disk/Program Files/Lanterne")"
    [ ! -e "$kept" ] || fail "left: $(find "$kept")"
    wine sc query Lanterne 2>&1 | grep -q RUNNING && fail "the service still runs"
    [ -z "$(path)" ] || fail "the service is registered: $(path)"
    search_path | grep -qi Lanterne && fail "PATH still leads there: $(search_path)"
    ! find "$disk" -iname 'lanterne*.lnk' | grep . || fail "a shortcut is left"
}
trap '[ $? -eq 0 ] || cat doctor 2>/dev/null; for msi in one two three; do wine msiexec /x $msi.msi /qn >/dev/null 2>&1 || true; done
    for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done' EXIT
own() { LANTERNE_EXE=$installed "$LANTERNE" "$@"; }
running() { wine sc query Lanterne | grep -q RUNNING; }
doctor() { own doctor --lang en >doctor 2>&1 || true; }
says() {
    doctor
    grep -q "$1" doctor
}
joined() { says "✓ joined"; }
# wine's msiexec does not wait for a service that is in the midst of a round
idle() { says "✓ self-test"; }
devices() { "$COLLECTOR" devices --json --folder col | jq -c '[.. | .id? // empty] | length'; }
new_code() { "$COLLECTOR" enrol --uses 1 --folder col --output lanterne.join >/dev/null || fail "no join code"; }
words() { grep -v '^#' lanterne.join; }
value() { wine reg query "HKLM\\System\\CurrentControlSet\\$1" /v "$2" | tr -d '\r' | sed -n 's/.*REG[_A-Z]*  *//p'; }
path() { value 'Services\Lanterne' ImagePath 2>/dev/null; }
search_path() { value 'Control\Session Manager\Environment' PATH; }

"$COLLECTOR" init --association Essai --host 127.0.0.1 --port "$port" --listen 127.0.0.1 \
    --notice "$(date +%F)" --computers 12 --folder col >init.log 2>&1 || fail "init: $(cat init.log)"
"$COLLECTOR" serve --folder col >serve.log 2>&1 &
served=$!
wait_for 10 grep -q . serve.log

# wine writes no property and no command line into a log; Windows does, unless
# these say no (8192: msidbCustomActionTypeHideTarget)
msiinfo export one.msi Property | tr -d '\r' >table
grep -qx 'MsiHiddenProperties	JOIN_CODE;JoinByCode' table || fail "the code is shown: $(cat table)"
msiinfo export one.msi CustomAction >table
type=$(awk '$1 == "JoinByCode" { print $2 }' table)
[ $((type & 8192)) -ne 0 ] || fail "the command line with the code is shown: $type"

# without a join code: installed, runs, says what to do
install "without a code" one.msi
wait_for 20 running
check "the service's path" "$(path)" '"C:\Program Files\Lanterne\lanterne.exe" run --daemon'
says "lanterne join" || fail "doctor: $(cat doctor)"
grep -q "installation left" doctor && fail "no code is taken for a bad one: $(cat doctor)"
search_path | grep -qF 'C:\Program Files\Lanterne' || fail "not in PATH: $(search_path)"
install "a second time" one.msi
running || fail "the service does not run after a second installation"

# an upgrade that brings the code; the secret is in no log
new_code
install "an upgrade with a code" two.msi JOIN_CODE="$(words)"
wait_for 30 joined
check "one computer" "$(devices)" 1
for group in $(words | tr ' -' '\n\n' | sed 1d | grep '.....'); do
    tr -d '\0' <log | grep -qF "$group" && fail "the code is in the log: $group"
done
[ ! -e "$kept/invitation" ] || fail "the code is kept"
spent=$(words)
wait_for 60 idle

# once more, with another code: the enrolment stays, the code remains good
new_code
install "a second time, with another code" two.msi JOIN_CODE="$(words)"
wait_for 60 idle
joined || fail "after another code: $(cat doctor)"
check "still one computer" "$(devices)" 1
[ ! -e "$kept/invitation" ] || fail "the second code is kept"
[ -z "$(find "$kept" -maxdepth 0 -perm /007)" ] || fail "others may enter: $(ls -ld "$kept")"
wine sc query Lanterne | grep -q RUNNING || fail "the service does not run after the upgrade"

# the next upgrade, without a property, keeps all
printf 'dns: none\n' >"$kept/agent.yaml"
"$SOURCE/packaging/windows/msi.sh" 0.3.0 "$LANTERNE_EXE" three.msi
install "an upgrade without a property" three.msi
check "settings" "$(cat "$kept/agent.yaml")" "dns: none"
wait_for 20 joined
check "still one computer" "$(devices)" 1
check "the service's path" "$(path)" '"C:\Program Files\Lanterne\lanterne.exe" run --daemon'

# a downgrade is refused, with the code of a fatal error, and nothing changes
code=0
wine msiexec /i one.msi /qn || code=$?
check "a downgrade" "$((code & 255))" $((1603 & 255))
joined || fail "after the downgrade: $(cat doctor)"
running || fail "the service does not run after the downgrade"

# uninstalled: nothing is left, here or with the collector
uninstall three.msi
check "no computer" "$(devices)" 0

# of_no_use LABEL CODE WORDS: installed all the same; doctor says why; nothing
# is half joined, and the code is not tried again
of_no_use() {
    install "$1" one.msi JOIN_CODE="$2"
    wait_for 20 says "of no use: $3"
    running || fail "$1: the service does not run"
    check "$1: nothing half joined" "$(devices)" 0
    [ ! -e "$kept/invitation" ] || fail "$1: the code is kept"
    uninstall one.msi
}
of_no_use "a miscopied code" LANTERNE1-AAAAA-BBBBB "join code miscopied"
of_no_use "no code at all" "n'importe quoi & été" "this is no join code"
of_no_use "a code that is used up" "$spent" ".*épuisé"
new_code
sqlite3 col/collector.db "UPDATE codes SET expires = expires - 365"
of_no_use "a code that has expired" "$(words)" ".*périmé"

# lanterne.join beside the MSI
new_code
cp lanterne.join "beside it/"
install "a code beside it" "beside it/lanterne.msi"
wait_for 30 joined
check "joined by the file" "$(devices)" 1
uninstall "beside it/lanterne.msi"
check "no computer" "$(devices)" 0

# each msiexec line of docs/WINDOWS.md, and each command, with the service there
rm "beside it/lanterne.join"
new_code
sed -n 's/^msiexec //p' "$SOURCE/docs/WINDOWS.md" | awk '!seen[$0]++' >lines
check "lines of msiexec" "$(wc -l <lines)" 3
while read -r line; do
    line=$(echo "$line" | sed "s/LANTERNE1-CODE/$(words)/")
    case $line in /x*)
        grep -E '^lanterne (doctor|status|preview|pause|leave)' "$SOURCE/docs/WINDOWS.md" | awk '!seen[$0]++' >commands
        check "commands" "$(wc -l <commands)" 6
        while read -r _ command; do
            code=0
            # shellcheck disable=SC2086
            own $command >out 2>err </dev/null || code=$?
            # doctor: 1, as a fresh computer has nothing measured yet
            [ "$code" -eq 0 ] || [ "$command $code" = "doctor 1" ] || fail "$command: $code $(cat err)"
        done <commands
        ;;
    esac
    # shellcheck disable=SC2086
    (cd "beside it" && wine msiexec $line) </dev/null || fail "msiexec $line: $?"
    case $line in /i*) wait_for 60 idle ;; esac
done <lines
[ ! -e "$disk/Program Files/Lanterne" ] || fail "left by the documented commands"
