// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, cut anywhere, give the same events as in one piece, in well-formed UTF-8, and stay within the limits.
#include "core/sse_decoder.h"
#include "core/utf8.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using pipit::sse::Decoder;
using pipit::sse::EventView;

namespace {

constexpr Decoder::Limits limits{.lineBytes = 200, .dataBytes = 400};

struct Outcome {
    std::vector<std::string> texts;
    Decoder::Fault fault = Decoder::Fault::None;
    std::string lastEventId;
    std::optional<std::uint64_t> retryMs;
    bool operator==(const Outcome &) const = default;
};

void require(bool holds)
{
    if (!holds)
        std::abort();
}

Outcome decode(std::string_view bytes, std::size_t step)
{
    Decoder decoder(limits);
    Outcome outcome;
    const auto sink = [&outcome](const EventView &event) {
        require(!event.type.empty() && event.data.size() <= 3 * limits.dataBytes);
        for (const auto text : {event.type, event.data, event.lastEventId}) {
            require(pipit::wellFormedUtf8Prefix(text) == text.size());
            outcome.texts.emplace_back(text);
        }
    };
    for (std::size_t at = 0; at < bytes.size(); at += step)
        decoder.feed(bytes.substr(at, step), sink);
    outcome.fault = decoder.fault();
    outcome.lastEventId = decoder.lastEventId();
    outcome.retryMs = decoder.retryMs();
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    // The first byte says how the rest is cut.
    const std::size_t step = data[0] % 16 + 1;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const Outcome whole = decode(bytes, size);
    require(decode(bytes, step) == whole);
    require(decode(bytes, 1) == whole);
    return 0;
}
