#!/bin/sh
# docs/REPORT.md, in both languages: every command is run on the folder of the
# demonstration, every picture is there and small, every sample exists.
. "$SOURCE/tests/scenario/lib.sh"
COLLECTOR=$(dirname "$LANTERNE")/lanterne-collector
run 0 "$COLLECTOR" demo -o demo
mkdir reports

# commands FILE: the lines of its blocks, and `lanterne-collector ...` in its text
commands() {
    awk '/^```/ {inside = !inside; next} inside && /^lanterne-collector /' "$1"
    grep -o '`lanterne-collector [a-z][^`]*`' "$1" | tr -d '`'
}

for doc in REPORT.md REPORT.fr.md; do
    commands "$SOURCE/docs/$doc" | sort -u >list
    [ "$(wc -l <list)" -ge 6 ] || fail "$doc: only $(wc -l <list) commands"
    while read -r line; do
        words=${line#lanterne-collector }
        case $words in
        demo) continue ;;
        *) at="--folder demo/collector --now 2026-11-25" ;;
        esac
        [ "$words" != report ] || at="$at --output reports"
        sh -c "\"$COLLECTOR\" $words $at" >out 2>err || fail "$doc: $line: $(cat err)"
    done <list
    for option in '--lang en' '--period 2026' '--contract' '--date'; do
        grep -qF -- "$option" "$SOURCE/docs/$doc" || fail "$doc: $option"
    done
    grep -o '(images/[^)]*)' "$SOURCE/docs/$doc" | tr -d '()' | while read -r picture; do
        [ -s "$SOURCE/docs/$picture" ] || fail "$doc: no $picture"
        [ "$(wc -c <"$SOURCE/docs/$picture")" -lt 65536 ] || fail "$picture is large"
    done
done
run 0 "$COLLECTOR" report --lang en --period 2026 --output reports --folder demo/collector --now 2026-11-25
ls reports | grep -q en.pdf || fail "no English report: $(ls reports)"
check "the conditions of the docs" "$(grep -c 'textes publics seulement' demo/collector/decisions.yaml)" 3

# Three associations, every format, both languages.
mkdir samples
"$(dirname "$LANTERNE")/report_samples" samples four fourteen hundred 2>err || fail "$(cat err)"
check "samples" "$(ls samples | wc -l)" 24
