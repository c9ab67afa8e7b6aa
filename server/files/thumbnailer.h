// SPDX-License-Identifier: GPL-3.0-or-later
// Makes thumbnails one after the other, on a thread of its own, and never lets one picture keep all others waiting.
//
// A picture has ten seconds. Then its future is an error, its file ends for the decoder, and another thread goes on with the
// others: a thread cannot be killed. While two that were given up have not ended, there are no thumbnails; the log says so, and
// says when there are some again. The threads begin with the first picture.
// It raises Qt's limit for the memory of one picture to allocationLimitMiB, for the whole process: a window that shows pictures
// from outside looks at their sizes itself.
// Thread rule: any thread; does not wait, but the destructor does, for what is under way, two seconds at most.
// Errors: as makeThumbnail(); Unavailable (64 wait already, this picture took too long, thumbnails are off, the node stops).
#pragma once

#include "core/result.h"
#include "server/files/thumbnail.h"

#include <QFuture>
#include <QIODevice>

#include <chrono>
#include <memory>

namespace pipit::files {

struct ThumbnailLimits {
    std::chrono::milliseconds each = std::chrono::seconds(10);
    std::size_t waiting = 64;
    int givenUp = 2; // threads
};

class Thumbnailer
{
public:
    explicit Thumbnailer(ThumbnailLimits limits = {});
    Thumbnailer(const Thumbnailer &) = delete;
    Thumbnailer &operator=(const Thumbnailer &) = delete;
    ~Thumbnailer();

    // `file`: open, with random access, such as from BlobStore::read(); it is used and destroyed on another thread.
    // `mimeType`: the sniffed one. A future that was cancelled while its picture waited costs nothing more.
    QFuture<Result<Thumbnail>> make(std::unique_ptr<QIODevice> file, const QByteArray &mimeType);

private:
    class State;

    const std::shared_ptr<State> m_state;
};

} // namespace pipit::files
