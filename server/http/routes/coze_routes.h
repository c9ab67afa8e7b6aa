// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/coze/chat/stream and POST /api/coze/chat: one question to a bot, answered as a stream of pieces or as one JSON
// document. For programs of the first users, who knew no sessions: a conversation is a session of the same name.
//
// The answer belongs to the session like any other: it is stored whether the asker waits or not, and seen by all who watch it.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "core/message.h"
#include "server/bots/run_manager.h"
#include "server/http/router.h"
#include "server/http/stream_passes.h"

namespace pipit::log {
class Dispatcher;
}

namespace pipit::http {

class CozeRoutes
{
public:
    CozeRoutes(store::Store &store, const bots::BotRegistry &bots, bots::RunManager &runs, log::Dispatcher &dispatcher, StreamPasses &passes, const MessageLimits &limits)
        : m_store(store), m_bots(bots), m_runs(runs), m_dispatcher(dispatcher), m_passes(passes), m_limits(limits)
    {
    }
    void addTo(Router &router);

private:
    struct Asked {
        QString conversationId;
        RunEvent run;
    };

    QCoro::Task<Response> stream(const Exchange &exchange);
    QCoro::Task<Response> whole(const Exchange &exchange);
    QCoro::Task<Result<Asked>> ask(const Exchange &exchange);

    store::Store &m_store;
    const bots::BotRegistry &m_bots;
    bots::RunManager &m_runs;
    log::Dispatcher &m_dispatcher;
    StreamPasses &m_passes;
    const MessageLimits m_limits;
};

} // namespace pipit::http
