// SPDX-License-Identifier: GPL-3.0-or-later
// Who is here: has a stream open, on this node or another one.
//
// A caller comes with its first stream, and is gone some seconds after the end of its last one: a reconnect is no flicker. Each
// change is told to the sessions that the caller has read last, a few dozen, by each node to its own streams, one caller after
// the other and about a hundred events a second: after a restart, when everybody comes, it may take a while. So events are changes
// only; who wants to know who is here asks.
//
// Among nodes: an event `here`, {"people":[{"sub","name","present"}], "anew"}; `anew`: these, and those that follow, are all.
// A node that joins is told, and forgets what it knew of whoever joins; a node that is gone takes its callers with it.
// Thread rule: the node's thread; what enter() gives may be dropped on any (that takes a lock, and posts; it is never on a stream's
// sending path).
#pragma once

#include "core/event.h"
#include "server/store/people_store.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace pipit::log {

class Presence : public QObject
{
    Q_OBJECT

public:
    struct Hooks {
        std::function<void(const PresenceEvent &)> tell = {};                          // the streams of this node
        std::function<void(const QJsonObject &here, const QString &node)> say = {};    // that node; empty: all of them
    };

    Presence(store::PeopleStore &store, Hooks hooks, std::chrono::milliseconds grace = std::chrono::seconds(5), QObject *parent = nullptr);
    ~Presence() override;

    // The caller is here for as long as what this gives is kept.
    std::shared_ptr<const void> enter(const QString &sub, const QString &name);
    // On any node; also for a while after it has left.
    bool isPresent(const QString &sub) const { return m_present.contains(sub); }

    // What other nodes say.
    void takeHere(const QString &node, const QJsonObject &here);
    void takeJoined(const QString &node);
    void takeGone(const QString &node);

private:
    struct Departures;
    struct Stay;
    struct Here {
        QString name;
        int streams = 0;
    };

    void takeDepartures();
    // What is now of a caller, after something has changed about it.
    void settle(const QString &sub, const QString &name = {});
    void endGrace();
    void startGraceTimer();
    void note(const QString &sub, const QString &name, bool present);
    void tellNext();
    void tell(const QString &sub, const Result<QStringList> &sessions);

    store::PeopleStore &m_store;
    const Hooks m_hooks;
    const std::chrono::milliseconds m_grace;
    const std::shared_ptr<Departures> m_departures;
    QHash<QString, Here> m_here;                              // on this node
    QHash<QString, QHash<QString, QString>> m_there;          // node → sub → name
    QHash<QString, QString> m_present;                        // with those whose grace is not over: sub → name
    QHash<QString, std::chrono::steady_clock::time_point> m_leaving; // until when
    QTimer m_graceTimer;
    QHash<QString, std::pair<QString, bool>> m_news;          // to be told: sub → name, present
    QStringList m_order;
    QTimer m_pace;
    bool m_isTelling = false;
};

} // namespace pipit::log
