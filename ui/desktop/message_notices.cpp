// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/message_notices.h"

#include "core/redaction.h"
#include "ui/chat/messages/message_line.h"

#include <QLocale>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace pipit {

namespace {

constexpr qsizetype summaryCharacters = 120;
constexpr qsizetype bodyCharacters = 400;

QString cut(QString text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    text.truncate(most - 1);
    if (text.back().isHighSurrogate())
        text.chop(1);
    return text + u'…';
}

QString plain(QString text)
{
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'; });
    return text.trimmed();
}

// A session of a server in one word, which comes back when the notification is clicked. No session has a slash in its id.
QString placeOf(const QString &sessionId, const QString &serverId)
{
    return serverId.isEmpty() ? sessionId : QString(serverId + u'/' + sessionId);
}

std::pair<QString, QString> sessionAndServer(const QString &place)
{
    const qsizetype slash = place.indexOf(u'/');
    return {place.mid(slash + 1), place.left(qMax<qsizetype>(0, slash))};
}

// As the conversation shows it: what is not said is a warning.
DesktopNotice::Urgency urgencyOf(const QString &severity)
{
    if (severity == u"error")
        return DesktopNotice::Urgency::Critical;
    return severity == u"info" || severity == u"success" ? DesktopNotice::Urgency::Low : DesktopNotice::Urgency::Normal;
}

// Somebody says something: not how far something is, what has changed, or what was taken away.
bool isNews(const Message &message)
{
    return message.contentType != u"progress" && message.contentType != u"state" && !message.replaces && !isTombstone(message) && !redactedIds(message);
}

} // namespace

void NoticeTime::callLater(std::chrono::milliseconds wait, QObject *context, const Then &then)
{
    QTimer::singleShot(wait, Qt::PreciseTimer, context, then); // the other kind may be early
}

MessageNotices::MessageNotices(std::unique_ptr<DesktopNotifier> notifier, IsSeen isSeen, NoticeLimits limits, QObject *parent, NoticeTime time)
    : QObject(parent), m_notifier(std::move(notifier)), m_isSeen(std::move(isSeen)), m_limits(limits), m_time(std::move(time))
{
    connect(m_notifier.get(), &DesktopNotifier::activated, this, [this](const QString &place, qint64 messageId) {
        const auto [sessionId, serverId] = sessionAndServer(place);
        Q_EMIT activated(sessionId, messageId, serverId);
    });
}

void MessageNotices::addConnection(Connection *connection, const QString &serverId)
{
    connect(connection, &Connection::messageArrived, this, [this, connection, serverId](const Message &message) { take(message, *connection, serverId); });
}

bool MessageNotices::isSeen(const QString &place) const
{
    const auto [sessionId, serverId] = sessionAndServer(place);
    return m_isSeen(sessionId, serverId);
}

void MessageNotices::take(const Message &message, const Connection &connection, const QString &serverId)
{
    if (!isNews(message) || !m_rules().isOn || m_isSeen(message.sessionId, serverId))
        return;
    const auto session = std::ranges::find(connection.sessions(), message.sessionId, &SessionSummary::id);
    if (session != connection.sessions().end() && session->muted)
        return;
    // Until the node has said who one is, a person's message may be one's own.
    const QString own = connection.ownSenderId();
    if (message.senderType == SenderType::User && (own.isEmpty() || message.senderId == own))
        return;
    showOrWait(noticeOf(message, connection, serverId));
}

void MessageNotices::tell(const NodeAlert &alert)
{
    if (!m_rules().isOn)
        return;
    showOrWait({.summary = cut(plain((alert.fires ? tr("Alert: %1") : tr("Alert over: %1")).arg(alert.name)), summaryCharacters),
                .body = alert.value ? cut(plain(tr("%1 is %2; its limit is %3.").arg(alert.metric, QLocale().toString(*alert.value, 'g', 4), QLocale().toString(alert.limit, 'g', 4))), bodyCharacters) : QString(),
                .urgency = alert.fires ? DesktopNotice::Urgency::Critical : DesktopNotice::Urgency::Normal});
}

void MessageNotices::showOrWait(const DesktopNotice &notice)
{
    if (m_rest.count == 0 && hasRoom())
        return show(notice);
    m_rest.isOneSession = m_rest.count == 0 || (m_rest.isOneSession && m_rest.last.sessionId == notice.sessionId);
    m_rest.urgency = m_rest.count == 0 ? notice.urgency : std::max(m_rest.urgency, notice.urgency);
    m_rest.last = notice;
    ++m_rest.count;
    if (!m_isWaiting)
        waitForRoom();
}

DesktopNotice MessageNotices::noticeOf(const Message &message, const Connection &connection, const QString &serverId) const
{
    if (!m_rules().showsText)
        return {.summary = tr("New message"), .urgency = urgencyOf(message.metadata.value(u"severity").toString()), .sessionId = placeOf(message.sessionId, serverId), .messageId = message.id};
    const QList<SessionSummary> &sessions = connection.sessions();
    const auto session = std::ranges::find(sessions, message.sessionId, &SessionSummary::id);
    const QString name = session == sessions.end() || session->title.isEmpty() ? message.sessionId : session->title;
    const bool isNotification = message.contentType == u"notification";
    const QString title = isNotification ? plain(message.metadata.value(u"title").toString()).simplified() : QString();
    return {.summary = cut(title.isEmpty() ? name : QString(title + QStringLiteral(" · ") + name), summaryCharacters),
            .body = cut(plain(isNotification ? message.content : messageLineOf(message, connection.ownSenderId())), bodyCharacters),
            .urgency = urgencyOf(message.metadata.value(u"severity").toString()),
            .sessionId = placeOf(message.sessionId, serverId),
            .messageId = message.id};
}

void MessageNotices::show(const DesktopNotice &notice)
{
    m_shownAt.push_back(m_time.now());
    m_notifier->show(notice);
}

void MessageNotices::showRest()
{
    if (!hasRoom())
        return waitForRoom();
    const Rest rest = std::exchange(m_rest, {});
    if (!m_rules().isOn)
        return;
    if (rest.isOneSession && isSeen(rest.last.sessionId))
        return;
    DesktopNotice notice = rest.last;
    if (rest.count > 1) {
        notice.urgency = rest.urgency;
        notice.summary = tr("%n more notification(s)", nullptr, rest.count);
        notice.body = rest.last.body.isEmpty() ? QString() : cut(tr("The latest, %1: %2").arg(rest.last.summary, rest.last.body), bodyCharacters);
    }
    show(notice);
}

void MessageNotices::waitForRoom()
{
    m_isWaiting = true;
    m_time.after(std::chrono::ceil<std::chrono::milliseconds>(m_shownAt.front() + m_limits.within - m_time.now()), this, [this] {
        m_isWaiting = false;
        showRest();
    });
}

bool MessageNotices::hasRoom()
{
    const auto before = m_time.now() - m_limits.within;
    while (!m_shownAt.empty() && m_shownAt.front() <= before)
        m_shownAt.pop_front();
    return m_shownAt.size() < m_limits.each;
}

} // namespace pipit
