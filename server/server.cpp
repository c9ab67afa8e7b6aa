// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/server.h"

#include "core/descriptor_limit.h"
#include "core/host_port.h"
#include "core/ready_future.h"
#include "core/text_limits.h"
#include "server/auth/audit_log.h"
#include "server/auth/gate.h"
#include "server/auth/rules.h"
#include "server/bots/bot_checks.h"
#include "server/bots/bot_registry.h"
#include "server/bots/provider/raw_log.h"
#include "server/bots/run_manager.h"
#include "server/http/caller_gate.h"
#include "server/http/credentials.h"
#include "server/http/front_door.h"
#include "server/http/http_server.h"
#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/http/tls_files.h"
#include "server/http/routes/announcement_routes.h"
#include "server/http/routes/auth_routes.h"
#include "server/http/routes/bot_test_routes.h"
#include "server/http/routes/bots_routes.h"
#include "server/http/routes/config_routes.h"
#include "server/http/routes/connection_routes.h"
#include "server/http/routes/coze_routes.h"
#include "server/http/routes/doctor_routes.h"
#include "server/http/routes/files_routes.h"
#include "server/http/routes/health_routes.h"
#include "server/http/routes/log_routes.h"
#include "server/http/routes/messages_routes.h"
#include "server/http/routes/ops_routes.h"
#include "server/http/routes/page_routes.h"
#include "server/http/routes/people_routes.h"
#include "server/http/routes/runs_routes.h"
#include "server/http/routes/sessions_routes.h"
#include "server/http/routes/sse_routes.h"
#include "server/http/routes/ws_routes.h"
#include "server/log/arrivals.h"
#include "server/log/dispatcher.h"
#include "server/log/retention.h"
#include "server/node_figures.h"
#include "server/node_watch.h"
#include "server/open_store.h"
#include "server/operator_token.h"
#include "server/ops/doctor.h"
#include "server/ops/file_depot.h"
#include "server/store/data_directory.h"
#include "server/stream/socket_options.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QPromise>
#include <QThread>
#include <QTimer>

#include <thread>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "pipit.http")
Q_LOGGING_CATEGORY(lcStreams, "pipit.streams")

constexpr int mostStreamThreads = 8;
constexpr std::int64_t keptDescriptors = 256;
constexpr std::int64_t spareDescriptors = 96; // of these, for what is no connection: a thread that finds none ends the process
constexpr std::chrono::milliseconds drainLook{50};
constexpr std::chrono::minutes botWatchTime{1};
constexpr int canaryMessages = 2'000; // some hours
constexpr qint64 mostToExamine = 512 << 20; // of a SQLite file, read through in some seconds
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

http::HttpLimits limitsOf(const Config &config)
{
    http::HttpLimits limits;
    limits.headBytes = config.limits.headBytes;
    limits.bodyBytes = config.limits.bodyBytes;
    limits.uploadBytes = config.files.maxBytes;
    limits.connections = config.limits.connections;
    if (const auto descriptors = raiseDescriptorLimit())
        limits.highestDescriptor = std::max<std::int64_t>(*descriptors / 2, *descriptors - spareDescriptors);
    return limits;
}

// Raises what this process may have of descriptors, and gives the number of streams that it has room for then.
std::int64_t makeRoomForStreams(const Config &config)
{
    const std::int64_t wanted = config.limits.streams;
    const auto descriptors = raiseDescriptorLimit();
    if (!descriptors)
        return wanted;
    // A tenth is for requests, files and the store.
    // Over TLS a stream has three: its client's, and both ends of the pair behind it.
    const std::int64_t room = std::max<std::int64_t>(1, (*descriptors - std::max<std::int64_t>(keptDescriptors, *descriptors / 10)) / (config.tls.isOn() ? 3 : 1));
    if (room < wanted)
        qCInfo(lcStreams).noquote() << QStringLiteral("This process may have %1 descriptors, so that it carries %2 streams and not the %3 of limits.streams. Raise the limit (ulimit -n, or LimitNOFILE= of the service) for more.").arg(*descriptors).arg(room).arg(wanted);
    return std::min(wanted, room);
}

log::DispatcherOptions dispatcherOptionsOf(const Config &config, std::int64_t maxStreams)
{
    const int halfOfMachine = std::clamp(int(std::thread::hardware_concurrency()) / 2, 1, mostStreamThreads);
    return {.heartbeat = config.streams.heartbeatInterval, .queueBytes = std::size_t(config.streams.queueBytes), .streamThreads = config.streams.threads > 0 ? config.streams.threads : halfOfMachine, .maxStreams = maxStreams};
}

// To delete a session is work for the whole database: not for every few messages.
void tidyCanary(store::Store *store, const QString &session)
{
    store->history({.sessionId = session, .limit = canaryMessages}).then([store, session](const Result<store::History> &history) {
        if (history && history->hasMore)
            store->deleteSession(session);
    });
}

// Of what the node has now; the examination may go on after it.
http::DoctorRoutes::Examine examinationOf(const Config &config, const std::optional<store::PostgresTarget> &postgres)
{
    return [file = config.databasePath(), files = config.filesDir(), postgres] { return postgres ? ops::examinePostgres(*postgres, files) : ops::examineSqlite(file, files, mostToExamine); };
}

QFuture<Result<Done>> nothingToTry(const QString &why)
{
    return readyFuture(Result<Done>(Error{ErrorCode::Unavailable, why}));
}

store::PurgeLimits limitsOf(const RetentionConfig &config)
{
    return {.maxAge = std::chrono::days(config.maxAgeDays), .maxMessages = config.maxMessages, .maxBytes = config.maxBytes};
}

} // namespace

// In the order in which they are made; destroyed in the opposite one.
class Server::Parts
{
public:
    // What is made of the configuration, and can fail.
    struct Made {
        store::DataDirectory directory;
        OpenStore opened;
        std::unique_ptr<bots::BotRegistry> bots;
        std::unique_ptr<auth::JwtVerifier> jwts;
        http::RequestPolicy policy;
        std::unique_ptr<ops::FileDepot> depot;
        std::unique_ptr<http::TlsFiles> tls; // null: plain HTTP
        std::vector<ops::AlertRule> alerts;
        std::int64_t maxStreams;
    };

    Parts(const Config &config, Made made)
        : directory(std::move(made.directory)), opened(std::move(made.opened)), store(opened.store.get()), bots(std::move(made.bots)), jwts(std::move(made.jwts)), depot(std::move(made.depot)),
          dispatcher(*store, dispatcherOptionsOf(config, made.maxStreams)), arrivals(dispatcher),
          runs(*bots, *store, dispatcher), gate(*store, *jwts, config.auth.anonymous), cookieName(http::cookieName(store->nodeId())), callers(gate, cookieName, config.limits.requestsPerS),
          counts(std::make_shared<http::AddressCounts>(config.limits.connectionsPerAddress, made.policy.proxies())), passes(gate, dispatcher.engine(), counts),
          audit(config.server.dataDir), watch(config.server, std::move(made.alerts)), tls(std::move(made.tls)),
          messagesRoutes(*store, arrivals, {.contentBytes = config.limits.messageBytes}), sessionsRoutes(*store, dispatcher), peopleRoutes(*store, dispatcher),
          botChecks(*bots), botsRoutes(*bots, botChecks), botTestRoutes(*bots, config.bots, config.server.dataDir), runsRoutes(*store, runs, {.contentBytes = config.limits.messageBytes}), cozeRoutes(*store, *bots, runs, dispatcher, passes, {.contentBytes = config.limits.messageBytes}),
          sseRoutes(*store, dispatcher, runs, passes, watch.snapshots()), opsRoutes(watch.metrics(), watch.snapshots(), watch.alerts(), dispatcher.engine(), passes), connectionRoutes(dispatcher.engine(), arrivals, passes), logRoutes(dispatcher, passes, config.streams.heartbeatInterval), announcementRoutes(*store, {.contentBytes = config.limits.messageBytes}), authRoutes(gate, callers, *store, cookieName), filesRoutes(*depot, *store), doctorRoutes(examinationOf(config, opened.target)),
          router({.identify = [this](const http::Request &request) { return callers.identify(request); }, .isStillGood = [this](const auth::Caller &caller) { return callers.isStillGood(caller); }}, config.limits.bodyBytes),
          door(std::move(made.policy), router, audit),
          wsRoutes(*store, dispatcher, passes, [this](http::Request request) { return door.answer(std::move(request)); }, config.limits.messageBytes, config.streams.heartbeatInterval),
          server(limitsOf(config), [this](http::Request request) { return door.answer(std::move(request)); }, counts)
    {
        messagesRoutes.addTo(router);
        sessionsRoutes.addTo(router);
        peopleRoutes.addTo(router);
        botsRoutes.addTo(router);
        botTestRoutes.addTo(router);
        runsRoutes.addTo(router);
        cozeRoutes.addTo(router);
        sseRoutes.addTo(router);
        opsRoutes.addTo(router);
        connectionRoutes.addTo(router);
        logRoutes.addTo(router);
        announcementRoutes.addTo(router);
        authRoutes.addTo(router);
        filesRoutes.addTo(router);
        doctorRoutes.addTo(router);
        wsRoutes.addTo(router);
        http::addConfigRoutes(router, config);
        http::addPageRoutes(router);
        http::addHealthRoutes(router, [this] { return stopping || draining ? std::optional(QStringLiteral("The node is stopping.")) : store->fault(); });
        server.setUpgradePath(http::WsRoutes::path);
        server.setTakesPieces([this](const QByteArray &method, const QByteArray &target) { return router.takesPieces(method, target); });
        store->setNodeStats([this] { return sseRoutes.figures(); });
        QObject::connect(&dispatcher, &log::Dispatcher::erased, &dispatcher, [path = config.server.dataDir] { bots::RawLog::eraseAll(path); }, Qt::QueuedConnection);
        QObject::connect(&dispatcher, &log::Dispatcher::erased, depot.get(), [this] { depot->removeErased(); }, Qt::QueuedConnection);
        watch.start([this](metrics::Metrics::Answers &answers) {
            addFigures(answers, dispatcher.engine().stats());
            addFigures(answers, *store);
            addFigures(answers, runs);
            addFigures(answers, *bots, botChecks);
            addFigures(answers, door);
            addFigures(answers, arrivals);
        });
        botChecks.watch(botWatchTime);
        runs.takeOver();
        if (tls)
            server.setTls({.context = [this] { return tls->context(); }, .unacknowledged = stream::unacknowledgedTime(config.streams.heartbeatInterval)});
        retention = std::make_unique<log::Retention>(*store, dispatcher, limitsOf(config.retention));
        QObject::connect(&server, &http::HttpServer::refused, &server, [this](int status, const QString &reason, const QString &peer) { door.noteRefusal(status, reason, peer); });
    }

    ~Parts()
    {
        if (restarting)
            restarting->wait();
    }

    store::DataDirectory directory;
    OpenStore opened;
    store::Store *const store; // in `opened`
    std::unique_ptr<bots::BotRegistry> bots;
    const std::unique_ptr<auth::JwtVerifier> jwts;
    const std::unique_ptr<ops::FileDepot> depot;
    log::Dispatcher dispatcher;
    log::Arrivals arrivals;
    bots::RunManager runs;
    auth::Gate gate;
    const QByteArray cookieName;
    http::CallerGate callers;
    const std::shared_ptr<http::AddressCounts> counts;
    http::StreamPasses passes;
    auth::AuditLog audit;
    NodeWatch watch;
    const std::unique_ptr<http::TlsFiles> tls;
    http::MessagesRoutes messagesRoutes;
    http::SessionsRoutes sessionsRoutes;
    http::PeopleRoutes peopleRoutes;
    bots::BotChecks botChecks;
    http::BotsRoutes botsRoutes;
    http::BotTestRoutes botTestRoutes;
    http::RunsRoutes runsRoutes;
    http::CozeRoutes cozeRoutes;
    http::SseRoutes sseRoutes;
    http::OpsRoutes opsRoutes;
    http::ConnectionRoutes connectionRoutes;
    http::LogRoutes logRoutes;
    http::AnnouncementRoutes announcementRoutes;
    http::AuthRoutes authRoutes;
    http::FilesRoutes filesRoutes;
    http::DoctorRoutes doctorRoutes;
    http::Router router;
    http::FrontDoor door;
    http::WsRoutes wsRoutes;
    http::HttpServer server;
    std::unique_ptr<log::Retention> retention; // once everything else is there
    std::unique_ptr<QThread> restarting; // of the node's own PostgreSQL
    bool draining = false;
    bool stopping = false;
};

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
    m_parts = std::make_unique<Parts>(m_config, Parts::Made{std::move(*directory), std::move(*opened), std::move(*bots), std::move(*jwts), std::move(*policy), std::move(*depot), std::move(tls), std::move(*alerts), makeRoomForStreams(m_config)});
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
