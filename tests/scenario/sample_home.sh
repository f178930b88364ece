# sample_home.sh: the fictional office computer gives the same days whatever the
# day of the build; what was redirected, embedded or synced does not count.
. "$SOURCE/tests/scenario/lib.sh"

"$SOURCE/packaging/sample-home.sh" office
run 0 "$LANTERNE" scan --home office --no-dns --json
check "services" "$(json '[.services[] | "\(.id) \(.visited_days)"] | join(", ")')" \
    "chatgpt 23, deepl 11, le-chat 7, gemini 6, canva-ai 4, notebooklm 3, perplexity 2, gamma 1"
check "profiles" "$(json '[.sources[] | "\(.name) \(.state) \(.records) \(.encrypted_dns)"] | join(", ")')" \
    "Chrome read 242 false, Chromium read 37 false, Firefox read 143 false, Firefox read 23 true"
check "left in TMPDIR" "$(ls "$TMPDIR")" ""
code=0
"$SOURCE/packaging/sample-home.sh" office 2>err || code=$?
check "an existing folder is left alone" "$code" 1
