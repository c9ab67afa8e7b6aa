// SPDX-License-Identifier: GPL-3.0-or-later
// What the messages of a window share: their pictures, the files that were saved, what plays. None is owned here; null: it
// cannot be had. Thread rule: the GUI thread.
#pragma once

#include <QtGlobal>

namespace pipit {

class FileSaves;
class MediaPlayer;
class PictureStore;

struct MediaStores {
    PictureStore *pictures = nullptr;
    FileSaves *saves = nullptr;
    MediaPlayer *player = nullptr;
    bool operator==(const MediaStores &) const = default;
};

} // namespace pipit
