#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws docs/screenshots anew: every page with recorded data, in both themes and three languages, at one and two pixels a point, and
# the states that a page can be in at one; the console under a load that is made for it. Takes some minutes; look at each picture
# afterwards. ./docs/screenshots/make.sh [PATTERN] draws those only whose names match.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh
pattern=${1-*}
out=docs/screenshots
program=build/release/bin/pipit
[[ -x $program ]] || fail "Build it first: cmake --preset release && cmake --build --preset release"
install_packages screenshots
work=$(mktemp -d)
processes=()
trap '(( ${#processes[@]} )) && kill "${processes[@]}" 2> /dev/null; wait; rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work/run # or Qt says in the log that there is none
mkdir -m 700 "$XDG_RUNTIME_DIR"
# Room for what stands beside the window: menus stay on the screen.
echo '{"screens":[{"name":"one","x":0,"y":0,"width":2560,"height":1600,"logicalDpi":96,"logicalBaseDpi":96,"dpr":1}]}' > "$work/screen.json"
export QT_QPA_PLATFORM=offscreen:configfile=$work/screen.json LC_ALL=C.UTF-8 TZ=UTC

# draw_each NAME SIZE SCALES argument…: the window that these arguments open, in files of that name.
draw_each() {
    local name=$1 size=$2 theme lang scale file
    for theme in light dark; do
        for lang in en zh es; do
            for scale in $3; do
                file=$name-$theme-$lang-${scale}x.png
                # shellcheck disable=SC2053
                [[ $file == $pattern ]] || continue
                QT_SCALE_FACTOR=$scale "$program" "${@:4}" --theme "$theme" --lang "$lang" --size "$size" --screenshot "$work/$file" 2> "$work/log" \
                    || { say "$file was not drawn:"; cat "$work/log" >&2; exit 1; }
                pngquant --quality 95-100 --speed 1 --strip --force --output "$out/$file" "$work/$file"
                echo "$out/$file"
            done
        done
    done
}

# draw PAGE SIZE SCALES [NAME]: with recorded data; the files are of that name, or named after the page.
draw() {
    draw_each "${4:-${1//\//-}}" "$2" "$3" --page "$1"
}

# start_load: a node with 300 streams, of which some are slow, 60 messages a second, and now and then a question to a bot.
start_load() {
    local ctl=build/release/bin/pipitctl
    build/release/bin/pipitd serve --data "$work/node" --listen 127.0.0.1:0 > "$work/listening" 2> "$work/node.log" &
    processes+=($!)
    for (( tries = 0; tries < 100; ++tries )); do
        url=$(sed -n 's/^listening on //p' "$work/listening" | cut -d' ' -f1)
        [[ -n $url ]] && break
        sleep 0.1
    done
    [[ -n $url ]] || fail "The node does not start: $(< "$work/node.log")"
    export PIPIT_TOKEN_FILE=$work/node/operator.token PIPIT_URL=$url
    "$ctl" log pipit.http.requests=debug > "$work/log-levels"
    "$ctl" load --streams 300 --channels 20 --rate 60 --seconds 3600 --slow 6 --storm 45 --quiet > "$work/load.log" 2>&1 &
    processes+=($!)
    while :; do
        "$ctl" chat --bot echo --session orders "订单 2291 到哪里了？请把路上经过的每个城市都写出来，并说明预计什么时候送到。" || true
        sleep 4
    done > "$work/chat.log" 2>&1 &
    processes+=($!)
    sleep 75 # a minute is shown
}

# draw_console VIEW SIZE NAME: the view, by its number, of that node.
draw_console() {
    local data=$work/window
    rm -rf "$data"
    mkdir -p "$data"
    printf '[window]\npage=console\n[console]\nview=%s\nspanMs=60000\n' "$1" > "$data/desktop.ini"
    draw_each "$3" "$2" 1 --data "$data" --url "$PIPIT_URL" --token-file "$PIPIT_TOKEN_FILE"
}

draw chat 1280x800 '1 2'
draw chat 420x720 '1 2' chat-narrow
draw chat/newer 420x720 1 chat-newer-narrow
draw server 1280x800 1
draw server 420x800 1 server-narrow
draw server/faulty 1280x800 1
draw server/draining 1280x800 1
draw server/trials 1280x1000 1
for state in welcome empty loading answering answers palette search find note conflict people menu attachments prompts lost newer signed-out faulty; do
    draw "chat/$state" 1280x800 1
done
for section in servers bots appearance language writing notifications shortcuts privacy updates; do
    draw "settings/$section" 1000x720 '1 2'
done
draw settings/bots-test 1000x720 1

# shellcheck disable=SC2053
if [[ console == ${pattern%%-*} ]]; then
    start_load
    draw_console 0 1280x800 console
    draw_console 0 420x800 console-narrow
    draw_console 1 1280x800 console-charts
    draw_console 2 1280x800 console-streams
    draw_console 3 1280x800 console-bots
    draw_console 4 1280x800 console-log
fi
