#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws docs/screenshots anew: every page with recorded data, in both themes, three languages, at one and two pixels a point, and
# every kind of message. Takes some minutes; look at each picture afterwards. ./docs/screenshots/make.sh [PATTERN] draws those only
# whose names match.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pattern=${1-*}
out=docs/screenshots
program=build/release/bin/pipit
[[ -x $program ]] || { echo "Build it first: cmake --preset release && cmake --build --preset release" >&2; exit 1; }
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC

# draw NAME SIZE ARGUMENT…
draw() {
    local name=$1 size=$2 theme lang scale file
    shift 2
    for theme in light dark; do
        for lang in en zh es; do
            for scale in 1 2; do
                file=$name-$theme-$lang-${scale}x.png
                # shellcheck disable=SC2053
                [[ $file == $pattern ]] || continue
                QT_SCALE_FACTOR=$scale "$program" --theme "$theme" --lang "$lang" --size "$size" "$@" --screenshot "$out/$file" 2> "$out/.log" \
                    || { echo "$file was not drawn:" >&2; cat "$out/.log" >&2; exit 1; }
                echo "$out/$file"
            done
        done
    done
}

draw chat 1280x800 --page chat
draw chat-narrow 420x720 --page chat
for section in servers bots appearance language writing notifications shortcuts privacy; do
    draw "settings-$section" 1000x720 --page "settings/$section"
done
rm -f "$out/.log"
