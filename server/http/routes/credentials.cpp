// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/credentials.h"

#include <QUrl>

namespace pipit::http {

namespace {

bool isJson(const Request &request)
{
    const QByteArray type = request.header("content-type").value_or(QByteArray());
    return type.split(';').first().trimmed().compare("application/json", Qt::CaseInsensitive) == 0;
}

} // namespace

bool isOfAnotherPage(const Request &request)
{
    const QByteArray site = request.header("sec-fetch-site").value_or("none");
    if (site != "same-origin" && site != "none")
        return true;
    const auto origin = request.header("origin");
    const QByteArray host = request.header("host").value_or(QByteArray());
    return origin && *origin != "http://" + host && *origin != "https://" + host;
}

QByteArray cookieName(const QString &nodeId)
{
    return "pipit_" + nodeId.toLatin1();
}

Result<QByteArray> tokenOf(const Request &request, const QByteArray &cookieName)
{
    if (const auto authorization = request.header("authorization")) {
        const auto space = authorization->indexOf(' ');
        if (authorization->left(space).compare("bearer", Qt::CaseInsensitive) != 0)
            return Error{ErrorCode::Unauthenticated, QStringLiteral("Send `Authorization: Bearer TOKEN`; other schemes are not known here.")};
        return space < 0 ? QByteArray() : authorization->sliced(space + 1).trimmed();
    }
    const QByteArray cookie = request.cookie(cookieName);
    if (cookie.isEmpty())
        return cookie;
    if (isOfAnotherPage(request))
        return Error{ErrorCode::Forbidden, QStringLiteral("A page of another address may not use this node's cookie. Send a token.")};
    if (!request.body.isEmpty() && !isJson(request))
        return Error{ErrorCode::UnsupportedMediaType, QStringLiteral("With a cookie, the body must be sent as Content-Type: application/json.")};
    return cookie;
}

} // namespace pipit::http
