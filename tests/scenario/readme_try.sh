#!/bin/sh
# The README's first command: builds the release, scans this machine and the
# sample home, and the pages that it names exist.
. "$SOURCE/tests/scenario/lib.sh"

"$SOURCE/packaging/try.sh" >out 2>err || {
    cat err >&2
    fail "try.sh: exit code $?"
}
grep -q '^ChatGPT ' out || fail "the sample's table is not shown: $(cat out)"
pages=$(sed -n 's/^  \(.*\.html\)$/\1/p' out)
check "pages" "$(echo "$pages" | wc -l)" 2
for page in $pages; do
    [ -s "$page" ] || fail "no page at $page"
    check "mode of $page" "$(stat -c %a "$page")" 600
done
grep -q 'ChatGPT' "$SOURCE/build/try/sample.html" || fail "the sample's page lacks its service"
