// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/api_answer.h"

#include "net/network_access.h"

#include <QJsonDocument>

#include <algorithm>

namespace pipit {

ErrorCode codeOfStatus(int status)
{
    if (status >= 500)
        return ErrorCode::Unavailable;
    const auto known = std::ranges::find(errorCodes, status, &ErrorCodeInfo::httpStatus);
    return status >= 400 && known != errorCodes.end() ? known->code : ErrorCode::Protocol;
}

Result<QJsonObject> answerOf(const QString &host, int status, const QByteArray &body, const QByteArray &retryAfterHeader)
{
    const QJsonObject envelope = QJsonDocument::fromJson(body).object();
    if (status < 300 && envelope.value(u"success").toBool() && envelope.value(u"data").isObject())
        return envelope.value(u"data").toObject();

    const QJsonObject told = envelope.value(u"error").toObject();
    Error error = status >= 400 && told.value(u"message").isString()
        ? Error::fromJson(told)
        : Error{codeOfStatus(status), QStringLiteral("%1 answers %2 with something that no Pipit node says; is this its address?").arg(host).arg(status)};
    if (const auto wait = retryAfter(retryAfterHeader))
        error.details.insert(u"retryAfterMs", qint64(wait->count()));
    return error;
}

Error closedHere()
{
    return {ErrorCode::Cancelled, QStringLiteral("The connection to the node was closed here.")};
}

Error noAnswerWithin(std::chrono::milliseconds timeLimit, const QString &host)
{
    return {ErrorCode::Network, QStringLiteral("No answer from %1 within %2 s.").arg(host).arg(double(timeLimit.count()) / 1000)};
}

} // namespace pipit
