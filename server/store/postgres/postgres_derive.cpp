// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_derive.h"

#include "server/store/message_rules.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/search_text.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

// Many at once: each session that has got messages costs a row, and fewer of those than messages.
constexpr int derivedRows = 5'000;
#define STEP_BYTES "8388608"

// One transaction. The number of messages that it worked through.
int deriveStep(PostgresDatabase &database)
{
    int count = 0;
    database.transaction([&] {
        // Lost work is done again: no reason to wait for the disk.
        database.execute(u"SET LOCAL synchronous_commit TO off; SET LOCAL lock_timeout TO '1s'"_s);
        database.run("SELECT pg_advisory_xact_lock(?, ?)", lockClass, int(PostgresLock::Derive));
        const qint64 from = derivedTo(database);
        QSqlQuery &rows = database.run("SELECT id, content_type, left(content, ?), metadata FROM (SELECT n.*, sum(bytes) OVER (ORDER BY id) - bytes AS bytes_before"
                                       " FROM (SELECT id, content_type, content, metadata, bytes FROM messages WHERE id > ? ORDER BY id LIMIT ?) n) m WHERE bytes_before < " STEP_BYTES " ORDER BY id",
                                       searchedLetters, from, derivedRows);
        QJsonArray terms;
        qint64 to = from;
        while (SqlDatabase::next(rows)) {
            to = rows.value(0).toLongLong();
            const QJsonObject metadata = QJsonDocument::fromJson(rows.value(3).toString().toUtf8()).object();
            if (const QString vector = searchVector(searchableText(rows.value(1).toString(), rows.value(2).toString(), metadata)); !vector.isEmpty())
                terms.append(QJsonObject{{u"i"_s, to}, {u"t"_s, vector}});
            ++count;
        }
        rows.finish();
        if (count == 0)
            return;
        if (!terms.isEmpty())
            database.run("INSERT INTO message_terms (message_id, terms) SELECT i, t::tsvector FROM json_to_recordset(?) AS d (i bigint, t text) ON CONFLICT DO NOTHING",
                         QString::fromUtf8(QJsonDocument(terms).toJson(QJsonDocument::Compact)));
        database.run("INSERT INTO sessions (id, created_at, updated_at, last_message_id)"
                     " SELECT session_id, min(created_at), max(created_at), max(id) FROM messages WHERE id > ? AND id <= ? GROUP BY session_id ORDER BY session_id"
                     " ON CONFLICT (id) DO UPDATE SET updated_at = greatest(sessions.updated_at, excluded.updated_at), last_message_id = greatest(sessions.last_message_id, excluded.last_message_id)", from, to);
        setKept(database, kept::derivedTo, QString::number(to));
    });
    return count;
}

} // namespace

qint64 derivedTo(PostgresDatabase &database)
{
    return findKept(database, kept::derivedTo).value_or(u"0"_s).toLongLong();
}

void deriveSession(PostgresDatabase &database, const QString &id)
{
    database.run("INSERT INTO sessions (id, created_at, updated_at, last_message_id) SELECT session_id, min(created_at), max(created_at), max(id) FROM messages"
                 " WHERE session_id = ? AND id > 0 AND NOT EXISTS (SELECT FROM sessions WHERE id = ?) GROUP BY session_id ON CONFLICT DO NOTHING", id, id);
}

bool deriveFromLog(PostgresDatabase &database, int atMost)
{
    try {
        for (int done = 0; done < atMost;) {
            // Asked without the lock first: as a rule there is nothing to do.
            if (!database.value("SELECT 1 FROM messages WHERE id > ? LIMIT 1", derivedTo(database)))
                return true;
            done += std::max(1, deriveStep(database));
        }
    } catch (const SqlFault &fault) {
        // Somebody else has been at it for a second: what is there so far has to do.
        if (fault.state() != sql_state::lockTimeout)
            throw;
    }
    return false;
}

} // namespace pipit::store
