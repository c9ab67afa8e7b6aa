// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/embedded_node.h"

#include "app/desktop/faults/fault_runner.h"
#include "app/desktop/node_run.h"
#include "core/host_port.h"
#include "core/log_levels.h"
#include "server/auth/rules.h"
#include "server/server.h"

#include <QCryptographicHash>
#include <QDir>
#include <QHostAddress>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QPromise>
#include <QTimer>

#include <chrono>

namespace pipit {

namespace {

constexpr std::chrono::milliseconds whoAnswersTime{3'000};
constexpr qint64 longestAnswer = 4'096;

// The window calls the node by an address of this machine, for which no authority issues a certificate.
std::optional<Error> faultOfTls(const Config &config)
{
    if (!config.tls.isOn())
        return std::nullopt;
    return Error{ErrorCode::InvalidRequest, QStringLiteral("%1: tls.cert_file is for pipitd; the window's own node speaks plain HTTP with it. Take it out, or run pipitd and connect the window to that.").arg(config.origin(QStringLiteral("tls.cert_file")).toString()), QStringLiteral("tls.cert_file")};
}

} // namespace

EmbeddedNode::EmbeddedNode(const NodeSettings *settings, QObject *parent) : OwnNode(parent), m_settings(settings), m_trials(std::make_unique<FaultRunner>([this] { return faultSite(); }))
{
}

EmbeddedNode::~EmbeddedNode()
{
    m_trials.reset();
    if (m_run)
        m_run->disconnect(this);
}

void EmbeddedNode::start()
{
    if (!m_run)
        return begin();
    m_next = Wish::Start;
    if (m_status.state != State::Starting)
        end();
}

void EmbeddedNode::stop()
{
    m_listen.clear(); // the next start tries the port that was chosen
    if (!m_run) {
        m_status.state = State::Stopped;
        m_status.fault.reset();
        Q_EMIT changed();
        return;
    }
    m_next = Wish::Stop;
    if (m_status.state != State::Starting)
        end();
}

void EmbeddedNode::begin()
{
    m_next = Wish::None;
    m_status.fault.reset();
    m_status.taken.reset();
    m_status.drain.reset();
    auto config = m_settings->config();
    // Later, as every other outcome.
    if (const auto fault = config ? faultOfTls(*config) : std::optional(config.error())) {
        m_status.state = State::Starting;
        QMetaObject::invokeMethod(this, [this, fault] {
            if (!m_run && m_status.state == State::Starting)
                fail(*fault);
        }, Qt::QueuedConnection);
        Q_EMIT changed();
        return;
    }
    (void)setLogLevels(config->log.levels); // checked when they were read
    // On somebody's desk nothing is to happen by itself every few seconds, unless it was asked for.
    if (config->origin(QStringLiteral("server.canary_s")).kind == ConfigOrigin::Kind::Default)
        config->server.canaryS = 0;
    // Whoever is connected finds it where it was.
    const QString chosen = config->server.listen;
    if (m_status.url.port() > 0 && chosen == m_listen)
        config->server.listen.replace(chosen.lastIndexOf(u':') + 1, chosen.size(), QString::number(m_status.url.port()));
    m_listen = chosen;
    m_status.state = State::Starting;
    const auto wanted = HostPort::parse(chosen);
    m_run = std::make_unique<NodeRun>(*config, m_tokenOf == config->server.dataDir ? m_status.token : QByteArray(), wanted ? wanted->port : quint16(0), this);
    connect(m_run.get(), &NodeRun::alerted, this, &OwnNode::alerted);
    connect(m_run.get(), &QThread::finished, this, &EmbeddedNode::finished);
    connect(m_run.get(), &NodeRun::begun, this, [this](const NodeRun::Begun &begun) {
        const Config &used = m_run->config();
        const auto database = used.databaseUrl();
        m_tokenOf = used.server.dataDir;
        m_status.state = State::Running;
        m_status.since = QDateTime::currentDateTimeUtc();
        m_status.url = begun.url;
        m_status.token = begun.token;
        m_status.tokenFile = begun.isTokenInFile ? QDir(used.server.dataDir).filePath(QStringLiteral("operator.token")) : QString();
        m_status.dataDir = used.server.dataDir;
        m_status.database = database ? database->kind() : DatabaseKind::Sqlite;
        m_status.databaseName = m_status.database == DatabaseKind::Sqlite ? used.databasePath() : database->masked();
        const auto listen = HostPort::parse(used.server.listen);
        m_status.isOpenToNetwork = listen && !QHostAddress(listen->host).isLoopback() && listen->host != u"localhost";
        if (m_next != Wish::None) {
            // Asked for meanwhile; nobody is told of what ends at once.
            Q_EMIT changed();
            return end();
        }
        m_status.taken = begun.taken;
        if (m_status.taken) {
            Q_EMIT notice(tr("Port %1 is taken by another program; this node listens on port %2.").arg(m_status.taken->wanted).arg(m_status.taken->used));
            askWhoAnswers(m_status.taken->wanted);
        }
        Q_EMIT changed();
        Q_EMIT started();
    });
    connect(m_run.get(), &NodeRun::drains, this, [this](qint64 open) {
        if (m_status.state != State::Draining)
            return;
        if (!m_status.drain)
            m_status.drain = DrainProgress{.atStart = open, .limit = std::chrono::seconds(m_run->config().streams.drainS)};
        m_status.drain->open = open;
        m_status.drain->elapsed = std::chrono::milliseconds(m_draining.elapsed());
        Q_EMIT changed();
    });
    m_run->start();
    Q_EMIT changed();
}

void EmbeddedNode::end()
{
    m_trials->cancel();
    m_status.state = State::Stopping;
    m_run->end();
    Q_EMIT changed();
}

void EmbeddedNode::drain()
{
    if (m_status.state != State::Running)
        return;
    m_next = Wish::None;
    m_trials->cancel();
    m_status.state = State::Draining;
    m_status.drain.reset();
    m_draining.start();
    m_run->drain();
    Q_EMIT changed();
}

void EmbeddedNode::finished()
{
    m_run->wait();
    m_trials->cancel(); // of a node that ended by itself
    const auto fault = m_run->fault();
    m_run.release()->deleteLater(); // it is telling this
    const bool wasDrained = m_status.state == State::Draining;
    m_status.since = {};
    m_status.taken.reset();
    if (!wasDrained)
        m_status.drain.reset();
    const Wish next = std::exchange(m_next, Wish::None);
    if (next == Wish::Start)
        return begin();
    if (fault && next != Wish::Stop)
        return fail(*fault);
    m_status.state = State::Stopped;
    m_status.fault.reset();
    Q_EMIT changed();
}

void EmbeddedNode::fail(const Error &error)
{
    m_status.state = State::Failed;
    m_status.fault = error;
    Q_EMIT changed();
    Q_EMIT failed(error);
}

std::optional<FaultSite> EmbeddedNode::faultSite()
{
    if (m_status.state != State::Running)
        return std::nullopt;
    const Config &config = m_run->config();
    // The same at every trial, so that what a crash left is found; another for each node, as its token is.
    const QByteArray name = QCryptographicHash::hash(m_status.token, QCryptographicHash::Sha256).toHex().left(12);
    return FaultSite{.url = m_status.url,
                     .token = m_status.token,
                     .sessions = auth::trialSessions(QString::fromLatin1(name)),
                     .database = m_status.database,
                     .queueBytes = config.streams.queueBytes,
                     .messageBytes = config.limits.messageBytes,
                     .streams = config.limits.streams,
                     .dropListener = [this] { return ask([](Server &server) { return server.dropListener(); }); },
                     .writeBeside = [this](const QString &session, const QString &content) { return ask([session, content](Server &server) { return server.writeBeside(session, content); }); },
                     .restartDatabase = [this] { return ask([](Server &server) { return server.restartDatabase(); }); }};
}

// Any thread.
QFuture<Result<Done>> EmbeddedNode::ask(std::function<QFuture<Result<Done>>(Server &)> question)
{
    const auto promise = std::make_shared<QPromise<Result<Done>>>();
    promise->start();
    QMetaObject::invokeMethod(this, [this, promise, question = std::move(question)] {
        if (m_run)
            m_run->ask(promise, question);
    }, Qt::QueuedConnection);
    return promise->future();
}

void EmbeddedNode::askWhoAnswers(quint16 port)
{
    const QUrl url(QStringLiteral("http://127.0.0.1:%1").arg(port));
    const QNetworkRequest request = NetworkAccess::request(endpoint(url, QStringLiteral("/healthz")), {});
    QNetworkReply *reply = m_network.get(request);
    reply->setReadBufferSize(longestAnswer);
    QTimer::singleShot(whoAnswersTime, reply, &QNetworkReply::abort);
    connect(reply, &QNetworkReply::finished, this, [this, reply, url] {
        reply->deleteLater();
        const QJsonObject said = QJsonDocument::fromJson(reply->read(longestAnswer)).object();
        if (said.value(u"program").toString() != u"pipit" || !m_status.taken || m_status.taken->wanted != url.port())
            return;
        m_status.taken->pipit = url;
        Q_EMIT changed();
    });
}

} // namespace pipit
