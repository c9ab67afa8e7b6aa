// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/embedded_node.h"

#include "core/config.h"
#include "server/server.h"

namespace pipit {

namespace {

constexpr int portsToTry = 20;

} // namespace

EmbeddedNode::EmbeddedNode(QString dataDir, QObject *parent) : QObject(parent), m_dataDir(std::move(dataDir)), m_inThread(new QObject)
{
    m_thread.setObjectName(QStringLiteral("node"));
    m_inThread->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_inThread, &QObject::deleteLater);
}

EmbeddedNode::~EmbeddedNode()
{
    if (!m_thread.isRunning()) {
        delete m_inThread;
        return;
    }
    QMetaObject::invokeMethod(m_inThread, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void EmbeddedNode::start()
{
    QMap<QString, QString> flags;
    if (!m_dataDir.isEmpty())
        flags.insert(QStringLiteral("server.data_dir"), m_dataDir);
    const auto config = loadProgramConfig(flags);
    if (!config) {
        // Later, as every other outcome.
        QMetaObject::invokeMethod(this, [this, error = config.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
        return;
    }
    m_dataDir = config->server.dataDir;
    m_thread.start();
    QMetaObject::invokeMethod(m_inThread, [this, config = *config] {
        m_server = std::make_unique<Server>(config);
        if (const auto result = m_server->start(portsToTry); result)
            QMetaObject::invokeMethod(this, [this, url = m_server->url(), token = m_server->operatorToken(), listen = config.server.listen] { onStarted(url, token, listen); }, Qt::QueuedConnection);
        else
            QMetaObject::invokeMethod(this, [this, error = result.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
    }, Qt::QueuedConnection);
}

void EmbeddedNode::onStarted(const QUrl &url, const QByteArray &token, const QString &wantedListen)
{
    m_url = url;
    m_token = token;
    if (const auto wanted = HostPort::parse(wantedListen); wanted && wanted->port != 0 && wanted->port != url.port())
        Q_EMIT notice(tr("Port %1 is taken by another program; this node listens on port %2.").arg(wanted->port).arg(url.port()));
    Q_EMIT started();
}

} // namespace pipit
