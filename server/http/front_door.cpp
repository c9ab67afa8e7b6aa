// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/front_door.h"

#include "core/log_text.h"
#include "core/text_limits.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "pipit.http")
Q_LOGGING_CATEGORY(lcRequests, "pipit.http.requests", QtInfoMsg)

QString reasonOf(const Response &response)
{
    return QJsonDocument::fromJson(response.body).object().value(u"error").toObject().value(u"message").toString();
}

constexpr qsizetype requestIdBytes = 64;

// The client's own where it can stand in a log: letters, digits and -_.:
QByteArray requestIdOf(const Request &request)
{
    const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':'; };
    if (auto given = request.header("x-request-id"); given && !given->isEmpty() && given->size() <= requestIdBytes && std::ranges::all_of(*given, isPlain))
        return *given;
    return QByteArray::number(QRandomGenerator::global()->generate64() | quint64(1) << 63, 36);
}

bool isRefusal(int status)
{
    return status == 401 || status == 403 || status == 421 || status == 429;
}

} // namespace

QCoro::Task<Response> FrontDoor::answer(Request request)
{
    request.receipt = std::make_shared<Receipt>(Receipt{.requestId = requestIdOf(request).toStdString()});
    const ReceiptPtr receipt = request.receipt;
    const QString requestId = request.requestId();
    m_policy.settle(request);
    if (m_policy.hidesItsClient(request) && !std::exchange(m_toldOfProxy, true))
        qCWarning(lcHttp) << "Requests come through a proxy on this machine, so that all clients look like this machine: no limits hold for them, and the audit log does not tell them apart. Name the proxy in server.trusted_proxies.";
    const QString what = forEcho(QString::fromLatin1(request.method)) + u' ' + forEcho(request.path); // it may hold a line break
    const QHostAddress from = request.client;
    // Its headers are needed once more, for the answer.
    Request heading;
    heading.headers = request.headers;
    heading.isSecure = request.isSecure;

    Answered answered;
    if (const auto fault = m_policy.faultOf(request))
        answered.response = Response::failure(*fault);
    else if (auto preflight = m_policy.preflight(request))
        answered.response = std::move(*preflight);
    else
        answered = co_await m_router.dispatch(std::move(request));
    qCDebug(lcRequests).noquote() << logText(what, {{u"request", requestId}, {u"status", QString::number(answered.response.status)}, {u"caller", answered.caller.sub}, {u"from", from.toString()}, {u"ms", msSince(receipt->at)}});
    note(what, from, requestId, answered);
    answered.response.headers.append({"X-Request-Id", QByteArray::fromStdString(receipt->requestId)});
    m_policy.addHeaders(heading, answered.response);
    Response response = std::move(answered.response);
    co_return response;
}

void FrontDoor::note(const QString &what, const QHostAddress &from, const QString &requestId, const Answered &answered)
{
    const int status = answered.response.status;
    count(status);
    const bool isRefused = isRefusal(status);
    // A flood of refusals fills neither the record nor the log.
    bool isTold = status >= 500;
    if (isRefused || answered.isAudited)
        isTold = m_audit.write({.what = what, .from = from.toString(), .caller = answered.caller, .isAllowed = status < 400, .status = status, .reason = status < 400 ? QString() : reasonOf(answered.response)}) && isRefused;
    if (isTold)
        qCInfo(lcHttp).noquote() << logText(what, {{u"request", requestId}, {u"status", QString::number(status)}, {u"from", from.toString()}, {u"reason", reasonOf(answered.response)}});
}

void FrontDoor::count(int status)
{
    m_answered[std::size_t(std::clamp(status / 100, 1, 5) - 1)].add();
}

void FrontDoor::noteRefusal(int status, const QString &reason, const QString &from)
{
    count(status);
    if (m_audit.write({.what = u"a request that could not be read"_s, .from = from, .status = status, .reason = reason}))
        qCInfo(lcHttp).noquote() << "refused" << status << "from" << from << reason;
}

} // namespace pipit::http
