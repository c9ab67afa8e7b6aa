// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/move_source.h"

#include "server/store/file_rows.h"
#include "server/store/sqlite/sqlite_check.h"
#include "server/store/sqlite/sqlite_messages.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "server/store/stored_rows.h"

#include <QFileInfo>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

using store::SqlFault;
using store::SqliteDatabase;

constexpr int batchRows = 1'000;
constexpr qsizetype batchUnits = 1 << 20;

QJsonValue textOrNull(const QVariant &value)
{
    return value.isNull() ? QJsonValue() : QJsonValue(value.toString());
}

QJsonValue numberOrNull(const QVariant &value)
{
    return value.isNull() ? QJsonValue() : QJsonValue(value.toLongLong());
}

} // namespace

template<typename Question>
auto MoveSource::read(Question question)
{
    try {
        return question(*m_database);
    } catch (const SqlFault &fault) {
        throw SqlFault(m_file.toStdString() + " cannot be read: " + fault.what());
    }
}

Result<MoveSource> MoveSource::open(const QString &file)
{
    if (!QFileInfo::exists(file))
        return Error{ErrorCode::NotFound, u"There is no file %1."_s.arg(file)};
    // First of all: whatever is read later stays as it is.
    auto lock = store::FileLock::take(file + u".lock"_s, u"database %1"_s.arg(file), u"move from a copy of it"_s);
    if (!lock)
        return lock.error();
    if (const auto refusal = store::refusalOfSqlite(file, false))
        return Error{ErrorCode::InvalidRequest, *refusal};
    try {
        auto database = std::make_unique<SqliteDatabase>(file, store::SqliteAccess::ReadOnly);
        const bool isOurs = database->value("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('kept', 'messages', 'sessions', 'tokens')")->toInt() == 4;
        const auto epoch = isOurs ? database->value("SELECT value FROM kept WHERE key = 'epoch'") : std::nullopt;
        if (!epoch)
            return Error{ErrorCode::InvalidRequest, u"%1 holds no message log of Pipit's."_s.arg(file)};
        const store::TablesVersion version = store::tablesVersion(*database);
        if (version.found != version.wanted)
            return Error{ErrorCode::InvalidRequest, version.found > version.wanted
                             ? u"The tables of %1 are of version %2; this program knows %3. Move with the newer Pipit."_s.arg(file, QString::number(version.found), QString::number(version.wanted))
                             : u"The tables of %1 are of version %2; this program moves version %3. Run `pipitctl migrate --database sqlite:%1` first."_s.arg(file, QString::number(version.found), QString::number(version.wanted))};
        MoveSource source(file, std::move(*lock), std::move(database));
        source.m_epoch = epoch->toString();
        source.m_head = std::max(store::selectHead(*source.m_database), source.lastId());
        return source;
    } catch (const SqlFault &fault) {
        return Error{ErrorCode::Unavailable, u"%1 cannot be read: %2 Check its permissions, and that it is a database of Pipit's."_s.arg(file, fault.sentence())};
    }
}

qint64 MoveSource::count(qint64 upTo)
{
    return read([&](SqliteDatabase &database) { return database.value("SELECT count(*) FROM messages WHERE id <= ?", upTo)->toLongLong(); });
}

qint64 MoveSource::lastId()
{
    return read([](SqliteDatabase &database) { return database.value("SELECT coalesce(max(id), 0) FROM messages")->toLongLong(); });
}

QString MoveSource::traceOf(qint64 id)
{
    return read([&](SqliteDatabase &database) {
        const auto trace = database.value("SELECT session_id || ' ' || coalesce(client_message_id, '-') || ' ' || created_at FROM messages WHERE id = ?", id);
        return trace ? trace->toString() : QString();
    });
}

QJsonArray MoveSource::messages(qint64 after)
{
    return read([&](SqliteDatabase &database) {
        QSqlQuery &row = database.run("SELECT id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, created_at"
                                      " FROM messages WHERE id > ? ORDER BY id LIMIT ?", after, batchRows);
        QJsonArray batch;
        qsizetype units = 0;
        while (units < batchUnits && SqliteDatabase::next(row)) {
            batch.append(QJsonObject{{u"i"_s, row.value(0).toLongLong()}, {u"s"_s, row.value(1).toString()}, {u"u"_s, textOrNull(row.value(2))}, {u"t"_s, row.value(3).toInt()},
                                     {u"f"_s, row.value(4).toString()}, {u"n"_s, row.value(5).toString()}, {u"k"_s, row.value(6).toString()}, {u"c"_s, row.value(7).toString()},
                                     {u"m"_s, row.value(8).toString()}, {u"r"_s, numberOrNull(row.value(9))}, {u"p"_s, numberOrNull(row.value(10))}, {u"a"_s, row.value(11).toLongLong()}});
            units += row.value(7).toString().size() + row.value(8).toString().size();
        }
        row.finish();
        return batch;
    });
}

QJsonArray MoveSource::sessions(const QString &after)
{
    return read([&](SqliteDatabase &database) {
        QSqlQuery &row = database.run("SELECT id, title, archived, created_at, updated_at FROM sessions WHERE id > ? ORDER BY id LIMIT ?", store::orEmpty(after), batchRows);
        QJsonArray batch;
        while (SqliteDatabase::next(row))
            batch.append(QJsonObject{{u"i"_s, row.value(0).toString()}, {u"t"_s, row.value(1).toString()}, {u"x"_s, row.value(2).toBool()}, {u"a"_s, row.value(3).toLongLong()},
                                     {u"b"_s, row.value(4).toLongLong()}});
        row.finish();
        return batch;
    });
}

QJsonArray MoveSource::runs(const QString &after)
{
    return read([&](SqliteDatabase &database) {
        QSqlQuery &row = database.run("SELECT run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, provider, answer, reasoning, figures, created_at, updated_at, ended_at, cancel_asked"
                                      " FROM runs WHERE run_id > ? ORDER BY run_id LIMIT ?", store::orEmpty(after), batchRows);
        QJsonArray batch;
        qsizetype units = 0;
        while (units < batchUnits && SqliteDatabase::next(row)) {
            batch.append(QJsonObject{{u"i"_s, row.value(0).toString()}, {u"s"_s, row.value(1).toString()}, {u"b"_s, row.value(2).toString()}, {u"u"_s, row.value(3).toString()},
                                     {u"q"_s, row.value(4).toLongLong()}, {u"r"_s, numberOrNull(row.value(5))}, {u"t"_s, row.value(6).toString()}, {u"e"_s, row.value(7).toString()},
                                     {u"n"_s, row.value(8).toString()}, {u"v"_s, row.value(9).toString()}, {u"w"_s, row.value(10).toString()}, {u"x"_s, row.value(11).toString()},
                                     {u"f"_s, row.value(12).toString()}, {u"a"_s, row.value(13).toLongLong()}, {u"c"_s, row.value(14).toLongLong()}, {u"z"_s, numberOrNull(row.value(15))}, {u"k"_s, row.value(16).toBool()}});
            units += row.value(10).toString().size() + row.value(11).toString().size();
        }
        row.finish();
        return batch;
    });
}

QJsonArray MoveSource::conversations(const QString &session, const QString &bot)
{
    return read([&](SqliteDatabase &database) {
        QSqlQuery &row = database.run("SELECT session_id, bot_id, conversation_id FROM conversations WHERE (session_id, bot_id) > (?, ?) ORDER BY session_id, bot_id LIMIT ?",
                                      store::orEmpty(session), store::orEmpty(bot), batchRows);
        QJsonArray batch;
        while (SqliteDatabase::next(row))
            batch.append(QJsonObject{{u"s"_s, row.value(0).toString()}, {u"b"_s, row.value(1).toString()}, {u"c"_s, row.value(2).toString()}});
        row.finish();
        return batch;
    });
}

QJsonArray MoveSource::purged(const QString &after)
{
    return read([&](SqliteDatabase &database) {
        QSqlQuery &row = database.run("SELECT session_id, position FROM purged WHERE session_id > ? ORDER BY session_id LIMIT ?", store::orEmpty(after), batchRows);
        QJsonArray batch;
        while (SqliteDatabase::next(row))
            batch.append(QJsonObject{{u"s"_s, row.value(0).toString()}, {u"p"_s, row.value(1).toLongLong()}});
        row.finish();
        return batch;
    });
}

QJsonArray MoveSource::readPositions(const QString &session, const QString &sub)
{
    return read([&](SqliteDatabase &database) {
        QSqlQuery &row = database.run("SELECT session_id, sub, name, role, position, read_at FROM read_positions WHERE (session_id, sub) > (?, ?) ORDER BY session_id, sub LIMIT ?",
                                      store::orEmpty(session), store::orEmpty(sub), batchRows);
        QJsonArray batch;
        while (SqliteDatabase::next(row))
            batch.append(QJsonObject{{u"s"_s, row.value(0).toString()}, {u"u"_s, row.value(1).toString()}, {u"n"_s, row.value(2).toString()}, {u"r"_s, row.value(3).toString()},
                                     {u"p"_s, row.value(4).toLongLong()}, {u"a"_s, row.value(5).toLongLong()}});
        row.finish();
        return batch;
    });
}

// `page(database, after)` gives the next records in the order of their keys, `after` a key or empty.
template<typename Record, typename Key, typename Page>
qint64 MoveSource::each(Key Record::*key, Page page, const std::function<void(const Record &)> &take)
{
    qint64 count = 0;
    QList<Record> records;
    Key after(0, Qt::Uninitialized); // empty, and not null
    do {
        records = read([&](SqliteDatabase &database) { return page(database, after); });
        for (const Record &record : records) {
            take(record); // outside of read(): what it throws is not the source's
            after = record.*key;
            ++count;
        }
    } while (!records.isEmpty());
    return count;
}

qint64 MoveSource::eachToken(const std::function<void(const auth::TokenRecord &)> &take)
{
    return each<auth::TokenRecord>(&auth::TokenRecord::hash, [](SqliteDatabase &database, const QByteArray &after) {
        return store::SqlDatabase::all(database.run("SELECT hash, kind, sub, name, role, sessions, parent, created_at, expires_at, jwt_key, caller_expires_at FROM tokens WHERE hash > ? ORDER BY hash LIMIT ?", after, batchRows), store::tokenOfRow);
    }, take);
}

qint64 MoveSource::eachFile(const std::function<void(const store::FileRecord &)> &take)
{
    return each<store::FileRecord>(&store::FileRecord::id, [](SqliteDatabase &database, const QString &after) { return store::selectFilesAfter(database, after, batchRows); }, take);
}

std::optional<QString> MoveSource::filesId()
{
    return read([](SqliteDatabase &database) { return store::filesId(database, {}); });
}

} // namespace pipit::ops
