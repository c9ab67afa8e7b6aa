// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes between a bot and its provider with their times, for who wants to see what was really said.
//
// One file for each bot, `raw/BOT.log` in the data directory, private; beyond 8 MiB it becomes `BOT.log.1`, and that one
// `BOT.log.2`, which is dropped. Each entry is a line "TIME RUN CALL WHAT" and then its bytes, indented by a tab. The secret is
// struck out, also where it is cut between two reads.
// Thread rule: one thread. Errors: a file that cannot be written is told once in the node's log, and no answer waits for it.
#pragma once

#include "core/rotating_file.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace pipit::bots {

class RawLog
{
public:
    // Below the data directory.
    static QString nameOf(const QString &botId);

    // Empties every raw log below the data directory, also of bots that are no longer there: what was erased from the message log may
    // have gone through any of them.
    static void eraseAll(const QString &dataDirectory);

    // Makes the folder.
    RawLog(const QString &dataDirectory, const QString &botId);

    // Of one call to the provider. It may outlive the log's owner, and then writes no more.
    class Call
    {
    public:
        Call(std::weak_ptr<RawLog> log, QString run, QByteArray secret);
        ~Call(); // writes what was kept back

        void sent(const QByteArray &what, const QByteArray &body);
        void received(QByteArrayView bytes);
        void note(const QString &what);

    private:
        std::weak_ptr<RawLog> m_log;
        const QString m_name; // of the run, and the call's number
        const QByteArray m_secret;
        QByteArray m_kept; // the end of what came, where it may be the beginning of the secret
    };

    QString file() const { return m_file.path(); }

private:
    void write(const QString &call, const QByteArray &what, QByteArrayView bytes);

    RotatingFile m_file;
    qint64 m_calls = 0;
};

} // namespace pipit::bots
