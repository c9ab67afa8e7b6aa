// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes that hear each other through a network that a test can make lose things, each over a store of its own.
#pragma once

#include "server/store/store.h"
#include "tests/unit/forwarding_store.h"

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
class StoreWithPeers : public ForwardingStore
{
public:
    StoreWithPeers(std::unique_ptr<store::Store> store, PeerNetwork &network) : ForwardingStore(std::move(store)), m_member(network, nodeId()) { }

    store::Peers *peers() override { return &m_member; }

private:
    PeerNetwork::Member m_member;
};

} // namespace pipit::test
