#!/bin/sh
# The manual pages: two checkers find nothing to say, in both languages; the
# example agent.yaml is accepted as it is.
. "$SOURCE/tests/scenario/lib.sh"
pages=$(dirname "$(dirname "$LANTERNE")")/man

for page in lanterne.1 lanterne-collector.1 fr/lanterne.1 fr/lanterne-collector.1; do
    [ -s "$pages/$page" ] || fail "$page was not made"
    man --warnings -E UTF-8 -l -Tutf8 "$pages/$page" >shown 2>said || fail "man: $page: $(cat said)"
    check "man finds nothing in $page" "$(cat said)" ""
    mandoc -Tlint "$pages/$page" >said 2>&1 || fail "mandoc: $page: $(cat said)"
    check "mandoc finds nothing in $page" "$(cat said)" ""
    [ "$(wc -l <shown)" -gt 100 ] || fail "$page is short"
done
"$LANTERNE" --version >version
grep -q "$(sed 's/ /-/' version | cut -d- -f2)" "$pages/lanterne.1" || fail "the page is of another version"

# Help that a full disk swallowed is no success.
for words in --version --help 'scan --help' 'catalogue --help'; do
    status=0
    # shellcheck disable=SC2086
    "$LANTERNE" $words >/dev/full 2>said || status=$?
    check "exit code of $words on a full disk" "$status" 1
done

# What a command's help says, its page says.
for command in $("$LANTERNE" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    "$LANTERNE" "$command" --help --lang fr 2>/dev/null | sed -n 's/^  --\([a-z-]*\).*/\1/p' >options
    [ -s options ] || fail "$command has no help"
    awk -v title="\"lanterne $command " 'index($0, ".SS " title) { on = 1; next } /^\.S/ { on = 0 } on' \
        "$pages/fr/lanterne.1" >part
    while read -r option; do
        grep -qF "\\-\\-$(echo "$option" | sed 's/-/\\-/g')" part || fail "$command --$option is not in the page"
    done <options
done

for language in fr en; do
    mkdir -p state
    run 2 "$LANTERNE" status --state state --config "$pages/agent.example.$language.yaml"
    grep -q 'join' err || fail "the example is refused: $(cat err)"
done
