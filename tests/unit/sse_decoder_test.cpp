// SPDX-License-Identifier: GPL-3.0-or-later
// The decoder gives the same events however the bytes are cut and whichever way the lines end.
#include "core/sse_decoder.h"

#include "core/sse_encoder.h"
#include "core/utf8.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

using namespace std::string_literals;
using pipit::sse::Decoder;
using pipit::sse::EventView;

namespace {

struct Event {
    std::string type;
    std::string data;
    std::string id;
    bool operator==(const Event &) const = default;
};

std::ostream &operator<<(std::ostream &out, const Event &event)
{
    return out << "{" << event.type << " | " << event.data << " | " << event.id << "}";
}

using Events = std::vector<Event>;

Decoder::Sink into(Events &events)
{
    return [&events](const EventView &e) { events.push_back({std::string(e.type), std::string(e.data), std::string(e.lastEventId)}); };
}

Events decode(std::initializer_list<std::string_view> pieces)
{
    Decoder decoder;
    Events events;
    for (const auto piece : pieces)
        decoder.feed(piece, into(events));
    return events;
}

Events decodeByteByByte(std::string_view bytes)
{
    Decoder decoder;
    Events events;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        decoder.feed(bytes.substr(i, 1), into(events));
    return events;
}

std::string withLineEnd(std::string_view text, std::string_view end)
{
    std::string out;
    for (const char c : text)
        c == '\n' ? out.append(end) : out.append(1, c);
    return out;
}

struct Sample {
    const char *name;
    std::string stream; // lines end with LF
    Events events;
};

void PrintTo(const Sample &sample, std::ostream *out)
{
    *out << sample.name;
}

const std::vector<Sample> samples{
    {"Simple", "data: hello\n\n", {{"message", "hello", ""}}},
    {"SeveralEvents", "data: a\n\ndata: b\n\n\n\ndata: c\n\n", {{"message", "a", ""}, {"message", "b", ""}, {"message", "c", ""}}},
    {"LinesAreJoinedWithLf", "data: YHOO\ndata: +2\ndata: 10\n\n", {{"message", "YHOO\n+2\n10", ""}}},
    {"OnlyOneLeadingSpaceGoes", "data:a\n\ndata: b\n\ndata:  c\n\ndata:\td\n\n", {{"message", "a", ""}, {"message", "b", ""}, {"message", " c", ""}, {"message", "\td", ""}}},
    {"DataAloneIsAnEmptyEvent", "data\n\ndata\ndata\n\ndata:\n\ndata: \n\n", {{"message", "", ""}, {"message", "\n", ""}, {"message", "", ""}, {"message", "", ""}}},
    {"TypeIsForOneEvent", "event: add\ndata: 1\n\ndata: 2\n\n", {{"add", "1", ""}, {"message", "2", ""}}},
    {"NoDataResetsTheType", "event: add\n\ndata: 1\n\n", {{"message", "1", ""}}},
    {"EmptyTypeIsMessage", "event: x\nevent:\ndata: 1\n\n", {{"message", "1", ""}}},
    {"TheLastTypeCounts", "event: a\nevent: b\ndata: 1\n\n", {{"b", "1", ""}}},
    {"IdPersists", "id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", {{"message", "a", "7"}, {"message", "b", "7"}, {"message", "c", ""}}},
    {"IdOfABlockWithoutData", "id: 7\n\ndata: b\n\n", {{"message", "b", "7"}}},
    {"IdWithNulIsIgnored", "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0 3\ndata: c\n\n"s, {{"message", "a", "1"}, {"message", "b", "1"}, {"message", "c", "1"}}},
    {"IdKeepsItsSpaces", "id:  7 \ndata: a\n\n", {{"message", "a", " 7 "}}},
    {"NulInDataAndTypeStays", "event: a\0b\ndata: c\0d\n\n"s, {{"a\0b"s, "c\0d"s, ""}}},
    {"Comments", ": hi\n:\n:data: no\ndata: yes\n: more\n\n: end\n\n", {{"message", "yes", ""}}},
    {"UnknownFields", "foo: bar\nDATA: no\n data: no\ndata : no\ndatas: no\ndat: no\ndata: yes\nEvent: no\n\n", {{"message", "yes", ""}}},
    {"ColonsInTheValue", "data: a: b\ndata::c\n\n", {{"message", "a: b\n:c", ""}}},
    {"LastBlockWithoutBlankLineIsDropped", "data: a\n\nid: 9\ndata: b\n", {{"message", "a", ""}}},
    {"LastLineWithoutEndIsDropped", "data: a\n\ndata: b", {{"message", "a", ""}}},
    {"ByteOrderMark", "\xEF\xBB\xBF" "data: a\n\n", {{"message", "a", ""}}},
    {"OnlyTheFirstByteOrderMark", "\xEF\xBB\xBF\xEF\xBB\xBF" "data: a\n\ndata: b\n\n", {{"message", "b", ""}}},
    {"ByteOrderMarkInside", "data: \xEF\xBB\xBF\n\n\xEF\xBB\xBF" "data: x\n\n", {{"message", "\xEF\xBB\xBF", ""}}},
    {"HalfAByteOrderMark", "\xEF\xBB" "data: a\n\ndata: b\n\n", {{"message", "b", ""}}},
    {"BlankLineAfterByteOrderMark", "\xEF\xBB\xBF\ndata: a\n\n", {{"message", "a", ""}}},
    {"Unicode", "event: \xC3\xA9t\xC3\xA9\nid: \xE2\x82\xAC\ndata: \xF0\x9F\x90\xA6 \xE4\xBD\xA0\n\n", {{"\xC3\xA9t\xC3\xA9", "\xF0\x9F\x90\xA6 \xE4\xBD\xA0", "\xE2\x82\xAC"}}},
    {"IllFormedText", "data: a\xFF" "b\xE2\x82\ndata: \xC0\x80\nid: \xC0\x80\n\n",
     {{"message", "a\xEF\xBF\xBD" "b\xEF\xBF\xBD\n\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD"}}},
    {"NothingAtAll", "\n\n\n", {}},
    {"FieldAsFirstByte", "\ndata:a\n\n", {{"message", "a", ""}}},
};

class EverySample : public testing::TestWithParam<Sample>
{
};

} // namespace

TEST_P(EverySample, GivesTheSameEventsForEveryCutAndLineEnd)
{
    for (const std::string_view end : {"\n", "\r", "\r\n"}) {
        const std::string stream = withLineEnd(GetParam().stream, end);
        EXPECT_EQ(decode({stream}), GetParam().events) << "whole";
        EXPECT_EQ(decodeByteByByte(stream), GetParam().events) << "byte by byte";
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            const std::string_view view(stream);
            ASSERT_EQ(decode({view.substr(0, cut), {}, view.substr(cut)}), GetParam().events) << "cut at byte " << cut << ", line end of " << end.size();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Streams, EverySample, testing::ValuesIn(samples), [](const auto &sample) { return std::string(sample.param.name); });

TEST(SseDecoder, TakesMixedLineEnds)
{
    const std::string stream = "data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\rdata: e\n\rdata: f\r\n\n";
    const Events expected{{"message", "a\nb\nc", ""}, {"message", "d", ""}, {"message", "e", ""}, {"message", "f", ""}};
    EXPECT_EQ(decode({stream}), expected);
    EXPECT_EQ(decodeByteByByte(stream), expected);
}

TEST(SseDecoder, DoesNotWaitForTheLfAfterACr)
{
    EXPECT_EQ(decode({"data: a\r\r"}), (Events{{"message", "a", ""}}));
    EXPECT_EQ(decode({"data: a\r\n\r"}), (Events{{"message", "a", ""}}));
    EXPECT_EQ(decode({"data: a\r\n\r", "\ndata: b\n\n"}), (Events{{"message", "a", ""}, {"message", "b", ""}}));
}

TEST(SseDecoder, TakesRetryOnlyAsDigits)
{
    const auto retryOf = [](const std::string &line) {
        Decoder decoder;
        Events events;
        decoder.feed("retry: 5\n" + line + "\n", into(events));
        EXPECT_TRUE(events.empty());
        return decoder.retryMs();
    };
    EXPECT_EQ(retryOf("retry: 1500"), 1500u);
    EXPECT_EQ(retryOf("retry:0"), 0u);
    EXPECT_EQ(retryOf("retry: 007"), 7u);
    EXPECT_EQ(retryOf("retry: 99999999999999999999999"), UINT64_MAX);
    for (const char *bad : {"retry", "retry:", "retry: -1", "retry: +1", "retry: 1.5", "retry: 10x", "retry:  10", "retry: 10 ", "retry: \xD9\xA1"})
        EXPECT_EQ(retryOf(bad), 5u) << bad;
}

TEST(SseDecoder, RetryHoldsWithoutABlankLine)
{
    Decoder decoder;
    Events events;
    decoder.feed("retry: 250", into(events));
    EXPECT_EQ(decoder.retryMs(), std::nullopt);
    decoder.feed("\r", into(events));
    EXPECT_EQ(decoder.retryMs(), 250u);
}

TEST(SseDecoder, KeepsTheIdOverAReconnect)
{
    Decoder decoder;
    Events events;
    decoder.feed("id: 4\nretry: 9\ndata: a\n\nid: 5\nevent: t\ndata: unfini", into(events));
    decoder.beginConnection();
    EXPECT_EQ(decoder.lastEventId(), "4");
    EXPECT_EQ(decoder.retryMs(), 9u);
    decoder.feed("\xEF\xBB\xBF" "data: b\n\n", into(events));
    EXPECT_EQ(events, (Events{{"message", "a", "4"}, {"message", "b", "4"}}));
}

TEST(SseDecoder, TakesAnIdFromBefore)
{
    Decoder decoder;
    Events events;
    decoder.setLastEventId("12~e");
    decoder.feed("data: a\n\nid\n\n", into(events));
    EXPECT_EQ(events, (Events{{"message", "a", "12~e"}}));
    EXPECT_EQ(decoder.lastEventId(), "");
}

TEST(SseDecoder, StopsAtALineBeyondTheLimit)
{
    for (const bool inPieces : {false, true}) {
        Decoder decoder(Decoder::Limits{.lineBytes = 10, .dataBytes = 100});
        Events events;
        const std::string stream = "data:12345\n\ndata:123456\n\ndata:x\n\n";
        if (inPieces) {
            for (const char c : stream)
                decoder.feed(std::string_view(&c, 1), into(events));
        } else {
            EXPECT_FALSE(decoder.feed(stream, into(events)));
        }
        EXPECT_EQ(decoder.fault(), Decoder::Fault::LineTooLong);
        EXPECT_EQ(events, (Events{{"message", "12345", ""}}));

        decoder.beginConnection();
        EXPECT_TRUE(decoder.feed("data:x\n\n", into(events)));
        EXPECT_EQ(events.size(), 2u);
    }
}

TEST(SseDecoder, StopsAtDataBeyondTheLimit)
{
    Decoder decoder(Decoder::Limits{.lineBytes = 100, .dataBytes = 8});
    Events events;
    EXPECT_TRUE(decoder.feed("data:123\ndata:1234\n\n", into(events)));
    EXPECT_EQ(events, (Events{{"message", "123\n1234", ""}}));
    EXPECT_FALSE(decoder.feed("data:123\ndata:12345\n\ndata:x\n\n", into(events)));
    EXPECT_EQ(decoder.fault(), Decoder::Fault::DataTooLong);
    EXPECT_EQ(events.size(), 1u);
}

// Providers end so; the standard drops it.
TEST(SseDecoder, ALastBlockWithoutABlankLineIsGivenToWhoAsks)
{
    for (const std::string_view last : {"event: b\ndata: 2", "event: b\ndata: 2\n", "event: b\ndata: 2\n\n", "event: b\r\ndata: 2\r"}) {
        Decoder decoder;
        Events events;
        decoder.feed("data: 1\n\n", into(events));
        decoder.feed(last, into(events));
        decoder.endLeniently(into(events));
        decoder.endLeniently(into(events));
        EXPECT_EQ(events, (Events{{"message", "1", ""}, {"b", "2", ""}})) << last;
    }
}

TEST(SseDecoder, OtherFieldsGoToWhoAsks)
{
    std::vector<std::string> fields;
    Decoder decoder;
    Events events;
    decoder.setOtherFieldSink([&fields](std::string_view name, std::string_view value) { fields.push_back(std::string(name) + '=' + std::string(value)); });
    decoder.feed("error: {\"code\":400}\nflag\n: comment\ndata: x\n\n", into(events));
    EXPECT_EQ(fields, (std::vector<std::string>{"error={\"code\":400}", "flag="}));
    EXPECT_EQ(events, (Events{{"message", "x", ""}}));
}

TEST(SseDecoder, ReadsWhatTheEncoderWrites)
{
    const std::string stream = pipit::sse::event("delta", "a\nb\r\nc\rd", "9~e") + pipit::sse::comment("ping") + pipit::sse::retry(300)
        + pipit::sse::event("message", "") + pipit::sse::event("message", " two spaces ");
    EXPECT_EQ(decode({stream}), (Events{{"delta", "a\nb\nc\nd", "9~e"}, {"message", "", "9~e"}, {"message", " two spaces ", "9~e"}}));
}

TEST(Utf8, ReplacesMaximalSubparts)
{
    const std::string r = "\xEF\xBF\xBD";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", ""},
        {"plain ASCII, longer than one machine word", "plain ASCII, longer than one machine word"},
        {"a\0b"s, "a\0b"s},
        {"\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", "\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"},
        {"\x80", r},
        {"\xBF\x80", r + r},
        {"\xC0\x80", r + r},                        // overlong
        {"\xC1\xBF", r + r},
        {"\xE0\x80\x80", r + r + r},
        {"\xE0\x9F\xBF", r + r + r},
        {"\xF0\x80\x80\x80", r + r + r + r},
        {"\xF0\x8F\xBF\xBF", r + r + r + r},
        {"\xED\xA0\x80", r + r + r},                // surrogates
        {"\xED\xBF\xBF", r + r + r},
        {"\xED\x9F\xBF", "\xED\x9F\xBF"},
        {"\xF4\x90\x80\x80", r + r + r + r},        // beyond U+10FFFF
        {"\xF5\x80\x80\x80", r + r + r + r},
        {"\xFE\xFF", r + r},
        {"\xE2\x82", r},                            // truncated: one for the whole beginning
        {"\xF0\x9F\x90", r},
        {"\xF0\x9F", r},
        {"\xF0", r},
        {"\xE2\x82" "A", r + "A"},
        {"\xF0\x9F\x90" "A", r + "A"},
        {"\xE2\xE2\x82\xAC", r + "\xE2\x82\xAC"},
        {"\xF0\x9F\xC3\xA9", r + "\xC3\xA9"},
        {"\xC3\xC3\xA9", r + "\xC3\xA9"},
        // The example of the Unicode Standard, table 3-8 onwards.
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82" "A", r + r + r + r + r + r + r + r + "A"},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF" "A", r + r + r + r + "A"},
    };
    for (const auto &[bytes, text] : cases) {
        EXPECT_EQ(pipit::decodeUtf8(bytes), text) << testing::PrintToString(bytes);
        EXPECT_EQ(pipit::wellFormedUtf8Prefix(bytes) == bytes.size(), bytes == text) << testing::PrintToString(bytes);
        const std::string padded = "12345678" + bytes + "12345678";
        EXPECT_EQ(pipit::decodeUtf8(padded), "12345678" + text + "12345678") << testing::PrintToString(bytes);
    }
}
