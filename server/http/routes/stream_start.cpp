// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/stream_start.h"

#include "core/cursor.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"
#include "server/log/presence.h"

namespace pipit::http {

Result<stream::StreamStart> streamAsked(const Exchange &exchange, store::Store &store, log::Dispatcher &dispatcher, StreamPasses &passes, std::string_view transport)
{
    const auto subscription = sessionsAsked(exchange.request, exchange.caller);
    if (!subscription)
        return subscription.error();
    if (const auto fault = passes.admit(exchange, **subscription))
        return *fault;
    (*subscription)->origin.transport = transport;
    // Whoever is only told to come back later is not here.
    if (!auth::faultOfNameless(exchange.caller) && !dispatcher.engine().turnsAway())
        (*subscription)->presentAs = dispatcher.presence().enter(exchange.caller.sub, exchange.caller.displayName());

    stream::StreamStart start{.head = {}, .subscription = *subscription};
    if (const QByteArray text = streamCursor(exchange.request, {u"lastEventId", u"last_event_id"}); !text.isEmpty()) {
        const auto cursor = Cursor::parse(text);
        if (!cursor)
            start.reset = stream::ResumeResult::MalformedCursor;
        else if (!cursor->epoch.isEmpty() && cursor->epoch != store.epoch())
            start.reset = stream::ResumeResult::OtherEpoch;
        else
            start.after = cursor->position;
    }
    return start;
}

} // namespace pipit::http
