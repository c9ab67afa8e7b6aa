// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/response_writer.h"

#include "server/http/request_head.h"

#include <QDateTime>
#include <QLocale>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <utility>

namespace pipit::http {

namespace {

// Formatting a date costs more than the rest of a head, so it is done once a second.
QByteArray dateNow()
{
    thread_local qint64 second = -1;
    thread_local QByteArray text;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (const qint64 present = now.toSecsSinceEpoch(); present != second) {
        second = present;
        text = QLocale::c().toString(now, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'").toLatin1();
    }
    return text;
}

bool isSound(QByteArrayView name, const QByteArray &value)
{
    const auto isControl = [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; };
    return isToken({name.data(), std::size_t(name.size())}) && std::ranges::none_of(value, isControl);
}

void append(QByteArray &bytes, QByteArrayView name, QByteArrayView value)
{
    bytes.append(name).append(": ").append(value).append("\r\n");
}

// What every answer says, where its handler says nothing else: it is data for whoever asked, not a page, and not for keeping.
constexpr std::array<std::pair<QByteArrayView, QByteArrayView>, 5> standing{{
    {"X-Content-Type-Options", "nosniff"},
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
}};

bool statusForbidsBody(int status)
{
    return status == 204 || status == 304;
}

} // namespace

QByteArray headOf(Response &response, Framing framing)
{
    const auto broken = std::ranges::find_if(response.headers, [](const auto &header) { return !isSound(header.first, header.second); });
    if (broken != response.headers.end() || !isSound("Content-Type", response.contentType)) {
        qCritical("An answer's header %s is not one line of text; the answer was replaced by a 500.",
                  broken == response.headers.end() ? "Content-Type" : broken->first.constData());
        response = Response::failure(Error{ErrorCode::Internal, QStringLiteral("The node made an answer that cannot be sent; its log has the details.")});
    }

    QByteArray bytes;
    bytes.reserve(256 + response.body.size());
    bytes.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ').append(reasonPhrase(response.status)).append("\r\n");
    append(bytes, "Date", dateNow());
    if (!response.contentType.isEmpty() && !statusForbidsBody(response.status))
        append(bytes, "Content-Type", response.contentType);
    if (!statusForbidsBody(response.status) && !response.takeOver)
        append(bytes, "Content-Length", QByteArray::number(response.pieces ? response.piecesBytes : qint64(response.body.size())));
    for (const auto &[name, value] : standing) {
        if (std::ranges::none_of(response.headers, [&known = name](const auto &header) { return header.first == known; }))
            append(bytes, name, value);
    }
    for (const auto &[name, value] : std::as_const(response.headers))
        append(bytes, name, value);
    if (framing.close)
        append(bytes, "Connection", "close");
    return bytes.append("\r\n");
}

bool hasBody(const Response &response, Framing framing)
{
    return !framing.head && !statusForbidsBody(response.status) && (response.pieces || !response.body.isEmpty());
}

} // namespace pipit::http
