// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox on disk: one SQLite file, one row for each message that the node has not confirmed.
//
// What a call has done is on the disk when it returns (WAL, synchronous=FULL). The file's folder must exist.
// Thread rule: the thread that made it. Errors: of every call, with the reason that SQLite gives; nothing is thrown.
#pragma once

#include "client/session_feed.h"
#include "core/result.h"

#include <QSqlDatabase>

namespace pipit {

class OutboxFile
{
public:
    explicit OutboxFile(const QString &name);
    ~OutboxFile();
    OutboxFile(const OutboxFile &) = delete;
    OutboxFile &operator=(const OutboxFile &) = delete;

    // In the order in which they were added; each Waiting, or Failed with its reason.
    Result<QList<PendingMessage>> load();
    Result<Done> add(const PendingMessage &message);
    // Its state, and the reason of a failure.
    Result<Done> update(const PendingMessage &message);
    // What it says, when its file is on the node.
    Result<Done> rewrite(const PendingMessage &message);
    Result<Done> remove(const QString &clientMessageId);

private:
    Result<Done> open();
    Result<Done> addFileColumn();
    Result<Done> run(const QString &statement, const QVariantList &values = {});
    Error failure(const QString &reason) const;

    QString m_name;
    QString m_connection;
    QSqlDatabase m_database;
    bool m_isOpen = false;
};

} // namespace pipit
