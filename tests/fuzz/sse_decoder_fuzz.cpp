// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, cut anywhere, over one connection or two, give what the standard says, in well-formed UTF-8, and stay within the
// limits; and whatever the encoder writes comes back as one event.
#include "core/sse_decoder.h"
#include "core/sse_encoder.h"
#include "core/utf8.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/require.h"

#include <optional>
#include <string>
#include <vector>

using pipit::decodeUtf8;
using pipit::fuzz::Chance;
using pipit::sse::Decoder;
using pipit::sse::EventView;

namespace {

constexpr Decoder::Limits limits{.lineBytes = 200, .dataBytes = 400};

struct Outcome {
    std::vector<std::string> texts; // of each event: its type, data and id; of each other field: its name and value
    Decoder::Fault fault = Decoder::Fault::None;
    std::string lastEventId;
    std::optional<std::uint64_t> retryMs;
    bool operator==(const Outcome &) const = default;
};

// The standard in the order in which it is written there, on a whole body and without a thought for speed.
class Standard
{
public:
    void read(std::string_view body, bool isLenient)
    {
        m_type = m_data = {};
        m_id = outcome.lastEventId;
        outcome.fault = Decoder::Fault::None;
        if (body.starts_with("\xEF\xBB\xBF"))
            body.remove_prefix(3);
        else if (std::string_view("\xEF\xBB").starts_with(body))
            return; // may yet become a mark
        while (outcome.fault == Decoder::Fault::None) {
            const auto end = body.find_first_of("\r\n");
            if (body.substr(0, end).size() > limits.lineBytes)
                outcome.fault = Decoder::Fault::LineTooLong;
            else if (end != std::string_view::npos || (isLenient && !body.empty()))
                onLine(body.substr(0, end));
            if (end == std::string_view::npos)
                break;
            body.remove_prefix(end + (body.compare(end, 2, "\r\n") == 0 ? 2 : 1));
        }
        if (isLenient && outcome.fault == Decoder::Fault::None)
            onLine({});
    }

    Outcome outcome;

private:
    void onLine(std::string_view line)
    {
        if (line.empty()) {
            outcome.lastEventId = m_id;
            if (!m_data.empty())
                outcome.texts.insert(outcome.texts.end(), {m_type.empty() ? "message" : m_type, decodeUtf8(m_data.substr(0, m_data.size() - 1)), m_id});
            m_type = m_data = {};
            return;
        }
        const auto colon = line.find(':');
        const std::string name(line.substr(0, colon));
        std::string value(colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1));
        if (value.starts_with(' '))
            value.erase(0, 1);
        if (name.empty())
            return; // a comment
        if (name == "data" && m_data.size() + value.size() > limits.dataBytes)
            outcome.fault = Decoder::Fault::DataTooLong;
        else if (name == "data")
            m_data += value + '\n';
        else if (name == "event")
            m_type = decodeUtf8(value);
        else if (name == "id")
            m_id = value.find('\0') == std::string::npos ? decodeUtf8(value) : m_id;
        else if (name != "retry")
            outcome.texts.insert(outcome.texts.end(), {name, value});
        else if (!value.empty() && value.find_first_not_of("0123456789") == std::string::npos)
            outcome.retryMs = value.size() < 20 ? std::stoull(value) : bounded(value);
    }

    static std::uint64_t bounded(const std::string &digits)
    {
        try {
            return std::stoull(digits);
        } catch (const std::out_of_range &) {
            return std::uint64_t(-1);
        }
    }

    std::string m_type, m_data, m_id;
};

// The connections one after the other, each in pieces of at most `largest` bytes.
Outcome decode(std::initializer_list<std::string_view> connections, bool isLenient, std::size_t largest, Chance &chance)
{
    Decoder decoder(limits);
    Outcome outcome;
    const auto sink = [&outcome](const EventView &event) {
        REQUIRE(event.data.size() <= 3 * limits.dataBytes);
        for (const auto text : {event.type, event.data, event.lastEventId}) {
            REQUIRE(pipit::wellFormedUtf8Prefix(text) == text.size());
            outcome.texts.emplace_back(text);
        }
    };
    decoder.setOtherFieldSink([&outcome](std::string_view name, std::string_view value) {
        outcome.texts.emplace_back(name);
        outcome.texts.emplace_back(value);
    });
    for (const std::string_view connection : connections) {
        decoder.beginConnection();
        pipit::fuzz::inPieces(connection, largest, chance, [&](std::string_view piece) { REQUIRE(decoder.feed(piece, sink) == (decoder.fault() == Decoder::Fault::None)); });
        if (isLenient)
            decoder.endLeniently(sink);
    }
    outcome.fault = decoder.fault();
    outcome.lastEventId = decoder.lastEventId();
    outcome.retryMs = decoder.retryMs();
    return outcome;
}

void writeAndRead(std::string_view bytes)
{
    std::string lines = decodeUtf8(bytes);
    for (std::size_t at = 0; (at = lines.find('\r', at)) != std::string::npos; ++at)
        lines.replace(at, lines.compare(at, 2, "\r\n") == 0 ? 2 : 1, "\n");
    int events = 0;
    Decoder decoder;
    decoder.feed(pipit::sse::comment("ping") + pipit::sse::event("message", bytes, "e-7") + pipit::sse::retry(3000), [&](const EventView &event) {
        ++events;
        REQUIRE(event.type == "message" && event.data == lines && event.lastEventId == "e-7");
    });
    REQUIRE(events == 1 && decoder.retryMs() == 3000);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    Chance chance(bytes);
    const bool isLenient = chance.below(2) == 0;
    const auto cut = chance.below(2) == 0 ? size : chance.below(size + 1);
    const auto connections = {bytes.substr(0, cut), bytes.substr(cut)};

    Standard standard;
    for (const std::string_view connection : connections)
        standard.read(connection, isLenient);
    REQUIRE(decode(connections, isLenient, size + 1, chance) == standard.outcome);
    REQUIRE(decode(connections, isLenient, 1, chance) == standard.outcome);
    REQUIRE(decode(connections, isLenient, 20, chance) == standard.outcome);
    writeAndRead(bytes);
    return 0;
}
