#!/bin/sh
# The README's first command: builds the release, scans this machine and the
# sample home, plays the demonstration, and what it names exists.
. "$SOURCE/tests/scenario/lib.sh"

"$SOURCE/packaging/try.sh" >out 2>err || {
    cat err >&2
    fail "try.sh: exit code $?"
}
grep -q '^ChatGPT ' out || fail "the sample's table is not shown: $(cat out)"
sed -n '/^Pages:/,$p' out >named
pages=$(sed -n 's/^  \(.*try\/[a-z-]*\.html\)$/\1/p' named)
check "pages" "$(echo "$pages" | wc -l)" 2
for page in $pages; do
    [ -s "$page" ] || fail "no page at $page"
    check "mode of $page" "$(stat -c %a "$page")" 600
done
grep -q 'ChatGPT' "$SOURCE/build/try/sample.html" || fail "the sample's page lacks its service"

# the demonstration, of both programs of the release
check "months of the demonstration" "$(grep -c '^== .* 2026$' out)" 3
report=$(sed -n 's/^  \(.*reports.*\.html\)$/\1/p' named)
check "pages of the report marked" "$(grep -c 'class="demo">D[EÉ]MO' "$report")" 4
report=$(sed -n 's/^  \(.*reports.*\.pdf\)$/\1/p' named)
check "pages of the report" "$(pdfinfo "$report" | awk '/^Pages:/ {print $2}')" 4
