#!/bin/sh
# make.sh: draws the README's two pictures from the sample home.
# Needs packaging/try.sh to have run, Chromium and ImageMagick.
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
