#!/bin/sh
# docs/AGENT.md and docs/AGENT.fr.md: the same commands, and each of them does
# what it says, in order, at the true time, for a user without any right.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)
commands() { awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$1"; }
commands "$SOURCE/docs/AGENT.md" >page.en
commands "$SOURCE/docs/AGENT.fr.md" >page.fr
cmp page.en page.fr || fail "two languages, two pages"
[ "$(wc -l <page.en)" -ge 10 ] || fail "no commands found"

"$COLLECTOR" init --association Essai --host 127.0.0.1 --port "$port" --listen 127.0.0.1 --notice "$(date -u +%F)" \
    --computers 12 --folder col >init.log 2>&1 || fail "init: $(cat init.log)"
: >serve.log
"$COLLECTOR" serve --folder col >serve.log 2>&1 &
served=$!
wait_for 10 grep -q . serve.log
"$COLLECTOR" enrol --uses 1 --folder col --output lanterne.join >/dev/null 2>&1 || fail "no join code"
run 0 "$COLLECTOR" trial --folder col

# As root the folders would be the system's: a user without rights has a home.
as_user=
make_pc x
mkdir -p home/.mozilla/firefox
mv pc/x/home/.mozilla/firefox/x.default home/.mozilla/firefox/
if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$WORK" "$TMPDIR"
    chmod 1777 "$TMPDIR"
    chmod 644 lanterne.join
    chown -R 4242:4242 home
    startable_by 4242
    as_user="setpriv --reuid 4242 --regid 4242 --clear-groups"
fi
PATH=$(dirname "$LANTERNE"):$PATH
export PATH
while read -r line; do
    # shellcheck disable=SC2086
    $as_user sh -c "$line" >out 2>err </dev/null || fail "$line: $(cat out err)"
    case $line in
    *join*) grep -q "Bulletin d.essai reçu" err || fail "$line: $(cat err)" ;;
    *run*) check "$line" "$(cat out err)" "" ;;
    *--raw*) grep -q '^{"v":1,' out || fail "$line: $(cat out)" ;;
    *preview*) grep -q "huit mots" out || fail "$line: $(cat out)" ;;
    *--json*) jq -e '.periods | length > 0' out >/dev/null || fail "$line: $(cat out)" ;;
    *status*) grep -q "firefox.: lu" out || fail "$line: $(cat out)" ;;
    *doctor*) grep -q "✗" out && fail "$line: $(cat out)" ;;
    *--until*) grep -q "En pause" err || fail "$line: $(cat err)" ;;
    *check*) grep -q "Catalogue intégré" out || fail "$line: $(cat out)" ;;
    esac
done <page.en
[ -z "$(ls -A home/.local/state/lanterne | grep -v lock)" ] || fail "left, and something stays: $(ls -A home/.local/state/lanterne)"
stop_collector
