// SPDX-License-Identifier: GPL-3.0-or-later
// What a node consists of, from its database to the socket that listens, and how the parts are joined.
//
// Thread rule: as Server. Errors: none; what can fail is made before, see Made. They go in the opposite order of their making.
#pragma once

#include "server/auth/audit_log.h"
#include "server/auth/gate.h"
#include "server/auth/jwt_verifier.h"
#include "server/bots/bot_checks.h"
#include "server/bots/bot_registry.h"
#include "server/bots/run_manager.h"
#include "server/http/caller_gate.h"
#include "server/http/front_door.h"
#include "server/http/http_server.h"
#include "server/http/router.h"
#include "server/http/routes/announcement_routes.h"
#include "server/http/routes/auth_routes.h"
#include "server/http/routes/bot_test_routes.h"
#include "server/http/routes/bots_routes.h"
#include "server/http/routes/connection_routes.h"
#include "server/http/routes/coze_routes.h"
#include "server/http/routes/doctor_routes.h"
#include "server/http/routes/files_routes.h"
#include "server/http/routes/log_routes.h"
#include "server/http/routes/messages_routes.h"
#include "server/http/routes/ops_routes.h"
#include "server/http/routes/people_routes.h"
#include "server/http/routes/runs_routes.h"
#include "server/http/routes/sessions_routes.h"
#include "server/http/routes/sse_routes.h"
#include "server/http/routes/ws_routes.h"
#include "server/http/stream_passes.h"
#include "server/http/tls_files.h"
#include "server/log/arrivals.h"
#include "server/log/dispatcher.h"
#include "server/log/retention.h"
#include "server/node_watch.h"
#include "server/open_store.h"
#include "server/ops/file_depot.h"
#include "server/server.h"
#include "server/store/data_directory.h"
#include "server/stream_room.h"

#include <QThread>

namespace pipit {

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
        StreamRoom room;
    };

    Parts(const Config &config, Made made);
    ~Parts();

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

} // namespace pipit
