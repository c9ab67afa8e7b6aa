// SPDX-License-Identifier: GPL-3.0-or-later
// A temporary file that is read while it still comes: who reads past its end waits for the rest.
//
// One writes (append, end), others read. It is gone from the disk with the last owner. Its end must be told in any case: a
// reader waits for it.
// Thread rule: any thread.
#pragma once

#include "core/result.h"

#include <QTemporaryFile>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace pipit {

class GrowingFile
{
public:
    // Unavailable: where the folder for temporary files cannot be written.
    Result<Done> open();

    Result<Done> append(const QByteArray &piece);
    void announce(qint64 bytes);
    enum class Ending { Whole, BrokenOff };
    void end(Ending ending);

    // Blocks until there is something at `at`. 0: nothing ever will be; -1: broken off, or `cancelled`.
    qint64 read(qint64 at, char *to, qint64 most, const std::atomic<bool> &cancelled);
    void wakeReaders();                 // after `cancelled` was set
    qint64 size() const;                // of the whole; -1: not known yet
    double arrived() const;             // 0 to 1; 0 where the size is not known
    bool isBrokenOff() const;

private:
    Error fault() const;

    mutable std::mutex m_mutex;
    std::condition_variable m_more;
    QTemporaryFile m_file;
    qint64 m_there = 0;
    qint64 m_announced = -1;
    std::optional<Ending> m_ending;
};

} // namespace pipit
