// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/local_tables.h"

#include "core/redaction.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace pipit {

namespace {

constexpr qint64 firstPage = 50;
constexpr qint64 everything = std::numeric_limits<qint64>::max();

} // namespace

QSqlQuery *LocalTables::run(const char *statement, std::initializer_list<QVariant> values)
{
    if (m_failed)
        return nullptr;
    QSqlQuery *query = m_file.run(statement, values);
    m_failed = !query;
    return query;
}

void LocalTables::load()
{
    m_failed = false;
    m_sessions.clear();
    QSqlQuery *query = run("SELECT key, id, messages, bytes, opened_at_ms, reaches_beginning, (SELECT min(id) FROM messages WHERE session = key), "
                           "(SELECT max(id) FROM messages WHERE session = key) FROM sessions");
    while (query && query->next()) {
        m_sessions.insert(query->value(1).toString(), Kept{.key = query->value(0).toLongLong(),
                                                           .messages = query->value(2).toLongLong(),
                                                           .bytes = query->value(3).toLongLong(),
                                                           .first = query->value(6).toLongLong(),
                                                           .last = query->value(7).toLongLong(),
                                                           .openedAtMs = query->value(4).toLongLong(),
                                                           .reachesBeginning = query->value(5).toBool()});
    }
    if (query)
        query->finish();
}

LocalTables::Kept *LocalTables::find(const QString &sessionId)
{
    const auto found = m_sessions.find(sessionId);
    return found == m_sessions.end() ? nullptr : &*found;
}

LocalTables::Kept *LocalTables::make(const QString &sessionId)
{
    if (Kept *known = find(sessionId))
        return known;
    QSqlQuery *query = run("INSERT INTO sessions (id) VALUES (?)", {sessionId});
    return query ? &*m_sessions.insert(sessionId, Kept{.key = query->lastInsertId().toLongLong()}) : nullptr;
}

void LocalTables::insert(Kept &session, const Message &message)
{
    const QByteArray body = message.toJsonText();
    const QSqlQuery *query = run("INSERT OR IGNORE INTO messages (id, session, body) VALUES (?, ?, ?)", {message.id, session.key, body});
    if (!query || query->numRowsAffected() < 1)
        return;
    session.first = session.messages == 0 ? message.id : std::min(session.first, message.id);
    session.last = std::max(session.last, message.id);
    ++session.messages;
    session.bytes += body.size();
    session.isChanged = true;
}

void LocalTables::add(const Message &message)
{
    Kept *session = make(message.sessionId);
    if (session && (session->messages == 0 || message.id > session->first))
        insert(*session, message);
}

void LocalTables::keepNewest(const QString &sessionId, const QList<Message> &messages, bool reachesBeginning)
{
    Kept *session = make(sessionId);
    if (!session)
        return;
    const bool meets = session->messages > 0 && !messages.isEmpty() && !reachesBeginning && messages.first().id <= session->last;
    if (meets) {
        // A page that begins where the copy does takes its place.
        const bool isAllNew = messages.first().id <= session->first;
        removeRange(*session, messages.first().id, messages.last().id);
        session->reachesBeginning = session->reachesBeginning && !isAllNew;
    } else {
        // What the stream has brought since the page was read stays behind it.
        removeRange(*session, 0, messages.isEmpty() ? everything : messages.last().id);
        session->reachesBeginning = reachesBeginning;
    }
    session->isChanged = true;
    for (const Message &message : messages)
        insert(*session, message);
}

void LocalTables::keepOlder(const QString &sessionId, qint64 before, const QList<Message> &messages, bool reachesBeginning)
{
    Kept *session = find(sessionId);
    if (!session || session->messages == 0 || session->first != before || session->messages >= m_limits.messages)
        return;
    for (const Message &message : messages)
        insert(*session, message);
    session->reachesBeginning = reachesBeginning;
    session->isChanged = true;
}

void LocalTables::redact(const QString &sessionId, const QList<qint64> &ids)
{
    Kept *session = find(sessionId);
    if (!session)
        return;
    for (const qint64 id : ids) {
        QSqlQuery *query = run("SELECT body FROM messages WHERE id = ? AND session = ?", {id, session->key});
        if (!query || !query->next())
            continue;
        const QByteArray body = query->value(0).toByteArray();
        query->finish();
        const auto message = Message::fromJson(QJsonDocument::fromJson(body).object());
        const QByteArray left = message ? tombstoneOf(*message).toJsonText() : QByteArray();
        if (left.isEmpty())
            run("DELETE FROM messages WHERE id = ?", {id});
        else
            run("UPDATE messages SET body = ? WHERE id = ?", {left, id});
        session->bytes += left.size() - body.size();
        session->isChanged = true;
    }
    eraseFromSummary(*session, [&ids](qint64 id) { return ids.contains(id); }, true);
}

void LocalTables::purge(const QString &sessionId, qint64 position)
{
    Kept *session = find(sessionId);
    if (!session)
        return;
    removeRange(*session, 0, position);
    eraseFromSummary(*session, [position](qint64 id) { return id <= position; }, false);
}

void LocalTables::dropMessages(const QString &sessionId)
{
    if (Kept *session = find(sessionId)) {
        removeRange(*session, 0, everything);
        eraseFromSummary(*session, [](qint64) { return true; }, false);
        session->reachesBeginning = false;
    }
}

void LocalTables::removeSession(const QString &sessionId)
{
    Kept *session = find(sessionId);
    if (!session)
        return;
    removeRange(*session, 0, everything);
    run("DELETE FROM sessions WHERE key = ?", {session->key});
    m_sessions.remove(sessionId);
}

void LocalTables::clear()
{
    run("DELETE FROM messages");
    run("DELETE FROM sessions WHERE pinned = 0 AND muted = 0");
    run("UPDATE sessions SET summary = NULL, messages = 0, bytes = 0, reaches_beginning = 0");
    run("DELETE FROM meta WHERE key = 'cursor'");
    if (!m_failed)
        load();
}

void LocalTables::setSummary(const QString &sessionId, const QByteArray &summary)
{
    if (const Kept *session = make(sessionId))
        run("UPDATE sessions SET summary = ? WHERE key = ?", {summary, session->key});
}

void LocalTables::setMarks(const QString &sessionId, bool pinned, bool muted)
{
    if (const Kept *session = make(sessionId))
        run("UPDATE sessions SET pinned = ?, muted = ? WHERE key = ?", {int(pinned), int(muted), session->key});
}

void LocalTables::setOpened(const QString &sessionId, qint64 atMs)
{
    if (Kept *session = make(sessionId)) {
        session->openedAtMs = atMs;
        session->isChanged = true;
    }
}

void LocalTables::setDraft(const QString &sessionId, const QString &text)
{
    if (text.isEmpty())
        run("DELETE FROM drafts WHERE session = ?", {sessionId});
    else
        run("INSERT OR REPLACE INTO drafts (session, text) VALUES (?, ?)", {sessionId, text.toUtf8()});
}

void LocalTables::setMeta(const QString &key, const QByteArray &value)
{
    run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", {key, value});
}

void LocalTables::removeRange(Kept &session, qint64 from, qint64 to)
{
    if (session.messages == 0 || to < session.first || from > session.last)
        return;
    QSqlQuery *query = run("SELECT count(*), total(length(body)) FROM messages WHERE session = ? AND id BETWEEN ? AND ?", {session.key, from, to});
    if (!query || !query->next())
        return;
    session.messages -= query->value(0).toLongLong();
    session.bytes -= query->value(1).toLongLong();
    query->finish();
    run("DELETE FROM messages WHERE session = ? AND id BETWEEN ? AND ?", {session.key, from, to});
    query = run("SELECT min(id), max(id) FROM messages WHERE session = ?", {session.key});
    if (!query || !query->next())
        return;
    session.first = query->value(0).toLongLong();
    session.last = query->value(1).toLongLong();
    query->finish();
    session.isChanged = true;
}

void LocalTables::keepOnly(Kept &session, qint64 newest)
{
    if (session.messages <= newest)
        return;
    QSqlQuery *query = run("SELECT id FROM messages WHERE session = ? ORDER BY id DESC LIMIT 1 OFFSET ?", {session.key, newest});
    if (!query || !query->next())
        return;
    const qint64 newestToGo = query->value(0).toLongLong();
    query->finish();
    removeRange(session, 0, newestToGo);
    session.reachesBeginning = false;
}

// The list of sessions shows what was said last.
void LocalTables::eraseFromSummary(Kept &session, const std::function<bool(qint64)> &isErased, bool leavesTombstone)
{
    QSqlQuery *query = run("SELECT summary FROM sessions WHERE key = ?", {session.key});
    if (!query || !query->next())
        return;
    QJsonObject summary = QJsonDocument::fromJson(query->value(0).toByteArray()).object();
    query->finish();
    const auto last = Message::fromJson(summary.value(u"lastMessage").toObject());
    if (!last || !isErased(last->id))
        return;
    if (leavesTombstone)
        summary.insert(u"lastMessage", tombstoneOf(*last).toJson());
    else
        summary.remove(u"lastMessage");
    run("UPDATE sessions SET summary = ? WHERE key = ?", {QJsonDocument(summary).toJson(QJsonDocument::Compact), session.key});
}

void LocalTables::cutToSize()
{
    qint64 bytes = 0;
    for (Kept &session : m_sessions) {
        // A tenth more, so that not every message moves another one out.
        if (session.messages > m_limits.messages + m_limits.messages / 10)
            keepOnly(session, m_limits.messages);
        bytes += session.bytes;
    }
    if (bytes <= m_limits.bytes)
        return;
    QList<Kept *> order;
    for (Kept &session : m_sessions)
        order << &session;
    std::ranges::sort(order, {}, [](const Kept *session) { return std::pair(session->openedAtMs, session->last); });
    const qint64 goal = m_limits.bytes - m_limits.bytes / 10;
    for (const qint64 newest : {firstPage, qint64(0)}) {
        for (Kept *session : std::as_const(order)) {
            if (bytes <= goal)
                return;
            bytes -= session->bytes;
            keepOnly(*session, newest);
            bytes += session->bytes;
        }
    }
}

void LocalTables::findDamage()
{
    QSqlQuery *query = run("PRAGMA quick_check(1)");
    if (!query)
        return;
    const QString found = query->next() ? query->value(0).toString() : QString();
    query->finish();
    if (found == u"ok")
        return;
    m_file.setDamaged(found);
    m_failed = true;
}

void LocalTables::endBatch()
{
    cutToSize();
    for (Kept &session : m_sessions) {
        if (std::exchange(session.isChanged, false)) {
            run("UPDATE sessions SET messages = ?, bytes = ?, opened_at_ms = ?, reaches_beginning = ? WHERE key = ?",
                {session.messages, session.bytes, session.openedAtMs, int(session.reachesBeginning), session.key});
        }
    }
}

} // namespace pipit
