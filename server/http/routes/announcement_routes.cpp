// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/announcement_routes.h"

#include "core/json_fields.h"
#include "core/text_limits.h"
#include "server/auth/rules.h"

#include <QCoroFuture>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr int sessionsAtMost = 100'000;
// So that others' messages need not wait behind all of them.
constexpr qsizetype writtenAtOnce = 500;
constexpr qsizetype unitsAtOnce = 8 << 20;

// One for each session: whoever sends the announcement again sends nothing twice.
QString idIn(const QString &sessionId, const QUuid &announcement)
{
    return QUuid::createUuidV5(announcement, sessionId).toString(QUuid::WithoutBraces);
}

} // namespace

void AnnouncementRoutes::addTo(Router &router)
{
    router.add("POST", "/api/ops/announcements", Access::Operator, [this](const Exchange &exchange) { return announce(exchange); }, Audit::Always);
}

QCoro::Task<Response> AnnouncementRoutes::announce(const Exchange &exchange)
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    const QString content = fields.requiredString("content"), title = fields.string("title"), pattern = fields.string("sessions", u"*"_s);
    const QString id = fields.string("id", QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (!isSessionPattern(pattern))
        co_return Response::failure({ErrorCode::InvalidRequest, u"sessions must be a session's id or a pattern such as team-*, or * for all."_s, u"sessions"_s});
    const QUuid announcement(id);
    if (announcement.isNull())
        co_return Response::failure({ErrorCode::InvalidRequest, u"id must be a UUID."_s, u"id"_s});
    QJsonObject message{{u"sessionId"_s, u"any"_s}, {u"content"_s, content}, {u"contentType"_s, u"notification"_s}, {u"senderType"_s, u"system"_s}};
    if (!title.isEmpty())
        message.insert(u"metadata"_s, QJsonObject{{u"title"_s, title}});
    auto draft = MessageDraft::fromJson(message, m_limits);
    if (draft)
        draft = auth::signedBy(exchange.caller, *draft);
    if (!draft)
        co_return Response::failure(draft.error());
    draft->receipt = exchange.request.receipt;

    const auto visible = auth::sessionsOf(exchange.caller);
    const std::function<bool(QStringView)> isMeant = [visible, pattern](QStringView session) { return visible(session) && auth::matchesPattern(pattern, session); };
    const auto sessions = co_await m_store.sessions(sessionsAtMost, isMeant);
    if (!sessions)
        co_return Response::failure(sessions.error());
    if (sessions->size() == sessionsAtMost)
        co_return Response::failure({ErrorCode::InvalidRequest, u"More than %1 sessions are meant; announce it to several patterns, one after the other."_s.arg(sessionsAtMost - 1), u"sessions"_s});
    const qsizetype atOnce = std::clamp<qsizetype>(unitsAtOnce / std::max<qsizetype>(1, content.size()), 1, writtenAtOnce);
    qint64 sent = 0;
    std::optional<Error> fault;
    for (qsizetype from = 0; from < sessions->size() && !fault; from += atOnce) {
        QList<QFuture<Result<store::Stored>>> writing;
        for (const store::SessionRecord &session : sessions->mid(from, atOnce)) {
            if (session.archived)
                continue;
            draft->sessionId = session.id;
            draft->clientMessageId = idIn(session.id, announcement);
            writing << m_store.append(*draft);
        }
        for (const QFuture<Result<store::Stored>> &written : std::as_const(writing)) {
            const auto stored = co_await written;
            sent += stored.ok();
            if (!stored && !fault)
                fault = stored.error();
        }
    }
    if (fault) {
        fault->message = u"%1 Announced in %2 of %3 sessions; send it again with the id %4, and nobody gets it twice."_s.arg(fault->message).arg(sent).arg(sessions->size()).arg(id);
        fault->details.insert(u"id"_s, id);
        co_return Response::failure(*fault);
    }
    co_return Response::success({{u"id"_s, id}, {u"sessions"_s, sent}});
}

} // namespace pipit::http
