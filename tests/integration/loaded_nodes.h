// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes on one PostgreSQL database under steady load, for tests that disturb what lies below them; and the reckoning at the
// end, that everything is where it belongs.
//
// Thread rule: the thread that made it. Errors: std::runtime_error where it cannot start; what is not as it should be is a
// failure of the test.
#pragma once

#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/steady_load.h"
#include "tests/support/postgres_server.h"

namespace pipit::test {

// Within which a node says something to every call: 10 s, and the machine may be busy.
inline constexpr std::chrono::seconds answerLimit{12};

class LoadedNodes
{
public:
    // `url` is of the database itself; `nodeUrls` are how the nodes reach it, one for each. `program`: of another version.
    LoadedNodes(PostgresServer &server, QString url, const QStringList &nodeUrls, const QString &program = {});
    ~LoadedNodes();

    // `otherSessions`: further ones that have subscribers, and that the test itself writes to.
    void start(const std::vector<std::string> &otherSessions = {});

    std::size_t count() const { return m_nodes.size(); }
    quint16 port(std::size_t node) const { return m_nodes[node]->port(); }
    QByteArray bearer() const { return "Bearer " + m_nodes.front()->token(); }
    Answer call(std::size_t node, const QByteArray &method, const QByteArray &target, const QByteArray &body = {}) const;
    QString sql(const QString &statements) const { return m_server.sql(m_url, statements); }

    const Publishers &insisting() const { return m_load->insisting(); }
    const Publishers &once() const { return m_load->once(); }
    const StreamSwarm &subscribers() const { return m_load->subscribers(); }

    // As of NodeProcess.
    QString unready(std::size_t node) const { return m_nodes[node]->unready(answerLimit); }
    bool allReady() const;
    QJsonObject stats(std::size_t node) const { return call(node, "GET", "/api/sse/stats").data(); }
    QJsonObject listener(std::size_t node) const { return stats(node).value(u"database").toObject().value(u"listener").toObject(); }

    bool goesOn(int messages, std::chrono::seconds limit) const { return m_load->goesOn(messages, limit); }

    // Ends the load: what was begun comes to its end.
    void rest();

    // In the log; 0: none.
    std::int64_t lastIn(const std::string &session) const;

    // Ends the load and the nodes, and holds the ledgers, the subscribers and the log against each other.
    void reckon();

private:
    PostgresServer &m_server;
    const QString m_url;
    std::vector<std::unique_ptr<NodeProcess>> m_nodes;
    std::unique_ptr<SteadyLoad> m_load;
};

} // namespace pipit::test
