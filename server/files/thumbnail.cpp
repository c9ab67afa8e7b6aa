// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/thumbnail.h"

#include "server/files/image_source.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <array>
#include <cstring>

namespace pipit::files {

namespace {

constexpr int jpegQuality = 85;

struct Format {
    const char *mimeType;
    const char *name; // Qt's
};

constexpr std::array formats{Format{"image/png", "png"}, Format{"image/jpeg", "jpeg"}, Format{"image/gif", "gif"}, Format{"image/webp", "webp"}};

// Empty: none that this Qt reads.
QByteArray formatOf(const QByteArray &mimeType)
{
    const auto found = std::ranges::find_if(formats, [&mimeType](const Format &format) { return mimeType == format.mimeType; });
    return found != formats.end() && QImageReader::supportedImageFormats().contains(found->name) ? QByteArray(found->name) : QByteArray();
}

Error damaged(const QString &why)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("There is no thumbnail of this picture: %1. The file itself is kept as it is.").arg(why), QStringLiteral("file")};
}

Error tooLarge(const QString &why)
{
    return Error{ErrorCode::TooLarge, QStringLiteral("There is no thumbnail of this picture: %1. The file itself is kept as it is.").arg(why), QStringLiteral("file")};
}

std::optional<Error> refusalOf(const QSize &size)
{
    if (size.isEmpty())
        return damaged(QStringLiteral("it does not tell its size"));
    if (size.width() > sideAtMost || size.height() > sideAtMost || qint64(size.width()) * size.height() > pixelsAtMost)
        return tooLarge(QStringLiteral("it is %1 by %2 pixels, and %3 million, or %4 on one side, are the most").arg(size.width()).arg(size.height()).arg(pixelsAtMost / 1'000'000).arg(sideAtMost));
    return std::nullopt;
}

bool shinesThrough(const QImage &image)
{
    if (!image.hasAlphaChannel())
        return false;
    for (int y = 0; y < image.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        if (std::any_of(line, line + image.width(), [](QRgb pixel) { return qAlpha(pixel) < 255; }))
            return true;
    }
    return false;
}

// The pixels in sRGB, without the texts that the picture came with.
QImage pixelsOf(const QImage &image)
{
    QImage pixels = image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32 : QImage::Format_RGB32);
    if (pixels.colorSpace().isValid())
        pixels.convertToColorSpace(QColorSpace::SRgb);
    const bool isTransparent = shinesThrough(pixels);
    QImage clean(pixels.size(), isTransparent ? QImage::Format_ARGB32 : QImage::Format_RGB32);
    if (clean.isNull())
        return clean;
    for (int y = 0; y < pixels.height(); ++y)
        std::memcpy(clean.scanLine(y), pixels.constScanLine(y), std::size_t(pixels.width()) * sizeof(QRgb));
    return clean;
}

} // namespace

bool hasThumbnails(const QByteArray &mimeType)
{
    return !formatOf(mimeType).isEmpty();
}

Result<Thumbnail> makeThumbnail(QIODevice &file, const QByteArray &mimeType, const std::atomic<bool> &isGivenUp)
{
    const QByteArray format = formatOf(mimeType);
    if (format.isEmpty())
        return Error{ErrorCode::UnsupportedMediaType, QStringLiteral("This node makes no thumbnails of %1.").arg(QString::fromLatin1(mimeType)), QStringLiteral("file")};
    if (file.size() > pictureBytesAtMost)
        return tooLarge(QStringLiteral("its file is larger than %1 MiB").arg(pictureBytesAtMost >> 20));

    ImageSource whole(file, isGivenUp);
    PngSource chunks(file, isGivenUp);
    QImageReader reader(format == "png" ? &chunks : &whole, format);
    reader.setAutoDetectImageFormat(false);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (auto refusal = refusalOf(size))
        return *refusal;
    if (std::max(size.width(), size.height()) > thumbnailSide)
        reader.setScaledSize(size.scaled(thumbnailSide, thumbnailSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    const QImage image = reader.read();
    if (isGivenUp)
        return damaged(QStringLiteral("it took too long"));
    const QImage clean = image.isNull() ? image : pixelsOf(image);
    if (clean.isNull())
        return damaged(QStringLiteral("it is damaged, or not what it claims to be"));

    Thumbnail thumbnail;
    const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    thumbnail.width = isTurned ? size.height() : size.width();
    thumbnail.height = isTurned ? size.width() : size.height();
    const bool isTransparent = clean.hasAlphaChannel();
    thumbnail.mimeType = isTransparent ? "image/png" : "image/jpeg";
    QBuffer buffer(&thumbnail.bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!clean.save(&buffer, isTransparent ? "png" : "jpeg", isTransparent ? -1 : jpegQuality))
        return Error{ErrorCode::Internal, QStringLiteral("The thumbnail cannot be written as %1; see whether Qt's plugins for pictures are installed.").arg(QString::fromLatin1(thumbnail.mimeType))};
    return thumbnail;
}

} // namespace pipit::files
