// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/embedded_node.h"
#include "core/config.h"
#include "ui/chat/chat_page.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/theme/theme.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace pipit {

namespace {

ClientConfig clientConfig(const QString &dataDir)
{
    // A fault in the file is the node's to tell; the defaults serve until then.
    const auto config = loadProgramConfig({{QStringLiteral("server.data_dir"), dataDir}});
    return config ? config->client : ClientConfig();
}

} // namespace

Desktop::Desktop(const DesktopOptions &options)
    : m_options(options), m_dataDir(options.dataDir.isEmpty() ? defaultDataDir() : QDir(options.dataDir).absolutePath()),
      m_settings(QDir(m_dataDir).filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat)
{
    m_language.apply(options.language.value_or(m_settings.value("window/language").toString()));
    Theme::instance().apply(themeModeFromName(options.theme.value_or(m_settings.value("window/theme").toString())));
    m_window = std::make_unique<MainWindow>(&m_language, &m_settings);
    m_window->setNotifier(makeDesktopNotifier());
    if (!options.size.isEmpty())
        m_window->resize(options.size);
    else if (!m_settings.contains("window/geometry"))
        m_window->resize(1280, 800);
    if (!options.session.isEmpty())
        m_window->chat()->openSession(options.session);
    connect(m_window.get(), &MainWindow::retryStartRequested, this, &Desktop::startNode);
}

Desktop::~Desktop() = default;

void Desktop::start()
{
    if (m_options.url.isEmpty())
        startNode();
    else
        connectTo(m_options.url, m_options.token, false);
}

void Desktop::startNode()
{
    m_window->showNodeStarting();
    m_node = std::make_unique<EmbeddedNode>(m_options.dataDir, m_settings.value("node/openToNetwork").toBool());
    connect(m_node.get(), &EmbeddedNode::started, this, [this] { connectTo(m_node->url(), m_node->token(), true); });
    connect(m_node.get(), &EmbeddedNode::failed, m_window.get(), &MainWindow::showNodeFailed);
    connect(m_node.get(), &EmbeddedNode::notice, m_window.get(), &MainWindow::showNotice);
    m_node->start();
}

void Desktop::connectTo(const QUrl &url, const QByteArray &token, bool ownNode)
{
    if (!QDir().mkpath(m_dataDir))
        return m_window->showNodeFailed(Error{ErrorCode::Unavailable, tr("The directory %1 cannot be made; choose another with --data.").arg(m_dataDir)});
    // Each node has an outbox of its own: what was written for one must never go to another.
    const QString node = ownNode ? QStringLiteral("own") : QString::fromLatin1(QCryptographicHash::hash(url.toEncoded(), QCryptographicHash::Sha256).toHex().first(12));
    const ClientConfig config = clientConfig(m_dataDir);
    m_connection = std::make_unique<Connection>(ConnectionOptions{
        .url = url,
        .token = token,
        .outboxFile = QDir(m_dataDir).filePath(QStringLiteral("outbox-%1.db").arg(node)),
        .connectionTimeout = config.connectionTimeout,
        .reconnectInterval = config.reconnectInterval,
        .maxReconnectAttempts = config.maxReconnectAttempts,
    });
    m_window->setConnection(m_connection.get(), ownNode);
    m_connection->start();
}

} // namespace pipit
