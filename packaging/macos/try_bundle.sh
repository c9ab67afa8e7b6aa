#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What of macOS' bundle can be judged without macOS: its property lists, filled in as CMake does it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cat > "$made/fill.cmake" <<END
set(MACOSX_BUNDLE_EXECUTABLE_NAME Pipit)
set(PROJECT_VERSION 1.2.3)
set(CMAKE_OSX_DEPLOYMENT_TARGET 12.0)
configure_file($PWD/Info.plist.in $made/Info.plist)
END
cmake -P "$made/fill.cmake"
python3 - "$made/Info.plist" entitlements.plist <<'END'
import plistlib
import sys

info, rights = (plistlib.load(open(path, "rb"), fmt=plistlib.FMT_XML) for path in sys.argv[1:])
wanted = {"CFBundleExecutable": "Pipit", "CFBundleIdentifier": "chat.pipit.Pipit", "CFBundleShortVersionString": "1.2.3", "LSMinimumSystemVersion": "12.0", "CFBundlePackageType": "APPL"}
faults = [f"Info.plist: {key} is {info.get(key)!r}, and must be {value!r}." for key, value in wanted.items() if info.get(key) != value]
if not any("pipit" in kind["CFBundleURLSchemes"] for kind in info.get("CFBundleURLTypes", [])):
    faults.append("Info.plist: links that begin with pipit: are not opened.")
faults += [f"Info.plist: {key} is empty; a variable of CMake has no value." for key, value in info.items() if value == ""]
if rights != {"com.apple.security.cs.disable-library-validation": True}:
    faults.append(f"entitlements.plist: says {rights}; each right that is asked for weakens the program, so a new one is added here too.")
if faults:
    sys.exit("\n".join(faults))
print(f"Info.plist: {len(info)} keys; entitlements.plist: {len(rights)}")
END
for script in *.sh; do bash -n "$script"; done
[[ $(head -c 4 ../icons/pipit.icns) == icns ]] || { echo 'packaging/icons/pipit.icns is no icon of macOS; packaging/icons/make.sh makes it.' >&2; exit 1; }
