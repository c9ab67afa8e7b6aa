#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the portable tar where no Qt is installed: in a Debian as old as the one it was made on, and in a newer one. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh
source packaging/bare_system.sh

usage() {
    cat <<'END_OF_USAGE'
packaging/linux/try_portable.sh TAR [SUITE…]   SUITE is a release of Debian: bookworm and trixie

For each, a bare system is made once in build/bare and copied; the copy gets what no desktop is without, and the tar. Pictures of the
window are left in build/portable. It ends with a line for each system.
END_OF_USAGE
}

# What the tar leaves to the system (portable.sh says why), and one font that has Chinese.
desktop_packages=(
    libstdc++6 libgl1 libegl1 libopengl0 libx11-6 libx11-xcb1 libxcb1 libsm6 libwayland-client0 libfontconfig1 libharfbuzz0b libglib2.0-0 libdbus-1-3 libssl3
    fonts-wqy-microhei
)

# look FILE: a picture of the display once it has stopped changing and shows more than a window's empty frame.
look() {
    local file=$1 last='' now attempt
    for ((attempt = 0; attempt < 80; ++attempt)); do
        sleep 1
        [[ -e ${file%/*}/window ]] || continue
        import -display "$display" -window root "$file" || continue
        now=$(identify -format '%k %#' "$file")
        [[ $now == "$last" ]] && (( ${now% *} > 300 )) && return 0
        last=$now
    done
    return 1
}

# loads_with LIBRARY…: beside all libraries of the tar, in one process, with every symbol found at once.
loads_with() {
    # shellcheck disable=SC2016
    in_system "$root" env PERL_DL_NONLAZY=1 perl -MDynaLoader -e '
        my ($tree, @names) = @ARGV;
        for my $file (glob("\"$tree\"/lib/*.so*"), @names) { DynaLoader::dl_load_file($file, 1) or die "✗ ", DynaLoader::dl_error(), "\n"; }' "$tree" "$@"
}

# try_in SUITE
try_in() {
    local suite=$1 bare=$PWD/build/bare/$1 root=$PWD/build/portable/$1 work=$PWD/build/portable/$1-work inside code=0 found
    # Blanks and what is not ASCII on purpose.
    local tree="/opt/软件 portable/$name"
    make_system "$suite" "$bare"
    copy_system "$bare" "$root"
    install_in_system "$root" "${desktop_packages[@]}"
    # shellcheck disable=SC2016
    found=$(in_system "$root" dpkg-query -W -f '${Package}\n' '*qt5*' '*qt6*' 2>/dev/null || true)
    [[ -z $found ]] || fail "$suite: there is a Qt: $found"
    as_root mkdir -p "$root${tree%/*}"
    as_root tar -C "$root${tree%/*}" --no-same-owner -xJf "$tar"
    in_system "$root" useradd --create-home someone
    rm -rf "$work"
    mkdir -p "$work"
    chmod 777 "$work"

    IN_SYSTEM_BIND="$work:/mnt/work $PWD/packaging/linux:/mnt/recipes" in_system "$root" \
        runuser -u someone -- env HOME=/home/someone DISPLAY="$display" bash /mnt/recipes/portable_trial.sh "$tree" /mnt/work &
    inside=$!
    if look "$work/window.png"; then touch "$work/seen"; fi
    wait "$inside" || code=$?
    (( code == 0 )) || { say "✗ $suite: the lines above say what does not work; more is in $work."; return 1; }
    install_in_system "$root" libmpv2 libsecret-1-0
    loads_with libmpv.so.2 libsecret-1.so.0 || return 1
    say "✓ libmpv and libsecret of the system load beside what is in the tar"
    cp "$work/window.png" "build/portable/window-$suite.png"
    say "✓ $suite: $name runs without a Qt of the system; build/portable/window-$suite.png shows the window, $(grep -o 'firstPaintMs":[0-9]*' "$work/report.json" | tr -d '"')"
}

case ${1-} in
    --help|-h) usage; exit 0 ;;
    '') usage >&2; exit 1 ;;
esac
tar=$(realpath "$1")
name=$(basename "$tar" .tar.xz)
shift
suites=("$@")
(( ${#suites[@]} )) || suites=(bookworm trixie)
install_packages systems portable

exec {display_number}< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp -ac 2>/dev/null)
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r -t 20 display <&"$display_number" || fail "Xvfb does not start."
display=:$display
for suite in "${suites[@]}"; do try_in "$suite"; done
