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

# report_with FONTS EXIT: the PDF with these folders of fonts, and no other
report_with() {
    {
        echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        [ -z "$1" ] || echo "<dir>$1</dir>"
        echo '</fontconfig>'
    } >fonts.conf
    run "$2" env FONTCONFIG_FILE="$WORK/fonts.conf" XDG_CACHE_HOME="$WORK/cache" \
        "$COLLECTOR" report --format "$3" --folder demo/collector --now 2026-11-25 --output other
}
mkdir other fonts
report_with "$(dirname "$(fc-match -f '%{file}' 'DejaVu Sans')")" 0 pdf
! grep -q 'DejaVu' err || fail "a font that is there is missed: $(cat err)"
cp "$(fc-match -f '%{file}' 'DejaVu Serif')" fonts/
report_with "$WORK/fonts" 0 pdf
grep -q 'DejaVu Sans.*fonts-dejavu-core' err || fail "another font is not told: $(cat err)"
pdftotext -l 1 other/*.pdf - | grep -q 'ChatGPT' || fail "nothing to read with another font"
rm other/*
report_with "" 2 all
grep -q 'lanterne-collector: .*fonts-dejavu-core' err || fail "no font, and it is not told: $(cat err)"
check "without any font: the other formats" "$(ls other | sed 's/.*\.//' | sort | tr '\n' ' ')" "csv html json md "

# A name that tries to be something else, from init to the report.
name="=cmd|'/C calc'!A1 <b>\"L'Étoile\" & שלום 🦉"
run 0 "$COLLECTOR" init --association "$name" --host 127.0.0.1 --folder odd
run 0 "$COLLECTOR" check --folder odd
run 0 "$COLLECTOR" status --folder odd
grep -qF "$name" out || fail "the name is another: $(cat out)"
long=$(printf '%0300d' 0 | tr 0 x)
run 2 "$COLLECTOR" init --association "$long" --host 127.0.0.1 --folder long
[ ! -e long ] || fail "a refused name leaves a folder"
