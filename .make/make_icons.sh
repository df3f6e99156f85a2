#!/bin/sh
# Draws packaging/icons/ anew from packaging/legraise.svg, in every size that systems ask for.
# Needs rsvg-convert, icotool and png2icns (Debian: librsvg2-bin icoutils icnsutils).
set -eu
cd "$(dirname "$0")/../packaging"
for size in 16 22 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" legraise.svg --output "icons/$size.png"
done
icotool --create --output icons/legraise.ico icons/16.png icons/24.png icons/32.png icons/48.png icons/64.png --raw icons/256.png
png2icns icons/legraise.icns icons/16.png icons/32.png icons/48.png icons/128.png icons/256.png icons/512.png >/dev/null
