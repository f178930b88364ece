#!/bin/sh
# icon.sh: lanterne.ico from lanterne.svg (needs rsvg-convert and ImageMagick).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 16 32 48 256; do
    rsvg-convert -w $size -h $size lanterne.svg -o "$work/$size.png"
done
convert "$work/16.png" "$work/32.png" "$work/48.png" "$work/256.png" -strip lanterne.ico
