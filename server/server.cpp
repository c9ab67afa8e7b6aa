// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/server.h"

#include "core/host_port.h"
#include "core/ready_future.h"
#include "server/auth/rules.h"
#include "server/operator_token.h"
#include "server/server_parts.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QPromise>
#include <QThread>
#include <QTimer>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "pipit.http")
Q_LOGGING_CATEGORY(lcStreams, "pipit.streams")

constexpr std::chrono::milliseconds drainLook{50};
constexpr int canaryMessages = 2'000; // some hours
constexpr std::chrono::seconds drainLastBytes{1}; // for the streams that were ended last

constexpr std::chrono::seconds stopStepTime{5};
constexpr std::chrono::milliseconds lastEventsTime{60};
constexpr std::chrono::seconds lastBytesTime{1}; // for readers over TLS; who is slower comes back and reads on

// Keeps this thread's events going until `done` is true. False: the time was over first.
template<typename Condition>
bool processUntil(Condition done, std::chrono::milliseconds atMost)
{
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    while (!done() && clock.elapsed() < atMost.count()) {
        QTimer::singleShot(5, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return done();
}

Result<QHostAddress> addressOf(const QString &host)
{
    if (const QHostAddress address(host); !address.isNull())
        return address;
    const QHostInfo info = QHostInfo::fromName(host);
    if (info.addresses().isEmpty())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The host %1 of server.listen has no address: %2. Use a number such as 127.0.0.1.").arg(host, info.errorString()), QStringLiteral("server.listen")};
    return info.addresses().first();
}

// To delete a session is work for the whole database: not for every few messages.
void tidyCanary(store::Store *store, const QString &session)
{
    store->history({.sessionId = session, .limit = canaryMessages}).then([store, session](const Result<store::History> &history) {
        if (history && history->hasMore)
            store->deleteSession(session);
    });
}

QFuture<Result<Done>> nothingToTry(const QString &why)
{
    return readyFuture(Result<Done>(Error{ErrorCode::Unavailable, why}));
}

} // namespace

Server::Server(Config config, QObject *parent) : QObject(parent), m_config(std::move(config)) { }

Server::~Server()
{
    stop();
}

Result<Done> Server::start(int portsToTry)
{
    auto bots = bots::BotRegistry::make(m_config.bots, m_config.server.dataDir);
    if (!bots)
        return bots.error();
    auto policy = http::RequestPolicy::make(m_config.server);
    if (!policy)
        return policy.error();
    auto jwts = auth::JwtVerifier::make({.secretFile = m_config.auth.jwtSecretFile, .jwksFile = m_config.auth.jwksFile, .audience = m_config.auth.jwtAudience});
    if (!jwts)
        return jwts.error();
    auto alerts = ops::Alerts::rulesOf(m_config.alerts);
    if (!alerts)
        return alerts.error();
    std::unique_ptr<http::TlsFiles> tls;
    if (m_config.tls.isOn()) {
        auto files = http::TlsFiles::make(m_config.tls);
        if (!files)
            return files.error();
        tls = std::move(*files);
    }
    auto directory = store::DataDirectory::lock(m_config.server.dataDir);
    if (!directory)
        return directory.error();
    auto opened = openStore(m_config, *directory);
    if (!opened)
        return opened.error();
    FilesConfig files = m_config.files;
    files.dir = m_config.filesDir();
    auto depot = ops::FileDepot::open(files, *opened->store);
    if (!depot)
        return depot.error();
    const auto token = pipit::operatorToken(m_operatorToken, *directory, *opened->store);
    if (!token)
        return token.error();
    m_operatorToken = *token;
    m_parts = std::make_unique<Parts>(m_config, Parts::Made{std::move(*directory), std::move(*opened), std::move(*bots), std::move(*jwts), std::move(*policy), std::move(*depot), std::move(tls), std::move(*alerts), makeStreamRoom(m_config)});
    auto listening = listen(portsToTry);
    if (!listening)
        return listening;
    connect(&m_parts->watch.alerts(), &ops::Alerts::turned, this, &Server::alerted);
    store::Store *const store = m_parts->store;
    const QString canary = auth::canarySession(store->nodeId());
    m_parts->watch.startCanary(url(), m_operatorToken, canary, [store, canary] { tidyCanary(store, canary); });
    return listening;
}

Result<Done> Server::listen(int portsToTry)
{
    const auto wanted = HostPort::parse(m_config.server.listen);
    if (!wanted)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("server.listen must be HOST:PORT, such as 127.0.0.1:5000."), QStringLiteral("server.listen")};
    const auto address = addressOf(wanted->host);
    if (!address)
        return address.error();

    const auto first = m_parts->server.listen(*address, wanted->port);
    if (first || portsToTry == 1)
        return first;
    for (int port = wanted->port + 1; port < wanted->port + portsToTry && port <= 65535; ++port) {
        if (m_parts->server.listen(*address, quint16(port)))
            return Done();
    }
    return m_parts->server.listen(*address, 0) ? Result<Done>(Done()) : first;
}

QUrl Server::url() const
{
    QUrl url;
    url.setScheme(m_config.tls.isOn() ? QStringLiteral("https") : QStringLiteral("http"));
    const QHostAddress address = m_parts->server.address();
    const bool any = address == QHostAddress::Any || address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6;
    url.setHost(any ? QStringLiteral("127.0.0.1") : address.toString());
    url.setPort(m_parts->server.port());
    return url;
}

QByteArray Server::operatorToken() const
{
    return m_operatorToken;
}

std::vector<http::Router::Entry> Server::routes() const
{
    return m_parts->router.entries();
}

void Server::drain(std::function<void()> done)
{
    const std::chrono::seconds within(m_config.streams.drainS);
    stream::Engine *const engine = m_parts && !m_parts->stopping ? &m_parts->dispatcher.engine() : nullptr;
    if (!engine || within.count() == 0) {
        done();
        return;
    }
    if (std::exchange(m_parts->draining, true))
        return;
    if (const auto open = engine->messageStreams(); open > 0)
        qCInfo(lcStreams) << "Draining:" << open << "streams end within" << within.count() << "s";
    m_parts->watch.stopCanary(); // it would be turned away
    engine->drain(within);
    auto *look = new QTimer(this);
    connect(look, &QTimer::timeout, this, [this, look, engine, done = std::move(done), until = QDeadlineTimer(within + drainLastBytes)] {
        // Whoever has stopped meanwhile waits for nothing any more, and may be gone.
        if (m_parts->stopping)
            return look->stop();
        if (engine->messageStreams() > 0 && !until.hasExpired())
            return;
        look->stop();
        look->deleteLater();
        done();
    });
    look->start(drainLook);
}

qint64 Server::openStreams() const
{
    return m_parts->dispatcher.engine().messageStreams();
}

QFuture<Result<Done>> Server::dropListener()
{
    auto *const disturbance = m_parts->store->disturbance();
    return disturbance ? disturbance->dropListener() : nothingToTry(QStringLiteral("The node listens to PostgreSQL only; it is on %1.").arg(m_parts->store->name()));
}

QFuture<Result<Done>> Server::writeBeside(const QString &sessionId, const QString &content)
{
    auto *const disturbance = m_parts->store->disturbance();
    return disturbance ? disturbance->writeBeside(sessionId, content) : nothingToTry(QStringLiteral("Nobody but the node writes into %1.").arg(m_parts->store->name()));
}

QFuture<Result<Done>> Server::restartDatabase()
{
    store::LocalPostgres *const local = m_parts->opened.localPostgres.get();
    if (!local)
        return nothingToTry(QStringLiteral("The node runs no PostgreSQL of its own."));
    if (m_parts->restarting && m_parts->restarting->isRunning())
        return nothingToTry(QStringLiteral("The node's own PostgreSQL is being restarted already."));
    const auto promise = std::make_shared<QPromise<Result<Done>>>();
    promise->start();
    m_parts->restarting.reset(QThread::create([local, promise] {
        promise->addResult(local->restart());
        promise->finish();
    }));
    m_parts->restarting->setObjectName(QStringLiteral("restart"));
    m_parts->restarting->start();
    return promise->future();
}

void Server::stop()
{
    if (!m_parts || m_parts->stopping)
        return;
    m_parts->stopping = true;
    m_parts->watch.stopCanary();
    m_parts->server.stopAccepting();
    m_parts->arrivals.release();
    m_parts->botTestRoutes.stop();
    m_parts->doctorRoutes.stop();
    m_parts->depot->stop();

    const auto stopped = std::make_shared<bool>(false);
    const auto runsEnd = m_parts->runs.stop().then([stopped] { *stopped = true; });
    if (!processUntil([&] { return *stopped; }, stopStepTime))
        qCWarning(lcHttp) << "Some answers under way could not be stored in time.";
    m_parts->dispatcher.stop();
    if (!processUntil([&] { return m_parts->server.requestsUnderWay() == 0; }, stopStepTime))
        qCWarning(lcHttp) << "Some requests under way were cut off.";
    m_parts->wsRoutes.stop();
    m_parts->store->close();
    // Every future of the store is ready now: whoever waited for one goes on here, while what it refers to is still there.
    processUntil([] { return false; }, lastEventsTime);
    processUntil([&] { return !m_parts->server.isCarrying(); }, lastBytesTime);
}

} // namespace pipit
