#!/bin/sh
# What a person does with an enrolled computer: trial, preview, pause, opt-out,
# leave; and what goes wrong: a cloned disk, a code that is used up, --now
# outside of a demonstration, a full disk, a collector that is away.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)

make_collector "$port" 2026-10-05
serve 2026-10-01
code 2026-10-01 2

# settings: what they say wrongly is told, all of it, with the place and the
# nearest word; the example as it is shipped says nothing, and is fine
printf 'user: own\ndns: knwon\nhomes: [accueil]\n' >agent.yaml
run 2 "$LANTERNE" check --lang en agent.yaml
grep -q '^agent.yaml:1:1: .*users' out || fail "unknown key: $(cat out)"
grep -q '^agent.yaml:2:6: .*known' out || fail "unknown word: $(cat out)"
grep -q '^agent.yaml:3:9: .*accueil' out || fail "relative path: $(cat out)"
check "faults" "$(grep -c '^agent.yaml:' out)" 3
cp "$SOURCE/policies/agent.example.fr.yaml" agent.yaml
run 0 "$LANTERNE" check agent.yaml "$SOURCE/policies"
grep -q "Aucun défaut" out || fail "the example: $(cat out)"
mkdir -p "$HOME/.config/lanterne"
[ "$(id -u)" -eq 0 ] || { cp agent.yaml "$HOME/.config/lanterne/" && run 0 "$LANTERNE" check && grep -q "réglages" out; }

# before joining
make_pc one
run 2 pc one status
grep -q "lanterne join" err || fail "no way shown: $(cat err)"
run 2 pc one join --yes
run 2 pc one join LANTERNE1-AAAAA --yes
run 2 pc one join lanterne.join # no terminal to answer on
grep -q -- "--yes" err || fail "needs --yes: $(cat err)"
check "nothing was made of it" "$(ls -A pc/one/state)" demo

# on a terminal, two questions; a no to either, and nothing is sent (wine draws a
# terminal of its own, of which no word can be read)
for replies in 'n\n' 'o\nn\n' '\n'; do
    [ -z "${LANTERNE_EXE:-}" ] || continue
    printf "$replies" | script -qec "$LANTERNE join --state pc/one/state --config pc/one/agent.yaml lanterne.join" /dev/null >asked 2>&1 &&
        fail "joined after $replies: $(cat asked)"
    grep -q "rien n.a été envoyé" asked || fail "not told that nothing was sent: $(cat asked)"
done
check "a no is a no" "$(ls -A pc/one/state)" demo

# joining, with the trial ballot at once
run 2 pc one join lanterne.join --yes --test --wait 1h
check "a bad option has done nothing" "$(ls -A pc/one/state)" demo
run 5 pc one join lanterne.join --yes --test --wait 1 --now 2026-10-01T08:00Z
grep -q "Inscrit" err || fail "joined, tried in vain: $(cat err)"
grep -q "aucun essai ouvert après 1.s" err || fail "no trial: $(cat err)"
# opened while the computer waits
pc one join --test --now 2026-10-01T08:00Z 2>test.log &
waiting=$!
wait_for 10 grep -q "60.s au plus" test.log
run 0 "$COLLECTOR" trial --folder col --now 2026-10-01
wait $waiting || fail "trial: $(cat test.log)"
check "waiting is said once" "$(grep -c 'lanterne-collector trial' test.log)" 1
cp test.log err
grep -q "Bulletin d.essai reçu" err || fail "trial: $(cat err)"
run 0 "$COLLECTOR" trial --folder col --now 2026-10-01
grep -q "Bulletins d.essai.*: 1 sur 1" out || fail "trial: $(cat out)"
run 5 pc one join lanterne.join --yes --now 2026-10-01T08:00Z
# the same command again, as after an installation that stopped half-way: one
# computer is one device, one ballot, one use of the code
run 0 pc one join lanterne.join --yes --test --now 2026-10-01T08:00Z
grep -q "déjà inscrit" err || fail "joined twice: $(cat err)"
run 0 "$COLLECTOR" trial --folder col --now 2026-10-01
grep -q "Bulletins d.essai.*: 1 sur 1" out || fail "tried twice: $(cat out)"
run 5 pc one join --yes --test --now 2026-10-01T08:00Z \
    LANTERNE1-04632-E9J5R-RKCE1-E64Q3-2C10Z-C0020-G30G2-GC1R8-1450P-30D1R-7T18D-2MEJA-B9N7N-2MTNA-VVK29-FW
grep -q "lanterne leave" err || fail "the code of another collector: $(cat err)"
check "one device" "$("$COLLECTOR" devices --json --folder col --now 2026-10-01 | jq '[.. | .id? // empty] | length')" 1

# the notice is of 5 October: nothing is read before, self-test apart
visit one https://chatgpt.com/ 2026-10-02
run 0 pc one run --read --now 2026-10-04T12:00Z
check "asleep" "$(state one 'SELECT count(*) FROM day')" 0
check "no source was opened" "$(state one 'SELECT count(*) FROM source')" 0
check "self-test" "$(pc one status --json --now 2026-10-04T12:00Z | jq .self_test)" true
visit one https://chatgpt.com/ 2026-10-05
run 0 pc one run --read --now 2026-10-05T20:00Z
check "from the notice on" "$(state one 'SELECT count(*) FROM day')" 1
run 0 pc one preview --now 2026-10-05T20:00Z
grep -q '^{"v":1,"period":"2026-10","any":1,' out || fail "preview: $(cat out)"
grep -q "1 à 4 jours" out || fail "preview explains: $(cat out)"
grep -q "Postes inscrits .* jeton.: 1\." out || fail "how many are enrolled: $(cat out)"
words=$(sed -n 's/.*les mêmes sur tous les postes.*: //p' out)
check "eight words" "$(echo "$words" | wc -w)" 8
"$COLLECTOR" status --folder col --now 2026-10-05 | grep -qF "$words" || fail "the collector shows other words"
run 0 pc one preview --raw --now 2026-10-05T20:00Z
head -c 120 out >first
run 0 pc one preview --raw --now 2026-10-05T20:00Z
head -c 120 out | cmp - first || fail "two previews differ"

# doctor: one line a check, and a fix for each that is ill
run 0 pc one doctor --now 2026-10-05T20:00Z
check "doctor is content" "$(grep -c '✓' out)" 13
# a state folder that cannot be written: by its rights, by its disk.  Not under
# wine: its server opens the files, outside of what is mounted here, and is root.
if [ -z "${LANTERNE_EXE:-}" ]; then
    if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
        run 1 unshare -m sh -c "mount --bind pc/one/state pc/one/state && mount -o remount,ro,bind pc/one/state && exec '$LANTERNE' \
            doctor --state pc/one/state --config pc/one/agent.yaml --now 2026-10-05T20:00Z"
    else
        chmod 500 pc/one/state
        run 1 pc one doctor --now 2026-10-05T20:00Z
        chmod 700 pc/one/state
    fi
    check "ill" "$(grep -c '✗' out)" 1
    grep -A1 '✗ dossier d.état' out | tr '\n' ' ' | grep -q 'pc/one/state' || fail "not told where: $(cat out)"
    grep -q 'remontez-le' out || fail "no fix: $(cat out)"
fi
# encrypted DNS in a browser is good to know, and no fault
echo 'user_pref("network.trr.mode", 3);' >pc/one/home/.mozilla/firefox/x.default/prefs.js
run 0 pc one run --read --now 2026-10-05T20:30Z
run 0 pc one doctor --now 2026-10-05T20:30Z
grep -q '^! .*DoH' out || fail "DoH is a fault: $(cat out)"
rm pc/one/home/.mozilla/firefox/x.default/prefs.js
# a DNS log is one's choice: nobody who wants none is told of it, and a computer
# with a resolver and without a log is not ill
! grep -q 'journal DNS' out || fail "dns: none, and told all the same: $(cat out)"
cp pc/one/agent.yaml pc/one/agent.none
printf 'homes: [%s]\ndns_logs: [%s]\n' "$WORK/pc/one/home" \
    "$SOURCE/tests/fixtures/dns/dnsmasq-docker.log" >pc/one/agent.yaml
run 0 pc one run --read --now 2026-10-05T20:40Z
run 0 pc one doctor --now 2026-10-05T20:40Z
grep -q '^✓ journal DNS' out || fail "a log is read: $(cat out)"
sed -i '/^dns_logs/d' pc/one/agent.yaml
run 0 pc one run --read --now 2026-10-05T20:50Z
run 0 pc one doctor --now 2026-10-05T20:50Z
! grep -A1 '^! journal DNS' out | grep -v '^! ' >advice ||
    grep -q 'prévenez d.abord les personnes' advice || fail "advice without a warning: $(cat out)"
mv pc/one/agent.none pc/one/agent.yaml

# a pause: today's day goes, tomorrow's never comes; the ballot is blank
run 2 pc one pause --until 2026-10-04 --now 2026-10-06T09:00Z
visit one https://chatgpt.com/ 2026-10-06
run 0 pc one run --read --now 2026-10-06T13:00Z
run 0 pc one pause --now 2026-10-06T13:30Z
run 0 pc one pause --until 2026-10-07 --now 2026-10-06T14:00Z
grep -q "jusqu.au 7.octobre.2026 inclus" err || fail "until when: $(cat err)"
run 0 pc one status --now 2026-10-06T14:00Z
grep -q "jusqu.au 7.octobre.2026 inclus" out || fail "status, paused: $(cat out)"
check "paused until" "$(pc one status --json --now 2026-10-06T14:00Z | jq -r .paused_until)" 2026-10-07
visit one https://chatgpt.com/ 2026-10-07
run 0 pc one run --read --now 2026-10-07T13:00Z
run 0 pc one run --read --now 2026-10-08T13:00Z
check "paused days are not there" "$(state one 'SELECT count(*) FROM day')" 1
run 0 pc one preview --now 2026-10-08T14:00Z
grep -q '^{"v":1,"period":"2026-10","blank":1}$' out || fail "blank: $(cat out)"

# an opt-out of the only user: nothing is read
make_pc two
run 0 pc two join lanterne.join --yes --now 2026-10-05T08:00Z
visit two https://chatgpt.com/ 2026-10-06
mkdir -p pc/two/home/.config/lanterne
: >pc/two/home/.config/lanterne/opt-out
run 0 pc two run --read --now 2026-10-06T13:00Z
check "opted out" "$(state two 'SELECT count(*) FROM day')" 0
run 0 pc two preview --now 2026-10-06T14:00Z
grep -q '"blank":1' out || fail "not measured is not zero: $(cat out)"
rm pc/two/home/.config/lanterne/opt-out

# a code that is used up
make_pc three
run 5 pc three join lanterne.join --yes --now 2026-10-06T08:00Z
grep -q "épuisé" err || fail "used up: $(cat err)"

# a cloned disk is not this machine
cp -r pc/two pc/clone
state clone "UPDATE joined SET machine = randomblob(32)"
run 5 pc clone run --read --now 2026-10-06T15:00Z
grep -q "autre ordinateur" err || fail "clone: $(cat err)"
run 5 pc clone preview
code 2026-10-06 1
run 0 pc clone join lanterne.join --yes --now 2026-10-07T15:00Z
check "a clone starts anew" "$(state clone 'SELECT count(*) FROM day')" 0

# the time is set in a demonstration only
rm pc/clone/state/demo
run 2 pc clone status --now 2026-10-07T08:00Z
grep -q -- "--now" err || fail "--now: $(cat err)"
: >pc/clone/state/demo

# nowhere to copy to: the self-test fails, it is said, nothing is drafted
cp pc/two/agent.yaml two.yaml
printf 'temporary: /nowhere\n' >>pc/two/agent.yaml
run 0 pc two run --read --now 2026-10-31T13:00Z
grep -q "Lecture impossible" err || fail "said: $(cat err)"
check "self-test" "$(pc two status --json --now 2026-10-31T13:00Z | jq .self_test)" false
stop_collector
serve 2026-11-03
for hour in 01 08 15; do
    run 0 pc two run --now 2026-11-03T$hour:00Z
done
check "it abstains" "$(pc two status --json --now 2026-11-03T16:00Z | jq -r '.periods[-1].status')" token
cp two.yaml pc/two/agent.yaml
run 0 pc two run --read --now 2026-11-04T01:00Z
run 0 pc two run --now 2026-11-04T09:00Z
check "then it votes" "$(pc two status --json --now 2026-11-04T16:00Z | jq -r '.periods[-1].status')" sent

# a collector that is away: said, tried again, missed after seven days, erased
stop_collector
run 4 pc one run --now 2026-11-05T12:00Z
grep -q "ne répond pas" err || fail "away: $(cat err)"
run 1 pc one doctor --now 2026-11-05T12:00Z
grep -q "✗ collecteur joint" out || fail "doctor: $(cat out)"
pc one run --now 2026-11-19T00:01Z >out 2>err || true
grep -q "Relevé 2026-10" err || fail "missed: $(cat err)"
check "days are erased" "$(state one "SELECT count(*) FROM day WHERE day < $(($(date -ud 2026-11-01 +%s) / 86400))")" 0

# leaving
run 4 pc one leave
check "not yet" "$(state one 'SELECT count(*) FROM joined')" 1
serve 2026-11-20
run 0 pc one leave --now 2026-11-20T08:00Z
[ ! -e pc/one/state/state.db ] || fail "state.db is there"
run 0 pc clone leave --local
stop_collector
