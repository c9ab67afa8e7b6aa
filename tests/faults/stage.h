// SPDX-License-Identifier: GPL-3.0-or-later
// What a trial plays on: nodes of one log, a PostgreSQL below them where they need one, and steady load.
//
// Where the trial does not hold, the end of the nodes' logs is printed with it.
// Thread rule and errors: as TrialRun.
#pragma once

#include "tests/faults/trial.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/postgres_server.h"

#include <QJsonObject>

#include <memory>
#include <vector>

namespace pipit::test {

class Stage
{
public:
    explicit Stage(TrialRun &run) : m_run(run) { }
    ~Stage();

    // On a log of its own in SQLite, with these further arguments of `pipitd serve`.
    NodeProcess &addNode(const QStringList &arguments = {});
    // On the PostgreSQL of this stage, which begins with the first of them. `port`: of a proxy in between; 0: none.
    NodeProcess &addPostgresNode(quint16 port = 0, const QStringList &arguments = {});
    PostgresServer &postgres();

    NodeProcess &node(std::size_t index = 0) { return *m_nodes[index]; }
    std::size_t count() const { return m_nodes.size(); }

    // Starts the nodes that do not run yet, then the load. `through`: ports to reach them by, in place of their own.
    void start(LoadShape shape = {}, const std::vector<quint16> &through = {});
    SteadyLoad &load() { return *m_load; }

    Answer call(std::size_t index, const QByteArray &method, const QByteArray &target, const QByteArray &body = {});
    // Within the limit the node says that it is ready.
    bool isReady(std::size_t index, std::chrono::seconds limit = std::chrono::seconds(30));
    // Why not; as of NodeProcess.
    QString unready(std::size_t index) const { return m_nodes[index]->unready(); }
    // The load goes on: so many messages more are accepted. What is told otherwise names `after`.
    void expectGoesOn(int messages, const QString &after, std::chrono::seconds limit = std::chrono::seconds(60));

    // Ends the load, hands the reckoning to the trial, and ends the nodes as a service manager would.
    void finish();

private:
    TrialRun &m_run;
    std::unique_ptr<PostgresServer> m_postgres; // outlives the nodes
    QString m_database;
    std::vector<std::unique_ptr<NodeProcess>> m_nodes;
    std::unique_ptr<SteadyLoad> m_load;
};

} // namespace pipit::test
