// SPDX-License-Identifier: GPL-3.0-or-later
// From a commit to every open stream, and from what is published beside the log to the streams of all nodes: the one
// place where the log meets the engine.
//
// Thread rule: made and destroyed on the node's thread; every member may be called from any, but presence() and publishRead() from
// that one only. Order at the end:
// stop(), then Store::close(), then this may be destroyed.
#pragma once

#include "core/event.h"
#include "server/store/store.h"
#include "server/stream/engine.h"

#include <QObject>

#include <memory>

namespace pipit::log {

class LiveText;
class PeerRelay;
class Presence;
class ReadMarks;

struct DispatcherOptions {
    std::chrono::milliseconds heartbeat{30'000};
    std::size_t queueBytes = 1 << 20;
    int streamThreads = 1;
    std::int64_t maxStreams = 1'000'000;
    std::chrono::milliseconds presenceGrace{5'000};
};

class Dispatcher : public QObject
{
    Q_OBJECT

public:
    Dispatcher(store::Store &store, const DispatcherOptions &options, QObject *parent = nullptr);
    ~Dispatcher() override;

    stream::Engine &engine() { return *m_engine; }
    Presence &presence() { return *m_presence; }

    // Before the first stream: what one is told as it joins, beside answers under way. Asked on the engine's first thread, where all
    // that was handed to Engine::broadcast() before has been carried, and what comes after reaches the stream; it must not block.
    using Joining = std::function<std::vector<stream::Frame>(const stream::Subscription &)>;
    void setJoining(Joining joining) { m_joining = std::move(joining); }

    // To the streams of this node and, where the store has peers, of every other one. A run's pieces follow its run event.
    void publish(const RunEvent &event);
    void publish(const DeltaEvent &event);
    void publish(const store::SessionRecord &session);
    void publish(const TypingEvent &event);
    // Up to where a caller has read: a moment later, and the newest only where many come at once.
    void publishRead(const QString &sessionId, const QString &sub, qint64 position);

    // The session is no more.
    void publishEnd(const store::PurgedSession &session);

    // This node's run was taken over by another node, which tells of it from now on.
    void giveUp(const QString &runId, const QString &node);

    // Asks another node to end a run of its own, which says cancelAsked() there. Lost where that node does not hear it (then
    // RunStore::askToCancel() counts).
    void askToCancel(const QString &runId, const QString &sessionId, const QString &node);

    // Ends every stream with `closing`; what is published later reaches nobody.
    void stop();

Q_SIGNALS:
    // After a transaction, ascending. Emitted on the store's thread: connect queued.
    void committed(const QList<pipit::Message> &messages);
    // Something was erased: redacted, or purged, here or by another node. On a thread of the store too, before whoever had it
    // erased is answered.
    void erased();
    // Another node wants this. On a thread of the store too.
    void cancelAsked(const QString &runId);

private:
    void onCommitted(const QList<Message> &messages);
    template<typename Event>
    QList<QJsonObject> sayingToPeers(const Event &event) const;
    void sayToPeers(const QList<QJsonObject> &events);

    store::Store &m_store;
    Joining m_joining;
    std::unique_ptr<LiveText> m_liveText; // the engine's thread only
    std::unique_ptr<PeerRelay> m_relay;   // null: no peers
    std::unique_ptr<Presence> m_presence;
    std::unique_ptr<ReadMarks> m_readMarks;
    std::unique_ptr<stream::Engine> m_engine;
};

} // namespace pipit::log
