// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures byte by byte, for what no program writes.
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QtEndian>

namespace pipit::test {

inline QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

inline quint32 crc32(const QByteArray &bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= uchar(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

inline QByteArray pngChunk(const QByteArray &type, const QByteArray &data)
{
    const QByteArray body = QByteArray(type + data);
    return QByteArray(bigEndian(quint32(data.size())) + body + bigEndian(crc32(body)));
}

inline QByteArray deflated(const QByteArray &bytes)
{
    return qCompress(bytes, 1).sliced(4); // without Qt's own length
}

enum PngColour { Grey = 0, Rgb = 2 };

// `pixels`: the bytes of the rows, each with its filter's number before it. `more`: chunks between the head and the pixels.
inline QByteArray png(quint32 width, quint32 height, int depth, PngColour colour, const QByteArray &pixels, const QByteArray &more = {})
{
    const QByteArray head = QByteArray(bigEndian(width) + bigEndian(height) + char(depth) + char(colour) + QByteArray(3, '\0'));
    return QByteArray(QByteArrayLiteral("\x89PNG\r\n\x1a\n") + pngChunk("IHDR", head) + more + pngChunk("IDAT", deflated(pixels)) + pngChunk("IEND", {}));
}

// One that is all black, without its pixels ever being in memory twice.
inline QByteArray blackPng(quint32 width, quint32 height, int depth, PngColour colour, const QByteArray &more = {})
{
    const qsizetype row = 1 + (qsizetype(width) * depth * (colour == Rgb ? 3 : 1) + 7) / 8;
    return png(width, height, depth, colour, QByteArray(row * qsizetype(height), '\0'), more);
}

inline QByteArray saved(const QImage &image, const char *format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format, 95);
    return bytes;
}

// A JPEG with a tag that says how the camera was held (Exif 2.3, 4.6.4, Orientation: 1 to 8).
inline QByteArray turnedJpeg(const QImage &image, int orientation)
{
    QByteArray exif("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 24);
    exif += QByteArray(char(orientation) + QByteArray(7, '\0'));
    const quint16 length = quint16(exif.size() + 2);
    const QByteArray jpeg = saved(image, "jpeg");
    return QByteArray(jpeg.first(2) + QByteArrayLiteral("\xFF\xE1") + char(length >> 8) + char(length & 0xFF) + exif + jpeg.sliced(2));
}

// Frames of one pixel: the first is red, the others blue.
inline QByteArray gifOfFrames(int frames)
{
    QByteArray gif("GIF89a\x01\0\x01\0\x80\0\0\xFF\0\0\0\0\xFF", 19);
    for (int i = 0; i < frames; ++i)
        gif += QByteArray(",\0\0\0\0\x01\0\x01\0\0\x02\x02", 12) + (i == 0 ? "\x44" : "\x4C") + QByteArray("\x01\0", 2);
    return QByteArray(gif + ';');
}

} // namespace pipit::test
