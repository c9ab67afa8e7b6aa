// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_schema.h"

#include <QList>
#include <QStringList>

namespace pipit::store {

namespace {

// One list for each version; a list that was released is never changed.
const QList<QStringList> &steps()
{
    static const QList<QStringList> all{
        {
            QStringLiteral("CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"),
            // AUTOINCREMENT: an id is never used again, not even after the newest message was purged.
            QStringLiteral("CREATE TABLE messages ("
                           " id INTEGER PRIMARY KEY AUTOINCREMENT,"
                           " session_id TEXT NOT NULL,"
                           " client_message_id TEXT,"
                           " sender_type INTEGER NOT NULL,"
                           " sender_id TEXT NOT NULL,"
                           " sender_name TEXT NOT NULL,"
                           " content_type TEXT NOT NULL,"
                           " content TEXT NOT NULL,"
                           " metadata TEXT NOT NULL,"
                           " reply_to INTEGER,"
                           " replaces INTEGER,"
                           " created_at INTEGER NOT NULL)"),
            QStringLiteral("CREATE INDEX messages_of_session ON messages (session_id, id)"),
            QStringLiteral("CREATE UNIQUE INDEX message_once ON messages (session_id, client_message_id) WHERE client_message_id IS NOT NULL"),
            QStringLiteral("CREATE INDEX replacements ON messages (replaces) WHERE replaces IS NOT NULL"),
            QStringLiteral("CREATE VIRTUAL TABLE message_terms USING fts5(terms, content='', tokenize='unicode61 remove_diacritics 2')"),
            QStringLiteral("CREATE TABLE sessions ("
                           " id TEXT PRIMARY KEY,"
                           " title TEXT NOT NULL DEFAULT '',"
                           " archived INTEGER NOT NULL DEFAULT 0,"
                           " created_at INTEGER NOT NULL,"
                           " updated_at INTEGER NOT NULL,"
                           " last_message_id INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"),
            QStringLiteral("CREATE INDEX sessions_by_time ON sessions (archived, updated_at DESC)"),
            QStringLiteral("CREATE TABLE tokens ("
                           " hash BLOB PRIMARY KEY,"
                           " kind INTEGER NOT NULL,"
                           " sub TEXT NOT NULL,"
                           " name TEXT NOT NULL,"
                           " role TEXT NOT NULL,"
                           " sessions TEXT NOT NULL,"
                           " parent BLOB,"
                           " created_at INTEGER NOT NULL,"
                           " expires_at INTEGER) WITHOUT ROWID"),
        },
        {
            // Texts last: what comes before them is read without them.
            QStringLiteral("CREATE TABLE runs ("
                           " run_id TEXT PRIMARY KEY,"
                           " session_id TEXT NOT NULL,"
                           " bot_id TEXT NOT NULL,"
                           " client_message_id TEXT NOT NULL,"
                           " question_id INTEGER NOT NULL,"
                           " replaces INTEGER,"
                           " state TEXT NOT NULL,"
                           " node TEXT NOT NULL,"
                           " instance TEXT NOT NULL,"
                           " created_at INTEGER NOT NULL,"
                           " updated_at INTEGER NOT NULL,"
                           " ended_at INTEGER,"
                           " error TEXT NOT NULL,"
                           " provider TEXT NOT NULL,"
                           " figures TEXT NOT NULL,"
                           " answer TEXT NOT NULL,"
                           " reasoning TEXT NOT NULL,"
                           " CHECK ((ended_at IS NULL) = (state IN ('queued', 'streaming', 'polling'))))"),
            QStringLiteral("CREATE INDEX runs_of_session ON runs (session_id, created_at)"),
            QStringLiteral("CREATE INDEX runs_open ON runs (created_at) WHERE ended_at IS NULL"),
            QStringLiteral("CREATE INDEX runs_ended ON runs (ended_at) WHERE ended_at IS NOT NULL"),
            QStringLiteral("CREATE TABLE conversations ("
                           " session_id TEXT NOT NULL,"
                           " bot_id TEXT NOT NULL,"
                           " conversation_id TEXT NOT NULL,"
                           " PRIMARY KEY (session_id, bot_id)) WITHOUT ROWID"),
        },
        {
            QStringLiteral("ALTER TABLE runs ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0"),
        },
        {
            QStringLiteral("ALTER TABLE tokens ADD COLUMN jwt_key BLOB"),
            QStringLiteral("ALTER TABLE tokens ADD COLUMN caller_expires_at INTEGER"),
            QStringLiteral("CREATE INDEX tokens_of_parent ON tokens (parent) WHERE parent IS NOT NULL"),
        },
        {
            QStringLiteral("CREATE TABLE files ("
                           " id TEXT PRIMARY KEY,"
                           " session_id TEXT NOT NULL,"
                           " sender_id TEXT NOT NULL,"
                           " name TEXT NOT NULL,"
                           " mime_type TEXT NOT NULL,"
                           " shown_inline INTEGER NOT NULL,"
                           " size INTEGER NOT NULL,"
                           " sha256 TEXT NOT NULL,"
                           " width INTEGER NOT NULL,"
                           " height INTEGER NOT NULL,"
                           " thumbnail TEXT NOT NULL,"
                           " thumbnail_type TEXT NOT NULL,"
                           " created_at INTEGER NOT NULL,"
                           " position INTEGER NOT NULL,"
                           " is_used INTEGER NOT NULL) WITHOUT ROWID"),
            QStringLiteral("CREATE INDEX tokens_by_end ON tokens (expires_at) WHERE expires_at IS NOT NULL"),
            QStringLiteral("CREATE INDEX files_of_session ON files (session_id)"),
            QStringLiteral("CREATE INDEX files_of_blob ON files (sha256)"),
            QStringLiteral("CREATE INDEX files_of_thumbnail ON files (thumbnail) WHERE thumbnail <> ''"),
            QStringLiteral("CREATE INDEX files_unused ON files (created_at) WHERE is_used = 0"),
        },
        {
            // Up to and with this position, messages of the session are gone.
            QStringLiteral("CREATE TABLE purged ("
                           " session_id TEXT PRIMARY KEY,"
                           " position INTEGER NOT NULL) WITHOUT ROWID"),
            QStringLiteral("CREATE INDEX purged_by_position ON purged (position)"),
        },
        {
            // The row of session '' says since when a caller reads: what was there before counts as read in every session.
            QStringLiteral("CREATE TABLE read_positions ("
                           " session_id TEXT NOT NULL,"
                           " sub TEXT NOT NULL,"
                           " name TEXT NOT NULL,"
                           " role TEXT NOT NULL,"
                           " position INTEGER NOT NULL,"
                           " read_at INTEGER NOT NULL,"
                           " PRIMARY KEY (session_id, sub)) WITHOUT ROWID"),
            QStringLiteral("CREATE INDEX read_positions_of ON read_positions (sub, read_at)"),
            // With what unread messages are counted by.
            QStringLiteral("DROP INDEX messages_of_session"),
            QStringLiteral("CREATE INDEX messages_of_session ON messages (session_id, id, replaces, sender_type, sender_id)"),
        },
        {
            // Of their own, because what they are looked for by is somewhere in a long history.
            QStringLiteral("CREATE INDEX notes ON messages (session_id, id) WHERE content_type = 'state' AND CASE metadata WHEN '' THEN '' ELSE json_extract(metadata, '$.name') END = 'note'"),
            QStringLiteral("CREATE INDEX comments ON messages (reply_to, id) WHERE content_type = 'comment'"),
        },
        {
            // What is searched is kept a little behind the log; so far it was written with each message.
            QStringLiteral("INSERT OR REPLACE INTO kept (key, value) SELECT 'derived_to', coalesce(max(id), 0) FROM messages"),
            QStringLiteral("INSERT OR REPLACE INTO kept (key, value) VALUES ('derive_turn', '0')"),
        },
    };
    return all;
}

constexpr int firstThatOverwrites = 5;
const QString oldestKey = QStringLiteral("oldest_program");
// A step that takes away, renames or tightens what an older program uses raises it to its own number; one that only adds does not.
constexpr int oldestProgram = 9;

void runSteps(SqliteDatabase &database, const TablesVersion &version)
{
    if (version.isUsable())
        return;
    if (version.isNewer())
        throw tooNewFault(version);
    if (const auto foreign = foreignTables(database))
        throw SqlFault("It is another program's database: it has the table " + foreign->toStdString() + ". Choose another.");
    for (int i = version.found; i < version.wanted; ++i) {
        for (const QString &statement : steps()[i])
            database.execute(statement);
    }
    database.execute(QStringLiteral("PRAGMA user_version=%1").arg(version.wanted));
    database.run("INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)", oldestKey, QString::number(oldestProgram));
}

} // namespace

int sqliteVersion()
{
    return int(steps().size());
}

TablesVersion tablesVersion(SqliteDatabase &database)
{
    const int found = database.value("PRAGMA user_version")->toInt();
    const bool isOurs = found > 0 && database.value("SELECT 1 FROM sqlite_master WHERE name = 'kept'");
    const auto oldest = isOurs ? database.value("SELECT value FROM kept WHERE key = ?", oldestKey) : std::nullopt;
    return {.found = found, .wanted = sqliteVersion(), .oldest = oldest ? oldest->toInt() : found};
}

std::optional<QString> foreignTables(SqliteDatabase &database)
{
    if (database.value("SELECT 1 FROM sqlite_master WHERE name = 'message_once'"))
        return std::nullopt;
    const auto table = database.value("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1");
    return table ? std::optional(table->toString()) : std::nullopt;
}

SqlFault tooNewFault(const TablesVersion &version)
{
    return SqlFault(version.tooNewText() + ". Start the newer version, or choose another data directory.");
}

TablesVersion migrateSqlite(SqliteDatabase &database)
{
    // Locked before the version is read: of two programs that open a new file, the second finds it made.
    database.execute(QStringLiteral("BEGIN IMMEDIATE"));
    TablesVersion before;
    try {
        before = tablesVersion(database);
        runSteps(database, before);
    } catch (const SqlFault &) {
        database.execute(QStringLiteral("ROLLBACK"));
        throw;
    }
    database.execute(QStringLiteral("COMMIT"));
    // Once: what earlier versions wrote over, such as answers under way, is still in the file's free places.
    if (before.found > 0 && before.found < firstThatOverwrites)
        database.execute(QStringLiteral("VACUUM"));
    return before;
}

QString keptValue(SqliteDatabase &database, const QString &key, const QString &fresh)
{
    database.run("INSERT OR IGNORE INTO kept (key, value) VALUES (?, ?)", key, fresh);
    const auto value = database.value("SELECT value FROM kept WHERE key = ?", key);
    return value ? value->toString() : fresh;
}

} // namespace pipit::store
