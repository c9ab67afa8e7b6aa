// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/registry.h"

namespace pipit::stream {

Connection &Registry::add(std::unique_ptr<Connection> connection)
{
    Connection &added = *connection;
    if (added.subscription().all)
        m_all.push_back(&added);
    for (const std::string &session : added.subscription().sessions)
        m_bySession[session].push_back(&added);
    m_connections.emplace(added.id(), std::move(connection));
    return added;
}

void Registry::remove(ConnectionId id)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end())
        return;
    Connection *gone = found->second.get();
    if (gone->subscription().all)
        std::erase(m_all, gone);
    for (const std::string &session : gone->subscription().sessions) {
        const auto streams = m_bySession.find(session);
        std::erase(streams->second, gone);
        if (streams->second.empty())
            m_bySession.erase(streams);
    }
    m_connections.erase(found);
}

Connection *Registry::find(ConnectionId id) const
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : found->second.get();
}

} // namespace pipit::stream
