// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: whatever bytes come, in whatever pieces, a head ends in one place and is read in one way.
#include "server/http/request.h"
#include "server/http/request_head.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace pipit;
using namespace pipit::http;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

// As a connection reads: piece by piece, each byte looked at once.
Result<qsizetype> endInPieces(std::string_view bytes, std::size_t piece)
{
    for (std::size_t known = 0; known < bytes.size(); known += piece) {
        const auto end = findHeadEnd(bytes.substr(0, known + piece), known);
        if (!end || *end > 0)
            return end;
    }
    return qsizetype(0);
}

QByteArray written(const RequestHead &head)
{
    QByteArray bytes = head.method + ' ' + head.target + (head.http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    for (const auto &[name, value] : head.headers)
        bytes += name + ": " + value + "\r\n";
    return bytes + "\r\n";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr HeadLimits limits{.headBytes = 4096, .headerCount = 20, .bodyBytes = 1'000'000};
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);

    const auto end = findHeadEnd(bytes, 0);
    for (const std::size_t piece : {1, 2, 3, 7}) {
        const auto again = endInPieces(bytes, piece);
        require(end.ok() == again.ok() && (!end || *end == *again));
    }

    const std::string_view headBytes = end ? bytes.substr(0, std::size_t(*end)) : bytes;
    const auto head = parseRequestHead(headBytes, limits);
    if (!head) {
        require(!head.error().message.isEmpty() && errorCodeInfo(head.error().code).httpStatus >= 400);
        return 0;
    }

    // What was taken ends in its first blank line, keeps within the limits, and reads the same when it is written again.
    require(headBytes.find("\r\n\r\n") == headBytes.size() - 4);
    require(head->contentLength >= 0 && head->contentLength <= limits.bodyBytes && head->headers.size() <= limits.headerCount);
    const QByteArray text = written(*head);
    const auto again = parseRequestHead({text.constData(), std::size_t(text.size())}, {text.size(), limits.headerCount, limits.bodyBytes});
    require(again.ok() && again->headers == head->headers && again->contentLength == head->contentLength && again->close == head->close);

    if (const auto request = Request::fromHead(*head, {}, {}))
        require(request->path.startsWith(u'/') && !request->path.contains(QChar(u'\0')));
    return 0;
}
