#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Uses the portable programs as somebody would who has just unpacked them. Started by try_portable.sh, in a bare system, as an
# ordinary user: portable_trial.sh TREE WORK, where WORK/window is made once the window may be looked at, and WORK/seen ends it.
set -euo pipefail
tree=$1 work=$2
cd /
bad() { printf '✗ %s\n' "$*"; exit 1; }
good() { printf '✓ %s\n' "$*"; }

# says WHAT PATTERN COMMAND…: the command's output has the pattern; how it ends is its own affair.
says() {
    local what=$1 pattern=$2 output
    shift 2
    output=$(timeout 60 "$@" 2>&1) || true
    [[ $output =~ $pattern ]] || bad "$what: expected \"$pattern\", but it says: $output"
    good "$what: ${BASH_REMATCH[0]}"
}

# until_true SECONDS COMMAND…
until_true() {
    local left=$(( $1 * 10 ))
    shift
    until "$@" 2>/dev/null; do
        (( left-- > 0 )) || return 1
        sleep 0.1
    done
}

# The node, and what is said in it.
"$tree/bin/pipitd" serve --data "$work/data" --listen 127.0.0.1:0 > "$work/node.log" 2>&1 &
until_true 30 grep -q '^listening on ' "$work/node.log" || bad "pipitd does not serve: $(<"$work/node.log")"
PIPIT_URL=$(sed -n 's/^listening on //p' "$work/node.log")
export PIPIT_URL PIPIT_TOKEN_FILE=$work/data/operator.token
good "pipitd serves, on SQLite: $PIPIT_URL"
says 'pipitctl send' '^1$' "$tree/bin/pipitctl" send --session trial '你好，Pipit'
"$tree/bin/pipitctl" tail --session trial > "$work/tail.log" 2>&1 &
until_true 30 grep -q '^position' "$work/tail.log" || bad "pipitctl tail is not told where it is: $(<"$work/tail.log")"
says 'pipitctl chat' '机器人' "$tree/bin/pipitctl" chat --session trial --bot echo '便携版'
until_true 30 grep -q 'Echo: .*便携版' "$work/tail.log" || bad "pipitctl tail does not show the answer: $(<"$work/tail.log")"
good 'pipitctl tail: the question and the answer'

# Drivers and plugins that only speak up when they are asked. Nothing listens on port 1.
says 'the driver for PostgreSQL' 'Connection refused' "$tree/bin/pipitctl" doctor --database postgres://nobody@127.0.0.1:1/none
says 'TLS' 'SSL handshake failed' "$tree/bin/pipitctl" --url "${PIPIT_URL/http:/https:}" send x
says "Qt's part for Wayland" 'Failed to create wl_display' env -u DISPLAY QT_QPA_PLATFORM=wayland "$tree/bin/pipit" --data "$work/wayland"

# The window, on an X server that try_portable.sh looks at. There is no keychain and no bus.
[[ $(QT_DEBUG_PLUGINS=1 timeout 60 "$tree/bin/pipit" --page chat --screenshot "$work/page.png" 2>&1) != *'Cannot load library'* ]] || bad 'Some plugin cannot be loaded.'
good 'every plugin that was asked for loads'
"$tree/bin/pipit" --url "$PIPIT_URL" --token-file "$PIPIT_TOKEN_FILE" --session trial --lang zh --data "$work/window-data" > "$work/window.log" 2>&1 &
window=$!
touch "$work/window"
until_true 90 test -e "$work/seen" || bad "The window was not seen: $(<"$work/window.log")"
kill -0 "$window" || bad "pipit has ended: $(<"$work/window.log")"
mapfile -t outside < <(awk '$6 ~ /\.so/ { print $6 }' "/proc/$window/maps" "/proc/$(pgrep -o pipitd)/maps" | grep -vF "$tree/" | sort -u)
for library in "${outside[@]}"; do
    [[ $library != *@(libQt|libicu|libpq|libsqlite3)* ]] || bad "pipit uses $library."
done
good "the window; of the system it uses $(printf '%s\n' "${outside[@]##*/}" | sed 's/\.so.*//' | tr '\n' ' ')"
"$tree/bin/pipit" --self-report > "$work/report.json" 2>/dev/null || bad "pipit --self-report does not end well."
