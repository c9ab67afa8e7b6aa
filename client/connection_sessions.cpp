// SPDX-License-Identifier: GPL-3.0-or-later
// The list of sessions, and what is done to one: made, named, archived, deleted, carried away and brought in, pinned and muted.
#include "client/connection_p.h"

#include "core/text_limits.h"

#include <QUrlQuery>

#include <utility>

namespace pipit {

namespace {

constexpr int mostSessions = 500; // of the list: as many as a node tells at once

QJsonObject titleBody(const QString &title)
{
    return QJsonObject{{QStringLiteral("title"), title}};
}

} // namespace

QCoro::Task<> Connection::Private::loadSessions()
{
    const QSet<QString> known = knownSessions();
    const QUrlQuery query{{QStringLiteral("limit"), QString::number(mostSessions)}};
    const auto answer = co_await api.get(QStringLiteral("/api/sessions"), query);
    if (!answer)
        co_return;
    const QJsonArray sessions = answer->value(u"sessions").toArray();
    takeSessions(sessions, answer->value(u"position").toInteger(), known);
    if (sessions.size() < mostSessions)
        endUnconfirmed();
    checkCopies();
}

QSet<QString> Connection::Private::knownSessions() const
{
    QSet<QString> known;
    for (const SessionSummary &summary : summaries.list())
        known.insert(summary.id);
    return known;
}

// `known`: before they were asked for.
void Connection::Private::takeSessions(const QJsonArray &sessions, qint64 asOf, const QSet<QString> &known)
{
    QSet<QString> gone = known;
    for (const QJsonValue value : sessions) {
        const QJsonObject session = value.toObject();
        const QString id = session.value(u"id").toString();
        gone.remove(id);
        if (const qint64 erasedTo = session.value(u"erasedTo").toInteger(); erasedTo > 0)
            takePurge(id, erasedTo);
    }
    summaries.take(sessions, asOf);
    areSessionsKnown = true;
    // Only a list that ends before its limit says what is not there; and once more, for a node's list may be a moment behind its log.
    if (!isPolling() || sessions.size() >= mostSessions)
        gone.clear();
    for (const QString &id : std::as_const(gone)) {
        if (missing.contains(id))
            endSession(id);
    }
    missing = gone;
    sessionsChangedSoon();
}

void Connection::Private::sessionsChangedSoon()
{
    if (!sessionsTimer.isActive())
        sessionsTimer.start();
    if (!summariesTimer.isActive())
        summariesTimer.start();
}

const QList<SessionSummary> &Connection::sessions() const
{
    return d->summaries.list();
}

bool Connection::areSessionsKnown() const
{
    return d->areSessionsKnown;
}

QCoro::Task<Result<QString>> Connection::createSession(QString title)
{
    const auto answer = co_await d->api.post(QStringLiteral("/api/sessions"), titleBody(title));
    if (!answer)
        co_return answer.error();
    const QJsonObject session = answer->value(u"session").toObject();
    const QString id = session.value(u"id").toString();
    if (!isSessionId(id))
        co_return Error{ErrorCode::Protocol, QStringLiteral("The node made a session without an id.")};
    d->summaries.take(session);
    d->sessionsChangedSoon();
    co_return id;
}

QCoro::Task<Result<Done>> Connection::renameSession(QString sessionId, QString title)
{
    return d->changeSession(std::move(sessionId), titleBody(title));
}

QCoro::Task<Result<Done>> Connection::setArchived(QString sessionId, bool archived)
{
    return d->changeSession(std::move(sessionId), QJsonObject{{QStringLiteral("archived"), archived}});
}

QCoro::Task<Result<Done>> Connection::Private::changeSession(QString sessionId, QJsonObject change)
{
    const auto answer = co_await api.patch(QStringLiteral("/api/sessions/%1").arg(sessionId), change);
    if (!answer)
        co_return answer.error();
    summaries.take(answer->value(u"session").toObject());
    sessionsChangedSoon();
    co_return Done{};
}

// The stream tells of it, as to everybody.
QCoro::Task<Result<Done>> Connection::deleteSession(QString sessionId)
{
    const auto answer = co_await d->api.remove(QStringLiteral("/api/sessions/%1").arg(sessionId));
    if (!answer)
        co_return answer.error();
    co_return Done{};
}

QCoro::Task<Result<QList<Message>>> Connection::wholeSession(QString sessionId, TransferGoesOn goesOn)
{
    return readWholeSession(d->api, std::move(sessionId), std::move(goesOn));
}

QCoro::Task<Result<Imported>> Connection::importSession(SessionArchive archive, QString title, TransferGoesOn goesOn)
{
    return pipit::importSession(d->api, std::move(archive), std::move(title), std::move(goesOn));
}

void Connection::Private::changeMarks(const QString &sessionId, bool SessionMarks::*mark, bool isSet)
{
    SessionMarks marks = summaries.marks(sessionId);
    marks.*mark = isSet;
    if (!summaries.setMarks(sessionId, marks))
        return;
    local.setMarks(sessionId, marks);
    sessionsChangedSoon();
}

void Connection::setPinned(const QString &sessionId, bool pinned)
{
    d->changeMarks(sessionId, &SessionMarks::pinned, pinned);
}

void Connection::setMuted(const QString &sessionId, bool muted)
{
    d->changeMarks(sessionId, &SessionMarks::muted, muted);
}

} // namespace pipit
