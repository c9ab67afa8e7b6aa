// SPDX-License-Identifier: GPL-3.0-or-later
// Which streams are there, and which of them carry a session. The one source for sending and for counting.
// Thread rule: the thread of the loop that has it.
#pragma once

#include "server/stream/connection.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pipit::stream {

class Registry
{
public:
    Connection &add(std::unique_ptr<Connection> connection);
    void remove(ConnectionId id);

    Connection *find(ConnectionId id) const;
    std::size_t size() const { return m_connections.size(); }

    // Each calls `use(Connection &)`; nothing may be added or removed meanwhile.

    // The streams that carry this session and no other.
    template<typename Use>
    void forEachOfOnly(const std::string &sessionId, Use use) const
    {
        if (const auto found = m_bySession.find(sessionId); found != m_bySession.end()) {
            for (Connection *connection : found->second.ofOnly)
                use(*connection);
        }
    }

    // The streams that carry this session among others.
    bool hasAnyOfSeveral() const { return m_ofSeveral > 0; }
    template<typename Use>
    void forEachOfSeveral(const std::string &sessionId, Use use) const
    {
        if (const auto found = m_bySession.find(sessionId); found != m_bySession.end()) {
            for (Connection *connection : found->second.ofSeveral)
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
    struct Streams {
        std::vector<Connection *> ofOnly;
        std::vector<Connection *> ofSeveral;
    };

    std::unordered_map<ConnectionId, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<std::string, Streams> m_bySession;
    std::vector<Connection *> m_all;
    std::size_t m_ofSeveral = 0;
};

} // namespace pipit::stream
