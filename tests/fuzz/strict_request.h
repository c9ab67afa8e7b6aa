// SPDX-License-Identifier: GPL-3.0-or-later
// A second reading of a request's head and of chunks, by the letter of RFC 9112 and docs/http-layer.md, and with none of the server's code:
// what the server's own reading, and Qt's, are compared with.
//
// Thread rule: functions without state. Source: RFC 9110, RFC 9112.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipit::fuzz {

struct StrictLimits {
    std::size_t headBytes;
    std::size_t headerCount;
    std::size_t bodyBytes;
};

enum class Verdict { Incomplete, Refused, Whole };

struct StrictHead {
    Verdict verdict = Verdict::Refused;
    std::size_t size = 0; // of the head, with its blank line; the rest is only of one that is Whole
    std::string method = {};
    std::string target = {};
    std::vector<std::pair<std::string, std::string>> headers = {}; // names in lower case
    std::size_t bodySize = 0; // 0 where it is chunked
    bool isChunked = false;
    bool isHttp10 = false;
    bool closes = false;
    bool expectsContinue = false;
    bool wantsWebSocket = false;
};

// Of the first request in these bytes, which begin with it.
StrictHead readStrictly(std::string_view bytes, const StrictLimits &limits);

struct StrictChunks {
    Verdict verdict = Verdict::Refused;
    std::size_t size = 0;         // of what was read: of the whole body, where it is Whole
    std::string body = {};
    std::string_view goesOn = {}; // of one that is Incomplete: what may come next, where it is no chunk's bytes
    std::size_t left = 0;         // and of these
};

// Of a chunked body, from its beginning; one of more than `bodyBytes` is refused.
StrictChunks readChunksStrictly(std::string_view bytes, std::size_t bodyBytes);

} // namespace pipit::fuzz
