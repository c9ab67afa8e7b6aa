// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that writes a node's local copy: what piles up while a transaction is written is the next one.
//
// - A batch that fails leaves no hole behind: the copies are dropped with the next one that works; what the user has written
//   (Kind::Own) is tried again.
// - A damaged file is set aside and a fresh one begun; a newer one ends the writing. Each is told once.
// - After an erasure the journal is cut to nothing, and what was set aside goes, so that no file here has the text any more.
// - Bounded: what waits for the disk; past that the copies are dropped.
// Thread rule: the owner's thread; `Told` is called on the writer's, never after the destructor. The destructor waits two seconds
// for the disk at most. Errors: told.
#pragma once

#include "client/local_tables.h"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace pipit {

// Why nothing, or nothing old, is kept on this computer.
struct LocalFault {
    enum class Kind {
        Damaged,  // the file was set aside as `movedTo`; a fresh one is in its place
        Newer,    // a later version's: it is left alone, and nothing is kept
        Unusable, // it cannot be written: rights, a full disk
    };
    Kind kind = Kind::Unusable;
    QString file;
    QString movedTo = {};
    QString reason = {};
};

class LocalWriter
{
public:
    using Job = std::function<void(LocalTables &)>;
    using Told = std::function<void(const LocalFault &)>;
    enum class Kind { Copy, Own, Erasure };

    LocalWriter(const QString &file, const LocalLimits &limits, Told told);
    ~LocalWriter();
    LocalWriter(const LocalWriter &) = delete;
    LocalWriter &operator=(const LocalWriter &) = delete;

    // Its number; numbers grow.
    quint64 post(Kind kind, qint64 bytes, Job job);
    // Everything up to this job is on the disk.
    quint64 written() const;
    // There is a file with its tables.
    bool isReady() const;
    // How often copies that were posted were dropped, and everything is to be told anew.
    quint64 drops() const;
    // False: it took too long. What was erased is then not gone from the files yet.
    bool flush(std::chrono::milliseconds limit);

private:
    struct Shared;

    std::shared_ptr<Shared> m_shared;
    std::thread m_thread;
};

} // namespace pipit
