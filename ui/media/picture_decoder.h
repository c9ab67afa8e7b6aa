// SPDX-License-Identifier: GPL-3.0-or-later
// From the bytes of a picture to its pixels: only formats that are nothing but pixels, at most 40 million of them and 16,384 to
// a side. Thread rule: any thread, one at a time for a MovingPicture. Errors say what is wrong with the picture.
#pragma once

#include "core/result.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>

#include <memory>
#include <optional>

namespace pipit {

// One that is larger stands still.
inline constexpr qsizetype maxMovingBytes = 12 << 20;
inline constexpr qint64 maxMovingPixels = 4'000'000;

struct DecodedPicture {
    QImage image;
    QSize natural;          // its own size in pixels
    bool isMoving = false;  // there is more than this first one: see MovingPicture
};

// "png", "jpeg", "gif", "webp", "bmp", by how it begins; empty: none of those.
QByteArray pictureFormat(const QByteArray &bytes);

// No larger than `most`, where that is valid.
Result<DecodedPicture> decodePicture(const QByteArray &bytes, const QSize &most);

// A picture that moves, decoded frame by frame: it holds its bytes and one frame. It goes round as often as it says.
class MovingPicture
{
public:
    struct Frame {
        QImage image;
        int delay; // ms until the next one
    };

    MovingPicture(const QByteArray &bytes, const QSize &size); // of the frames

    std::optional<Frame> next(); // nothing: it stands still from now on
    qsizetype bytes() const { return m_bytes.size(); }

private:
    bool begin();

    QByteArray m_bytes;
    QSize m_size;
    QBuffer m_buffer;
    std::unique_ptr<QImageReader> m_reader;
    int m_shown = 0;
    int m_rounds = 0;
};

} // namespace pipit
