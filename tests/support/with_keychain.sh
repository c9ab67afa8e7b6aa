#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# with_keychain.sh PROGRAM [ARGUMENT...]: runs it with a message bus and an unlocked keychain of its own, which go with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_DATA_HOME="$folder" XDG_RUNTIME_DIR="$folder"
unset DISPLAY WAYLAND_DISPLAY
dbus-run-session -- sh -c 'printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"' sh "$@"
