// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection_p.h"

#include "core/redaction.h"

#include <QJsonDocument>
#include <QLoggingCategory>

#include <limits>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcConnection, "pipit.connection")

using namespace std::chrono_literals;
using State = ConnectionStatus::State;

constexpr auto mendAgainAfter = 5s;

// What a node says before it ends a stream whose caller has to show another token.
bool endsToken(const QString &closingReason)
{
    return closingReason == u"token_expired" || closingReason == u"token_revoked";
}

// For the one who looks at the window; the others (docs/api.md) are told by their names.
QString wordsOf(const QString &closingReason)
{
    if (closingReason == u"shutdown")
        return Connection::tr("The node is stopping or starting anew.");
    if (closingReason == u"overloaded")
        return Connection::tr("The node carries as many streams as it can; another attempt follows.");
    if (closingReason == u"slow_consumer")
        return Connection::tr("This computer took what came too slowly.");
    if (closingReason == u"token_expired")
        return Connection::tr("The token has expired.");
    if (closingReason == u"token_revoked")
        return Connection::tr("The token was taken back.");
    return Connection::tr("The node ended the stream: %1.").arg(closingReason);
}

} // namespace

void Connection::Private::streamStateChanged()
{
    switch (transport.state()) {
    case Transport::State::Idle:
        return;
    case Transport::State::Connecting:
        closingReason.clear();
        if (!isMending)
            setStatus(State::Connecting, status.reason);
        return;
    case Transport::State::Open:
        return;
    case Transport::State::Waiting: {
        isMending = false;
        isAfterBreak = isAfterBreak || isPositioned;
        const QString reason = closingReason.isEmpty() ? transport.reason() : wordsOf(closingReason);
        if (endsToken(closingReason)) {
            transport.stop();
            giveUp(State::SignedOut, Error{ErrorCode::Unauthenticated, reason});
        } else if (transport.attempt() > options.maxReconnectAttempts) {
            transport.stop();
            giveUp(State::GaveUp, Error{ErrorCode::Network, reason});
        } else {
            setStatus(State::Waiting, reason);
        }
        return;
    }
    case Transport::State::Ended:
        giveUp(State::Refused, Error{ErrorCode::Protocol, QStringLiteral("The server at this address says that there is nothing to follow (204).")});
        return;
    case Transport::State::Failed:
        if (transport.error().code == ErrorCode::Unauthenticated)
            giveUp(State::SignedOut, Error{ErrorCode::Unauthenticated, Connection::tr("The node does not know the token: it has expired, was taken back, or is of another node.")});
        else
            giveUp(State::Refused, transport.error());
        return;
    }
}

void Connection::Private::giveUp(State state, const Error &error)
{
    isMending = false;
    isAfterBreak = isAfterBreak || isPositioned;
    setStatus(state, error.message);
    if (state == State::GaveUp)
        lookAgain();
    for (SessionFeed *feed : std::as_const(feeds))
        feed->failLoading(error);
}

void Connection::Private::setStatus(State state, const QString &reason)
{
    if (state != State::Live) {
        refreshTimer.stop();
        runGraceTimer.stop();
        caughtUpTimer.stop();
        isCatchingUp = false;
    }
    people.setLive(state == State::Live);
    lookTimer.stop();
    if (state == State::Live)
        lookPauses.reset();
    status.state = state;
    status.attempt = state == State::Live ? 0 : std::min(transport.attempt(), options.maxReconnectAttempts);
    status.retryAt = transport.retryAt();
    status.reason = reason;
    status.transport = transport.kind();
    status.transportReason = transport.kindReason();
    status.caughtUp = 0;
    Q_EMIT q->statusChanged();
}

void Connection::Private::takeEvent(const SseEvent &event)
{
    const QJsonObject data = QJsonDocument::fromJson(event.data).object();
    const auto complain = [&event](const Error &error) { qCWarning(lcConnection, "%s: %s", event.type.constData(), qUtf8Printable(error.message)); };
    if (event.type == event_name::delta) {
        const auto delta = DeltaEvent::fromJson(data);
        delta ? takeDelta(*delta) : complain(delta.error());
    } else if (event.type == event_name::run) {
        const auto run = RunEvent::fromJson(data);
        run ? feedOf(run->sessionId)->take(*run) : complain(run.error());
    } else if (event.type == event_name::typing) {
        const auto typing = TypingEvent::fromJson(data);
        typing ? people.take(*typing) : complain(typing.error());
    } else if (event.type == event_name::presence) {
        const auto presence = PresenceEvent::fromJson(data);
        presence ? people.take(*presence) : complain(presence.error());
    } else if (event.type == event_name::session) {
        const QString id = data.value(u"id").toString();
        if (data.contains(u"read"))
            takeRead(id, data.value(u"read").toObject());
        else if (data.value(u"deleted").toBool())
            endSession(id);
        else if (data.contains(u"purgedTo"))
            takePurge(id, data.value(u"purgedTo").toInteger());
        else
            summaries.take(data);
        sessionsChangedSoon();
    } else if (event.type == event_name::closing) {
        closingReason = data.value(u"reason").toString();
        transport.holdOff(std::chrono::milliseconds(data.value(u"retryMs").toInteger()));
    }
}

void Connection::Private::endSession(const QString &sessionId)
{
    summaries.remove(sessionId);
    people.endSession(sessionId);
    local.removeSession(sessionId);
    ++erasures;
    if (SessionFeed *feed = feeds.value(sessionId))
        feed->endSession();
    Q_EMIT q->purged(sessionId, std::numeric_limits<qint64>::max());
}

void Connection::Private::takeRead(const QString &sessionId, const QJsonObject &read)
{
    if (ownSenderId.isEmpty() || read.value(u"sub").toString() != ownSenderId)
        return;
    if (!summaries.takeRead(sessionId, read.value(u"position").toInteger()))
        loadSessions();
}

void Connection::Private::takePurge(const QString &sessionId, qint64 position)
{
    summaries.purge(sessionId, position);
    local.purge(sessionId, position);
    ++erasures;
    if (SessionFeed *feed = feeds.value(sessionId))
        feed->purge(position);
    Q_EMIT q->purged(sessionId, position);
}

void Connection::Private::takePosition(const PositionEvent &start)
{
    const bool isReset = std::exchange(isStartingAnew, false) || start.reset;
    takeCursor(start, isReset);
    position = isReset ? start.position : std::max(position, start.position);
    isPositioned = true;
    for (SessionFeed *feed : std::as_const(feeds))
        feed->suspectRuns();
    // Polling tells of answers under way when they are asked for.
    if (!isPolling())
        runGraceTimer.start();
    isReset ? summaries.clear() : summaries.suspectAll();
    for (SessionFeed *feed : std::as_const(feeds))
        isReset ? feed->reload() : feed->load();

    if (std::exchange(isMending, false) && !isReset)
        return;
    setStatus(State::Live);
    isCatchingUp = std::exchange(isAfterBreak, false) && !isReset;
    catchUpUntil.reset();
    refreshTimer.start();
    loadStats();
    loadCaller();
    loadSessions();
    loadBots();
    outbox.wake();
}

void Connection::Private::takeMessage(const Message &message)
{
    const bool isNew = message.id > position;
    position = std::max(position, message.id);
    const bool isOwn = !ownSenderId.isEmpty() && message.senderId == ownSenderId && message.senderType == SenderType::User;
    summaries.take(message, isOwn);
    people.take(message);
    local.take(message);
    erasures += redactedIds(message) ? 1 : 0;
    sessionsChangedSoon();
    countCaughtUp(message, isOwn);
    if (SessionFeed *feed = feeds.value(message.sessionId))
        feed->take(message);
    if (!message.clientMessageId.isEmpty())
        outbox.confirm(message.clientMessageId);
    if (isNew && tellsOfNew(message))
        Q_EMIT q->messageArrived(message);
}

void Connection::Private::takeDelta(const DeltaEvent &delta)
{
    if (feedOf(delta.sessionId)->take(delta) || mendTimer.isActive())
        return;
    // Not too often, or a fault of one answer would keep cutting off everything else.
    const auto wait = lastMend + mendAgainAfter - std::chrono::steady_clock::now();
    mendTimer.start(std::max(std::chrono::ceil<std::chrono::milliseconds>(wait), 0ms));
}

// The node tells the text so far to whoever joins.
void Connection::Private::mend()
{
    if (status.state != State::Live)
        return;
    lastMend = std::chrono::steady_clock::now();
    isMending = true;
    transport.resume(QStringLiteral("A piece of an answer was missing."));
}

// The messages up to the head of the log, as it was found after a break, are those that came meanwhile. Until the head
// is known every message counts: the stream brings the old ones first. What one has said oneself is no news.
void Connection::Private::countCaughtUp(const Message &message, bool isOwn)
{
    if (!isCatchingUp)
        return;
    if (catchUpUntil && message.id > *catchUpUntil) {
        isCatchingUp = false;
        return;
    }
    if (isOwn)
        return;
    ++status.caughtUp;
    if (!caughtUpTimer.isActive())
        caughtUpTimer.start();
}

} // namespace pipit
