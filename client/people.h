// SPDX-License-Identifier: GPL-3.0-or-later
// The people of a node's sessions as a window sees them: who is in a session and here, who writes, and what this caller tells of
// itself: up to where it has read, and that it writes.
//
// Read positions: one request for each session at a time, with the newest position; what could not be told is told after the
// next reconnect. Who writes is forgotten by itself. Who is here is known of whoever was asked about or told of, and asked for anew,
// for the session that was asked for last, after a break.
// Thread rule: the thread that made it; needs an event loop. Bounded: what does not fit is not known.
#pragma once

#include "client/api_client.h"
#include "core/event.h"

#include <QCoroTask>
#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace pipit {

struct Member {
    QString sub;
    QString name;
    QString role = {};          // user, bot, operator; empty: not known
    bool present = false;
    qint64 readTo = 0;          // 0: nothing
    qint64 lastMessageAtMs = 0; // 0: has not written lately
};

// Somebody who writes a message, or changes the session's note.
struct Typist {
    QString id;
    QString name;
    QString what;               // "message" or "note"

    bool operator==(const Typist &) const = default;
};

class People : public QObject
{
    Q_OBJECT

public:
    explicit People(ApiClient &api, QObject *parent = nullptr);

    // The caller itself: its other windows are not listed.
    void setOwnId(const QString &id);
    // Whether the stream is there.
    void setLive(bool isLive);

    // This caller has read the session up to there.
    void read(const QString &sessionId, qint64 position);
    // What could not be told before.
    void readAgain();

    // To be called at each keystroke: the node is told at the first, then every four seconds. With false, at once, where it ends.
    void setTyping(const QString &sessionId, const QString &what, bool active);

    // The last one that wrote or read first.
    QCoro::Task<Result<QList<Member>>> members(QString sessionId);
    // Nothing: not known.
    std::optional<bool> isPresent(const QString &sub) const;
    // Who writes there now, the first one first.
    QList<Typist> typists(const QString &sessionId) const;

    void take(const TypingEvent &event);
    void take(const PresenceEvent &event);
    void take(const Message &message);
    void endSession(const QString &sessionId);

Q_SIGNALS:
    void typingChanged(const QString &sessionId);
    // Of members of that session; isPresent() has it.
    void presenceChanged(const QString &sessionId);

private:
    using Clock = std::chrono::steady_clock;

    struct Reading {
        qint64 position = 0;
        bool isUnderWay = false;
    };
    struct Own {                // of this caller's writing in one place
        bool active = false;
        bool told = false;      // what the node was told last
        bool isDue = false;
        bool isUnderWay = false;
        Clock::time_point toldAt = {};
    };
    struct Seen {
        Typist typist;
        Clock::time_point until;
    };
    using Place = std::pair<QString, QString>; // session, what

    QCoro::Task<> tellRead(QString sessionId);
    QCoro::Task<> tellTyping(Place place);
    QCoro::Task<> askAgain(QString sessionId);
    void remember(const QString &sub, bool present);
    template<typename Wanted>
    void forgetTypists(const QString &sessionId, Wanted wanted);
    void forgetOld();
    void startExpiry();

    ApiClient &m_api;
    bool m_isLive = false;
    QString m_ownId;
    QHash<QString, Reading> m_readings; // that the node does not know yet
    QHash<Place, Own> m_own;
    QHash<QString, QList<Seen>> m_typists;
    QTimer m_expiry;
    QHash<QString, bool> m_present;
    QString m_askedFor;                 // the session whose members were asked for last
};

} // namespace pipit
