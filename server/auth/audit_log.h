// SPDX-License-Identifier: GPL-3.0-or-later
// Who wanted what, from where, and how it was decided and why: one JSON object a line, in files that only their owner reads:
// audit.log has what was allowed and what a known caller was refused, audit-unknown.log what nobody in particular was.
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
    int status = 0;        // of the answer; 0: there is none
    QString about = {};    // whom or what it was done to, where `what` does not say it
    QString reason = {};   // of a refusal
};

class AuditLog
{
public:
    using Clock = std::chrono::steady_clock;

    explicit AuditLog(const QString &directory, std::function<Clock::time_point()> now = &Clock::now);
    ~AuditLog();

    // False: it was only counted.
    bool write(const AuditEntry &entry);

private:
    // Each with a measure of its own: whoever floods one takes nothing from the other.
    struct File {
        RotatingFile file;
        int inSecond = 0;
        qint64 leftOut = 0;
    };

    static void append(File &to, const QJsonObject &line);
    static void tellLeftOut(File &of);

    File m_known, m_unknown;
    const std::function<Clock::time_point()> m_now;
    Clock::time_point m_second{};
};

} // namespace pipit::auth
