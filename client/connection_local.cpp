// SPDX-License-Identifier: GPL-3.0-or-later
// The connection's local copy: what is shown before the node has answered, and that it stays as true as the node's log.
//
// The stream goes on from where the copy ends, so it brings what is new and what was redacted meanwhile. That a session was ended or
// purged is in no message: the list of sessions and a look at each session of the copy tell.
#include "client/connection_p.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>
#include <utility>

namespace pipit {

namespace {

using namespace std::chrono_literals;

// Messages that are caught up with one by one after a start; beyond, the node's pages are the shorter way.
constexpr qint64 mostCaughtUp = 20'000;
// Sessions that nobody has opened here are kept too, so that they can be read offline: the first of the list.
constexpr qsizetype sessionsFetched = 30;
constexpr int pageFetched = 50;

} // namespace

void Connection::Private::startFromLocal()
{
    summariesTimer.setSingleShot(true);
    summariesTimer.setInterval(300ms);
    connect(&summariesTimer, &QTimer::timeout, this, &Private::keepSummaries);
    connect(&local, &LocalStore::faulted, q, &Connection::localFaulted);
    summaries.restore(local.summaries(), local.marks());
    ownSenderId = QString::fromUtf8(local.meta(QStringLiteral("caller")));
    const QJsonArray known = QJsonDocument::fromJson(local.meta(QStringLiteral("bots"))).array();
    for (const QJsonValue bot : known)
        bots << botIn(bot.toObject());
    isFirstCatchUp = local.cursor().has_value();
}

void Connection::Private::keepSummaries()
{
    summariesTimer.stop();
    local.setSummaries(summaries.list());
}

void Connection::Private::takeCursor(const PositionEvent &start, bool isReset)
{
    if (isReset) {
        ++erasures;
        local.clear();
        isFirstCatchUp = false;
    }
    local.setPosition({start.position, start.epoch});
    // Also after a short break: a session may have ended in it.
    unchecked = isReset ? QList<LocalExtent>() : local.extents();
}

bool Connection::Private::tellsOfNew(const Message &message)
{
    if (firstCatchUpUntil && message.id > *firstCatchUpUntil)
        isFirstCatchUp = false;
    return !isFirstCatchUp;
}

void Connection::Private::takeHead(qint64 head)
{
    if (!isFirstCatchUp || firstCatchUpUntil)
        return;
    firstCatchUpUntil = head;
    if (position >= head)
        isFirstCatchUp = false;
    if (head - position <= mostCaughtUp)
        return;
    startAnew(QStringLiteral("Too much has come since this computer last heard of the node: it is loaded anew."));
}

// What one caller may read is not another's.
void Connection::Private::takeCaller(const QString &sub)
{
    if (sub.isEmpty())
        return;
    if (!ownSenderId.isEmpty() && ownSenderId != sub)
        startAnew(QStringLiteral("The token is somebody else's now: everything is loaded anew."));
    local.setMeta(QStringLiteral("caller"), sub.toUtf8());
}

void Connection::Private::startAnew(const QString &reason)
{
    local.clear();
    isStartingAnew = true;
    transport.resumeFrom({}, reason);
}

// The node has named every session.
void Connection::Private::endUnconfirmed()
{
    // A node's list may be a moment behind its log: the session itself is asked for.
    const QStringList unconfirmed = summaries.unconfirmed();
    for (const QString &sessionId : unconfirmed) {
        if (std::ranges::find(unchecked, sessionId, &LocalExtent::sessionId) == unchecked.end())
            unchecked.prepend({sessionId, 1});
    }
}

// One question for each session: is anything from its first kept message on gone?
QCoro::Task<> Connection::Private::checkCopies()
{
    if (std::exchange(isChecking, true))
        co_return;
    while (!unchecked.isEmpty() && status.state == ConnectionStatus::State::Live) {
        const LocalExtent extent = unchecked.first();
        const QUrlQuery query{{QStringLiteral("sessionId"), extent.sessionId}, {QStringLiteral("after"), QString::number(extent.first - 1)}, {QStringLiteral("limit"), QStringLiteral("1")}};
        const auto answer = co_await api.get(QStringLiteral("/api/messages"), query);
        if (!answer && answer.error().code == ErrorCode::Cancelled)
            co_return;
        // The node is busy or away: later, with the next refresh().
        if (!answer && isPassing(answer.error()))
            break;
        if (!answer)
            takeCheck(extent.sessionId, answer.error());
        if (!unchecked.isEmpty() && unchecked.first().sessionId == extent.sessionId)
            unchecked.removeFirst();
    }
    isChecking = false;
    if (local.isKept() && areSessionsKnown && unchecked.isEmpty() && status.state == ConnectionStatus::State::Live && !std::exchange(hasFetchedCopies, true))
        fetchCopies();
}

QCoro::Task<> Connection::Private::fetchCopies()
{
    QSet<QString> kept;
    const QList<LocalExtent> extents = local.extents();
    for (const LocalExtent &extent : extents)
        kept.insert(extent.sessionId);
    QStringList missing;
    for (const SessionSummary &summary : summaries.list().first(std::min(sessionsFetched, summaries.list().size()))) {
        const SessionFeed *feed = feeds.value(summary.id);
        if (!kept.contains(summary.id) && !(feed && feed->isWanted()))
            missing << summary.id;
    }
    for (const QString &sessionId : std::as_const(missing)) {
        const int erasuresBefore = erasures;
        const auto page = co_await api.history(sessionId, pageFetched);
        if (!page && page.error().code == ErrorCode::Cancelled)
            co_return;
        if (status.state != ConnectionStatus::State::Live || (!page && isPassing(page.error()))) {
            hasFetchedCopies = false; // the rest after the next connect
            co_return;
        }
        const SessionFeed *feed = feeds.value(sessionId);
        if (page && !page->messages.isEmpty() && erasures == erasuresBefore && !(feed && feed->isWanted()))
            local.keepNewest(sessionId, page->messages, !page->hasMore);
    }
}

void Connection::Private::takeCheck(const QString &sessionId, const Error &error)
{
    if (error.code == ErrorCode::NotFound || error.code == ErrorCode::Forbidden) {
        endSession(sessionId);
        sessionsChangedSoon();
    } else if (error.code == ErrorCode::Gone) {
        local.dropMessages(sessionId);
        if (SessionFeed *feed = feeds.value(sessionId))
            feed->reload();
    }
}

QString Connection::draft(const QString &sessionId) const
{
    return d->local.draft(sessionId);
}

void Connection::forgetDrafts()
{
    d->local.forgetDrafts();
}

void Connection::saveDraft(const QString &sessionId, const QString &text)
{
    if (d->local.draft(sessionId) != text)
        d->local.saveDraft(sessionId, text);
}

std::optional<LocalFault> Connection::localFault() const
{
    return d->local.fault();
}

} // namespace pipit
