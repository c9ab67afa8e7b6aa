// SPDX-License-Identifier: GPL-3.0-or-later
// Where the outbox keeps what is attached and has no file of its own: a folder beside the outbox's file, private to its user.
//
// A file is on the disk, whole, when keep() returns. Bounded: 512 MiB together.
// Thread rule: the thread that made it. Errors: TooLarge, Unavailable with what the system said; nothing is thrown.
#pragma once

#include "core/result.h"

#include <QSet>
#include <QString>

namespace pipit {

class OutboxFolder
{
public:
    static constexpr qint64 mostBytes = qint64(512) << 20;

    explicit OutboxFolder(const QString &outboxFile, qint64 most = mostBytes);

    Result<QString> keep(const QByteArray &bytes); // the path
    void remove(const QString &path);
    // What no message needs, because the program ended between the two.
    void removeAllBut(const QSet<QString> &paths);

private:
    QString m_path;
    qint64 m_most;
};

} // namespace pipit
