// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Server-Sent Events, to the letter of the standard, from bytes cut anywhere. No Qt: fuzzers and bots use it too.
//
// Lines end with LF, CR or CRLF; one byte order mark at the very start is dropped; text that is not UTF-8 is mended with
// U+FFFD. An event is handed out at its blank line; a last block without one only by endLeniently(). The last event id
// outlives a connection: call beginConnection() before the first byte of each new one.
// Bounded: a line or an event's data beyond its limit is a fault, after which nothing more is read until beginConnection().
// Thread rule: a value on one thread. Source: WHATWG HTML, "Interpreting an event stream".
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace pipit::sse {

// All three are well-formed UTF-8, and valid only during the call that hands them out.
struct EventView {
    std::string_view type;        // never empty: "message" where the stream named none
    std::string_view data;        // lines joined with LF
    std::string_view lastEventId; // may be empty
};

class Decoder
{
public:
    using Sink = std::function<void(const EventView &)>;

    enum class Fault { None, LineTooLong, DataTooLong };

    struct Limits {
        std::size_t lineBytes = 16u << 20;
        std::size_t dataBytes = 16u << 20; // of one event, its line breaks included
    };

    Decoder() = default;
    explicit Decoder(Limits limits) : m_limits(limits) { }

    // Reads the next bytes and hands out what they complete, in order. False: fault() says why the rest was not read.
    // The sink must not call back into the decoder.
    bool feed(std::string_view bytes, const Sink &sink);

    // The connection has ended. Hands out a last block that has no blank line, for providers that end so; the standard drops it.
    void endLeniently(const Sink &sink);

    // Fields that are not of the standard go to this; unset, they are dropped. Valid only during the call, not mended.
    using FieldSink = std::function<void(std::string_view name, std::string_view value)>;
    void setOtherFieldSink(FieldSink sink) { m_otherField = std::move(sink); }

    // Forgets everything unfinished and any fault; keeps the last event id and the reconnection time.
    void beginConnection();

    // What the next connection sends as Last-Event-ID; empty: nothing.
    const std::string &lastEventId() const { return m_lastEventId; }
    // Where an earlier program left off. Before the first byte of a connection.
    void setLastEventId(std::string_view id);

    // The reconnection time that the stream asked for with `retry:`, as far as it did.
    std::optional<std::uint64_t> retryMs() const { return m_retryMs; }

    Fault fault() const { return m_fault; }

private:
    std::string_view takeByteOrderMark(std::string_view bytes);
    void readLines(std::string_view bytes, const Sink &sink);
    void endLine(std::string_view line, const Sink &sink);
    void readField(std::string_view name, std::string_view value);
    void dispatch(const Sink &sink);
    void keepPartialLine(std::string_view bytes);

    Limits m_limits;
    FieldSink m_otherField;
    std::string m_line;  // the beginning of a line whose end has not come yet
    std::string m_data;  // every data line with an LF behind it
    std::string m_type;
    std::string m_idBuffer;     // takes effect at the next blank line
    std::string m_lastEventId;
    std::optional<std::uint64_t> m_retryMs;
    Fault m_fault = Fault::None;
    unsigned m_markBytes = 0;   // of a byte order mark, seen so far; 3: its time is over
    bool m_afterCr = false;     // an LF that comes next belongs to the line before
};

} // namespace pipit::sse
