#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/libraries.sh PREFIX: builds, for the Qt that CMake finds, the libraries that stand on it and come from no package manager
# together with another Qt: QCoro and QtKeychain. And fetches libmpv's headers; the library itself is loaded when something is played.
# On Windows in a shell where cl is found. What is in PREFIX already stays.
set -euo pipefail
prefix=${1:?packaging/libraries.sh PREFIX}
mkdir -p "$prefix"
prefix=$(cd "$prefix" && { pwd -W 2>/dev/null || pwd; })
sources=$(mktemp -d)
trap 'rm -rf "$sources"' EXIT

# fetch NAME REPOSITORY TAG
fetch() {
    git -c advice.detachedHead=false clone --quiet --depth 1 --branch "$3" "https://github.com/$2" "$sources/$1"
}

# build NAME [cmake argument…]: static, so that the packages have one library less each. Old recipes are read as CMake 3.5 read them.
build() {
    local name=$1
    shift
    cmake -S "$sources/$name" -B "$sources/$name-build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF \
        -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_POLICY_VERSION_MINIMUM=3.5 -DCMAKE_PREFIX_PATH="${QT_ROOT_DIR-}" -DCMAKE_INSTALL_PREFIX="$prefix" "$@"
    cmake --build "$sources/$name-build" --parallel
    cmake --install "$sources/$name-build"
}

# keep_licence NAME: what has to be given away with it, where packaging/licences.cmake looks for it.
keep_licence() {
    local kept=$prefix/share/$1/copyright file
    mkdir -p "${kept%/*}"
    for file in "$sources/$1"/COPYING* "$sources/$1"/LICENSE* "$sources/$1"/LICENSES/*; do
        [[ ! -f $file ]] || cat "$file"
    done > "$kept"
    [[ -s $kept ]] || { echo "$1 has no file COPYING or LICENSE any more." >&2; return 1; }
}

[[ -e $prefix/.complete ]] && exit 0
fetch qcoro qcoro/qcoro v0.11.0
build qcoro -DUSE_QT_VERSION=6 -DQCORO_BUILD_EXAMPLES=OFF -DQCORO_WITH_QTDBUS=OFF -DQCORO_WITH_QTWEBSOCKETS=OFF -DQCORO_WITH_QTQUICK=OFF -DQCORO_WITH_QML=OFF -DQCORO_WITH_QTTEST=OFF
keep_licence qcoro
fetch qtkeychain frankosterfeld/qtkeychain v0.13.2
build qtkeychain -DBUILD_WITH_QT6=ON -DBUILD_TEST_APPLICATION=OFF -DBUILD_TRANSLATIONS=OFF
keep_licence qtkeychain
fetch mpv mpv-player/mpv v0.37.0
mkdir -p "$prefix/include/mpv"
cp "$sources"/mpv/libmpv/*.h "$prefix/include/mpv/"
touch "$prefix/.complete"
