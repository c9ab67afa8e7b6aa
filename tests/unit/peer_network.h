// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes that hear each other through a network that a test can make lose things, each over a store of its own.
#pragma once

#include "server/store/store.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace pipit::test {

class PeerNetwork
{
public:
    class Member : public store::Peers
    {
    public:
        Member(PeerNetwork &network, QString node) : m_network(network), m_node(std::move(node)) { }

        void setPeerListener(Listener listener) override { m_network.add(m_node, std::move(listener)); }
        void send(QJsonObject event) override { m_network.carry(m_node, event); }

    private:
        PeerNetwork &m_network;
        const QString m_node;
    };

    struct Sent {
        QString from;
        QJsonObject event;
    };

    void add(const QString &node, store::Peers::Listener listener)
    {
        const std::lock_guard lock(m_mutex);
        m_members[node] = std::move(listener);
    }

    void remove(const QString &node)
    {
        const std::lock_guard lock(m_mutex);
        m_members.erase(node);
    }

    // Both find each other.
    void join(const QString &node)
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[other, listener] : m_members) {
            if (other == node)
                continue;
            listener.joined(node);
            m_members[node].joined(other);
        }
    }

    void carry(const QString &from, const QJsonObject &event)
    {
        const std::lock_guard lock(m_mutex);
        m_sent << Sent{from, event};
        if (m_loses && m_loses(event))
            return;
        for (const auto &[node, listener] : m_members) {
            if (node != from)
                listener.event(from, event);
        }
    }

    void tell(const QString &to, const QString &from, const QJsonObject &event)
    {
        const std::lock_guard lock(m_mutex);
        m_members.at(to).event(from, event);
    }

    void declareGone(const QString &gone)
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[node, listener] : m_members) {
            if (node != gone)
                listener.gone(gone);
        }
    }

    void lose(std::function<bool(const QJsonObject &)> loses)
    {
        const std::lock_guard lock(m_mutex);
        m_loses = std::move(loses);
    }

    QList<QJsonObject> sent(const QString &from, const QString &kind)
    {
        const std::lock_guard lock(m_mutex);
        QList<QJsonObject> events;
        for (const Sent &sent : m_sent) {
            if (sent.from == from && (kind.isEmpty() || sent.event.value(u"kind") == kind))
                events << sent.event;
        }
        return events;
    }

    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_sent.clear();
    }

private:
    std::mutex m_mutex;
    std::map<QString, store::Peers::Listener> m_members;
    std::function<bool(const QJsonObject &)> m_loses;
    QList<Sent> m_sent;
};

// A store without peers, in company.
class StoreWithPeers : public store::Store
{
public:
    StoreWithPeers(std::unique_ptr<store::Store> store, PeerNetwork &network) : m_store(std::move(store)), m_member(network, m_store->nodeId()) { }

    store::Peers *peers() override { return &m_member; }

    QString name() const override { return m_store->name(); }
    QString epoch() const override { return m_store->epoch(); }
    QString nodeId() const override { return m_store->nodeId(); }
    qint64 head() const override { return m_store->head(); }
    void setCommitListener(store::CommitListener listener) override { m_store->setCommitListener(std::move(listener)); }
    void setNodeStats(std::function<QJsonObject()> stats) override { m_store->setNodeStats(std::move(stats)); }
    QFuture<Result<QList<store::NodeRecord>>> nodes() override { return m_store->nodes(); }
    QFuture<Result<store::Stored>> append(MessageDraft draft) override { return m_store->append(std::move(draft)); }
    QFuture<Result<std::optional<Message>>> findByClientId(QString sessionId, QString id) override { return m_store->findByClientId(sessionId, id); }
    QFuture<Result<store::History>> history(store::HistoryQuery query) override { return m_store->history(std::move(query)); }
    QFuture<Result<store::History>> search(store::SearchQuery query) override { return m_store->search(std::move(query)); }
    void replay(stream::SubscriptionPtr subscription, qint64 after, std::function<void(Result<store::ReplayPage>)> done) override
    {
        m_store->replay(std::move(subscription), after, std::move(done));
    }
    QFuture<Result<QList<store::SessionRecord>>> sessions(int limit, std::function<bool(QStringView)> maySee) override { return m_store->sessions(limit, std::move(maySee)); }
    QFuture<Result<std::optional<store::SessionRecord>>> session(QString id) override { return m_store->session(id); }
    QFuture<Result<std::pair<store::SessionRecord, bool>>> createSession(QString id, QString title) override { return m_store->createSession(id, title); }
    QFuture<Result<std::optional<store::SessionRecord>>> changeSession(QString id, store::SessionChange change) override { return m_store->changeSession(id, std::move(change)); }
    QFuture<Result<std::optional<auth::TokenRecord>>> findToken(QByteArray hash) override { return m_store->findToken(hash); }
    QFuture<Result<Done>> addToken(auth::TokenRecord record) override { return m_store->addToken(std::move(record)); }
    QFuture<Result<Done>> removeToken(QByteArray hash) override { return m_store->removeToken(hash); }
    QFuture<Result<store::CreatedRun>> createRun(store::RunRecord record) override { return m_store->createRun(std::move(record)); }
    QFuture<Result<Done>> updateRun(QString runId, store::RunChange change) override { return m_store->updateRun(runId, std::move(change)); }
    QFuture<Result<std::optional<store::RunRecord>>> findRun(QString runId) override { return m_store->findRun(runId); }
    QFuture<Result<QList<store::RunRecord>>> runsOf(QString sessionId, int limit) override { return m_store->runsOf(sessionId, limit); }
    QFuture<Result<QList<store::RunRecord>>> claimRuns(int limit) override { return m_store->claimRuns(limit); }
    QFuture<Result<std::optional<QString>>> conversation(QString sessionId, QString botId) override { return m_store->conversation(sessionId, botId); }
    QFuture<Result<QString>> setConversation(QString sessionId, QString botId, QString id) override { return m_store->setConversation(sessionId, botId, id); }
    QFuture<Result<Done>> clearConversation(QString sessionId, QString botId, QString id) override { return m_store->clearConversation(sessionId, botId, id); }
    void close() override { m_store->close(); }

private:
    std::unique_ptr<store::Store> m_store;
    PeerNetwork::Member m_member;
};

} // namespace pipit::test
