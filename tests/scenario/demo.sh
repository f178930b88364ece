#!/bin/sh
# The demonstration: three months of 14 invented computers, both programs as
# processes.  What is published is compared with the computers' histories, read
# here by other means; every page says DÉMO; nothing is left running.
. "$SOURCE/tests/scenario/lib.sh"
export LC_ALL=C.UTF-8
COLLECTOR=$(dirname "$LANTERNE")/lanterne-collector

# ours: our programs that have this scenario's folder as theirs
ours() {
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/cwd" 2>/dev/null)" = "$WORK" ] || continue
        case $(readlink "$process/exe" 2>/dev/null) in
        */lanterne | */lanterne-collector) echo "${process#/proc/}" ;;
        esac
    done
}
left_running() { for id in $(ours); do tr '\0' ' ' <"/proc/$id/cmdline"; done 2>/dev/null || true; }
trap 'for id in $(ours); do kill "$id"; done' EXIT

# Three months in under a minute (tests/bench/bench_demo.sh has the clock): each
# computer joins once and is run on eight days, the fewest that ballots need.
mkdir counted
cp "$COLLECTOR" counted/
printf '#!/bin/sh\necho "$1" >>"%s/calls"\nexec "%s" "$@"\n' "$WORK" "$LANTERNE" >counted/lanterne
chmod 700 counted/lanterne
run 0 counted/lanterne-collector demo -o played
check "runs of the agent" "$(sort calls | uniq -c | awk '{print $1, $2}' | tr '\n' ' ')" "14 join 1 pause 112 run "
cp out story
check "left running" "$(left_running)" ""
grep -q "^== août 2026" story || fail "its months are not told: $(cat story)"
check "figures, month by month" "$(grep -c 'Publié' story)" 3
tail -5 story | grep -q "$WORK/played/reports/lanterne-2026-10-fr.pdf" || fail "where the report is: $(tail -5 story)"

# visited HOST MONTH DAYS: computers with a visit on so many days, but for the
# one that is paused and the one that can't be read
visited() {
    for home in played/computers/*/home; do
        case $home in */13/* | */14/*) continue ;; esac
        find "$home" -name places.sqlite -o -name History | while read -r file; do
            case $file in
            *places.sqlite) ask="SELECT url AS u, visit_date / 1000000 AS t FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id" ;;
            *) ask="SELECT u.url AS u, visit_time / 1000000 - 11644473600 AS t FROM visits v JOIN urls u ON u.id = v.url" ;;
            esac
            days=$(sqlite3 "$file" "SELECT count(DISTINCT date(t, 'unixepoch')) FROM ($ask)
                WHERE $1 AND strftime('%Y-%m', t, 'unixepoch') = '$2'")
            [ "$days" -lt "$3" ] || echo "$home"
        done
    done | wc -l
}
host() { echo "substr(u, 9, length('$1') + 1) = '$1/'"; }

# near LABEL PUBLISHED TRUE: a multiple of 3, at most 2 away
near() {
    [ $(($2 % 3)) -eq 0 ] && [ $(($2 - $3)) -le 2 ] && [ $(($3 - $2)) -le 2 ] ||
        fail "$1: published $2, true $3"
}

hosts='chatgpt:chatgpt.com deepl:www.deepl.com gemini:gemini.google.com le-chat:chat.mistral.ai
deepseek:chat.deepseek.com perplexity:www.perplexity.ai suno:suno.com'
for month in 2026-08 2026-09 2026-10; do
    cp "played/reports/lanterne-$month.json" out
    check "$month: enrolled, ballots, blanks" \
        "$(json '.periods[-1] | [.enrolled, .ballots, .blanks] | join(" ")')" "14 12 2"
    check "$month: demo" "$(json .demo)" true
    some="$(host character.ai)" open="$(host character.ai)"
    for pair in $hosts; do
        id=${pair%%:*} where=$(host "${pair#*:}")
        some="$some OR $where"
        case $month/$id in
        2026-08/* | */chatgpt | */gemini | */deepseek | */perplexity | */suno | 2026-09/le-chat) open="$open OR $where" ;;
        esac
        for key in used:1 regular:5; do
            near "$month $id ${key%:*}" \
                "$(json "[.periods[-1].services[] | select(.id == \"$id\") | .${key%:*}][0] // 0")" \
                "$(visited "$where" $month "${key#*:}")"
        done
    done
    near "$month any" "$(json '.periods[-1].any.used')" "$(visited "($some)" $month 1)"
    near "$month unapproved" "$(json '.periods[-1].unapproved.used')" "$(visited "($open)" $month 1)"
    json '.periods[-1].services[].id' | grep -q character && fail "a companion is named"
done
[ "$(visited "$(host chatgpt.com)" 2026-10 1)" -ge 3 ] || fail "nothing was to be counted"

# What was decided is followed up; the coverage is what the computers are.
check "decisions followed" "$(json '[.board.decisions[] | .service + "=" + .status] | sort | join(" ")')" \
    "deepl=allowed deepseek=forbidden le-chat=trial"
check "a forbidden service is on the agenda" "$(json '[.agenda[] | select(.kind == "forbidden") | .service] | join(" ")')" deepseek
check "histories read, of 14" "$(json .health.histories)" 12
check "computers with encrypted DNS" "$(json .health.encrypted_dns)" 3

# Every page of every format.
for month in 2026-08 2026-09 2026-10; do
    at=played/reports/lanterne-$month
    check "$month: pages" "$(pdfinfo "$at-fr.pdf" | awk '/^Pages:/ {print $2}')" 4
    for page in 1 2 3 4; do
        pdftotext -f $page -l $page "$at-fr.pdf" - | grep -q DÉMO || fail "$month, page $page of the PDF is not marked"
    done
    # nothing beyond the right margin, 40 points of 595.3
    beyond=$(pdftotext -bbox "$at-fr.pdf" - | sed -n 's/.*xMax="\([0-9.]*\)".*/\1/p' | awk '$1 > 556' | wc -l)
    check "$month: words beyond the margin" "$beyond" 0
    check "$month: pages marked in HTML" "$(grep -c 'class="demo">DÉMO' "$at-fr.html")" 4
    check "$month: pages marked in Markdown" "$(grep -c '^\*\*DÉMO' "$at-fr.md")" 4
    check "$month: CSV" "$(sed -n 2p "$at.csv" | cut -d, -f4)" DEMO
done

# Page 1, recomputed from the JSON by other means: here with the true catalogue.
for month in 2026-08 2026-09 2026-10; do
    at=played/reports/lanterne-$month
    pdftotext -l 1 -layout "$at-fr.pdf" page1.txt
    jq -r -f "$SOURCE/tests/tools/page1.jq" "$at.json" | gawk -f "$SOURCE/tests/tools/page1.awk" - page1.txt >out ||
        fail "$month: page 1 is not what the JSON says: $(cat out)"
done

# Neither hosts nor homes in what the collector keeps.
! grep -rlE 'chatgpt\.com|deepseek\.com|computers/0' played/collector ||
    fail "the collector knows a host or a home"

# A folder that holds something is left alone.
run 5 "$COLLECTOR" demo -o played
grep -q played err || fail "the folder is not named: $(cat err)"
run 2 "$COLLECTOR" demo more

# Both programs are needed.
mkdir alone
cp "$COLLECTOR" alone/
run 2 alone/lanterne-collector demo -o never
grep -q '^lanterne-collector: lanterne .*/alone' err || fail "what is missing is not told: $(cat err)"
[ ! -e never ] || fail "a folder of a demonstration that cannot be"

# A process that fails ends it, and its word can be found.
mkdir broken
cp "$COLLECTOR" broken/
printf '#!/bin/sh\necho no luck today >&2\nexit 4\n' >broken/lanterne
chmod 700 broken/lanterne
run 1 broken/lanterne-collector demo -o stopped
grep -q 'lanterne join.*4.*stopped/demo.log' err || fail "what failed is not told: $(cat err)"
grep -q 'no luck today' stopped/demo.log || fail "its word is lost"
check "left running after a failure" "$(left_running)" ""

# Interrupted, it takes everything along.
"$COLLECTOR" demo -o cut >cut.out 2>cut.err &
demo=$!
wait_for 60 test -e cut/computers/05/state/state.db
kill -TERM $demo
code=0
wait $demo || code=$?
check "exit code of an interrupt" $code 5
check "left running after an interrupt" "$(left_running)" ""
[ -z "$(ls -A "$TMPDIR")" ] || fail "left behind: $(ls -A "$TMPDIR")"
