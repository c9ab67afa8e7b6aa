// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/response.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace pipit::http {

namespace {

struct Phrase {
    int status;
    const char *words;
};

constexpr std::array phrases{
    Phrase{200, "OK"}, Phrase{201, "Created"}, Phrase{202, "Accepted"}, Phrase{204, "No Content"}, Phrase{206, "Partial Content"},
    Phrase{302, "Found"}, Phrase{303, "See Other"}, Phrase{304, "Not Modified"}, Phrase{307, "Temporary Redirect"}, Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"}, Phrase{401, "Unauthorized"}, Phrase{403, "Forbidden"}, Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"}, Phrase{408, "Request Timeout"}, Phrase{409, "Conflict"}, Phrase{410, "Gone"},
    Phrase{412, "Precondition Failed"}, Phrase{413, "Content Too Large"},
    Phrase{415, "Unsupported Media Type"}, Phrase{416, "Range Not Satisfiable"}, Phrase{421, "Misdirected Request"}, Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"}, Phrase{500, "Internal Server Error"}, Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"}, Phrase{504, "Gateway Timeout"}, Phrase{507, "Insufficient Storage"},
};

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Response Response::success(const QJsonObject &data, int status)
{
    return successText(compact(data), status);
}

Response Response::successText(const QByteArray &data, int status)
{
    Response response;
    response.status = status;
    response.body = "{\"data\":" + data + ",\"success\":true}";
    return response;
}

Response Response::failure(const Error &error)
{
    Response response;
    // A code that only programs use (such as `network`) has no status of its own: to the client it is a fault of the node.
    const int status = errorCodeInfo(error.code).httpStatus;
    response.status = status ? status : 500;
    if (response.status == 401)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    if (const QJsonValue seconds = error.details.value(u"retryAfterS"); seconds.isDouble())
        response.headers.emplaceBack("Retry-After", QByteArray::number(seconds.toInteger()));
    response.body = compact(QJsonObject{{QStringLiteral("success"), false}, {QStringLiteral("error"), error.toJson()}});
    return response;
}

Response Response::text(const QByteArray &body, const QByteArray &contentType)
{
    Response response;
    response.contentType = contentType;
    response.body = body;
    return response;
}

Response Response::handOver(TakeOver takeOver)
{
    Response response;
    response.contentType = "text/event-stream";
    response.headers = {{"Cache-Control", "no-cache, no-transform"}, {"X-Accel-Buffering", "no"}};
    response.takeOver = std::move(takeOver);
    return response;
}

QByteArrayView reasonPhrase(int status)
{
    const auto found = std::ranges::find(phrases, status, &Phrase::status);
    return found == phrases.end() ? QByteArrayView("Unknown") : QByteArrayView(found->words);
}

} // namespace pipit::http
