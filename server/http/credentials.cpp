// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/credentials.h"

namespace pipit::http {

namespace {

constexpr QStringView ticketName = u"ticket";

// What a form of any page can make a browser send, without asking this node first.
bool isFormBody(const Request &request)
{
    if (request.isUpload || (request.body.isEmpty() && !request.stream))
        return false;
    const QByteArray type = request.header("content-type").value_or(QByteArray()).split(';').first().trimmed().toLower();
    return type.isEmpty() || type == "text/plain" || type == "multipart/form-data" || type == "application/x-www-form-urlencoded";
}

} // namespace

QByteArray cookieName(const QString &nodeId)
{
    return "pipit_" + nodeId.toLatin1();
}

Result<auth::Credential> credentialOf(const Request &request, const QByteArray &cookieName)
{
    using Kind = auth::Credential::Kind;
    const auto authorization = request.header("authorization");
    if (request.hasQuery(ticketName)) {
        if (authorization)
            return Error{ErrorCode::InvalidRequest, QStringLiteral("Send a token or a ticket, not both."), QStringLiteral("ticket")};
        return auth::Credential{Kind::Ticket, request.queryValue(ticketName).toUtf8()};
    }
    if (authorization) {
        const auto space = authorization->indexOf(' ');
        if (authorization->left(space).compare("bearer", Qt::CaseInsensitive) != 0)
            return Error{ErrorCode::Unauthenticated, QStringLiteral("Send `Authorization: Bearer TOKEN`; other schemes are not known here.")};
        return auth::Credential{Kind::Bearer, space < 0 ? QByteArray() : authorization->sliced(space + 1).trimmed()};
    }
    const QByteArray cookie = request.cookie(cookieName);
    if (cookie.isEmpty())
        return auth::Credential{};
    if (request.isForeign)
        return Error{ErrorCode::Forbidden, QStringLiteral("A page of another address may not use this node's cookie. Send a token.")};
    if (isFormBody(request))
        return Error{ErrorCode::UnsupportedMediaType, QStringLiteral("With a cookie, the body must be sent as Content-Type: application/json.")};
    return auth::Credential{Kind::Cookie, cookie};
}

} // namespace pipit::http
