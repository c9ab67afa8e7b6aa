#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compiles for Windows what needs no Qt (the stream engine, the codec, the load generator, the files that are for Windows by their name),
# links the engine with its own tests, and runs those where Wine is. Finds the sources by their includes.
# Needs Debian's g++-mingw-w64-x86-64-posix, googletest, libasio-dev, libssl-dev, prometheus-cpp-dev; wine64 to run the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh

compiler=x86_64-w64-mingw32-g++-posix
place=build/portable
rooms=(core net keychain server client ui app tests/unit)
command -v "$compiler" >/dev/null || fail "$compiler is not here. Install g++-mingw-w64-x86-64-posix, or run ./check --packages, which does."

# Neither a header of Qt nor QCoro, not even through another file; and for Windows, or for every system.
sources_without_qt() {
    grep -rEH '^#include' --include='*.cpp' --include='*.h' "${rooms[@]}" | awk -F: '
        { header = $2; sub(/^#include ["<]/, "", header); sub(/[">].*/, "", header); seen[$1] = 1 }
        header ~ /^(Q[A-Z]|Qt[A-Z]|QCoro|libpq|archive|toml|CLI|qt6keychain)/ { tainted[$1] = 1 }
        { includes[NR] = $1 SUBSEP header }
        END {
            do {
                changed = 0
                for (n in includes) {
                    split(includes[n], pair, SUBSEP)
                    if (!(pair[1] in tainted) && (pair[2] in tainted)) { tainted[pair[1]] = 1; changed = 1 }
                }
            } while (changed)
            for (file in seen)
                if (file ~ /[.]cpp$/ && !(file in tainted) && file !~ /_(unix|linux|macos)[.]cpp$/) print file
        }' | sort
}

# Only the libraries that are headers, not the directory of this system's own headers.
gather_headers() {
    local name machine
    machine=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -dumpmachine)
    mkdir -p "$place/include/openssl"
    for name in asio asio.hpp prometheus gtest; do
        [[ -e /usr/include/$name ]] || fail "/usr/include/$name is not here; install the packages that this script's first lines name."
        ln -sfn "/usr/include/$name" "$place/include/$name"
    done
    ln -sf /usr/include/openssl/*.h "/usr/include/$machine"/openssl/*.h "$place/include/openssl/"
}

# compile_one SOURCE: to an object of a name of its own.
compile_one() {
    $launcher "$compiler" "${flags[@]}" -c "$1" -o "$place/${1//\//-}.o" || { printf 'This does not compile for Windows: %s\n' "$1" >&2; exit 255; }
}

gather_headers
mapfile -t sources < <(sources_without_qt)
(( ${#sources[@]} > 30 )) || fail "Only ${#sources[@]} sources without Qt were found; something is wrong with how this script looks for them."
for needed in server/stream/engine.cpp server/stream/socket_options_windows.cpp core/sse_encoder.cpp core/port_owner_windows.cpp app/load/load_run.cpp tests/unit/stream_engine_test.cpp; do
    [[ " ${sources[*]} " == *" $needed "* ]] || fail "$needed includes Qt now, or is gone: it must stay without."
done
flags=(-std=c++20 -O1 -Wall -Wextra -Wpedantic -Wno-subobject-linkage -Werror -D_WIN32_WINNT=0x0A00 -DNOMINMAX -DWIN32_LEAN_AND_MEAN -DUNICODE -D_UNICODE
    -DASIO_STANDALONE -DASIO_NO_DEPRECATED '-DPIPIT_VERSION="0"' -I. -isystem "$place/include")
say "Compiling ${#sources[@]} sources for Windows"
export -f compile_one
launcher=$(command -v ccache || true)
export compiler place launcher
# An array is not exported; what has a blank in it would not survive, and nothing has.
export FLAGS="${flags[*]}"
# shellcheck disable=SC2016
printf '%s\0' "${sources[@]}" | xargs -0 -P "$(nproc)" -n 1 bash -c 'read -ra flags <<< "$FLAGS"; compile_one "$1"' bash

say "Linking the engine and the codec with their tests"
tests=() objects=()
for source in "${sources[@]}"; do
    case $source in
        tests/unit/*_test.cpp) tests+=("$source") ;&
        core/*|server/stream/*|server/http/socket_calls*|server/files/disk_calls*|server/store/postgres/call_watchdog*) objects+=("$place/${source//\//-}.o") ;;
    esac
done
(( ${#tests[@]} > 5 )) || fail "Only ${#tests[@]} tests without Qt were found; something is wrong with how this script looks for them."
googletest=/usr/src/googletest/googletest
[[ -e $place/gtest.o ]] || "$compiler" -std=c++20 -O1 -I "$googletest" -isystem "$place/include" -c "$googletest/src/gtest-all.cc" -o "$place/gtest.o"
[[ -e $place/gtest_main.o ]] || "$compiler" -std=c++20 -O1 -I "$googletest" -isystem "$place/include" -c "$googletest/src/gtest_main.cc" -o "$place/gtest_main.o"
"$compiler" -static "${objects[@]}" "$place/gtest.o" "$place/gtest_main.o" -lws2_32 -lmswsock -liphlpapi -o "$place/portable_tests.exe"
say "$place/portable_tests.exe: ${#tests[@]} files of tests"

wine=$(command -v wine64 || command -v wine || ls /usr/lib/wine/wine64 2>/dev/null || true)
if [[ -z $wine ]]; then
    say "Wine is not here, so they are not run (Debian's package: wine64)."
    exit 0
fi
# Left out: a test that starts a thread for each of some seven hundred pages of history. Wine 8 now and then loses one before it begins.
WINEPREFIX=$PWD/$place/wine WINEDEBUG=-all timeout 600 "$wine" "$place/portable_tests.exe" --gtest_brief=1 --gtest_filter='-*ManyStreamsComeAndGo*' || fail "The tests failed for Windows; the lines above say which."
