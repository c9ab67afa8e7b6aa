// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/local_reader.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr auto sessionOf = "SELECT key, reaches_beginning FROM sessions WHERE id = ?";

QJsonObject jsonIn(const QVariant &bytes)
{
    return QJsonDocument::fromJson(bytes.toByteArray()).object();
}

SessionSummary summaryIn(const QString &id, const QJsonObject &json)
{
    SessionSummary summary{.id = id,
                           .title = json.value(u"title").toString(),
                           .archived = json.value(u"archived").toBool(),
                           .updatedAtMs = json.value(u"updatedAtMs").toInteger(),
                           .unread = json.value(u"unread").toInt(),
                           .firstUnread = json.value(u"firstUnread").toInteger(),
                           .readTo = json.value(u"readTo").toInteger()};
    if (auto last = Message::fromJson(json.value(u"lastMessage").toObject()))
        summary.lastMessage = *std::move(last);
    return summary;
}

} // namespace

QByteArray summaryText(const SessionSummary &summary)
{
    QJsonObject json{{u"title"_s, summary.title},
                     {u"archived"_s, summary.archived},
                     {u"updatedAtMs"_s, summary.updatedAtMs},
                     {u"unread"_s, summary.unread},
                     {u"firstUnread"_s, summary.firstUnread},
                     {u"readTo"_s, summary.readTo}};
    if (summary.lastMessage)
        json.insert(u"lastMessage"_s, summary.lastMessage->toJson());
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

bool LocalReader::open()
{
    return m_file.state() == LocalFile::State::Open || m_file.openToRead();
}

std::optional<LocalReader::Session> LocalReader::session(const QString &sessionId)
{
    QSqlQuery *query = m_file.run(sessionOf, {sessionId});
    if (!query || !query->next())
        return std::nullopt;
    const Session session{query->value(0).toLongLong(), query->value(1).toBool()};
    query->finish();
    return session;
}

LocalPage LocalReader::newest(const QString &sessionId, int count)
{
    const auto kept = session(sessionId);
    if (!kept)
        return {};
    return page(m_file.run("SELECT body FROM messages WHERE session = ? ORDER BY id DESC LIMIT ?", {kept->key, count + 1}), count, kept->reachesBeginning);
}

LocalPage LocalReader::before(const QString &sessionId, qint64 before, int count)
{
    const auto kept = session(sessionId);
    if (!kept)
        return {};
    QSqlQuery *query = m_file.run("SELECT body, id FROM messages WHERE session = ? AND id <= ? ORDER BY id DESC LIMIT ?", {kept->key, before, count + 2});
    if (query && query->next() && query->value(1).toLongLong() == before)
        return page(query, count, kept->reachesBeginning);
    if (query)
        query->finish();
    return {};
}

LocalPage LocalReader::page(QSqlQuery *query, int count, bool reachesBeginning)
{
    LocalPage page{.messages = {}, .hasOlder = !reachesBeginning};
    while (query && query->next()) {
        auto message = Message::fromJson(jsonIn(query->value(0)));
        if (page.messages.size() == count || !message) {
            page.hasOlder = true;
            break;
        }
        page.messages.push_back(*std::move(message));
    }
    if (query)
        query->finish();
    std::ranges::reverse(page.messages);
    return page;
}

void LocalReader::each(const char *statement, const std::function<void(const QSqlQuery &row)> &take)
{
    QSqlQuery *query = m_file.run(statement);
    while (query && query->next())
        take(*query);
    if (query)
        query->finish();
}

QList<SessionSummary> LocalReader::summaries()
{
    QList<SessionSummary> list;
    each("SELECT id, summary FROM sessions WHERE summary IS NOT NULL", [&list](const QSqlQuery &row) { list << summaryIn(row.value(0).toString(), jsonIn(row.value(1))); });
    return list;
}

QHash<QString, SessionMarks> LocalReader::marks()
{
    QHash<QString, SessionMarks> marks;
    each("SELECT id, pinned, muted FROM sessions WHERE pinned <> 0 OR muted <> 0", [&marks](const QSqlQuery &row) { marks.insert(row.value(0).toString(), {row.value(1).toBool(), row.value(2).toBool()}); });
    return marks;
}

QHash<QString, QString> LocalReader::drafts()
{
    QHash<QString, QString> drafts;
    each("SELECT session, text FROM drafts", [&drafts](const QSqlQuery &row) { drafts.insert(row.value(0).toString(), QString::fromUtf8(row.value(1).toByteArray())); });
    return drafts;
}

QByteArray LocalReader::meta(const QString &key)
{
    QSqlQuery *query = m_file.run("SELECT value FROM meta WHERE key = ?", {key});
    const QByteArray value = query && query->next() ? query->value(0).toByteArray() : QByteArray();
    if (query)
        query->finish();
    return value;
}

QList<LocalExtent> LocalReader::extents()
{
    QList<LocalExtent> list;
    each("SELECT id, (SELECT min(id) FROM messages WHERE session = key) FROM sessions WHERE messages > 0 ORDER BY opened_at_ms DESC", [&list](const QSqlQuery &row) { list.push_back({row.value(0).toString(), row.value(1).toLongLong()}); });
    return list;
}

} // namespace pipit
