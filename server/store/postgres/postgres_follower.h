// SPDX-License-Identifier: GPL-3.0-or-later
// What a node does about the others on its database: reads the log on when a doorbell rings, exchanges what is not of the
// log, gives signs of life and looks for theirs, and finds what no doorbell rang for.
//
// Thread rule: a thread of its own; every member on any thread. Peers::Listener and the hooks are called on that thread.
#pragma once

#include "server/store/postgres/live_channel.h"
#include "server/store/postgres/log_feed.h"
#include "server/store/postgres/postgres_link.h"

#include <QSet>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <thread>

namespace pipit::store {

namespace channel {
inline constexpr QStringView messages = u"pipit_messages";
inline constexpr QStringView live = u"pipit_live";
// Each node's own, on which it hears its signs of life.
QString beat(const QString &node);
} // namespace channel

class PostgresFollower
{
public:
    struct Hooks {
        std::function<void()> beat;          // give a sign of life
        std::function<void()> silent;        // none has come back for too long
        std::function<void(qint64 position)> derive; // the log has grown to here
        std::function<void(PostgresDatabase &)> look; // every two seconds: for what the log does not tell
    };

    PostgresFollower(const PostgresLog &log, CallWatchdog &watchdog, LogFeed &feed, QString node, Hooks hooks);
    ~PostgresFollower(); // as close()

    // The others are greeted once there is somebody to hear their answers.
    void setPeerListener(Peers::Listener listener);
    void start();

    // From the listening connection.
    void heard(const QString &channel, const QString &payload);
    void listening();

    // The log may have grown.
    void readOn();
    void send(QJsonObject event);

    // A sign of life was written.
    void beatWritten() { m_beatWritten = nowMs(); }
    // How long ago one was last heard.
    std::chrono::milliseconds sinceBeat() const { return std::chrono::milliseconds(nowMs() - m_beatHeard); }
    bool everHeard() const { return m_heardOnce; }

    // All but what the connection itself knows.
    ListenerFigures figures() const;

    // Tells the others, then ends the thread.
    void close();

private:
    using Clock = CallWatchdog::Clock;
    struct Note {
        qint64 doorbell = 0; // or
        QString live = {};
    };

    static qint64 nowMs();
    void run();
    void take(const Note &note);
    void takeLive(const QString &payload);
    void work();
    void beatWhereDue();
    void poll();
    void flush(LiveChannel::Kind last);
    std::shared_ptr<const Peers::Listener> listener();
    void peerJoined(const Peers::Listener &listener, const QString &node);
    void peerGone(const Peers::Listener &listener, const QString &node);

    PostgresLink m_link; // the thread's, as what follows down to m_mutex
    LogFeed &m_feed;
    const QString m_node;
    const Hooks m_hooks;
    LiveChannel m_channel;
    QSet<QString> m_known; // the other nodes
    Clock::time_point m_nextBeat{}, m_nextPoll{}, m_retryAt{};
    Clock::time_point m_judgeAt{}; // from then on a node without signs of life is gone
    bool m_failing = false;        // and it was said
    qint64 m_unannounced = 0, m_unannouncedTo = 0; // found by the last poll, and no doorbell has named them yet

    std::mutex m_mutex; // of what follows down to m_closing
    std::condition_variable m_wake;
    std::deque<Note> m_notes;
    QJsonArray m_outgoing;
    qsizetype m_outgoingUnits = 0;
    Clock::time_point m_outgoingSince{};
    bool m_readOn = true;
    std::shared_ptr<const Peers::Listener> m_listener;
    bool m_sayHello = false;
    bool m_closing = false;

    std::atomic<qint64> m_doorbellTo = 0, m_beatWritten = 0, m_beatHeard = nowMs();
    std::atomic<bool> m_heardOnce = false;
    std::atomic<qint64> m_doorbells = 0, m_missed = 0, m_liveSent = 0, m_liveReceived = 0, m_liveDropped = 0;
    std::thread m_thread;
};

} // namespace pipit::store
