// SPDX-License-Identifier: GPL-3.0-or-later
// Which messages the desktop is told of: what others, bots and machines say while nobody looks at their session.
//
// Contract: each once, when it comes; never one's own, never what stands in history, no edits, progress or states, nothing of a
// session that is muted. Three in ten seconds are shown each; what comes beyond becomes one that says how many, as soon as there
// is room for it. Texts are cut to what a desktop shows. Of every server whose connection was added.
// Thread rule: the GUI thread. Connections are not owned.
#pragma once

#include "client/connection.h"
#include "client/own_node.h"
#include "ui/desktop/desktop_notifier.h"

#include <chrono>
#include <deque>
#include <functional>

namespace pipit {

struct NoticeLimits {
    std::size_t each = 3;
    std::chrono::milliseconds within{10'000};
};

// What time it is, and how to be called later; a test has its own.
struct NoticeTime {
    using Clock = std::chrono::steady_clock;
    using Then = std::function<void()>;

    static void callLater(std::chrono::milliseconds wait, QObject *context, const Then &then);

    std::function<Clock::time_point()> now = &Clock::now;
    std::function<void(std::chrono::milliseconds wait, QObject *context, Then then)> after = &callLater;
};

// What the reader wants to be told.
struct NoticeRules {
    bool isOn = true;
    bool showsText = true; // else only that there is something
};

class MessageNotices : public QObject
{
    Q_OBJECT

public:
    // What comes in this session of this server is seen in the window.
    using IsSeen = std::function<bool(const QString &sessionId, const QString &serverId)>;

    MessageNotices(std::unique_ptr<DesktopNotifier> notifier, IsSeen isSeen, NoticeLimits limits = {}, QObject *parent = nullptr, NoticeTime time = {});

    void addConnection(Connection *connection, const QString &serverId = {});
    // Also of what is no message: an alert of the own node.
    void tell(const NodeAlert &alert);
    void setRules(std::function<NoticeRules()> rules) { m_rules = std::move(rules); } // asked whenever something comes

Q_SIGNALS:
    void activated(const QString &sessionId, qint64 messageId, const QString &serverId);

private:
    // What found no room yet.
    struct Rest {
        int count = 0;
        DesktopNotice last = {};
        DesktopNotice::Urgency urgency = DesktopNotice::Urgency::Low; // the highest
        bool isOneSession = true;
    };

    void take(const Message &message, const Connection &connection, const QString &serverId);
    DesktopNotice noticeOf(const Message &message, const Connection &connection, const QString &serverId) const;
    bool isSeen(const QString &place) const;
    void showOrWait(const DesktopNotice &notice);
    void show(const DesktopNotice &notice);
    void showRest();
    bool hasRoom();
    void waitForRoom();

    std::unique_ptr<DesktopNotifier> m_notifier;
    IsSeen m_isSeen;
    NoticeLimits m_limits;
    NoticeTime m_time;
    std::function<NoticeRules()> m_rules = [] { return NoticeRules(); };
    std::deque<NoticeTime::Clock::time_point> m_shownAt; // at most `each` of them
    Rest m_rest;
    bool m_isWaiting = false;
};

} // namespace pipit
