// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_derive.h"

#include "server/store/message_rules.h"
#include "server/store/search_text.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace pipit::store {

namespace {

QString turnOf(SqliteDatabase &database)
{
    return database.value("SELECT value FROM kept WHERE key = 'derive_turn'").value_or(QVariant()).toString();
}

} // namespace

qint64 derivedTo(SqliteDatabase &database)
{
    return database.value("SELECT value FROM kept WHERE key = 'derived_to'").value_or(QVariant()).toLongLong();
}

Derived readDerived(SqliteDatabase &database, int atMost)
{
    // Before the messages: an erasure that comes between is noticed.
    Derived derived{.from = derivedTo(database), .turn = turnOf(database)};
    derived.to = derived.from;
    QSqlQuery &rows = database.run("SELECT id, content_type, content, metadata FROM messages WHERE id > ? ORDER BY id LIMIT ?", derived.from, atMost);
    while (SqliteDatabase::next(rows)) {
        derived.to = rows.value(0).toLongLong();
        const QJsonObject metadata = QJsonDocument::fromJson(rows.value(3).toString().toUtf8()).object();
        if (const QString terms = searchTerms(searchableText(rows.value(1).toString(), rows.value(2).toString(), metadata)); !terms.isEmpty())
            derived.terms.emplaceBack(derived.to, terms);
    }
    rows.finish();
    return derived;
}

void writeDerived(SqliteDatabase &database, const Derived &derived)
{
    if (derived.to == derived.from || derived.from != derivedTo(database) || derived.turn != turnOf(database))
        return;
    for (const auto &[id, terms] : derived.terms)
        database.run("INSERT INTO message_terms (rowid, terms) VALUES (?, ?)", id, terms);
    database.run("INSERT INTO sessions (id, created_at, updated_at, last_message_id)"
                 " SELECT session_id, min(created_at), max(created_at), max(id) FROM messages WHERE id > ? AND id <= ? GROUP BY session_id"
                 " ON CONFLICT (id) DO UPDATE SET updated_at = max(updated_at, excluded.updated_at), last_message_id = max(last_message_id, excluded.last_message_id)", derived.from, derived.to);
    database.run("UPDATE kept SET value = ? WHERE key = 'derived_to'", QString::number(derived.to));
}

void deriveSession(SqliteDatabase &database, const QString &id)
{
    // What the index has not brought up yet, by the index of its session: however long it is, only its end is read.
    database.run("INSERT INTO sessions (id, created_at, updated_at, last_message_id) SELECT session_id, min(created_at), max(created_at), max(id) FROM messages"
                 " WHERE session_id = ? AND id > (SELECT CAST(value AS INTEGER) FROM kept WHERE key = 'derived_to') GROUP BY session_id"
                 " ON CONFLICT (id) DO UPDATE SET updated_at = max(updated_at, excluded.updated_at), last_message_id = max(last_message_id, excluded.last_message_id)", id);
}

void eraseTerms(SqliteDatabase &database, qint64 id, const QString &terms)
{
    if (id > derivedTo(database))
        database.run("UPDATE kept SET value = value + 1 WHERE key = 'derive_turn'");
    else if (!terms.isEmpty())
        database.run("INSERT INTO message_terms (message_terms, rowid, terms) VALUES ('delete', ?, ?)", id, terms);
}

} // namespace pipit::store
