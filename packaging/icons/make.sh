#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the program's icon in the formats of the three systems, from resources/pipit.svg. What it makes is kept beside it, so that a
# build needs none of its programs: rsvg-convert (librsvg2-bin), icotool (icoutils), png2icns (icnsutils), pngquant.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
for size in 16 22 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" --output "$drawn/$size.png" ../../resources/pipit.svg
    pngquant --force --strip --speed 1 --output "pipit-$size.png" 256 "$drawn/$size.png"
done
# The full colours: what makes these two shrinks them by itself.
icotool --create --output pipit.ico "$drawn"/{16,24,32,48,64}.png --raw "$drawn/256.png"
png2icns pipit.icns "$drawn"/{16,32,48,128,256,512}.png >/dev/null
