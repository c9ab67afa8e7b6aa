#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes pipit-VERSION-ARCH.AppImage of the tree that portable.sh has left. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh

# What stands in front of the files and mounts them: AppImage's own, which needs nothing of the system but fusermount.
runtime_url=https://github.com/AppImage/type2-runtime/releases/download/20251108/runtime-x86_64
runtime_sha256=2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d

usage() {
    cat <<END_OF_USAGE
packaging/linux/appimage.sh [--no-runtime]   build/release/packages/pipit-VERSION-ARCH.AppImage, after portable.sh

It downloads $runtime_url once.
  --no-runtime   leave that out: only the AppDir and its file system, build/release/packages/pipit-VERSION-ARCH.squashfs
END_OF_USAGE
}

# make_appdir: started as what it is called as (ARGV0), so that links to the one file named pipitd and pipitctl are those.
make_appdir() {
    local id=chat.pipit.Pipit
    rm -rf "$appdir"
    mkdir -p "$appdir"
    cp -a "$tree" "$appdir/usr"
    cp "$appdir/usr/share/applications/$id.desktop" "$appdir/usr/share/icons/hicolor/scalable/apps/$id.svg" "$appdir/"
    cp "$appdir/usr/share/icons/hicolor/256x256/apps/$id.png" "$appdir/.DirIcon"
    cat > "$appdir/AppRun" <<'END_OF_FILE'
#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
here=$(dirname "$(readlink -f "$0")")
case ${ARGV0##*/} in
    pipitd|pipitctl) exec "$here/usr/bin/${ARGV0##*/}" "$@" ;;
    *) exec "$here/usr/bin/pipit" "$@" ;;
esac
END_OF_FILE
    chmod 755 "$appdir/AppRun"
    desktop-file-validate "$appdir/$id.desktop"
}

# fetch_runtime FILE
fetch_runtime() {
    [[ -f $1 ]] || curl -fsSL --retry 3 -o "$1" "$runtime_url" || fail "$runtime_url cannot be downloaded. Put the file there yourself: $1"
    [[ $(sha256sum < "$1") == "$runtime_sha256 "* ]] || fail "$1 is not the file that this script was written for. Remove it and start again."
}

with_runtime=yes
case ${1-} in
    --help|-h) usage; exit 0 ;;
    --no-runtime) with_runtime=no ;;
esac
build=$PWD/build/release
[[ $(uname -m) == x86_64 ]] || fail 'Only the runtime for x86_64 is known here.'
install_packages portable
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
tree=$build/packages/pipit-$version-linux-x86_64
appdir=$build/packages/Pipit.AppDir
image=$build/packages/pipit-$version-x86_64
[[ -d $tree ]] || fail "There is no $tree; packaging/linux/portable.sh makes it."

[[ $with_runtime == no ]] || fetch_runtime "$build/packages/appimage-runtime"
make_appdir
SOURCE_DATE_EPOCH=$(source_date)
export SOURCE_DATE_EPOCH # mksquashfs writes no later time than this
mksquashfs "$appdir" "$image.squashfs" -noappend -all-root -comp zstd -Xcompression-level 19 -b 1M -no-progress -quiet >&2
[[ $with_runtime == yes ]] || { printf '%s\n' "$image.squashfs"; exit 0; }
cat "$build/packages/appimage-runtime" "$image.squashfs" > "$image.AppImage"
chmod 755 "$image.AppImage"
printf '%s\n' "$image.AppImage"
