// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's own node: a Server in a thread of its own, so that neither slows the other.
//
// Thread rule: the thread that made it. Signals arrive there, later. Errors: failed() says why the node did not start.
#pragma once

#include "client/own_node.h"

#include <QThread>

#include <memory>

namespace pipit {

class Server;

class EmbeddedNode : public OwnNode
{
    Q_OBJECT

public:
    // An empty directory: the configured one. A pipit.toml in it is read, and the environment; where neither says on which
    // address to listen, it is this machine's own, or every one where the node is open to the network.
    EmbeddedNode(QString dataDir, bool isOpenToNetwork, QObject *parent = nullptr);
    ~EmbeddedNode() override; // stops the node, and waits for it

    void start() override;
    QUrl url() const override { return m_url; }
    QByteArray token() const override { return m_token; }

private:
    void onStarted(const QUrl &url, const QByteArray &token, const QString &wantedListen);

    QString m_dataDir;
    const bool m_isOpenToNetwork;
    QUrl m_url;
    QByteArray m_token;
    int m_starts = 0;
    QThread m_thread;
    QObject *m_inThread = nullptr;    // lives in m_thread: where its calls run
    std::unique_ptr<Server> m_server; // made, used and destroyed in m_thread
};

} // namespace pipit
