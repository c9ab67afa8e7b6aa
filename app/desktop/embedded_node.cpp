// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/embedded_node.h"

#include "core/config.h"
#include "core/log_levels.h"
#include "core/event_dispatcher.h"
#include "keychain/keychain.h"
#include "server/auth/tokens.h"
#include "server/ops/alerts.h"
#include "server/server.h"

#include <QCryptographicHash>

namespace pipit {

namespace {

constexpr int portsToTry = 20;

// Each data directory has a node of its own.
QString secretName(const QString &dataDir)
{
    return QStringLiteral("node ") + QString::fromLatin1(QCryptographicHash::hash(dataDir.toUtf8(), QCryptographicHash::Sha256).toHex().first(16));
}

// The node's own token, made at the first start. Empty where the keychain has none and takes none: then it is in the node's
// file, which only its user can read. Waits for the keychain, ten seconds at most for each question.
QByteArray tokenInKeychain(const QString &dataDir)
{
    const auto kept = readSecret(secretName(dataDir)).get();
    if (kept)
        return *kept;
    // A locked one says so too, and then does not take another.
    if (kept.error().code != ErrorCode::NotFound)
        return {};
    const QByteArray fresh = auth::makeToken();
    return writeSecret(secretName(dataDir), fresh).get() ? fresh : QByteArray();
}

} // namespace

EmbeddedNode::EmbeddedNode(QString dataDir, bool isOpenToNetwork, QObject *parent)
    : OwnNode(parent), m_dataDir(std::move(dataDir)), m_isOpenToNetwork(isOpenToNetwork), m_inThread(new QObject)
{
    m_thread.setObjectName(QStringLiteral("node"));
    if (auto dispatcher = makeEventDispatcher())
        m_thread.setEventDispatcher(dispatcher.release());
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
    auto config = loadProgramConfig(flags);
    std::optional<Error> fault;
    if (!config)
        fault = config.error();
    // The window calls the node by an address of this machine, for which no authority issues a certificate.
    else if (config->tls.isOn())
        fault = Error{ErrorCode::InvalidRequest, QStringLiteral("%1: tls.cert_file is for pipitd; the window's own node speaks plain HTTP with it. Take it out, or run pipitd and connect the window to that.").arg(config->origin(QStringLiteral("tls.cert_file")).toString()), QStringLiteral("tls.cert_file")};
    if (fault) {
        // Later, as every other outcome.
        QMetaObject::invokeMethod(this, [this, error = *fault] { Q_EMIT failed(error); }, Qt::QueuedConnection);
        return;
    }
    m_dataDir = config->server.dataDir;
    if (m_isOpenToNetwork && config->origin(QStringLiteral("server.listen")).kind == ConfigOrigin::Kind::Default)
        config->server.listen.replace(QStringLiteral("127.0.0.1"), QStringLiteral("0.0.0.0"));
    (void)setLogLevels(config->log.levels); // checked when they were read
    // On somebody's desk nothing is to happen by itself every few seconds, unless it was asked for.
    if (config->origin(QStringLiteral("server.canary_s")).kind == ConfigOrigin::Kind::Default)
        config->server.canaryS = 0;
    // Whoever is connected finds it where it was.
    if (const auto listen = HostPort::parse(config->server.listen); listen && m_url.port() > 0)
        config->server.listen.replace(config->server.listen.lastIndexOf(u':') + 1, config->server.listen.size(), QString::number(m_url.port()));
    m_thread.start();
    QMetaObject::invokeMethod(m_inThread, [this, config = *config, known = m_token, start = ++m_starts] {
        m_server.reset();
        m_server = std::make_unique<Server>(config);
        const QByteArray kept = known.isEmpty() ? tokenInKeychain(config.server.dataDir) : known;
        m_server->setOperatorToken(kept);
        connect(m_server.get(), &Server::alerted, this, [this](const ops::AlertNews &news) { Q_EMIT alerted({.name = news.name, .fires = news.fires, .metric = news.metric, .value = news.value, .limit = news.limit}); });
        const auto result = m_server->start(portsToTry);
        // The one that was kept had been taken back. Where this one is not taken in its place, it is in the node's file.
        if (result && !kept.isEmpty() && kept != m_server->operatorToken()) {
            if (const auto written = writeSecret(secretName(config.server.dataDir), m_server->operatorToken()).get(); !written)
                qWarning("The node's new token is not in the keychain: %s", qUtf8Printable(written.error().message));
        }
        if (result)
            QMetaObject::invokeMethod(this, [this, start, url = m_server->url(), token = m_server->operatorToken(), listen = config.server.listen] {
                // Not where another start has been asked for since: that one ended this.
                if (start == m_starts)
                    onStarted(url, token, listen);
            }, Qt::QueuedConnection);
        else
            QMetaObject::invokeMethod(this, [this, start, error = result.error()] {
                if (start == m_starts)
                    Q_EMIT failed(error);
            }, Qt::QueuedConnection);
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
