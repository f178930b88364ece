# catalogue.sh: the commands catalogue and check, as a contributor uses them.
. "$SOURCE/tests/scenario/lib.sh"

# explain_as INPUT SERVICE VERDICT COUNTS
explain_as() {
    run 0 "$LANTERNE" catalogue explain "$1" --json
    check "$1" "$(json '"\(.service) \(.verdict) \(.counts)"')" "$2 $3 $4"
}

explain_as chatgpt.com chatgpt use true
explain_as https://chatgpt.com/share/1 chatgpt reading false
explain_as wechat.com null none false
explain_as 'https://www.google.com/search?q=a&udm=50' google-ai-mode use true
explain_as 'https://www.google.com/search?q=chatgpt' null none false
run 2 "$LANTERNE" catalogue explain 'not a host'
grep -q 'not a host' err && fail "an error repeats what was asked"

run 0 "$LANTERNE" catalogue show chatgpt --lang en
grep -q 'Confidentiality: ' out || fail "show says no attention points"
run 2 "$LANTERNE" catalogue show chatgtp --lang en
grep -q 'did you mean chatgpt' err || fail "the closest id is not named"
run 0 "$LANTERNE" catalogue list
run 0 "$LANTERNE" catalogue stats
run 2 "$LANTERNE" catalogue search no-such-service

# the same for programs; a verb that has no JSON says so
run 0 "$LANTERNE" catalogue list --json
check "list as JSON" "$(json 'length > 1000 and (map(.id) == (map(.id) | sort))')" true
run 0 "$LANTERNE" catalogue search mistral --json
check "search as JSON" "$(json 'map(.id) | index("le-chat") != null')" true
run 0 "$LANTERNE" catalogue show chatgpt --json
check "show as JSON" "$(json '.risks.c_trains | .answer + " " + (.source | startswith("https://") | tostring)')" "yes true"
run 0 "$LANTERNE" catalogue stats --json
check "stats as JSON" "$(json '.services == (.categories | add) and .rules == (.roles | add)')" true
run 2 "$LANTERNE" catalogue search no-such-service --json
run 2 "$LANTERNE" catalogue verify absent.bundle --json --lang en
grep -q 'does not answer in JSON' err || fail "an option without effect is taken"

# what is shipped is clean, without argument and by path
run 0 "$LANTERNE" check
run 0 "$LANTERNE" check "$SOURCE/policies"

# all faults of a file, each at its place, exit code 2
cat >faulty.yaml <<'YAML'
schema: 1
category: image
services:
  - id: alba
    name: Alba
    source: none
    match:
      - {host: github.io, role: primary}
      - {hots: alba.example, role: primary}
      - {host: chat, role: primary}
YAML
run 2 "$LANTERNE" check faulty.yaml --lang en
check "places" "$(grep -o '^faulty.yaml:[0-9]*:[0-9]*' out | tr '\n' ' ')" \
    "faulty.yaml:8:9 faulty.yaml:9:9 faulty.yaml:9:10 faulty.yaml:10:16 "
grep -q 'did you mean host' out || fail "the closest key is not named"
run 2 "$LANTERNE" check absent.yaml

# a service of one's own, explained before it is contributed
cat >own.yaml <<'YAML'
schema: 1
category: image
services:
  - id: zz-own
    name: Our own
    source: none
    match:
      - {host: ia.example.org, role: primary}
YAML
run 0 "$LANTERNE" catalogue explain --catalogue own.yaml https://ia.example.org/ --json
check "own service" "$(json '"\(.service) \(.verdict)"')" "zz-own use"

# the walk of CONTRIBUTING, to the letter: its entry at its place, checked, then
# explained as use and as reading
cp -r "$SOURCE/policies/catalogue" walk
sed -n '/^## Add a service/,/^## Add a browser/{/```yaml/,/```$/p}' \
    "$SOURCE/CONTRIBUTING.md" | sed '/```/d; s/^   //' >entry.yaml
grep -q '^  - id: alba$' entry.yaml || fail "CONTRIBUTING shows no entry"
awk 'NR == FNR { entry = entry $0 "\n"; next }
    !done && /^  - id: / && $3 > "alba" { printf "%s", entry; done = 1 }
    { print }' entry.yaml walk/text-assistant.yaml >walked
mv walked walk/text-assistant.yaml
run 0 "$LANTERNE" check walk
run 0 "$LANTERNE" catalogue explain --catalogue walk https://app.alba.example/ --json
check "the walk's use" "$(json '"\(.service) \(.verdict)"')" "alba use"
run 0 "$LANTERNE" catalogue explain --catalogue walk https://alba.example/prices --json
check "the walk's reading" "$(json '"\(.service) \(.verdict)"')" "alba reading"
