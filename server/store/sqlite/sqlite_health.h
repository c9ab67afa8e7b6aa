// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a database that is open can still be trusted: what its connections met, kept for whoever asks how the node stands.
//
// Damage stays until the node is started again, and nothing is written after it: each page more would be built on what is wrong. A word
// is left beside the file, so that the next start reads it through (sqlite_check.h). What the disk refused once is over with the next
// commit that gets through.
// Thread rule: any thread. Errors: none. One line of the log for each damage, and one a minute for the disk.
#pragma once

#include "server/store/sql_fault.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

namespace pipit::store {

class SqliteHealth
{
public:
    explicit SqliteHealth(const QString &file) : m_file(file) { }

    void note(const SqlFault &fault);
    void committed();

    // A sentence for everybody, without the place of the file; nothing where all is well.
    std::optional<QString> fault() const;
    bool isDamaged() const { return m_harm == Harm::Damage; }

private:
    using Clock = std::chrono::steady_clock;

    const QString m_file;
    std::atomic<Harm> m_harm = Harm::None;
    mutable std::mutex m_mutex;
    QString m_text; // with m_mutex
    std::optional<Clock::time_point> m_toldOfDisk; // as well
};

} // namespace pipit::store
