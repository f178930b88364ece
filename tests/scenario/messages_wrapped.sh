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
