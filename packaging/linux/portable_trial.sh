#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Uses the portable programs as somebody would who has just unpacked them. Started by try_portable.sh, in a bare system, as an
# ordinary user: portable_trial.sh NAME TREE APPDIR WORK, where WORK/window is made once the window may be looked at, and WORK/seen ends it.
set -euo pipefail
name=$1 tree=$2 appdir=$3 work=$4
packaging=$(dirname "${BASH_SOURCE[0]}")/..
# shellcheck source=packaging/setup.sh
source "$packaging/setup.sh"
# shellcheck source=packaging/trial.sh
source "$packaging/trial.sh"
cd /

# says PATTERN COMMAND…: the command's output has the pattern; how it ends is its own affair.
says() {
    local pattern=$1 said
    shift
    said=$(timeout 60 "$@" 2>&1) || true
    [[ $said =~ $pattern ]] || { printf 'It says: %s\n' "$said"; return 1; }
    echo "${BASH_REMATCH[0]}"
}

# loads NAME=VALUE PLUGIN…: with that in the environment, a window loads these plugins.
loads() {
    local environment=$1 loaded plugin
    shift
    loaded=$(timeout 60 env "$environment" LD_DEBUG=files "$tree/bin/pipit" --page chat --screenshot "$work/page.png" 2>&1) || { echo "It ends with: ${loaded: -500}"; return 1; }
    for plugin in "$@"; do
        [[ $loaded == *"calling init: $tree/plugins/"*"/$plugin.so"* ]] || { echo "$plugin is not loaded."; return 1; }
    done
    echo "$@"
}

no_qt_is_installed() {
    local found
    # shellcheck disable=SC2016
    found=$(dpkg-query -W -f '${Package} ' '*qt5*' '*qt6*' 2>/dev/null) || true
    [[ -z $found ]] || { echo "There is: $found"; return 1; }
}

nothing_is_missing() {
    local missing
    missing=$(find "$tree" -name '*.so*' -exec ldd {} + | grep -F 'not found' | sort -u) || true
    [[ -z $missing ]] || { echo "$missing"; return 1; }
}

node_serves() { await 30 grep -q '^listening on ' "$work/node.log" || { cat "$work/node.log"; return 1; }; }

stream_tells_both() {
    await 30 grep -q 'Echo: .*便携版' "$work/tail.log" || { cat "$work/tail.log"; return 1; }
    grep -q 'Operator: 便携版' "$work/tail.log"
}

window_is_seen() {
    touch "$work/window"
    await 90 test -e "$work/seen"
    kill -0 "$window" || { cat "$work/window.log"; return 1; }
}

# What is not in the tree is nothing that makes a difference from system to system.
rest_is_the_systems() {
    local library outside
    mapfile -t outside < <(awk '$6 ~ /\.so/' "/proc/$window/maps" "/proc/$node/maps" | sed 's|^[^/]*||' | grep -vF "$tree/" | sort -u)
    (( ${#outside[@]} > 10 )) || { echo "Only: ${outside[*]}"; return 1; }
    for library in "${outside[@]##*/}"; do
        [[ $library != @(libQt|libQCoro|libicu|libpq|libsqlite3)* ]] || { echo "$library"; return 1; }
    done
    printf '%s\n' "${outside[@]##*/}" | sed 's/\.so.*//' | tr '\n' ' '
}

measures_itself() {
    timeout 120 "$tree/bin/pipit" --self-report > "$work/report.json" 2> "$work/report.log" || { cat "$work/report.log"; return 1; }
    grep -o '"firstPaintMs":[0-9.]*' "$work/report.json"
}

try 'no Qt is installed' no_qt_is_installed
try 'nothing in the tar misses a library' nothing_is_missing

"$tree/bin/pipitd" serve --data "$work/data" --listen 127.0.0.1:0 > "$work/node.log" 2>&1 &
node=$!
try 'pipitd serves, on SQLite' node_serves
PIPIT_URL=$(sed -n 's/^listening on //p' "$work/node.log")
export PIPIT_URL PIPIT_TOKEN_FILE=$work/data/operator.token
try 'pipitctl send' says '^1$' "$tree/bin/pipitctl" send --session trial '你好，Pipit'
"$tree/bin/pipitctl" tail --session trial > "$work/tail.log" 2>&1 &
try 'pipitctl tail' await 30 grep '^position' "$work/tail.log"
try 'pipitctl chat' says '你刚才说|You said' "$tree/bin/pipitctl" chat --session trial --bot echo '便携版'
try 'pipitctl tail tells question and answer' stream_tells_both

# Parts that only speak up when they are asked. Nothing listens on port 1.
try 'the driver for PostgreSQL' says 'Connection refused' "$tree/bin/pipitctl" doctor --database postgres://nobody@127.0.0.1:1/none
try 'TLS' says 'SSL handshake failed' "$tree/bin/pipitctl" --url "${PIPIT_URL/http:/https:}" send x
try "Qt's part for Wayland" says 'Failed to create wl_display' env -u DISPLAY QT_QPA_PLATFORM=wayland "$tree/bin/pipit" --data "$work/wayland"
try 'typing through ibus' loads QT_IM_MODULE=ibus libibusplatforminputcontextplugin
try 'typing through fcitx' loads QT_IM_MODULE=fcitx libfcitx5platforminputcontextplugin
try 'pictures, icons, TLS, SQLite' loads QT_IM_MODULE=none libqjpeg libqgif libqwebp libqsvg libqsvgicon libqopensslbackend libqsqlite

# The AppImage starts as what it is called.
try 'the AppImage' says '^pipit [0-9][0-9.]*' env ARGV0=./Pipit.AppImage "$appdir/AppRun" --version
try 'the AppImage, called pipitctl' says '^pipitctl [0-9][0-9.]*' env ARGV0=/usr/local/bin/pipitctl "$appdir/AppRun" --version
try 'the AppImage, called pipitd' says '^pipitd [0-9][0-9.]*' env ARGV0=pipitd "$appdir/AppRun" --version

# On an X server that try_portable.sh looks at. There is no keychain and no bus.
"$tree/bin/pipit" --url "$PIPIT_URL" --token-file "$PIPIT_TOKEN_FILE" --session trial --lang zh --data "$work/window-data" > "$work/window.log" 2>&1 &
window=$!
try 'the window is seen' window_is_seen
try 'of the system it uses' rest_is_the_systems
try 'the first picture' measures_itself
end_trial "$name"
