// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds and videos for tests, written by hand: 16-bit PCM in a WAV, JPEG pictures in an AVI.
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QColor>
#include <QImage>
#include <QList>
#include <QString>

#include <cmath>

namespace pipit {

inline const QString soundPath = QStringLiteral("/api/files/sound");
inline const QString videoPath = QStringLiteral("/api/files/video");

inline QByteArray littleEndian(quint32 value, int bytes = 4)
{
    QByteArray written;
    for (int i = 0; i < bytes; ++i)
        written.append(char(value >> (8 * i)));
    return written;
}

inline QByteArray riffChunk(const QByteArray &id, const QByteArray &content)
{
    return id + littleEndian(quint32(content.size())) + content + QByteArray(content.size() % 2, '\0');
}

// A tone of 440 Hz, 8,000 samples a second.
inline QByteArray wavOf(double seconds)
{
    constexpr int rate = 8000;
    QByteArray samples;
    for (int i = 0; i < int(rate * seconds); ++i)
        samples += littleEndian(quint16(qint16(6000 * std::sin(i * 440 * 6.2832 / rate))), 2);
    const QByteArray format = littleEndian(1, 2) + littleEndian(1, 2) + littleEndian(rate) + littleEndian(rate * 2) + littleEndian(2, 2) + littleEndian(16, 2);
    return riffChunk("RIFF", "WAVE" + riffChunk("fmt ", format) + riffChunk("data", samples));
}

// Ten pictures a second, of one size. `codec`: four letters; with others than MJPG nobody knows how to decode it.
inline QByteArray aviOf(const QList<QImage> &frames, const QByteArray &codec = "MJPG")
{
    constexpr int rate = 10;
    const QSize size = frames.first().size();
    const quint32 count = quint32(frames.size());
    QByteArray movie = "movi";
    QByteArray index;
    for (const QImage &image : frames) {
        QByteArray jpeg;
        QBuffer buffer(&jpeg);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "JPG");
        index += "00dc" + littleEndian(16) + littleEndian(quint32(movie.size())) + littleEndian(quint32(jpeg.size()));
        movie += riffChunk("00dc", jpeg);
    }
    const quint32 width = quint32(size.width()), height = quint32(size.height());
    const QByteArray main = littleEndian(1'000'000 / rate) + littleEndian(0) + littleEndian(0) + littleEndian(0x10) + littleEndian(count) + littleEndian(0) + littleEndian(1)
        + littleEndian(100'000) + littleEndian(width) + littleEndian(height) + QByteArray(16, '\0');
    const QByteArray stream = "vids" + codec + littleEndian(0) + littleEndian(0) + littleEndian(0) + littleEndian(1) + littleEndian(rate) + littleEndian(0) + littleEndian(count)
        + littleEndian(100'000) + littleEndian(quint32(-1)) + littleEndian(0) + littleEndian(0) + littleEndian(width, 2) + littleEndian(height, 2);
    const QByteArray format = littleEndian(40) + littleEndian(width) + littleEndian(height) + littleEndian(1, 2) + littleEndian(24, 2) + codec + littleEndian(width * height * 3) + QByteArray(16, '\0');
    const QByteArray header = "hdrl" + riffChunk("avih", main) + riffChunk("LIST", "strl" + riffChunk("strh", stream) + riffChunk("strf", format));
    return riffChunk("RIFF", "AVI " + riffChunk("LIST", header) + riffChunk("LIST", movie) + riffChunk("idx1", index));
}

// Blue in the first half, red in the second.
inline QByteArray aviOf(int frames, const QByteArray &codec = "MJPG")
{
    QImage blue(64, 48, QImage::Format_RGB32), red(64, 48, QImage::Format_RGB32);
    blue.fill(Qt::blue);
    red.fill(Qt::red);
    QList<QImage> pictures(frames / 2, blue);
    while (pictures.size() < frames)
        pictures << red;
    return aviOf(pictures, codec);
}

} // namespace pipit
