// SPDX-License-Identifier: GPL-3.0-or-later
// Which streams are there, and which of them carry a session. The one source for sending and for counting.
// Thread rule: the engine's thread.
#pragma once

#include "server/stream/connection.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pipit::stream {

class Registry
{
public:
    Connection &add(std::unique_ptr<Connection> connection);
    void remove(ConnectionId id);

    Connection *find(ConnectionId id) const;

    // Calls `use(Connection &)` for each stream that carries the session. Nothing may be added or removed meanwhile.
    template<typename Use>
    void forEachIn(const std::string &sessionId, Use use) const
    {
        if (const auto found = m_bySession.find(sessionId); found != m_bySession.end()) {
            for (Connection *connection : found->second)
                use(*connection);
        }
        for (Connection *connection : m_all) {
            if (connection->subscription().covers(sessionId))
                use(*connection);
        }
    }

    template<typename Use>
    void forEach(Use use) const
    {
        for (const auto &[id, connection] : m_connections)
            use(*connection);
    }

private:
    std::unordered_map<ConnectionId, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<std::string, std::vector<Connection *>> m_bySession;
    std::vector<Connection *> m_all;
};

} // namespace pipit::stream
