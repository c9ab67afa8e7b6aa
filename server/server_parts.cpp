// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/server_parts.h"

#include "server/bots/provider/raw_log.h"
#include "server/http/credentials.h"
#include "server/http/routes/config_routes.h"
#include "server/http/routes/health_routes.h"
#include "server/http/routes/page_routes.h"
#include "server/node_figures.h"
#include "server/ops/doctor.h"
#include "server/stream/socket_options.h"

#include <algorithm>
#include <thread>

namespace pipit {

namespace {

constexpr int mostStreamThreads = 8;
constexpr std::chrono::minutes botWatchTime{1};
constexpr qint64 mostToExamine = 512 << 20; // of a SQLite file, read through in some seconds

http::HttpLimits limitsOf(const Config &config, std::int64_t highestDescriptor)
{
    http::HttpLimits limits;
    limits.headBytes = config.limits.headBytes;
    limits.bodyBytes = config.limits.bodyBytes;
    limits.uploadBytes = config.files.maxBytes;
    limits.connections = config.limits.connections;
    limits.highestDescriptor = highestDescriptor;
    return limits;
}

log::DispatcherOptions dispatcherOptionsOf(const Config &config, std::int64_t maxStreams)
{
    const int halfOfMachine = std::clamp(int(std::thread::hardware_concurrency()) / 2, 1, mostStreamThreads);
    return {.heartbeat = config.streams.heartbeatInterval, .queueBytes = std::size_t(config.streams.queueBytes), .streamThreads = config.streams.threads > 0 ? config.streams.threads : halfOfMachine, .maxStreams = maxStreams};
}

// Of what the node has now; the examination may go on after it.
http::DoctorRoutes::Examine examinationOf(const Config &config, const std::optional<store::PostgresTarget> &postgres)
{
    return [file = config.databasePath(), files = config.filesDir(), postgres] { return postgres ? ops::examinePostgres(*postgres, files) : ops::examineSqlite(file, files, mostToExamine); };
}

store::PurgeLimits limitsOf(const RetentionConfig &config)
{
    return {.maxAge = std::chrono::days(config.maxAgeDays), .maxMessages = config.maxMessages, .maxBytes = config.maxBytes};
}

} // namespace

Server::Parts::Parts(const Config &config, Made made)
    : directory(std::move(made.directory)), opened(std::move(made.opened)), store(opened.store.get()), bots(std::move(made.bots)), jwts(std::move(made.jwts)), depot(std::move(made.depot)),
      dispatcher(*store, dispatcherOptionsOf(config, made.room.streams)), arrivals(dispatcher),
      runs(*bots, *store, dispatcher), gate(*store, *jwts, config.auth.anonymous), cookieName(http::cookieName(store->nodeId())), callers(gate, cookieName, config.limits.requestsPerS),
      counts(std::make_shared<http::AddressCounts>(config.limits.connectionsPerAddress, made.policy.proxies())), passes(gate, dispatcher.engine(), counts),
      audit(config.server.dataDir), watch(config.server, std::move(made.alerts)), tls(std::move(made.tls)),
      messagesRoutes(*store, arrivals, {.contentBytes = config.limits.messageBytes}), sessionsRoutes(*store, dispatcher), peopleRoutes(*store, dispatcher),
      botChecks(*bots), botsRoutes(*bots, botChecks), botTestRoutes(*bots, config.bots, config.server.dataDir), runsRoutes(*store, runs, {.contentBytes = config.limits.messageBytes}), cozeRoutes(*store, *bots, runs, dispatcher, passes, {.contentBytes = config.limits.messageBytes}),
      sseRoutes(*store, dispatcher, runs, passes, watch.snapshots()), opsRoutes(watch.metrics(), watch.snapshots(), watch.alerts(), dispatcher.engine(), passes), connectionRoutes(dispatcher.engine(), arrivals, passes), logRoutes(dispatcher, passes, config.streams.heartbeatInterval), announcementRoutes(*store, {.contentBytes = config.limits.messageBytes}), authRoutes(gate, callers, *store, cookieName), filesRoutes(*depot, *store), doctorRoutes(examinationOf(config, opened.target)),
      router({.identify = [this](const http::Request &request) { return callers.identify(request); }, .isStillGood = [this](const auth::Caller &caller) { return callers.isStillGood(caller); }}, config.limits.bodyBytes),
      door(std::move(made.policy), router, audit),
      wsRoutes(*store, dispatcher, passes, [this](http::Request request) { return door.answer(std::move(request)); }, config.limits.messageBytes, config.streams.heartbeatInterval),
      server(limitsOf(config, made.room.highestDescriptor), [this](http::Request request) { return door.answer(std::move(request)); }, counts)
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

Server::Parts::~Parts()
{
    if (restarting)
        restarting->wait();
}

} // namespace pipit
