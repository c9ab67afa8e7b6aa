// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever bytes come, in whatever pieces, a head and the chunks behind it end in one place and are read in one way: as a second,
// strict reading reads them.
#include "server/http/chunk_decoder.h"
#include "server/http/request.h"
#include "server/http/request_head.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/sound_text.h"
#include "tests/fuzz/strict_request.h"

using namespace pipit;
using namespace pipit::http;
using fuzz::Chance;
using fuzz::StrictHead;
using fuzz::Verdict;

namespace {

constexpr HeadLimits limits{.headBytes = 1000, .headerCount = 20, .bodyBytes = 1'000'000};
constexpr fuzz::StrictLimits strictLimits{.headBytes = 1000, .headerCount = 20, .bodyBytes = 1'000'000};

// As a connection reads: piece by piece, each byte looked at once.
Result<qsizetype> endInPieces(std::string_view bytes, std::size_t largest, Chance &chance)
{
    Result<qsizetype> end = qsizetype(0);
    std::size_t known = 0;
    fuzz::inPieces(bytes, largest, chance, [&](std::string_view piece) {
        if (!end || *end > 0)
            return;
        end = findHeadEnd(bytes.substr(0, known + piece.size()), known);
        known += piece.size();
    });
    return end;
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), std::size_t(bytes.size())};
}

void requireSame(const RequestHead &head, const StrictHead &strict)
{
    REQUIRE(view(head.method) == strict.method && view(head.target) == strict.target);
    REQUIRE(head.contentLength == qint64(strict.bodySize) && head.chunked == strict.isChunked);
    REQUIRE(head.http10 == strict.isHttp10 && head.close == strict.closes);
    REQUIRE(head.expectContinue == strict.expectsContinue && head.webSocket == strict.wantsWebSocket);
    REQUIRE(std::size_t(head.headers.size()) == strict.headers.size());
    for (std::size_t i = 0; i < strict.headers.size(); ++i) {
        const auto &[name, value] = head.headers[qsizetype(i)];
        REQUIRE(view(name) == strict.headers[i].first && view(value) == strict.headers[i].second);
    }
}

void readRequest(const RequestHead &head)
{
    const auto request = Request::fromHead(head, "body", {});
    if (!request) {
        REQUIRE(fuzz::isSentence(request.error().message, 2 * limits.headBytes) && request.error().code == ErrorCode::InvalidRequest);
        return;
    }
    REQUIRE(request->path.startsWith(u'/') && !request->path.contains(u'\0') && request->path.isValidUtf16());
    for (const QString &segment : request->path.split(u'/'))
        REQUIRE(segment != u"." && segment != u"..");
    for (const auto &[name, value] : request->query)
        REQUIRE(!name.contains(u'\0') && !value.contains(u'\0') && name.isValidUtf16() && value.isValidUtf16());
    REQUIRE(request->method == head.method && request->headers == head.headers && request->body == "body");
}

// As a guard does: what is not taken is given again, with what has come meanwhile.
void readChunks(std::string_view bytes, std::size_t largest, Chance &chance)
{
    const auto strict = fuzz::readChunksStrictly(bytes, bytes.size());
    ChunkDecoder decoder;
    QByteArray body;
    std::size_t taken = 0, known = 0;
    bool isRefused = false;
    fuzz::inPieces(bytes, largest, chance, [&](std::string_view piece) {
        known += piece.size();
        for (std::size_t before = known; !isRefused && !decoder.isEnd() && taken < known && before != taken;) {
            before = taken;
            const qsizetype most = 1 + qsizetype(chance.below(50));
            const auto read = decoder.read(bytes.substr(taken, known - taken), most);
            isRefused = !read;
            if (isRefused)
                return REQUIRE(fuzz::isSentence(read.error().message, 200) && read.error().code == ErrorCode::InvalidRequest);
            REQUIRE(read->body.size() <= most && read->taken <= known - taken);
            taken += read->taken;
            body += read->body;
        }
    });
    REQUIRE(isRefused == (strict.verdict == Verdict::Refused) && decoder.isEnd() == (strict.verdict == Verdict::Whole));
    // What came with the fault is lost.
    REQUIRE(isRefused ? strict.body.starts_with(view(body)) : view(body) == strict.body);
    REQUIRE(strict.verdict != Verdict::Whole || taken == strict.size);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    Chance chance(bytes);

    const auto end = findHeadEnd(bytes, 0);
    for (const std::size_t largest : {1, 3, 100}) {
        const auto again = endInPieces(bytes, largest, chance);
        REQUIRE(end.ok() == again.ok() && (!end || *end == *again));
    }

    const StrictHead strict = fuzz::readStrictly(bytes, strictLimits);
    const bool isUnended = end && *end == 0;
    if (strict.verdict == Verdict::Incomplete)
        REQUIRE(isUnended);
    if (strict.verdict == Verdict::Whole)
        REQUIRE(end && *end == qsizetype(strict.size));

    const std::string_view headBytes = end && !isUnended ? bytes.substr(0, std::size_t(*end)) : bytes;
    const auto head = parseRequestHead(headBytes, limits);
    REQUIRE(head.ok() == (strict.verdict == Verdict::Whole));
    if (!head) {
        REQUIRE(fuzz::isSentence(head.error().message, 500) && errorCodeInfo(head.error().code).httpStatus >= 400);
        return 0;
    }
    requireSame(*head, strict);
    readRequest(*head);
    if (head->chunked) {
        for (const std::size_t largest : {bytes.size(), std::size_t(1), std::size_t(30)})
            readChunks(bytes.substr(headBytes.size()), largest, chance);
    }
    return 0;
}
