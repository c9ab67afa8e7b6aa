#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# sign_and_notarise.sh sign APP        signs a bundle, from the inside to the outside (CPack calls it: sign.cmake)
# sign_and_notarise.sh notarise DMG    signs an image, has Apple look at it, and fixes Apple's answer to it
#
# PIPIT_SIGN_IDENTITY   a `Developer ID Application` certificate in the keychain, by its name
# PIPIT_NOTARY_PROFILE  credentials that `xcrun notarytool store-credentials` has kept in the keychain, by their name
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
identity=${PIPIT_SIGN_IDENTITY:?names the certificate to sign with}

sign() {
    codesign --force --timestamp --sign "$identity" "$@"
}

case ${1-} in
    sign)
        bundle=${2:?which bundle?}
        # What lies deepest first: a signature covers what is inside.
        find "$bundle/Contents/PlugIns" "$bundle/Contents/Frameworks" -name '*.dylib' -type f -print0 | while IFS= read -r -d '' library; do
            sign "$library"
        done
        find "$bundle/Contents/Frameworks" -depth -name '*.framework' -print0 | while IFS= read -r -d '' framework; do
            sign "$framework"
        done
        for program in pipitd pipitctl; do
            sign --options runtime --entitlements "$here/entitlements.plist" "$bundle/Contents/MacOS/$program"
        done
        sign --options runtime --entitlements "$here/entitlements.plist" "$bundle"
        codesign --verify --deep --strict --verbose=2 "$bundle"
        ;;
    notarise)
        image=${2:?which image?}
        sign "$image"
        # Ends with an error where Apple refuses it; `xcrun notarytool log` says why.
        xcrun notarytool submit "$image" --keychain-profile "${PIPIT_NOTARY_PROFILE:?names the credentials for Apple}" --wait --timeout 30m
        xcrun stapler staple "$image"
        spctl --assess --type open --context context:primary-signature --verbose "$image"
        ;;
    *)
        sed -n '3,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
