// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_note.h"

#include "client/connection.h"
#include "core/redaction.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace pipit {

namespace {

constexpr int mostBeginnings = 20; // each was begun and erased again by an operator
constexpr qsizetype mostComments = 200;
constexpr qsizetype mostEarlyChanges = 200;

const QString noteName = QStringLiteral("note");

// Of the first version of a note that is begun after this message (0: the first that the session has).
QString beginningId(const QString &sessionId, qint64 after)
{
    static const QUuid space(QStringLiteral("{8b2f3c1e-6d0a-4a57-9c9e-3f5f0f6c7a21}"));
    return QUuid::createUuidV5(space, QStringLiteral("%1/%2").arg(sessionId).arg(after)).toString(QUuid::WithoutBraces);
}

NoteVersion versionOf(const Message &message)
{
    return {.id = message.id, .firstId = message.replaces.value_or(message.id), .text = message.content, .senderId = message.senderId, .senderName = message.senderName, .createdAtMs = message.createdAtMs};
}

NoteSaved savingAgainst(const NoteVersion &theirs, const QString &text)
{
    return theirs.text == text ? NoteSaved{} : NoteSaved{.conflict = theirs};
}

QString notePath(const QString &sessionId)
{
    return QStringLiteral("/api/sessions/%1/note").arg(sessionId);
}

Error connectionClosed()
{
    return {ErrorCode::Cancelled, QStringLiteral("The connection to the node was closed here.")};
}

} // namespace

bool isNote(const Message &message)
{
    return message.contentType == u"state" && message.metadata.value(u"name") == noteName;
}

SessionNote::SessionNote(Connection &connection, const QString &sessionId, QObject *parent) : QObject(parent), m_connection(&connection), m_sessionId(sessionId)
{
    connect(&connection, &Connection::messageArrived, this, &SessionNote::take);
    // After a purge, a deletion, and where what was missed cannot be told one by one.
    connect(connection.feed(sessionId), &SessionFeed::reloaded, this, &SessionNote::load);
    connect(&connection, &Connection::statusChanged, this, [this] {
        if (!m_loaded && m_connection && m_connection->status().state == ConnectionStatus::State::Live)
            load();
    });
    load();
}

void SessionNote::load()
{
    m_isStale = true;
    if (!m_isLoading)
        loadNow();
}

QCoro::Task<> SessionNote::loadNow()
{
    const QPointer<SessionNote> self(this);
    const QString path = notePath(m_sessionId);
    m_isLoading = true;
    while (m_connection && std::exchange(m_isStale, false)) {
        m_early.clear();
        const auto answer = co_await m_connection->api().get(path);
        if (!self || (!answer && answer.error().code == ErrorCode::Cancelled))
            co_return;
        m_fault = answer ? std::nullopt : std::optional(answer.error());
        if (!answer)
            continue;
        m_latest = {};
        m_comments.clear();
        if (const auto note = Message::fromJson(answer->value(u"note").toObject()); note && isNote(*note))
            m_latest = versionOf(*note);
        const QJsonArray comments = answer->value(u"comments").toArray();
        for (const QJsonValue value : comments) {
            if (const auto comment = Message::fromJson(value.toObject()))
                takeComment(*comment);
        }
        const QList<Message> early = std::exchange(m_early, {});
        for (const Message &message : early)
            takeVersion(message) || takeComment(message);
        m_loaded = true;
    }
    m_isLoading = false;
    Q_EMIT changed();
}

void SessionNote::take(const Message &message)
{
    if (message.sessionId != m_sessionId)
        return;
    if (const auto redacted = redactedIds(message)) {
        const auto isShown = [this](qint64 id) { return id == m_latest.id || id == m_latest.firstId || std::ranges::find(m_comments, id, &Message::id) != m_comments.end(); };
        if (m_isLoading || std::ranges::any_of(*redacted, isShown))
            load();
        return;
    }
    if (m_isLoading && (isNote(message) || message.contentType == u"comment")) {
        m_early << message;
        m_isStale = m_isStale || m_early.size() > mostEarlyChanges;
        if (m_early.size() > mostEarlyChanges)
            m_early.clear();
    }
    if (takeVersion(message) || takeComment(message))
        Q_EMIT changed();
}

bool SessionNote::takeVersion(const Message &message)
{
    if (!isNote(message) || message.id <= m_latest.id)
        return false;
    const NoteVersion version = versionOf(message);
    if (std::exchange(m_latest, version).firstId != version.firstId)
        m_comments.clear(); // it was begun anew
    return true;
}

bool SessionNote::takeComment(const Message &message)
{
    if (message.contentType != u"comment" || m_latest.id == 0 || message.replyTo != m_latest.firstId)
        return false;
    const auto place = std::ranges::lower_bound(m_comments, message.id, {}, &Message::id);
    if (place != m_comments.end() && place->id == message.id)
        return false;
    const auto edited = message.replaces ? std::ranges::find_if(m_comments, [&message](const Message &one) { return one.id == *message.replaces || one.replaces == message.replaces; }) : m_comments.end();
    if (edited != m_comments.end()) {
        *edited = message;
        std::ranges::sort(m_comments, {}, &Message::id);
    } else {
        m_comments.insert(place, message);
    }
    if (m_comments.size() > mostComments)
        m_comments.removeFirst();
    return true;
}

QCoro::Task<Result<NoteVersion>> SessionNote::newestVersion()
{
    const QString path = notePath(m_sessionId);
    const auto answer = co_await m_connection->api().get(path);
    if (!answer)
        co_return answer.error();
    const auto note = Message::fromJson(answer->value(u"note").toObject());
    co_return note && isNote(*note) ? versionOf(*note) : NoteVersion();
}

QCoro::Task<Result<NoteSaved>> SessionNote::save(QString text, NoteVersion base)
{
    const QPointer<SessionNote> self(this);
    if (base.id == 0 && m_latest.id != 0)
        co_return savingAgainst(m_latest, text);
    MessageDraft draft{.sessionId = m_sessionId, .contentType = QStringLiteral("state"), .content = text, .metadata = {{QStringLiteral("name"), noteName}}};
    bool begins = base.id == 0;
    qint64 after = base.id;
    for (int tries = 0; tries <= mostBeginnings && m_connection; ++tries) {
        draft.clientMessageId = begins ? beginningId(m_sessionId, after) : QUuid::createUuid().toString(QUuid::WithoutBraces);
        draft.replaces = begins ? std::nullopt : std::optional(base.firstId);
        draft.ifLatest = begins ? std::nullopt : std::optional(base.id);
        const auto stored = co_await m_connection->api().postMessage(draft);
        if (!self || !m_connection)
            co_return connectionClosed();
        if (stored) {
            take(*stored);
            co_return NoteSaved{};
        }
        Error error = stored.error();
        const auto current = Message::fromJson(error.details.value(u"current").toObject());
        const bool isPurged = !begins && error.code == ErrorCode::InvalidRequest && error.field == u"replaces"; // the first version, by retention
        if (error.code != ErrorCode::Conflict && !isPurged)
            co_return error;
        if (!begins && current) {
            if (isNote(*current))
                take(*current);
            co_return savingAgainst(versionOf(*current), text);
        }
        // Another one was begun, of which there may be newer versions; or what was begun is gone, and this begins one after it.
        const auto newest = co_await newestVersion();
        if (!self || !newest)
            co_return self ? newest.error() : connectionClosed();
        if (newest->id > base.id)
            co_return savingAgainst(*newest, text);
        after = begins && current ? current->id : after;
        begins = true;
    }
    co_return connectionClosed();
}

QCoro::Task<Result<Done>> SessionNote::comment(QString text)
{
    const QPointer<SessionNote> self(this);
    if (!m_connection || m_latest.id == 0)
        co_return Error{ErrorCode::NotFound, QStringLiteral("There is no note to comment on yet: save one first.")};
    const MessageDraft draft{.sessionId = m_sessionId, .contentType = QStringLiteral("comment"), .content = text, .replyTo = m_latest.firstId};
    const auto stored = co_await m_connection->api().postMessage(draft);
    if (!self)
        co_return connectionClosed();
    if (!stored && stored.error().field == u"replyTo")
        co_return Error{ErrorCode::Gone, QStringLiteral("The note's first version is no longer kept by the node. Save the note once more, and comment on that.")};
    if (!stored)
        co_return stored.error();
    take(*stored);
    co_return Done{};
}

} // namespace pipit
