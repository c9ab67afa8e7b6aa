// SPDX-License-Identifier: GPL-3.0-or-later
// Chinese text as heavy on dark as it is on light.
//
// On Linux, Qt has FreeType thicken the stems of CFF fonts, which is what Chinese fonts there are, and blends them by a gamma
// that thins dark words on light again; light words on dark are thickened a second time, and look bold. Without both they
// look as they do in browsers. Qt has no setting for it, only the function that gives its FreeType.
// Thread rule: any thread, each for its own fonts.
#pragma once

namespace pipit {

// Holds for fonts that are used for the first time after it, on the calling thread. Where Qt draws with another engine, or
// has FreeType built in, nothing changes.
void evenGlyphWeight();

} // namespace pipit
