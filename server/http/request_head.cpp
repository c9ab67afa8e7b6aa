// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/request_head.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace pipit::http {

namespace {

constexpr std::string_view lineBreak = "\r\n";

Error invalid(const QString &message, std::string_view headerName = {})
{
    return Error{ErrorCode::InvalidRequest, message, QString::fromLatin1(headerName)};
}

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool isPrintable(char c) { return c > 0x20 && c < 0x7f; }

bool isTokenCharacter(char c)
{
    return isDigit(c) || isLetter(c) || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// Bytes above ASCII are let through: RFC 9110 calls them opaque.
bool isValueCharacter(char c)
{
    return c == '\t' || c == ' ' || isPrintable(c) || (c & 0x80);
}

bool isHostCharacter(char c)
{
    return isDigit(c) || isLetter(c) || (c != '\0' && std::string_view("-._~:[]").find(c) != std::string_view::npos);
}

QByteArray bytes(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

std::string_view withoutBlanks(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Whether a header that is a list of words has this one (in lower case).
bool lists(const QByteArray &value, QByteArrayView word)
{
    const auto words = value.split(',');
    return std::ranges::any_of(words, [word](const QByteArray &one) { return one.trimmed().compare(word, Qt::CaseInsensitive) == 0; });
}

// Whether the word stands anywhere in a header: so Qt finds out who asks for a WebSocket.
bool has(const QByteArray &value, QByteArrayView word)
{
    return value.toLower().contains(word);
}

std::optional<Error> readRequestLine(std::string_view line, RequestHead &head)
{
    const auto afterMethod = line.find(' ');
    const auto afterTarget = line.rfind(' ');
    if (afterMethod == std::string_view::npos || afterMethod == afterTarget)
        return invalid(QStringLiteral("The request line must be a method, a path and HTTP/1.1, parted by single spaces."));
    const std::string_view method = line.substr(0, afterMethod);
    const std::string_view target = line.substr(afterMethod + 1, afterTarget - afterMethod - 1);
    const std::string_view version = line.substr(afterTarget + 1);

    if (!isToken(method))
        return invalid(QStringLiteral("The request's method is not a word such as GET or POST."));
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return invalid(QStringLiteral("The request's protocol must be HTTP/1.1 or HTTP/1.0."));
    if (!target.starts_with('/'))
        return invalid(QStringLiteral("The request's target must be a path that starts with '/'; this node is no proxy."));
    if (!std::ranges::all_of(target, isPrintable) || target.find('#') != std::string_view::npos)
        return invalid(QStringLiteral("The request's target has characters that must be percent-encoded."));

    head.method = bytes(method);
    head.target = bytes(target);
    head.http10 = version == "HTTP/1.0";
    return std::nullopt;
}

std::optional<Error> readHeader(std::string_view line, HeaderList &headers)
{
    if (line.front() == ' ' || line.front() == '\t')
        return invalid(QStringLiteral("A header must be one line; it may not go on in the next."));
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || !isToken(name))
        return invalid(QStringLiteral("A header must be a name, a colon and a value, without a blank before the colon."));
    const std::string_view value = withoutBlanks(line.substr(colon + 1));
    if (!std::ranges::all_of(value, isValueCharacter))
        return invalid(QStringLiteral("A header's value has a control character."), name);
    headers.append({bytes(name).toLower(), bytes(value)});
    return std::nullopt;
}

std::optional<Error> readLength(const QByteArray &value, qint64 limit, qint64 &length)
{
    if (value.isEmpty() || !std::ranges::all_of(value, isDigit))
        return invalid(QStringLiteral("Content-Length must be digits only."), "Content-Length");
    const auto fault = std::from_chars(value.begin(), value.end(), length).ec;
    if (fault != std::errc() || length > limit)
        return Error{ErrorCode::TooLarge, QStringLiteral("The body is %1 bytes; the limit is %2.").arg(QString::fromLatin1(value.first(std::min<qsizetype>(value.size(), 24)))).arg(limit)};
    return std::nullopt;
}

// What the headers say about the connection and about the body's length.
std::optional<Error> readFraming(const HeadLimits &limits, RequestHead &head)
{
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    bool upgrade = false;
    bool toWebSocket = false;
    QByteArray length;

    for (const auto &[name, value] : std::as_const(head.headers)) {
        if (name == "host") {
            ++hosts;
            if (!std::ranges::all_of(value, isHostCharacter))
                return invalid(QStringLiteral("Host must be a host name or an address, with a port if need be."), "Host");
        } else if (name == "content-length") {
            ++lengths;
            length = value;
        } else if (name == "transfer-encoding") {
            ++encodings;
            head.chunked = value.compare("chunked", Qt::CaseInsensitive) == 0;
        } else if (name == "connection") {
            head.close = head.close || lists(value, "close");
            upgrade = upgrade || has(value, "upgrade");
        } else if (name == "upgrade") {
            toWebSocket = toWebSocket || has(value, "websocket");
        } else if (name == "expect" && !head.http10) {
            if (value.compare("100-continue", Qt::CaseInsensitive) != 0)
                return invalid(QStringLiteral("Expect may only be 100-continue."), "Expect");
            head.expectContinue = true;
        }
    }

    if (hosts > 1 || (hosts == 0 && !head.http10))
        return invalid(QStringLiteral("Send exactly one Host header."), "Host");
    if (lengths > 1)
        return invalid(QStringLiteral("Send Content-Length once."), "Content-Length");
    if (encodings && lengths)
        return invalid(QStringLiteral("Send either Content-Length or Transfer-Encoding, not both."), "Transfer-Encoding");
    if (encodings && (encodings > 1 || !head.chunked || head.http10))
        return invalid(QStringLiteral("Transfer-Encoding may only be chunked, once, and with HTTP/1.1; else send the body with Content-Length."), "Transfer-Encoding");
    head.close = head.close || head.http10;
    head.webSocket = upgrade && toWebSocket;
    return lengths ? readLength(length, limits.bodyBytes, head.contentLength) : std::nullopt;
}

} // namespace

bool isToken(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, isTokenCharacter);
}

Result<qsizetype> findHeadEnd(std::string_view bytes, std::size_t from)
{
    for (auto feed = bytes.find('\n', from); feed != std::string_view::npos; feed = bytes.find('\n', feed + 1)) {
        if (feed == 0 || bytes[feed - 1] != '\r')
            return invalid(QStringLiteral("Lines of the request's head must end in CR LF; one ends in a bare line feed."));
        if (feed >= 3 && bytes.substr(feed - 3, 2) == lineBreak)
            return qsizetype(feed + 1);
    }
    return qsizetype(0);
}

Result<RequestHead> parseRequestHead(std::string_view head, const HeadLimits &limits)
{
    if (qsizetype(head.size()) > limits.headBytes)
        return Error{ErrorCode::HeadTooLarge, QStringLiteral("The request line and headers are larger than %1 bytes.").arg(limits.headBytes)};
    if (!head.ends_with("\r\n\r\n"))
        return invalid(QStringLiteral("The request's head does not end in a blank line."));

    RequestHead result;
    auto lineEnd = head.find(lineBreak);
    if (auto fault = readRequestLine(head.substr(0, lineEnd), result))
        return *fault;

    head.remove_prefix(lineEnd + lineBreak.size());
    for (; (lineEnd = head.find(lineBreak)) != 0; head.remove_prefix(lineEnd + lineBreak.size())) {
        if (result.headers.size() >= limits.headerCount)
            return Error{ErrorCode::HeadTooLarge, QStringLiteral("The request has more than %1 headers.").arg(limits.headerCount)};
        if (auto fault = readHeader(head.substr(0, lineEnd), result.headers))
            return *fault;
    }
    if (head != lineBreak)
        return invalid(QStringLiteral("The request's head has a blank line in its middle."));
    if (auto fault = readFraming(limits, result))
        return *fault;
    return result;
}

} // namespace pipit::http
