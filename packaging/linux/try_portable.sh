#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A part of ./check --packages: the portable tar and the AppImage's files, made from the release programs and tried where no Qt is
# installed, in a Debian as old as this one and in a newer one. Of each window there is a picture afterwards, build/release/packages/portable-*.png.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh
source packaging/bare_system.sh
source packaging/trial.sh

made=$PWD/build/release/packages

# What the tar leaves to the system (portable.sh says why), and one font that has Chinese.
desktop_packages=(
    libstdc++6 libgl1 libegl1 libopengl0 libx11-6 libx11-xcb1 libxcb1 libsm6 libwayland-client0 libfontconfig1 libharfbuzz0b libglib2.0-0 libdbus-1-3 libssl3
    fonts-wqy-microhei
)

start_display() {
    exec {numbers}< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp -ac 2>/dev/null)
    server=$!
    trap 'kill "$server" 2>/dev/null || true' EXIT
    read -r -t 20 display <&"$numbers" || fail 'Xvfb does not start.'
    display=:$display
}

# The picture has stopped changing, and has more than a window without words, which has a few dozen colours.
look_at_window() {
    local picture=$1 last='' now attempt
    for ((attempt = 0; attempt < 60; ++attempt)); do
        import -display "$display" -window root "$picture"
        now=$(identify -format '%k %#' "$picture")
        [[ $now == "$last" ]] && (( ${now% *} > 300 )) && return 0
        last=$now
        sleep 1
    done
    return 1
}

# In one process with all libraries of the tar, every symbol found at once: those of the system that the programs load by themselves.
loads_beside_the_tar() {
    # shellcheck disable=SC2016
    in_system "$root" env PERL_DL_NONLAZY=1 perl -MDynaLoader -e '
        my ($tree, @names) = @ARGV;
        for my $file (glob("\"$tree\"/lib/*.so*"), @names) { DynaLoader::dl_load_file($file, 1) or die DynaLoader::dl_error(), "\n"; }
        print "@names\n"' "$tree" "$@"
}

# try_in SUITE: in a copy of the bare system.
try_in() {
    local suite=$1 root=$PWD/build/systems/portable_$1 work=$PWD/build/systems/portable_$1_work inside code=0
    local tree="/opt/软件 portable/$name" appdir=/opt/Pipit.AppDir # blanks and what is not ASCII on purpose
    make_system "$suite" "$PWD/build/systems/$suite"
    copy_system "$PWD/build/systems/$suite" "$root"
    install_in_system "$root" "${desktop_packages[@]}"
    in_system "$root" useradd --create-home someone
    # What every system has that was ever started; D-Bus aborts whoever asks for it in vain.
    echo 00000000000000000000000000000001 | as_root install -m 444 /dev/stdin "$root/etc/machine-id"
    as_root mkdir -p "$root${tree%/*}"
    as_root tar -C "$root${tree%/*}" --no-same-owner -xJf "$made/$name.tar.xz"
    as_root unsquashfs -no-progress -quiet -d "$root$appdir" "$made/${name/-linux/}.squashfs" >&2
    as_root rm -rf "$work"
    mkdir -p "$work"
    chmod 777 "$work"

    IN_SYSTEM_BIND="$work:/mnt/work $PWD/packaging:/mnt/packaging" in_system "$root" \
        runuser -u someone -- env HOME=/home/someone DISPLAY="$display" bash /mnt/packaging/linux/portable_trial.sh "portable, $suite" "$tree" "$appdir" /mnt/work &
    inside=$!
    # It comes after all that needs no window; where the trial ends before, there is none.
    while [[ ! -e $work/window ]] && kill -0 "$inside" 2>/dev/null; do sleep 0.5; done
    try "$suite: a picture of the window" look_at_window "$made/portable-$suite.png"
    touch "$work/seen"
    wait "$inside" || code=$?
    try "$suite: the trial inside" test "$code" == 0
    install_in_system "$root" libmpv2 libsecret-1-0
    try "$suite: what the system loads beside the tar" loads_beside_the_tar libmpv.so.2 libsecret-1.so.0
}

install_packages systems portable
name=$(basename "$(packaging/linux/portable.sh)" .tar.xz)
packaging/linux/appimage.sh --no-runtime >&2
start_display
for suite in bookworm trixie; do try_in "$suite"; done
end_trial "portable: $(du -h "$made/$name.tar.xz" | cut -f 1)B"
