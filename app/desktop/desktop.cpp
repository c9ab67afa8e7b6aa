// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/desktop_bots.h"
#include "app/desktop/embedded_node.h"
#include "core/config.h"
#include "keychain/keychain.h"
#include "net/trusted_authorities.h"
#include "ui/chat/chat_page.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/theme/theme.h"

#include <QDir>

namespace pipit {

namespace {

// A fault in the file is the node's to tell; the defaults serve until then.
Result<Config> programConfig(const QString &dataDir)
{
    return loadProgramConfig({{QStringLiteral("server.data_dir"), dataDir}});
}

SecretStore keychain()
{
    return SecretStore{
        .read = [](const QString &name, QObject *context, SecretStore::Told<QByteArray> told) { readSecret(name, context, std::move(told)); },
        .write = [](const QString &name, const QByteArray &secret, QObject *context, SecretStore::Told<Done> told) { writeSecret(name, secret, context, std::move(told)); },
        .remove = [](const QString &name, QObject *context, SecretStore::Told<Done> told) { removeSecret(name, context, std::move(told)); },
    };
}

} // namespace

Desktop::Desktop(const DesktopOptions &options)
    : m_options(options), m_dataDir(dataDirOf(options)),
      m_settings(QDir(m_dataDir).filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat), m_book(&m_settings), m_nodeSettings(&m_settings, m_dataDir, !options.dataDir.isEmpty())
{
    m_language.apply(options.language.value_or(m_settings.value("window/language").toString()));
    Theme::instance().apply(themeModeFromName(options.theme.value_or(m_settings.value("window/theme").toString())));
    m_bots = std::make_unique<DesktopBots>(m_dataDir);
    const Result<Config> config = programConfig(m_dataDir);
    m_servers = std::make_unique<Servers>(&m_book, serversOptions(config ? config->client : ClientConfig()));
    const QString feed = QStringLiteral("client.update_feed");
    if (!config) // it may forbid to look, so nobody looks until it can be read
        m_updates.setFeed({}, QStringLiteral("pipit.toml"));
    else if (const ConfigOrigin origin = config->origin(feed); origin.kind != ConfigOrigin::Kind::Default)
        m_updates.setFeed(config->client.updateFeed, origin.toString());
    m_window = std::make_unique<MainWindow>(&m_language, &m_settings);
    m_window->setNotifier(makeDesktopNotifier());
    m_window->setTray(&m_tray);
    m_window->setBots(m_bots.get());
    m_window->setUpdates(&m_updates);
    m_window->setServers(m_servers.get());
    if (!options.size.isEmpty())
        m_window->resize(options.size);
    else if (!m_settings.contains("window/geometry"))
        m_window->resize(1280, 800);
    if (!options.session.isEmpty())
        m_window->chat()->openSession(options.session);
}

Desktop::~Desktop() = default;

ServersOptions Desktop::serversOptions(const ClientConfig &config)
{
    return ServersOptions{
        .directory = m_dataDir,
        .connectionTimeout = config.connectionTimeout,
        .reconnectInterval = config.reconnectInterval,
        .maxReconnectAttempts = config.maxReconnectAttempts,
        .transport = transportModeFromName(config.transport),
        .makeNode = [this] {
            auto node = std::make_unique<EmbeddedNode>(&m_nodeSettings);
            m_bots->setNode(node.get());
            return node;
        },
        .nodeSettings = &m_nodeSettings,
        .secrets = keychain(),
        .givenUrl = m_options.url,
        .givenToken = m_options.token,
    };
}

void Desktop::start()
{
    trustAuthorities();
    m_servers->start();
    m_updates.start();
    for (const QString &link : std::as_const(m_options.links))
        m_window->openLink(link);
}

void Desktop::take(const QStringList &links)
{
    m_window->bringUp();
    for (const QString &link : links)
        m_window->openLink(link);
}

void Desktop::trustAuthorities()
{
    const QString file = m_options.caFile.isEmpty() ? m_settings.value("tls/authorities").toString() : m_options.caFile;
    if (file.isEmpty())
        return;
    if (const auto trusted = trustAuthoritiesIn(file); !trusted)
        m_window->showNotice(trusted.error().message);
}

} // namespace pipit
