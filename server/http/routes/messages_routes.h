// SPDX-License-Identifier: GPL-3.0-or-later
// POST and GET /api/messages (history, long poll, and following many sessions), GET /api/messages/search, POST /api/messages/{id}/redact.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "core/message.h"
#include "server/http/router.h"
#include "server/log/arrivals.h"
#include "server/store/store.h"

#include <QJsonArray>

namespace pipit::http {

class MessagesRoutes
{
public:
    MessagesRoutes(store::Store &store, log::Arrivals &arrivals, const MessageLimits &limits);
    void addTo(Router &router);

private:
    QCoro::Task<Response> post(const Exchange &exchange);
    QCoro::Task<Response> list(const Exchange &exchange);
    QCoro::Task<Response> search(const Exchange &exchange);
    QCoro::Task<Response> redact(const Exchange &exchange);
    // messages_following.cpp: what a stream of several sessions, or of all, would bring.
    QCoro::Task<Response> follow(const Exchange &exchange);
    // With a time: waits that long for the first message, where there is none yet.
    QCoro::Task<Result<store::History>> read(store::HistoryQuery query, std::chrono::seconds atMost, stream::StreamOrigin origin);

    store::Store &m_store;
    log::Arrivals &m_arrivals;
    const MessageLimits m_limits;
};

QJsonArray arrayOf(const QList<Message> &messages);

// What the caller says, checked: the fields, whether the session is theirs, whether they may speak as this sender and replace
// what they name; who it is from, is the caller. What only the order of the log decides, the store checks. Errors:
// InvalidRequest, TooLarge or Forbidden, with the field.
QCoro::Task<Result<MessageDraft>> draftFrom(store::Store &store, auth::Caller caller, QJsonObject message, MessageLimits limits, ReceiptPtr receipt);

} // namespace pipit::http
