#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes Windows' installer here, of a tree that has the layout and stands in for a build: whether the recipe is one that NSIS takes.
# The tree's programs are real ones for Windows, with the resources that the build's have. Needs Debian's nsis, cmake and
# g++-mingw-w64-x86-64-posix.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh

place=$PWD/build/installer
for program in makensis cpack cmake x86_64-w64-mingw32-g++-posix x86_64-w64-mingw32-windres; do
    command -v "$program" >/dev/null || fail "$program is not here; install the packages that this script's first lines name."
done
rm -rf "$place"
mkdir -p "$place/tree/bin" "$place/tree/plugins/platforms"
version=$(sed -nE 's/^project\(pipit VERSION ([0-9.]+) .*/\1/p' CMakeLists.txt)
[[ -n $version ]] || fail "CMakeLists.txt names no version."

cat > "$place/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.22)
project(pipit VERSION $version LANGUAGES NONE)
set(CPACK_PACKAGE_NAME pipit)
set(CPACK_PACKAGE_VERSION $version)
set(CPACK_PACKAGE_VENDOR "Pipit developers")
set(CPACK_RESOURCE_FILE_LICENSE $PWD/LICENSE)
set(CPACK_PACKAGE_DIRECTORY $place/packages)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_GENERATOR NSIS ZIP)
set(sources $PWD)
set(CMAKE_SOURCE_DIR \${sources})
foreach(PIPIT_PROGRAM IN ITEMS pipit pipitd pipitctl)
    set(PIPIT_DESCRIPTION \${PIPIT_PROGRAM})
    configure_file(\${sources}/packaging/windows/program.rc.in \${PIPIT_PROGRAM}.rc @ONLY)
endforeach()
install(DIRECTORY $place/tree/ DESTINATION .)
include(\${sources}/packaging/windows/nsis.cmake)
include(CPack)
END
cmake -S "$place" -B "$place/made" > /dev/null
echo 'int main() { }' > "$place/main.cpp"
for program in pipit pipitd pipitctl; do
    x86_64-w64-mingw32-windres "$place/made/$program.rc" "$place/$program.res.o"
    x86_64-w64-mingw32-g++-posix -static -s "$place/main.cpp" "$place/$program.res.o" -o "$place/tree/bin/$program.exe"
done
cp LICENSE README.md README.zh.md "$place/tree/"
echo stands in for a plugin > "$place/tree/plugins/platforms/qwindows.dll"

cpack --config "$place/made/CPackConfig.cmake" >&2 || fail "CPack or makensis refused the installer's recipe (packaging/windows/nsis.cmake); the lines above say why."
installer=$place/packages/pipit-$version-windows-x64.exe
[[ $(head -c 2 "$installer") == MZ && -s ${installer%.exe}.zip ]] || fail "CPack made no installer, or no ZIP, in $place/packages."
say "$installer: $(stat -c %s "$installer") bytes"
