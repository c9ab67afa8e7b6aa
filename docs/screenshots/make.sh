#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws docs/screenshots anew: every page with recorded data, in both themes and three languages, at one and two pixels a point, and
# the states that a page can be in at one. Takes some minutes; look at each picture afterwards. ./docs/screenshots/make.sh [PATTERN]
# draws those only whose names match.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh
pattern=${1-*}
out=docs/screenshots
program=build/release/bin/pipit
[[ -x $program ]] || fail "Build it first: cmake --preset release && cmake --build --preset release"
install_packages screenshots
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Room for what stands beside the window: menus stay on the screen.
echo '{"screens":[{"name":"one","x":0,"y":0,"width":2560,"height":1600,"logicalDpi":96,"logicalBaseDpi":96,"dpr":1}]}' > "$work/screen.json"
export QT_QPA_PLATFORM=offscreen:configfile=$work/screen.json LC_ALL=C.UTF-8 TZ=UTC

# draw PAGE SIZE SCALES [NAME]: in files of that name, or named after the page.
draw() {
    local page=$1 size=$2 name=${4-} theme lang scale file
    for theme in light dark; do
        for lang in en zh es; do
            for scale in $3; do
                file=${name:-${page//\//-}}-$theme-$lang-${scale}x.png
                # shellcheck disable=SC2053
                [[ $file == $pattern ]] || continue
                QT_SCALE_FACTOR=$scale "$program" --page "$page" --theme "$theme" --lang "$lang" --size "$size" --screenshot "$work/$file" 2> "$work/log" \
                    || { say "$file was not drawn:"; cat "$work/log" >&2; exit 1; }
                pngquant --quality 95-100 --speed 1 --strip --force --output "$out/$file" "$work/$file"
                echo "$out/$file"
            done
        done
    done
}

draw chat 1280x800 '1 2'
draw chat 420x720 '1 2' chat-narrow
draw server 1280x800 1
draw server 420x800 1 server-narrow
draw server/faulty 1280x800 1
draw server/draining 1280x800 1
for state in welcome empty loading answering answers palette search find note conflict people menu attachments prompts lost signed-out faulty; do
    draw "chat/$state" 1280x800 1
done
for section in servers bots appearance language writing notifications shortcuts privacy; do
    draw "settings/$section" 1000x720 '1 2'
done
draw settings/bots-test 1000x720 1
