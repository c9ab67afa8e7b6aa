// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's own node: a Server in a thread of its own, so that neither slows the other, and nothing here waits for it.
//
// Where its port is taken it still comes up, on the next free one, so that the window works; status().taken says who has the
// port, as the system tells it, and whether that is a Pipit. Whoever has connected finds it where it was after a restart; a change
// of NodeSettings, and a start after a stop, try the port that was chosen.
// Thread rule: the thread that made it. Errors: as OwnNode.
#pragma once

#include "app/desktop/faults/fault_site.h"
#include "client/node_settings.h"
#include "client/own_node.h"
#include "net/network_access.h"

#include <QElapsedTimer>

#include <functional>
#include <memory>

namespace pipit {

class FaultTrials;
class NodeRun;
class Server;

class EmbeddedNode : public OwnNode
{
    Q_OBJECT

public:
    explicit EmbeddedNode(const NodeSettings *settings, QObject *parent = nullptr); // not owned
    ~EmbeddedNode() override; // stops the node, and waits for it

    void start() override;
    void stop() override;
    void drain() override;
    FaultTrials *trials() override { return m_trials.get(); }
    // The node as trials reach it; nothing: it does not run.
    std::optional<FaultSite> faultSite();

private:
    enum class Wish { None, Start, Stop };

    void begin();
    void end();
    void finished();
    void fail(const Error &error);
    void askWhoAnswers(quint16 port);
    QFuture<Result<Done>> ask(std::function<QFuture<Result<Done>>(Server &server)> question);

    const NodeSettings *m_settings;
    std::unique_ptr<NodeRun> m_run; // none: stopped, or failed
    Wish m_next = Wish::None;       // once the run has ended
    QString m_tokenOf;              // the data directory that status().token is of
    QString m_listen;               // that was chosen, at the last start
    QElapsedTimer m_draining;
    NetworkAccess m_network;
    std::unique_ptr<FaultTrials> m_trials; // ends first: it asks the run
};

} // namespace pipit
