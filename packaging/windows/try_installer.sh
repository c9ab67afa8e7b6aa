#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes Windows' installer here, of a tree that has the layout and stands in for a build: whether the recipe is one that NSIS takes.
# The tree's programs are real ones for Windows, with the resources that the build's have; where Wine is, they are installed, upgraded and
# removed. Needs Debian's nsis, cmake and g++-mingw-w64-x86-64-posix; wine64 to run it.
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

# Run for real under Wine. What CPack makes is a program of 32 bits; Debian's Wine for 64 runs what NSIS makes of the same script for those.
wine=$(command -v wine64 || command -v wine || ls /usr/lib/wine/wine64 2>/dev/null || true)
[[ -n $wine ]] || { say "Wine is not here, so the installer is not run (Debian's package: wine64)."; exit 0; }
export WINEPREFIX=$place/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
script=$(find "$place/packages/_CPack_Packages" -name project.nsi)
sed -e '1s/^\xef\xbb\xbf//' -e "s|^  OutFile .*|  OutFile \"$place/tried.exe\"|" "$script" | sed '1i Target amd64-unicode' > "${script%.nsi}64.nsi"
makensis -V1 -INPUTCHARSET UTF8 "${script%.nsi}64.nsi" >&2 || fail "makensis refused the script for 64 bits; the lines above say why."
in_wine() { timeout 120 "$wine" "$@" 2>/dev/null; }
value_of() { in_wine reg query "$1" "${@:2}" | tr -d '\r' | sed -nE 's/^ .*REG_SZ +//p'; }
must_be() { [[ $2 == "$3" ]] || fail "$1 is \`$2\`, and must be \`$3\`."; }
classes='HKLM\Software\Classes\pipit' listed='HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Pipit' run='HKCU\Software\Microsoft\Windows\CurrentVersion\Run'
folder="$WINEPREFIX/drive_c/Program Files/Pipit" written=$WINEPREFIX/drive_c/users/own.txt

in_wine "$place/tried.exe" /S || fail "The installer ends with an error."
[[ -s $folder/bin/pipit.exe && -s $folder/plugins/platforms/qwindows.dll ]] || fail "The installer has put no programs into $folder."
must_be "What opens pipit: links" "$(value_of "$classes\\shell\\open\\command" /ve)" '"C:\Program Files\Pipit\bin\pipit.exe" "%1"'
must_be "The version among the installed programs" "$(value_of "$listed" /v DisplayVersion)" "$version"
find "$WINEPREFIX/drive_c" -name Pipit.lnk | grep . > /dev/null || fail "The start menu has no entry."

# Once more, as a newer version would: the older one is removed first.
echo written by a person > "$written"
echo of an older version > "$folder/bin/pipit.exe"
in_wine reg add "$run" /v Pipit /d here /f > /dev/null
in_wine "$place/tried.exe" /S || fail "The installer ends with an error where it finds an older version."
[[ $(head -c 2 "$folder/bin/pipit.exe") == MZ ]] || fail "An upgrade leaves the older programs."
must_be "The start with the session after an upgrade" "$(value_of "$run" /v Pipit)" here

in_wine "$folder/uninstall.exe" /S || fail "The uninstaller ends with an error."
# It goes on from a copy of itself, so that it can remove itself.
for ((attempt = 0; attempt < 300; ++attempt)); do
    [[ -e $folder ]] || break
    sleep 0.2
done
[[ ! -e $folder ]] || fail "The uninstaller leaves something in $folder: $(find "$folder" | head -5)"
must_be "What opens pipit: links, once it is removed," "$(value_of "$classes\\shell\\open\\command" /ve)" ''
must_be "The version among the installed programs, once it is removed," "$(value_of "$listed" /v DisplayVersion)" ''
[[ $(<"$written") == 'written by a person' ]] || fail "The uninstaller takes what a person has written."
say "Installed, upgraded and removed under Wine."
