// SPDX-License-Identifier: GPL-3.0-or-later
// What a decoder of pictures gets to read: the file, until whoever waits for the picture has given up, and of a PNG only the
// chunks that its pixels need.
//
// A decoder cannot be interrupted, but it ends where its file ends. And libpng unpacks the texts of a PNG into memory, 8 MB of
// each few kilobytes, a thousand of them, before it looks at a pixel.
// Thread rule: one thread; `isGivenUp` may be set on another. Errors: as a file that ends too early.
#pragma once

#include <QIODevice>

#include <atomic>

namespace pipit::files {

// `file`: open and with random access; it must outlive this.
class ImageSource : public QIODevice
{
public:
    ImageSource(QIODevice &file, const std::atomic<bool> &isGivenUp);

    qint64 size() const override { return m_file.size(); }
    bool seek(qint64 position) override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

    QIODevice &m_file;
    const std::atomic<bool> &m_isGivenUp;
};

class PngSource : public ImageSource
{
public:
    PngSource(QIODevice &file, const std::atomic<bool> &isGivenUp) : ImageSource(file, isGivenUp) { }

    bool isSequential() const override { return true; }
    qint64 size() const override { return bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    bool findChunk();

    QByteArray m_header;  // of the chunk that begins, as far as it was not read
    qint64 m_left = 8;    // of the signature, and then of the chunk after its header
    bool m_isOver = false;
};

} // namespace pipit::files
