// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/registry.h"

namespace pipit::stream {

namespace {

bool isOfOnly(const Subscription &subscription)
{
    return !subscription.all && subscription.sessions.size() == 1;
}

} // namespace

Connection &Registry::add(std::unique_ptr<Connection> connection)
{
    Connection &added = *connection;
    const Subscription &subscription = added.subscription();
    if (subscription.all)
        m_all.push_back(&added);
    for (const std::string &session : subscription.sessions) {
        Streams &streams = m_bySession[session];
        (isOfOnly(subscription) ? streams.ofOnly : streams.ofSeveral).push_back(&added);
    }
    if (!isOfOnly(subscription))
        ++m_ofSeveral;
    m_connections.emplace(added.id(), std::move(connection));
    return added;
}

void Registry::remove(ConnectionId id)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    Connection *gone = found->second.get();
    const Subscription &subscription = gone->subscription();
    if (subscription.all)
        std::erase(m_all, gone);
    for (const std::string &session : subscription.sessions) {
        const auto streams = m_bySession.find(session);
        std::erase(isOfOnly(subscription) ? streams->second.ofOnly : streams->second.ofSeveral, gone);
        if (streams->second.ofOnly.empty() && streams->second.ofSeveral.empty())
            m_bySession.erase(streams);
    }
    if (!isOfOnly(subscription))
        --m_ofSeveral;
    m_connections.erase(found);
}

Connection *Registry::find(ConnectionId id) const
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : found->second.get();
}

} // namespace pipit::stream
