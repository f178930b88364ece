# Messages on a terminal are broken between words, at its width; in a file or a
# pipe they are one line each, for programs.
. "$SOURCE/tests/scenario/lib.sh"
export LANG=fr_FR.UTF-8 LC_ALL=
unset COLUMNS

run 2 "$LANTERNE" nothing-of-this-name
check "a file: one line" "$(wc -l <err)" 1
[ "$(wc -m <err)" -gt 60 ] || fail "too short to show anything: $(cat err)"

# on_terminal COLUMNS: what the same command says there
on_terminal() {
    script -qec "stty cols $1 -opost; $LANTERNE nothing-of-this-name" /dev/null >said </dev/null || true
}
words() { tr -s ' \n' '\n\n' <"$1" | grep -c .; }

on_terminal 50
[ "$(wc -l <said)" -gt 1 ] || fail "not broken: $(cat said)"
check "no word is lost or cut" "$(words said)" "$(words err)"
[ "$(LC_ALL=C.UTF-8 wc -L <said)" -le 50 ] || fail "wider than the terminal: $(cat said)"
on_terminal 400
check "room for it" "$(wc -l <said)" 1

# What the collector answers, likewise; in a pipe it is as it was laid out.
COLLECTOR=$(dirname "$LANTERNE")/lanterne-collector
"$COLLECTOR" init --association Essai --host a.example.org --computers 4 --folder col >/dev/null || fail "init"
run 0 "$COLLECTOR" status --folder col
script -qec "stty cols 50 -opost; $COLLECTOR status --folder col" /dev/null >said </dev/null || true
[ "$(wc -l <said)" -gt "$(wc -l <out)" ] || fail "the collector's answer is not broken: $(cat said)"
check "no word of it is lost or cut" "$(words said)" "$(words out)"
[ "$(LC_ALL=C.UTF-8 wc -L <said)" -le 50 ] || fail "wider than the terminal: $(cat said)"
script -qec "stty cols 400 -opost; $COLLECTOR status --folder col" /dev/null >said </dev/null || true
cmp -s said out || fail "room for it: $(diff said out)"
