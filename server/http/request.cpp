// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/request.h"

#include "core/text_limits.h"
#include "server/http/request_head.h"

#include <QStringDecoder>

#include <algorithm>

namespace pipit::http {

namespace {

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Strict, unlike QUrl: "%4" and bytes that are not UTF-8 are faults, and so is NUL, which no name here may hold.
std::optional<QString> decoded(QByteArrayView text, bool plusIsBlank)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plusIsBlank) {
            c = ' ';
        } else if (c == '%') {
            const int high = i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
            const int low = high < 0 ? -1 : hexValue(text[i + 2]);
            if (low < 0)
                return std::nullopt;
            c = char(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return std::nullopt;
        bytes.append(c);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString result = decoder.decode(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(result);
}

Error notEncoded(const QString &what, const QString &field)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is not percent-encoded UTF-8.").arg(what), field};
}

Result<QString> readPath(QByteArrayView raw)
{
    // An encoded slash would be one segment to one reader and two to the next; so would a dot segment.
    if (QByteArray::fromRawData(raw.data(), raw.size()).toLower().contains("%2f"))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The path may not hold an encoded slash (%2F)."), QStringLiteral("path")};
    auto path = decoded(raw, false);
    if (!path)
        return notEncoded(QStringLiteral("The path"), QStringLiteral("path"));
    const auto segments = QStringView(*path).split(u'/');
    if (std::ranges::any_of(segments, [](QStringView segment) { return segment == u"." || segment == u".."; }))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The path may not hold the segments '.' and '..'."), QStringLiteral("path")};
    return *path;
}

std::optional<Error> readQuery(const QByteArray &raw, QList<std::pair<QString, QString>> &query)
{
    const auto pairs = raw.split('&');
    for (const QByteArray &pair : pairs) {
        if (pair.isEmpty())
            continue;
        const auto equals = pair.indexOf('=');
        const auto name = decoded(equals < 0 ? QByteArrayView(pair) : QByteArrayView(pair).first(equals), true);
        if (!name)
            return notEncoded(QStringLiteral("A name in the query"), QStringLiteral("query"));
        const auto value = decoded(equals < 0 ? QByteArrayView() : QByteArrayView(pair).sliced(equals + 1), true);
        if (!value)
            return notEncoded(forEcho(*name), forEcho(*name));
        query.append({*name, *value});
    }
    return std::nullopt;
}

} // namespace

Result<Request> Request::fromHead(const RequestHead &head, const QByteArray &body, const QHostAddress &peer)
{
    const auto mark = head.target.indexOf('?');
    auto path = readPath(mark < 0 ? QByteArrayView(head.target) : QByteArrayView(head.target).first(mark));
    if (!path)
        return path.error();

    Request request{head.method, *path, {}, head.headers, body, {}, false, peer, peer};
    if (mark >= 0) {
        if (auto fault = readQuery(head.target.sliced(mark + 1), request.query))
            return *fault;
    }
    return request;
}

std::optional<QByteArray> Request::header(QByteArrayView lowerCaseName) const
{
    const auto found = std::ranges::find_if(headers, [lowerCaseName](const auto &header) { return header.first == lowerCaseName; });
    return found == headers.end() ? std::nullopt : std::optional(found->second);
}

QByteArray Request::cookie(QByteArrayView name) const
{
    for (const auto &[header, value] : headers) {
        if (header != "cookie")
            continue;
        const auto cookies = value.split(';');
        for (const QByteArray &cookie : cookies) {
            const auto equals = cookie.indexOf('=');
            if (equals < 0 || cookie.first(equals).trimmed() != name)
                continue;
            QByteArray content = cookie.sliced(equals + 1).trimmed();
            if (content.size() >= 2 && content.startsWith('"') && content.endsWith('"'))
                content = content.sliced(1, content.size() - 2);
            return content;
        }
    }
    return {};
}

bool Request::hasQuery(QStringView name) const
{
    return std::ranges::any_of(query, [name](const auto &pair) { return pair.first == name; });
}

QString Request::queryValue(QStringView name) const
{
    const auto found = std::ranges::find_if(query, [name](const auto &pair) { return pair.first == name; });
    return found == query.end() ? QString() : found->second;
}

QStringList Request::queryValues(QStringView name) const
{
    QStringList values;
    for (const auto &[known, value] : query) {
        if (known == name)
            values << value;
    }
    return values;
}

} // namespace pipit::http
