#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A part of ./check --packages: the Debian packages, made from the release programs, and lived with in a bare Debian 12 of their own:
# installed, used, upgraded, removed, purged. Of the window there is a picture afterwards, build/release/packages/window.png.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh
source packaging/bare_system.sh
source packaging/booted_system.sh
source packaging/trial.sh

made=$PWD/build/release/packages
bare=$PWD/build/systems/bookworm
screened=$PWD/build/systems/bookworm_screen
tried=$PWD/build/systems/try_deb
inside=/var/cache/pipit # systemd clears /tmp when it boots
names=(pipit pipitd pipitctl)

make_packages() {
    rm -f "$made"/*.deb
    (cd build/release && cpack -G DEB) || return
    [[ $(find "$made" -maxdepth 1 -name '*.deb' | wc -l) == 3 ]]
}

# The same programs under a higher version.
make_next_packages() {
    rm -rf "$made/next"
    mkdir "$made/next"
    local package
    for package in "$made"/*.deb; do
        dpkg-deb --raw-extract "$package" "$made/next/tree"
        sed -i 's/^\(Version: .*\)-1$/\1-2/; s/^\(Depends: .*pipitctl (= [^)]*\)-1)/\1-2)/' "$made/next/tree/DEBIAN/control"
        dpkg-deb --root-owner-group -Znone --build "$made/next/tree" "$made/next" >/dev/null
        rm -r "$made/next/tree"
    done
}

# The bare system with what the trial itself needs, and what every desktop has: a display, fonts, the database of desktop files. Made once.
make_screened_system() {
    [[ -e $screened/.screened ]] && return 0
    make_system bookworm "$bare"
    copy_system "$bare" "$screened"
    install_in_system "$screened" systemd-sysv dbus procps xvfb x11-utils imagemagick desktop-file-utils fonts-inter fonts-noto-color-emoji
    as_root touch "$screened/.screened"
}

# Recommended and suggested packages are not installed for the trial; a name that does not exist would never be noticed.
all_names_are_known() {
    local package wanted=() known
    mapfile -t wanted < <(for package in "$made"/*.deb; do dpkg-deb --field "$package" Recommends Suggests; done | sed 's/^[A-Za-z]*: *//' | tr -s ',| ' '\n' | grep -v '^pipit' | LC_ALL=C sort -u)
    known=$(in_system "$tried" sh -c 'apt-cache policy "$@" | sed -n "/^[^ ]/{s/:$//;h}; /Candidate: [^(]/{g;p}" | LC_ALL=C sort -u' sh "${wanted[@]}")
    diff <(printf '%s\n' "${wanted[@]}") <(printf '%s\n' "$known")
}

# What there is outside of what the package manager, systemd and the caches keep for themselves, and who there is.
list_system() {
    in_booted find / -xdev \( -path /tmp -o -path /var/tmp -o -path /var/cache -o -path /var/log -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/lib/systemd \
        -o -path /home -o -path /root \) -prune -o -print | sort
    in_booted cut -d: -f1 /etc/passwd /etc/group | sed 's/^/user or group: /' | sort
}

install_packages_from() {
    in_booted sh -c "apt-get -q install -y --no-install-recommends $1/*.deb"
}

as_pipit() { in_booted runuser -u pipit -- env PIPIT_TOKEN_FILE=/var/lib/pipit/operator.token "$@"; }
# start_as_ann NAME [property…] COMMAND…: in the background, until `systemctl stop trial-NAME`.
start_as_ann() {
    local name=$1
    shift
    in_booted systemd-run --quiet --collect --unit="trial-$name" --uid=ann --working-directory=/home/ann --setenv=HOME=/home/ann --setenv=DISPLAY=:7 --setenv=PIPIT_TOKEN_FILE=/home/ann/token "$@"
}
as_ann() { in_booted runuser -u ann -- env PIPIT_TOKEN_FILE=/home/ann/token "$@"; }

node_is_ready() { as_pipit pipitctl stats >/dev/null 2>&1; }
main_process() { in_booted systemctl show --property MainPID --value pipitd; }

service_runs() {
    await 20 node_is_ready
    in_booted systemctl is-active pipitd >/dev/null
    in_booted systemctl is-enabled pipitd
}

# Not with its man page: this system has no man.
unit_is_right() { in_booted systemd-analyze verify --man=no pipitd.service; }

# The unit's own words, and what the kernel says of the process.
service_is_confined() {
    local status
    status=$(in_booted cat "/proc/$(main_process)/status")
    grep -q "^Uid:.$(in_booted id -u pipit)	" <<< "$status"
    grep -q '^CapBnd:.0*$' <<< "$status"
    grep -q '^NoNewPrivs:.1$' <<< "$status"
    grep -q '^Seccomp:.2$' <<< "$status"
    [[ $(in_booted stat -c '%U %a' /var/lib/pipit /var/lib/pipit/operator.token | tr '\n' ' ') == 'pipit 700 pipit 600 ' ]]
    in_booted systemd-analyze security --threshold=15 pipitd | tail -n 1
}

make_caller() {
    as_pipit pipitctl token create --data /var/lib/pipit --sub ann --name Ann | in_booted install -o ann -m 600 /dev/stdin /home/ann/token
    as_ann test -s /home/ann/token
}

message_comes_back() {
    as_ann pipitctl send --session harbour 'The ferry leaves at ten.'
    as_ann sh -c 'timeout 10 pipitctl tail --session harbour --json --last-event-id 0 > ~/history || true'
    as_ann grep -q 'The ferry leaves at ten' /home/ann/history
}

streams_open() { [[ $(as_pipit pipitctl stats | sed -n 's/^open streams *//p') == "$1" ]]; }

message_comes_over_the_stream() {
    start_as_ann stream --property=StandardOutput=file:/home/ann/stream pipitctl tail --session harbour
    await 10 streams_open 1
    as_ann pipitctl send --session harbour 'It was late today.' >/dev/null
    await 10 as_ann grep -q 'It was late today' /home/ann/stream
    in_booted systemctl stop trial-stream
    await 10 streams_open 0
}

bot_answers() { [[ $(as_ann pipitctl chat --bot echo --session harbour 'Is it there yet?') == *'Is it there yet?'* ]]; }

is_link_handler() { in_booted grep -x 'x-scheme-handler/pipit=chat.pipit.Pipit.desktop;' /usr/share/applications/mimeinfo.cache; }

take_picture() { in_booted runuser -u ann -- import -display :7 -window root png:- > "$1"; }

# Two pictures of it are the same, but for the caret that blinks.
picture_stands_still() {
    take_picture "$made/window.png.new"
    sleep 1
    take_picture "$made/window.png"
    local differing
    differing=$(compare -metric AE "$made/window.png.new" "$made/window.png" null: 2>&1) || true
    (( ${differing%%.*} < 200 ))
}

window_shows_the_conversation() {
    start_as_ann display Xvfb :7 -screen 0 1280x800x24 -nolisten tcp
    await 10 in_booted runuser -u ann -- xwininfo -display :7 -root >/dev/null
    start_as_ann window pipit --url http://127.0.0.1:5000 --session harbour --lang en --size 1180x740
    await 20 in_booted sh -c 'runuser -u ann -- xwininfo -display :7 -root -tree | grep -q "\"pipit\" \"pipit\""'
    await 10 streams_open 1
    await 20 picture_stands_still
    rm "$made/window.png.new"
    # A window without words has a few dozen.
    local colours
    colours=$(identify -format %k "$made/window.png")
    (( colours > 200 ))
    echo "$colours colours"
}

window_belongs_to_its_desktop_file() {
    local wanted
    wanted=$(in_booted sed -n 's/^StartupWMClass=//p' /usr/share/applications/chat.pipit.Pipit.desktop)
    [[ -n $wanted ]]
    in_booted sh -c "runuser -u ann -- xwininfo -display :7 -root -tree | grep -qF '\"$wanted\")'"
    in_booted systemctl stop trial-window trial-display
    await 10 streams_open 0
}

what_it_keeps() { in_booted sh -c 'sha256sum < /var/lib/pipit/pipit.toml; cat /var/lib/pipit/operator.token; find /var/lib/pipit/files | sort'; }

upgrade_keeps_everything() {
    printf '[streams]\nheartbeat_interval_ms = 20000\n' | in_booted install -o pipit -g pipit -m 600 /dev/stdin /var/lib/pipit/pipit.toml
    in_booted systemctl restart pipitd
    await 20 node_is_ready
    local kept before
    kept=$(what_it_keeps)
    before=$(main_process)
    install_packages_from "$inside/next"
    await 20 node_is_ready
    [[ $kept == "$(what_it_keeps)" ]]
    [[ $before != "$(main_process)" ]]
    as_ann sh -c 'timeout 10 pipitctl tail --session harbour --json --last-event-id 0 > ~/history || true'
    as_ann grep -q 'The ferry leaves at ten' /home/ann/history
    # shellcheck disable=SC2016
    in_booted dpkg-query -W -f '${Package} ${Version}  ' "${names[@]}"
}

disabled_stays_disabled() {
    in_booted systemctl disable pipitd
    in_booted sh -c "apt-get -q install -y --reinstall $inside/next/pipitd_*.deb"
    [[ $(in_booted systemctl is-enabled pipitd || true) == disabled ]]
}

# Of those that are removed already, the package manager only knows the ones that have something left to purge.
purge() { in_booted sh -c "apt-get -q purge -y \$(dpkg-query -W -f '\${Package} ' ${names[*]} 2>/dev/null)"; }

remove_stops_it() {
    in_booted apt-get -q remove -y "${names[@]}"
    [[ $(in_booted systemctl is-active pipitd || true) == inactive ]]
    in_booted test -s /var/lib/pipit/pipit.db
    in_booted sh -c '! pgrep -x "pipit|pipitd"' # asks, and ends none
}

purge_leaves_data() {
    local said left
    said=$(purge 2>&1) || { echo "$said"; return 1; }
    [[ $said == *'still in /var/lib/pipit'* ]]
    in_booted test -s /var/lib/pipit/pipit.db
    in_booted getent passwd pipit >/dev/null
    left=$(comm -13 "$made/before.list" <(list_system) | grep -v '^/var/lib/pipit\(/\|$\)' | tr '\n' ' ')
    [[ $left == 'user or group: pipit user or group: pipit ' ]] || { echo "also left: $left"; return 1; }
    echo "/var/lib/pipit, and the user pipit that it belongs to"
}

purge_without_data_leaves_nothing() {
    install_packages_from "$inside"
    # It was disabled before it was purged; a purge forgets that.
    service_runs
    in_booted systemctl stop pipitd
    in_booted rm -r /var/lib/pipit
    purge
    diff "$made/before.list" <(list_system)
}

try 'the packages are made' make_packages
(( ${#trial_failed[@]} == 0 )) || end_trial 'Debian packages'
make_next_packages
try 'lintian finds no errors' lintian --allow-root --fail-on error "$made"/*.deb
try 'the desktop file is valid' desktop-file-validate packaging/linux/chat.pipit.Pipit.desktop
try 'the AppStream metadata is valid' appstreamcli validate --no-net packaging/linux/chat.pipit.Pipit.metainfo.xml

make_screened_system
copy_system "$screened" "$tried"
in_system "$tried" apt-get -q update >&2
as_root install -d "$tried$inside/next"
as_root cp "$made"/*.deb "$tried$inside"
as_root cp "$made"/next/*.deb "$tried$inside/next"
try 'recommended and suggested packages exist' all_names_are_known
# What the packages ask for, as the package manager finds it: it is there before and stays, so that the lists tell of Pipit's packages only.
in_system "$tried" sh -c "apt-get -q install -y --no-install-recommends \$(apt-get -s install --no-install-recommends $inside/*.deb | sed -n 's/^Inst \([^ ]*\).*/\1/p' | grep -v '^pipit')" >&2
as_root rm "$tried/usr/sbin/policy-rc.d" # here services are started
trap end_system EXIT
boot_system "$tried"
in_booted useradd --create-home --shell /bin/bash ann
list_system > "$made/before.list"

try 'they are installed' install_packages_from "$inside"
try 'the service runs and is enabled' service_runs
try 'the service is confined' service_is_confined
try 'the unit is right' unit_is_right
try 'a caller of its own' make_caller
try 'a message is stored and comes back' message_comes_back
try 'a message comes over a stream' message_comes_over_the_stream
try 'a bot answers' bot_answers
try 'pipit: links are for Pipit' is_link_handler
try 'the window shows the conversation' window_shows_the_conversation
try 'the window belongs to its desktop file' window_belongs_to_its_desktop_file
try 'an upgrade keeps settings and data, and restarts the node' upgrade_keeps_everything
try 'a disabled service stays disabled' disabled_stays_disabled
try 'a removal stops the node and keeps its data' remove_stops_it
try 'a purge leaves nothing but data' purge_leaves_data
try 'a purge without data leaves nothing' purge_without_data_leaves_nothing
end_trial 'Debian packages'
