// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/picture_decoder.h"

#include <QCoreApplication>

namespace pipit {

namespace {

constexpr qint64 maxPixels = 40'000'000;
constexpr int maxSide = 16'384;
constexpr int leastDelay = 20; // ms
constexpr int usualDelay = 100; // where a picture asks for less than a screen can show, as browsers have it

QImage plainPixels(QImage image)
{
    image.convertTo(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    return image;
}

} // namespace

QByteArray pictureFormat(const QByteArray &bytes)
{
    const std::pair<QByteArrayView, const char *> beginnings[] = {{"\x89PNG", "png"}, {"\xff\xd8\xff", "jpeg"}, {"GIF8", "gif"}, {"BM", "bmp"}};
    for (const auto &[beginning, format] : beginnings) {
        if (bytes.startsWith(beginning))
            return format;
    }
    return bytes.startsWith("RIFF") && bytes.sliced(qMin(qsizetype(8), bytes.size())).startsWith("WEBP") ? "webp" : "";
}

Result<DecodedPicture> decodePicture(const QByteArray &bytes, const QSize &most)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    // Only what is pixels: an SVG, for one, would have the files read that it names.
    const QByteArray format = pictureFormat(bytes);
    if (format.isEmpty())
        return Error{ErrorCode::InvalidRequest, QCoreApplication::translate("pipit::PictureStore", "This is no picture that can be shown here (%1).").arg(QCoreApplication::translate("pipit::PictureStore", "PNG, JPEG, GIF, WebP and BMP can"))};
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty())
        return Error{ErrorCode::InvalidRequest, QCoreApplication::translate("pipit::PictureStore", "This is no picture that can be shown here (%1).").arg(reader.errorString())};
    if (size.width() > maxSide || size.height() > maxSide || qint64(size.width()) * size.height() > maxPixels)
        return Error{ErrorCode::TooLarge, QCoreApplication::translate("pipit::PictureStore", "The picture is too large to be shown: %1 by %2 pixels.").arg(size.width()).arg(size.height())};
    QSize scaled = size;
    const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    const QSize room = isTurned ? most.transposed() : most;
    if (room.isValid() && (size.width() > room.width() || size.height() > room.height()))
        scaled.scale(room, Qt::KeepAspectRatio);
    reader.setScaledSize(scaled.expandedTo({1, 1}));
    QImage image = reader.read();
    if (image.isNull())
        return Error{ErrorCode::InvalidRequest, QCoreApplication::translate("pipit::PictureStore", "The picture is damaged (%1).").arg(reader.errorString())};
    const bool moves = reader.supportsAnimation() && reader.imageCount() > 1 && bytes.size() <= maxMovingBytes && qint64(size.width()) * size.height() <= maxMovingPixels;
    return DecodedPicture{plainPixels(image), isTurned ? size.transposed() : size, moves};
}

MovingPicture::MovingPicture(const QByteArray &bytes, const QSize &size) : m_bytes(bytes), m_size(size) { }

bool MovingPicture::begin()
{
    m_reader.reset();
    m_buffer.close();
    m_buffer.setData(m_bytes);
    m_buffer.open(QIODevice::ReadOnly);
    m_reader = std::make_unique<QImageReader>(&m_buffer, pictureFormat(m_bytes));
    m_reader->setScaledSize(m_size);
    return m_reader->canRead();
}

std::optional<MovingPicture::Frame> MovingPicture::next()
{
    if (!m_reader && !begin())
        return std::nullopt;
    QImage image = m_reader->read();
    if (image.isNull()) {
        const int loops = m_reader->loopCount(); // after the first; -1: for ever
        if (m_shown == 0 || (loops >= 0 && ++m_rounds > loops) || !begin())
            return std::nullopt;
        image = m_reader->read();
        if (image.isNull())
            return std::nullopt;
    }
    ++m_shown;
    const int delay = m_reader->nextImageDelay();
    return Frame{plainPixels(image), delay < leastDelay ? usualDelay : delay};
}

} // namespace pipit
