// SPDX-License-Identifier: GPL-3.0-or-later
// Who wanted what, from where, and how it was decided and why: one JSON object a line, in a file that only its owner reads.
//
// At 10 MiB the file is put aside; five such are kept. What comes faster than 200 lines a second is counted instead, and the count is a line: a flood of
// refusals neither fills the disk nor stops the node.
// Thread rule: one thread.
#pragma once

#include "core/rotating_file.h"
#include "server/auth/caller.h"

#include <QJsonObject>

#include <chrono>
#include <functional>

namespace pipit::auth {

struct AuditEntry {
    QString what;          // "DELETE /api/sessions/s", "pipitctl token create"
    QString from = {};     // an address
    Caller caller = {};    // with an empty sub where nobody was named
    bool isAllowed = false;
    int status = 0;        // of the answer
    QString reason = {};   // of a refusal
};

class AuditLog
{
public:
    using Clock = std::chrono::steady_clock;

    explicit AuditLog(const QString &file, std::function<Clock::time_point()> now = &Clock::now);
    ~AuditLog();

    // False: it was only counted.
    bool write(const AuditEntry &entry);

private:
    void append(const QJsonObject &line);
    void tellLeftOut();

    RotatingFile m_file;
    const std::function<Clock::time_point()> m_now;
    Clock::time_point m_second{};
    int m_inSecond = 0;
    qint64 m_leftOut = 0;
};

} // namespace pipit::auth
