// SPDX-License-Identifier: GPL-3.0-or-later
// What a move reads: a log in a SQLite file that no node uses.
//
// Rows come as JSON objects with short names, as the target's statements take them; bounded in number and size.
// Thread rule: one thread. Errors: SqlFault with a sentence that names the file; for open() a Result.
#pragma once

#include "core/result.h"
#include "server/auth/tokens.h"
#include "server/store/file_store.h"
#include "server/store/data_directory.h"
#include "server/store/sqlite/sqlite_database.h"

#include <QJsonArray>
#include <QString>

#include <functional>
#include <memory>

namespace pipit::ops {

class MoveSource
{
public:
    static Result<MoveSource> open(const QString &file);

    const QString &file() const { return m_file; }
    const QString &epoch() const { return m_epoch; }
    qint64 head() const { return m_head; }   // the newest position that was ever given
    qint64 count(qint64 upTo);               // of messages
    // A message in short: session, client's id, time (ms). Empty where there is none.
    QString traceOf(qint64 id);
    qint64 lastId();

    // Messages behind `after`, about 1 MiB at most: i id, s session, u client's id, t sender type (0, 1, 2), f sender id,
    // n sender name, k content type, c content, m metadata (text, empty for none), r reply to, p replaces, a created at (ms).
    QJsonArray messages(qint64 after);
    // Sessions behind this id: i id, t title, x archived, a created at, b updated at (ms).
    QJsonArray sessions(const QString &after);
    // Runs behind this id, about 1 MiB at most: i id, s session, b bot, u the answer's client id, q question, r replaces, t state,
    // e error, n node, v provider, w answer, x reasoning, f figures (v and f as JSON texts), a created at, c updated at, z ended at (ms).
    QJsonArray runs(const QString &after);
    // Conversations behind this one: s session, b bot, c conversation.
    QJsonArray conversations(const QString &session, const QString &bot);
    // Sessions behind this one of which messages were purged: s session, p the position up to which.
    QJsonArray purged(const QString &after);
    // Read positions behind this one: s session (empty: since when it reads), u caller, n name, r role, p position, a read at (ms).
    QJsonArray readPositions(const QString &session, const QString &sub);
    // The number of tokens.
    qint64 eachToken(const std::function<void(const auth::TokenRecord &)> &take);
    // And of files; their bytes are not here.
    qint64 eachFile(const std::function<void(const store::FileRecord &)> &take);
    std::optional<QString> filesId();

private:
    MoveSource(QString file, store::FileLock lock, std::unique_ptr<store::SqliteDatabase> database) : m_file(std::move(file)), m_lock(std::move(lock)), m_database(std::move(database)) { }

    template<typename Question>
    auto read(Question question);
    template<typename Record, typename Key, typename Page>
    qint64 each(Key Record::*key, Page page, const std::function<void(const Record &)> &take);

    QString m_file;
    store::FileLock m_lock;
    std::unique_ptr<store::SqliteDatabase> m_database;
    QString m_epoch;
    qint64 m_head = 0;
};

} // namespace pipit::ops
