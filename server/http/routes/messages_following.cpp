// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/messages with several sessions, or `*`: a stream of them in pages, for whom no stream gets through.
#include "server/http/routes/messages_routes.h"

#include "server/http/routes/checks.h"
#include "server/http/stream_passes.h"
#include "server/store/answers.h"
#include "server/store/message_rules.h"

#include <QCoroFuture>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

QFuture<Result<store::ReplayPage>> replayed(store::Store &store, stream::SubscriptionPtr sessions, qint64 after)
{
    auto [promise, future] = store::makePromise<store::ReplayPage>();
    store.replay(std::move(sessions), after, [promise = promise](Result<store::ReplayPage> page) { store::fulfil(promise, std::move(page)); });
    return future;
}

} // namespace

QCoro::Task<Response> MessagesRoutes::follow(const Exchange &exchange)
{
    const Request &request = exchange.request;
    const auto sessions = sessionsAsked(request, exchange.caller);
    const auto limit = queryInteger(request, u"limit"_s, 50, 1, 200);
    const auto after = queryCursor(request, u"after"_s, m_store.epoch());
    const auto wait = queryInteger(request, u"wait"_s, 0, 0, 60);
    for (const Error *fault : {sessions ? nullptr : &sessions.error(), limit ? nullptr : &limit.error(), after ? nullptr : &after.error(), wait ? nullptr : &wait.error()}) {
        if (fault)
            co_return Response::failure(*fault);
    }
    if (request.hasQuery(u"before"))
        co_return Response::failure({ErrorCode::InvalidRequest, u"before is for one session: its history. Several are followed, with `after`."_s, u"before"_s});
    if (*wait > 0 && !*after)
        co_return Response::failure({ErrorCode::InvalidRequest, u"wait needs `after`: the position after which to wait."_s, u"wait"_s});

    (*sessions)->origin = originOf(exchange);
    store::ReplayPage page{.coveredTo = m_store.head()};
    bool hasMore = false;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(*wait);
    for (std::optional<qint64> from = *after; from;) {
        // Registered before the log is read: a message that comes in between wakes it.
        std::unique_ptr<log::Arrivals::Wait> place;
        if (*wait > 0) {
            auto waiting = m_arrivals.wait(*sessions, std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()));
            if (!waiting)
                co_return Response::failure(waiting.error());
            place = std::move(waiting.value());
        }
        const qint64 head = m_store.head();
        const QFuture<Result<store::ReplayPage>> reading = replayed(m_store, *sessions, *from);
        auto read = co_await reading;
        if (!read)
            co_return Response::failure(read.error());
        if (read->status == store::ReplayPage::Status::UnknownCursor)
            co_return Response::failure(store::unknownPosition(*from, read->coveredTo));
        if (read->status == store::ReplayPage::Status::TooOld)
            co_return Response::failure(store::purgedSince(*from));
        page = std::move(*read);
        // Cut off by its size, or by how much of others lay between.
        hasMore = page.coveredTo < head;
        if (!place || hasMore || !page.messages.isEmpty())
            break;
        const QFuture<bool> arrived = place->arrived();
        const bool hasArrived = co_await arrived;
        from = hasArrived ? std::optional(page.coveredTo) : std::nullopt;
    }
    if (page.messages.size() > *limit) {
        page.messages.resize(*limit);
        page.coveredTo = page.messages.last().id;
        hasMore = true;
    }
    // Where to go on: nothing that this caller may see lies between the page and that position.
    co_return Response::success({{u"messages"_s, arrayOf(page.messages)}, {u"hasMore"_s, hasMore}, {u"position"_s, page.coveredTo}, {u"epoch"_s, m_store.epoch()}});
}

} // namespace pipit::http
