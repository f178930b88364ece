#!/bin/sh
# make.sh: draws the pictures of README and docs: the sample home's answer, and
# the first pages of the reports of the demonstration (14 computers) and of the
# sample associations (4 and 120).
# Needs packaging/try.sh to have run, `ninja -C build/release samples`, Chromium,
# ImageMagick and poppler-utils.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$root/build/try/sample-home" "$work/Sentiers"
cd "$work"

COLUMNS=96 LC_ALL=C.UTF-8 "$root/build/release/bin/lanterne" scan --home Sentiers --no-dns --html page.html >answer.txt
{
    echo '<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#1d2125}pre{margin:0;padding:22px 26px;'
    echo 'font:15px/1.45 "DejaVu Sans Mono",monospace;color:#e8e6df}b{color:#ffd58a;font-weight:400}</style><pre>'
    echo '<b>$ lanterne scan --home Sentiers</b>'
    sed 's/&/\&amp;/g; s/</\&lt;/g' answer.txt
    echo '</pre>'
} >terminal.html

shot() { # PAGE WIDTH,HEIGHT PICTURE
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking \
        --window-size="$2" --screenshot="$work/shot.png" "file://$work/$1" >/dev/null 2>&1
    convert shot.png -trim +repage -bordercolor "$4" -border 12 +dither -colors 128 -strip "$here/$3"
}
shot terminal.html 960,900 terminal.png '#1d2125'
shot page.html 1100,1500 page.png '#fbfaf6'

# page PDF NUMBER PICTURE: in few colours, since it is text
page() {
    pdftoppm -r 82 -f "$2" -l "$2" -singlefile -png "$1" leaf
    convert leaf.png +dither -colors 24 -bordercolor '#9a9a9a' -border 1 -strip \
        -define png:compression-level=9 "$here/$3"
}
samples=$root/build/release/samples
demo=$root/build/try/demo/reports
page "$demo/lanterne-2026-10-fr.pdf" 1 report-14-1.png
page "$demo/lanterne-2026-10-fr.pdf" 2 report-14-2.png
page "$samples/four-fr.pdf" 1 report-4.png
page "$samples/hundred-fr.pdf" 1 report-120.png
page "$samples/fourteen-en.pdf" 1 report-14-en.png
