#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/vcpkg.sh DIRECTORY: vcpkg itself, as it was at the moment that vcpkg.json names. CMake, told of its toolchain file, has it
# build what vcpkg.json lists.
set -euo pipefail
place=${1:?packaging/vcpkg.sh DIRECTORY}
moment=$(sed -nE 's/.*"builtin-baseline": "([0-9a-f]{40})".*/\1/p' "$(dirname "${BASH_SOURCE[0]}")/../vcpkg.json")
[[ -n $moment ]] || { echo 'vcpkg.json names no builtin-baseline of 40 digits.' >&2; exit 1; }
[[ -d $place/.git ]] || git clone --quiet --filter=blob:none --no-checkout https://github.com/microsoft/vcpkg "$place"
git -C "$place" -c advice.detachedHead=false checkout --quiet "$moment"
if [[ ${OS-} == Windows_NT ]]; then "$place/bootstrap-vcpkg.bat" -disableMetrics; else "$place/bootstrap-vcpkg.sh" -disableMetrics; fi
