// SPDX-License-Identifier: GPL-3.0-or-later
// What nodes tell each other beside the log: their runs, the pieces of answers, sessions that changed, who writes, who is here.
//
// What this node says goes to its own streams and to the peers; what peers say goes to the streams of this node and no
// further. An event is {"kind", "sessionId", "data"} and, where it is for one node only, "to"; a kind that is not known
// comes from a newer node and is left out. Kinds:
//   run delta session typing   data as the events of a stream have it
//   ask                 {"runId", "answer", "reasoning"}: that run of yours again, from these lengths on; {}: all of them
//   runs                {"runIds"}: I have these under way and no others
//   cancel              {"runId"}: somebody wants that run of yours to end
//   here                see presence.h
// Whoever misses a piece asks for it, for one run at most once a second. A node that joins is told the runs of every other
// one and asked for its own: what its connection lost is made good. The runs of a node that is gone are interrupted.
// Bounded: 2 Mi UTF-16 units of text a second are told again; a run beyond that goes without, until its next piece is missed.
//
// Thread rule: made on the node's thread; say() on the engine's; the rest on any. No lock is held, nothing blocks.
// Lifetime: the engine and the peers are stopped before it is destroyed.
#pragma once

#include "core/event.h"
#include "server/log/live_text.h"
#include "server/store/store.h"
#include "server/stream/engine.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>

#include <atomic>
#include <functional>

namespace pipit::log {

class PeerRelay
{
public:
    // `cancel` is called on a thread of the store, and so is `people`, which hears the events `here` and of nodes that come and go.
    PeerRelay(store::Peers &peers, QString nodeId, LiveText &liveText, stream::Engine &engine, std::function<void(const QString &runId)> cancel, store::Peers::Listener people);

    // What is to be said of an event of this node.
    static QList<QJsonObject> saying(const RunEvent &event);
    static QList<QJsonObject> saying(const DeltaEvent &event);
    static QList<QJsonObject> saying(const store::SessionRecord &session);
    static QList<QJsonObject> saying(const store::PurgedSession &end);
    static QList<QJsonObject> saying(const TypingEvent &event);
    static QList<QJsonObject> sayingOfSession(const QString &sessionId, const QJsonObject &data);

    // On any thread. `node`: that one only; empty: all of them.
    void sayHere(const QJsonObject &here, const QString &node);
    void askToCancel(const QString &runId, const QString &sessionId, const QString &node);

    // On the engine's thread, so that peers hear it in the order in which the text so far has it.
    void say(const QList<QJsonObject> &events, const QString &to = {});

    // What comes from now on is dropped.
    void stop() { m_stopped = true; }

private:
    void onEvent(const QString &node, const QJsonObject &event);
    void onRun(const QString &node, const QJsonObject &data);
    void onDelta(const QString &node, const QJsonObject &data);
    void onJoined(const QString &node);
    void onGone(const QString &node);

    void ask(const QString &node, const QString &runId);
    void answer(const QString &node, const QJsonObject &question);
    void tellAll(const QString &node);
    void tellRun(const QString &node, const RunEvent &run, const LiveText::Lengths &after);
    void tellList(const QString &node);
    // The node has no runs under way but these.
    void interruptOthers(const QString &node, const QSet<QString> &runIds);

    using Clock = stream::Clock;

    store::Peers &m_peers;
    const QString m_nodeId;
    LiveText &m_liveText;
    stream::Engine &m_engine;
    const std::function<void(const QString &)> m_cancel;
    const store::Peers::Listener m_people;
    std::atomic<bool> m_stopped = false;
    // The engine's thread:
    QHash<QString, Clock::time_point> m_asked;   // runs
    QHash<QString, Clock::time_point> m_toldAll; // nodes
    Clock::time_point m_secondBegan = {};
    qint64 m_unitsInSecond = 0;                  // of text told again
};

} // namespace pipit::log
