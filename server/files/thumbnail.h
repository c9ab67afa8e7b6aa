// SPDX-License-Identifier: GPL-3.0-or-later
// A small picture of a large one, made from bytes that may be hostile.
//
// PNG, JPEG, GIF (its first frame) and, where Qt has the plugin for it, WebP, each read as what it was sniffed as and as nothing
// else. The picture's size is looked at before a pixel is decoded: at most 50 megapixels and 30,000 pixels a side. It is made
// smaller while it is read, where its format and Qt's reader allow that. At the worst (of 50 megapixels, a PNG in grey, or an
// interlaced one, or with Qt 6.8 any PNG) some 300 MiB are used for as long as it takes; Qt's own limit of 192 MiB for one picture backs that up.
// Nothing but pixels goes into the thumbnail: no text, no place, no profile of colours (they are sRGB then).
// Thread rule: functions without state. Errors: InvalidRequest (damaged, or no size), TooLarge, UnsupportedMediaType.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QIODevice>

#include <atomic>

namespace pipit::files {

inline constexpr int thumbnailSide = 512;            // px, of the longer side at most
inline constexpr qint64 pixelsAtMost = 50'000'000;   // of the original
inline constexpr int sideAtMost = 30'000;            // px, of the original
inline constexpr qint64 pictureBytesAtMost = 128 << 20; // of its file: what is around its pixels may be held in memory
inline constexpr int allocationLimitMiB = 192;       // for QImageReader::setAllocationLimit: pixelsAtMost of 32 bits

struct Thumbnail {
    QByteArray bytes;
    QByteArray mimeType; // image/png where something shines through, else image/jpeg
    int width = 0;       // px, of the original as it is looked at, turned as its camera says
    int height = 0;
};

// Whether there are thumbnails of this type here.
bool hasThumbnails(const QByteArray &mimeType);

// `file`: open, with random access. After `isGivenUp` it ends soon, with an error.
Result<Thumbnail> makeThumbnail(QIODevice &file, const QByteArray &mimeType, const std::atomic<bool> &isGivenUp);

} // namespace pipit::files
