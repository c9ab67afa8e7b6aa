#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes pipit-VERSION-linux-ARCH.tar.xz: the three programs with their Qt, to be unpacked anywhere. See --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh

usage() {
    cat <<'END_OF_USAGE'
packaging/linux/portable.sh   what is built in build/release, as build/release/packages/pipit-VERSION-linux-ARCH.tar.xz

It runs on a system whose glibc is at least as new as this one's: make it on the oldest that is to be served (Debian 12).
The same sources on the same system make the same file. The tree is left beside it, for appimage.sh.
END_OF_USAGE
}

# What the tar does not bring, because a copy of it would do harm. The programs share their memory with libraries of the system, which
# come by themselves: the graphics driver, libmpv, libsecret. Where both want a library of one name, the copy that is there
# first serves both, and ours may be too old for theirs. So what every graphical Linux has had for years under the same name is
# left to it; what it may lack, or has under another name (ICU, jpeg), is in the tar. AppImage's own list of such libraries
# agrees, but for OpenSSL, GLib and D-Bus.
system_libraries=(
    # the C library and the compiler's: whatever the driver brings is built for the system's
    ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libresolv.so.2
    libstdc++.so.6 libgcc_s.so.1
    # OpenGL: part of the graphics driver
    libGL.so.1 libEGL.so.1 libGLX.so.0 libOpenGL.so.0
    # the connection to X and Wayland, which the driver uses too
    libX11.so.6 libX11-xcb.so.1 libxcb.so.1 libSM.so.6 libICE.so.6 libwayland-client.so.0
    # fonts: the format of /etc/fonts goes with fontconfig's version, and fontconfig with freetype's
    libfontconfig.so.1 libfreetype.so.6 libharfbuzz.so.0
    # compression, in everything
    libz.so.1 libzstd.so.1 liblzma.so.5 libbz2.so.1.0
    # libsecret and libmpv come with the system's GLib; D-Bus has to fit the system's service manager
    libglib-2.0.so.0 libdbus-1.so.3
    # holes in it are mended by the system; its settings and authorities are where the system's looks for them
    libssl.so.3 libcrypto.so.3
)

# Qt loads these by itself. Without platformthemes/qgtk3: it would bring the system's GTK into the program; file dialogs come
# from the portal instead. Without networkinformation, printsupport and egldeviceintegrations: Pipit asks for none of them.
qt_plugins=(
    platforms/libqxcb.so platforms/libqwayland-generic.so platforms/libqwayland-egl.so platforms/libqoffscreen.so
    xcbglintegrations/libqxcb-glx-integration.so xcbglintegrations/libqxcb-egl-integration.so
    wayland-shell-integration/libxdg-shell.so wayland-decoration-client/libbradient.so
    wayland-graphics-integration-client/libqt-plugin-wayland-egl.so
    platforminputcontexts/libcomposeplatforminputcontextplugin.so platforminputcontexts/libibusplatforminputcontextplugin.so
    platforminputcontexts/libfcitx5platforminputcontextplugin.so
    platformthemes/libqxdgdesktopportal.so
    imageformats/libqsvg.so imageformats/libqjpeg.so imageformats/libqgif.so imageformats/libqwebp.so iconengines/libqsvgicon.so
    sqldrivers/libqsqlite.so sqldrivers/libqsqlpsql.so
    tls/libqopensslbackend.so
)

# is_of_the_system SONAME
is_of_the_system() {
    local library
    for library in "${system_libraries[@]}"; do [[ $library == "$1" ]] && return 0; done
    return 1
}

# bring FILE FOLDER: a file of a package into the tree, and the licence of that package.
bring() {
    local file=$1 folder=$2 real package
    real=$(readlink -f "$file")
    # A system with merged /usr has files under names that the package manager does not know.
    package=$(dpkg-query -S "$real" 2>/dev/null || dpkg-query -S "${real#/usr}" 2>/dev/null) \
        || fail "No package has $real, so nobody can say under which licence it may be given away. Build with the distribution's libraries."
    package=${package%%:*}
    install -D -m 644 "$real" "$tree/$folder/${file##*/}"
    packages[$package]=1
}

# bring_libraries: what the programs and plugins in the tree need, and what that needs, until nothing is missing.
bring_libraries() {
    local queue=("$tree"/bin/pipit* "$tree"/plugins/*/*.so) file name path
    local -A where=()
    while (( ${#queue[@]} )); do
        file=${queue[0]} queue=("${queue[@]:1}")
        while read -r name _ path _; do
            [[ $path == /* ]] && where[$name]=$path
        done < <(ldd "$file")
        while IFS= read -r name; do
            is_of_the_system "$name" && continue
            [[ -e $tree/lib/$name ]] && continue
            [[ -n ${where[$name]-} ]] || fail "${file#"$tree/"} needs $name, which is not on this system."
            bring "${where[$name]}" lib
            queue+=("$tree/lib/$name")
        done < <(patchelf --print-needed "$file")
    done
}

# bring_licences: of every package that something is from, and the texts to which they refer; which version it was, for those who want its source.
bring_licences() {
    local package text licences=$tree/share/doc/pipit/licences
    for package in "${!packages[@]}"; do
        install -D -m 644 "/usr/share/doc/$package/copyright" "$licences/$package"
    done
    for text in /usr/share/common-licenses/*; do
        grep -qsrF "$text" "$licences" && install -D -m 644 "$text" "$licences/common/${text##*/}"
    done
    # shellcheck disable=SC2016
    dpkg-query -W -f '${source:Package} ${source:Version} ${Package}\n' "${!packages[@]}" | LC_ALL=C sort > "$licences/sources.txt"
}

write_qt_conf() {
    cat > "$tree/bin/qt.conf" <<'END_OF_FILE'
[Paths]
Prefix = ..
Plugins = plugins
Translations = translations
END_OF_FILE
}

write_readme() {
    cat > "$tree/README" <<'END_OF_FILE'
Start bin/pipit; bin/pipitd is the node without a screen, bin/pipitctl the command line. The directory may lie anywhere.
Sound and video need libmpv (Debian, Ubuntu: libmpv2), Chinese and emoji fonts that have them (fonts-noto-cjk, fonts-noto-color-emoji).
Licences of what is inside: share/doc/pipit/licences; sources.txt there names the Debian source of each part.
END_OF_FILE
}

case ${1-} in --help|-h) usage; exit 0 ;; esac
build=$PWD/build/release
[[ -f $build/cmake_install.cmake ]] || fail "Nothing is built in $build; ./check --packages builds it."
install_packages portable

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
name=pipit-$version-linux-$(uname -m)
tree=$build/packages/$name
rm -rf "$tree" "$tree.tar.xz"
declare -A packages=([libasio-dev]=1 [libcli11-dev]=1) # these two are inside the programs

cmake --install "$build" --prefix "$tree" --strip >/dev/null
rm -rf "${tree:?}/lib/systemd" # its paths are the packages'
plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS)
for plugin in "${qt_plugins[@]}"; do
    bring "$plugins/$plugin" "plugins/${plugin%/*}"
done
for language in zh_CN es; do
    bring "$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)/qtbase_$language.qm" translations
done
bring_libraries
bring_licences
write_qt_conf
write_readme

patchelf --set-rpath "\$ORIGIN/../lib" "$tree"/bin/pipit*
patchelf --set-rpath "\$ORIGIN" "$tree"/lib/*.so*
patchelf --set-rpath "\$ORIGIN/../../lib" "$tree"/plugins/*/*.so

# One thread, however many there are: xz writes other bytes with more.
SOURCE_DATE_EPOCH=$(source_date)
tar -C "$build/packages" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="@$SOURCE_DATE_EPOCH" -cf - "$name" \
    | xz -9 -T1 > "$tree.tar.xz"
printf '%s\n' "$tree.tar.xz"
