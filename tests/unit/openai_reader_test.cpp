// SPDX-License-Identifier: GPL-3.0-or-later
// Every shape of an answer gives the same reading however its bytes are cut and whichever way its lines end.
#include "server/bots/openai/openai_reader.h"

#include "core/text_limits.h"
#include "tests/support/cost_growth.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::string_literals;
using pipit::bots::maxReplyBytes;
using pipit::bots::OpenAiReader;
using Outcome = pipit::bots::ReplyReader::Outcome;

namespace {

// What a reader knows at the end.
struct Reading {
    std::string answer = "";
    std::string reasoning = "";
    Outcome outcome = Outcome::Finished;
    std::string code = "";      // of the error
    std::string usage = "";     // "input/output"
    std::string reason = "";    // the facts' finishReason
    std::string toolCalls = ""; // "id name(arguments) …"
    bool operator==(const Reading &) const = default;
};

std::ostream &operator<<(std::ostream &out, const Reading &reading)
{
    constexpr std::array names{"Open", "Finished", "Failed", "NeedsAction", "Interrupted"};
    return out << names[std::size_t(reading.outcome)] << " answer[" << reading.answer << "] reasoning[" << reading.reasoning << "] code[" << reading.code << "] usage[" << reading.usage
               << "] reason[" << reading.reason << "] calls[" << reading.toolCalls << "]";
}

Reading readingOf(const OpenAiReader &reader)
{
    Reading reading{.answer = reader.answer().toStdString(), .reasoning = reader.reasoning().toStdString(), .outcome = reader.outcome(), .reason = reader.facts().finishReason.toStdString()};
    if (reader.error())
        reading.code = reader.error()->code.toStdString();
    if (const auto usage = reader.facts().usage)
        reading.usage = std::to_string(usage->inputTokens) + '/' + std::to_string(usage->outputTokens);
    for (const auto &call : reader.facts().toolCalls)
        reading.toolCalls += (reading.toolCalls.empty() ? "" : " ") + call.id.toStdString() + ' ' + call.name.toStdString() + '(' + call.arguments.toStdString() + ')';
    return reading;
}

Reading read(const std::vector<std::string_view> &pieces)
{
    QString answer;
    QString reasoning;
    OpenAiReader reader([&](const QString &text, bool isReasoning) {
        EXPECT_FALSE(text.isEmpty());
        EXPECT_FALSE(pipit::faultOfText(text));
        (isReasoning ? reasoning : answer) += text;
    });
    for (const std::string_view piece : pieces)
        reader.feed(QByteArrayView(piece.data(), qsizetype(piece.size())));
    reader.end();
    EXPECT_EQ(answer, reader.answer());
    EXPECT_EQ(reasoning, reader.reasoning());
    EXPECT_EQ(reader.error().has_value(), reader.outcome() == Outcome::Failed);
    EXPECT_TRUE(!reader.error() || reader.error()->message.endsWith(u'.'));
    return readingOf(reader);
}

std::string event(const std::string &data)
{
    return "data: " + data + "\n\n";
}

std::string chunk(const std::string &delta, const std::string &finish = "null")
{
    return event(R"({"id":"c1","choices":[{"index":0,"delta":{)" + delta + R"(},"finish_reason":)" + finish + "}]}");
}

// JSON text, its escapes as written
std::string said(const std::string &json)
{
    return chunk(R"("content":")" + json + '"');
}

const std::string stop = chunk("", R"("stop")");
const std::string done = event("[DONE]");

struct Sample {
    const char *name;
    std::string body; // lines end with LF
    Reading reading;
};

void PrintTo(const Sample &sample, std::ostream *out)
{
    *out << sample.name;
}

const std::vector<Sample> samples{
    // The ordinary course, and what servers leave out of it or add
    {"Simple", chunk(R"("role":"assistant","content":"")") + said("Hi") + said(" 你好 👋") + stop + event(R"({"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1}})") + done,
     {.answer = "Hi 你好 👋", .usage = "5/1"}},
    {"RoleNullAndRepeated", chunk(R"("role":null,"content":"a")") + chunk(R"("role":"assistant","content":"b")") + stop + done, {.answer = "ab"}},
    {"ContentNullOrMissing", chunk(R"("role":"assistant","content":null)") + said("a") + chunk("") + said("") + said("b") + stop + done, {.answer = "ab"}},
    {"UsageWithChoicesNull", said("a") + stop + event(R"({"choices":null,"usage":{"prompt_tokens":5,"completion_tokens":2}})") + done, {.answer = "a", .usage = "5/2"}},
    {"UsageWithoutChoices", said("a") + stop + event(R"({"usage":{"prompt_tokens":5,"completion_tokens":2}})") + done, {.answer = "a", .usage = "5/2"}},
    {"UsageNull", event(R"({"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null})") + stop + done, {.answer = "a"}},
    {"UsageOnEveryChunkTheLastCounts", event(R"({"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}})")
         + event(R"({"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}})") + event(R"({"usage":null})") + done,
     {.answer = "ab", .usage = "5/2"}},
    {"FinishOnTheLastText", said("a") + chunk(R"("content":"b")", R"("stop")") + done, {.answer = "ab"}},
    {"NoDone", said("a") + stop, {.answer = "a"}},
    {"NoFinishReason", said("a") + done, {.answer = "a"}},
    {"EmptyFinishReasonIsNone", chunk(R"("content":"a")", R"("")"), {.answer = "a", .outcome = Outcome::Interrupted}},
    {"DoneWithoutBlankLine", said("a") + "data: [DONE]\n", {.answer = "a"}},
    {"DoneWithoutLineEnd", said("a") + "data: [DONE]", {.answer = "a"}},
    {"DoneInQuotes", said("a") + event(R"("[DONE]")"), {.answer = "a"}},
    {"DoneWithoutSpace", said("a") + "data:[DONE]\n\n", {.answer = "a"}},
    {"WhatFollowsDoneIsPassedOver", said("a") + done + said("b") + event(R"({"error":"late"})"), {.answer = "a"}},
    {"NoBlankLines", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\ndata: [DONE]\n", {.answer = "ab"}},
    {"OneEventOverTwoLines", "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"a\"}}]}\n\n" + done, {.answer = "a"}},
    {"Comments", ": keep-alive\n\n:\n\n: OPENROUTER PROCESSING\n\n" + said("a") + ":\n\n" + stop + done, {.answer = "a"}},
    {"WordsThatKeepAlive", event("ping") + "data:\n\n" + said("a") + stop + done, {.answer = "a"}},
    {"OtherFields", "id: 7\nretry: 100\nevent: message\n" + said("a") + "error: no JSON\n\n" + stop + done, {.answer = "a"}},
    {"ByteOrderMark", "\xEF\xBB\xBF" + said("a") + done, {.answer = "a"}},
    {"TwoChoices", event(R"({"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"a"}}]})") + event(R"({"choices":[{"index":1,"delta":{"content":"no"},"finish_reason":"length"}]})")
         + said("b") + stop, {.answer = "ab"}},
    {"TheOtherChoiceFinishes", said("a") + event(R"({"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]})"), {.answer = "a", .outcome = Outcome::Interrupted}},
    {"WholeMessageInTheLastChunk", said("a") + event(R"({"choices":[{"index":0,"delta":{},"message":{"content":"a"},"finish_reason":"stop"}]})") + done, {.answer = "a"}},
    {"NoTextAtAll", chunk(R"("role":"assistant","content":"")") + stop + done, {}},
    {"OnlyDone", done, {}},

    // How it ends
    {"Length", said("a") + chunk("", R"("length")") + done, {.answer = "a", .reason = "length"}},
    {"ContentFilter", said("a") + chunk("", R"("content_filter")") + done, {.answer = "a", .reason = "content_filter"}},
    {"UnknownReason", said("a") + chunk("", R"("eos")") + done, {.answer = "a"}},
    {"NoResources", said("a") + chunk("", R"("insufficient_system_resource")") + done, {.answer = "a", .outcome = Outcome::Failed, .code = "insufficient_system_resource"}},
    {"NothingAtAll", "", {.outcome = Outcome::Interrupted}},
    {"OnlyComments", ": keep-alive\n\n: keep-alive\n\n", {.outcome = Outcome::Interrupted}},
    {"OnlyEmptyLines", "\n\n\n", {.outcome = Outcome::Interrupted}},
    {"BrokenOff", said("a") + said("b"), {.answer = "ab", .outcome = Outcome::Interrupted}},
    {"BrokenOffInAnEvent", said("a") + R"(data: {"choices":[{"index":0,"del)", {.answer = "a", .outcome = Outcome::Interrupted}},
    {"OllamaFails", said("a") + said(""), {.answer = "a", .outcome = Outcome::Interrupted}},

    // Errors, in every place
    {"ErrorObject", said("a") + event(R"({"error":{"message":"oom","type":"server_error","code":500}})") + done, {.answer = "a", .outcome = Outcome::Failed, .code = "500"}},
    {"ErrorObjectAndEnd", event(R"({"error":{"message":"oom","type":"server_error","param":null,"code":null}})"), {.outcome = Outcome::Failed, .code = "server_error"}},
    {"ErrorString", said("a") + event(R"({"error":"runner stopped"})") + done, {.answer = "a", .outcome = Outcome::Failed}},
    {"ErrorNull", event(R"({"error":null,"choices":[{"index":0,"delta":{"content":"a"}}]})") + done, {.answer = "a"}},
    {"ErrorWithNothingInIt", event(R"({"error":{"message":"","code":null},"choices":[{"index":0,"delta":{"content":"a"}}]})") + done, {.answer = "a"}},
    {"ObjectError", said("a") + event(R"({"object":"error","message":"bad","type":"BadRequestError","code":400})") + done, {.answer = "a", .outcome = Outcome::Failed, .code = "400"}},
    {"Detail", event(R"({"detail":"Not found"})") + done, {.outcome = Outcome::Failed}},
    {"ErrorBesideChoices", said("a") + event(R"({"error":{"code":502,"message":"lost"},"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"error"}]})"),
     {.answer = "ab", .outcome = Outcome::Failed, .code = "502"}},
    {"ErrorInTheChoice", event(R"({"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"error","error":{"code":429,"message":"slow"}}]})"),
     {.answer = "a", .outcome = Outcome::Failed, .code = "429"}},
    {"FinishReasonError", said("a") + chunk("", R"("error")") + done, {.answer = "a", .outcome = Outcome::Failed, .code = "error"}},
    {"FinishReasonThenError", said("a") + chunk("", R"("error")") + event(R"({"error":{"code":503,"message":"x"}})"), {.answer = "a", .outcome = Outcome::Failed, .code = "503"}},
    {"ErrorEvent", said("a") + "event: error\n" + event(R"({"error":{"message":"x","code":"overloaded"}})"), {.answer = "a", .outcome = Outcome::Failed, .code = "overloaded"}},
    {"ErrorEventOfText", said("a") + "event: error\n" + event("gateway timeout"), {.answer = "a", .outcome = Outcome::Failed}},
    {"ErrorField", said("a") + "error: {\"code\":400,\"message\":\"too long\",\"type\":\"invalid_request_error\"}\n\n" + done, {.answer = "a", .outcome = Outcome::Failed, .code = "400"}},
    {"ErrorFieldFirst", "error: {\"code\":401,\"message\":\"key\"}\n\n" + done, {.outcome = Outcome::Failed, .code = "401"}},
    {"InvalidJson", said("a") + event(R"({"choices":[)") + said("b") + done, {.answer = "a", .outcome = Outcome::Failed}},

    // Reasoning
    {"ReasoningContent", chunk(R"("reasoning_content":"why","content":null)") + said("a") + stop + done, {.answer = "a", .reasoning = "why"}},
    {"Reasoning", chunk(R"("reasoning":"wh","content":"")") + chunk(R"("reasoning":"y")") + said("a") + stop + done, {.answer = "a", .reasoning = "why"}},
    {"BothNames", chunk(R"("reasoning_content":"why","reasoning":"no")") + chunk(R"("reasoning_content":"","reasoning":" not")") + said("a") + done, {.answer = "a", .reasoning = "why not"}},
    {"ThinkTags", said("<think>why</think>a") + done, {.answer = "a", .reasoning = "why"}},
    {"ThinkTagsCut", said(" \\n<th") + said("ink") + said(">\\nwh") + said("y <") + said("/thin") + said("g</") + said("think") + said(">\\n\\n") + said("\\na\\n") + said("b") + done,
     {.answer = "a\nb", .reasoning = "why </thing"}},
    {"ThinkTagsByLetter", said("<") + said("t") + said("h") + said("i") + said("n") + said("k") + said(">") + said("y") + said("<") + said("<") + said("/") + said("t") + said("h") + said("i") + said("n")
         + said("k") + said(">") + said("a") + done, {.answer = "a", .reasoning = "y<"}},
    {"ThinkingOfNothing", said("<think>\\n\\n</think>\\n\\na") + done, {.answer = "a"}},
    {"CodeAfterThinking", said("<think>  why</think>\\n    code") + done, {.answer = "    code", .reasoning = "  why"}},
    {"ThinkTagsLaterAreText", said("a <think>b</think>") + said("<think>") + done, {.answer = "a <think>b</think><think>"}},
    {"ThinkTagsAgainAreText", said("<think>why</think>a<think>b</think>") + done, {.answer = "a<think>b</think>", .reasoning = "why"}},
    {"AlmostThinkTags", said("  <th") + said("inking>a") + done, {.answer = "  <thinking>a"}},
    {"HalfAThinkTag", said(" <thin") + stop, {.answer = " <thin"}},
    {"ThinkingNotEnded", said("<think>why</thi") + chunk("", R"("length")") + done, {.reasoning = "why</thi", .reason = "length"}},
    {"FailedWhileATagIsOpen", said("<think>why</") + event(R"({"error":{"code":500}})"), {.reasoning = "why</", .outcome = Outcome::Failed, .code = "500"}},
    {"OnlyWhiteSpace", said(" ") + said("\\n") + done, {.answer = " \n"}},

    // Tools
    {"ToolCall", chunk(R"("tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"rain","arguments":""}}])") + chunk(R"("tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}])")
         + chunk(R"("tool_calls":[{"index":0,"function":{"arguments":":1}"}}])") + chunk("", R"("tool_calls")") + done,
     {.outcome = Outcome::NeedsAction, .toolCalls = R"(t1 rain({"a":1}))"}},
    {"TwoToolCalls", said("\\n") + chunk(R"("tool_calls":[{"index":0,"id":"t1","function":{"name":"x","arguments":"1"}},{"index":3,"id":"t2","function":{"name":"y","arguments":"2"}}])")
         + chunk(R"("tool_calls":[{"index":3,"id":null,"function":{"name":null,"arguments":"4"}},{"index":0,"function":{"arguments":"3"}}])", R"("tool_calls")"),
     {.answer = "\n", .outcome = Outcome::NeedsAction, .toolCalls = "t1 x(13) t2 y(24)"}},
    {"ToolCallsWithWhatIsNoCharacter", chunk(R"("tool_calls":[{"index":0,"id":"t1","function":{"name":"x","arguments":"a\u0000\ud83d"}}])") + chunk(R"("tool_calls":[{"index":0,"function":{"arguments":"\udc4b\ud83d"}}])", R"("tool_calls")") + done,
     {.outcome = Outcome::NeedsAction, .toolCalls = "t1 x(a👋)"}},
    {"ToolCallBesideText", said("a") + chunk(R"("tool_calls":[{"index":0,"id":"t1","function":{"name":"x","arguments":"{}"}}])", R"("tool_calls")") + done, {.answer = "a", .toolCalls = "t1 x({})"}},

    // Text
    {"HalvesOfAPair", said(R"(a\ud83d)") + said(R"(\udc4bb)") + chunk(R"("reasoning":"\ud83d")") + said("c") + chunk(R"("reasoning":"\udc4b")") + done, {.answer = "a👋bc", .reasoning = "👋"}},
    {"HalvesThatStayAlone", said(R"(a\udc4b)") + said(R"(\ud83d)") + said("b") + said(R"(\ud83d)") + done, {.answer = "ab"}},
    {"NoCharacters", said(R"(\u0000)") + said(R"(a\u0000b\uffffc)") + done, {.answer = "abc"}},
    {"IllFormedUtf8", said("a\xFF" "b\xE4\xBD") + done, {.answer = "a\xEF\xBF\xBD" "b\xEF\xBF\xBD"}},

    // A document where a stream was asked for
    {"Document", R"({"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi 你好","reasoning_content":"why"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":5,"completion_tokens":2}})", {.answer = "Hi 你好", .reasoning = "why", .usage = "5/2"}},
    {"DocumentAfterEmptyLines", "\n\n \n\t\n" R"({"choices":[{"message":{"content":"<think>why</think>\n\na"},"finish_reason":"length"}]})" "\n\n", {.answer = "a", .reasoning = "why", .reason = "length"}},
    {"DocumentWithByteOrderMark", "\xEF\xBB\xBF\n" R"({"choices":[{"message":{"content":"a\ud83d"},"finish_reason":null}]})", {.answer = "a"}},
    {"DocumentIllFormed", R"({"choices":[{"message":{"content":"a)" "\xFF" R"("}}]})", {.answer = "a\xEF\xBF\xBD"}},
    {"DocumentWithTools", R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"t1","function":{"name":"x","arguments":"1"}},{"id":"t2","function":{"name":"y","arguments":"2"}}]},"finish_reason":"tool_calls"}]})",
     {.outcome = Outcome::NeedsAction, .toolCalls = "t1 x(1) t2 y(2)"}},
    {"DocumentOfAnError", R"({"error":{"message":"no key","code":"invalid_api_key"}})", {.outcome = Outcome::Failed, .code = "invalid_api_key"}},
    {"DocumentOfAnErrorString", R"({"error":"no model"})", {.outcome = Outcome::Failed}},
    {"DocumentOfErrors", R"([{"error":{"message":"x","code":400}}])", {.outcome = Outcome::Failed, .code = "400"}},
    {"DocumentWithoutChoices", R"({"choices":[]})", {.outcome = Outcome::Failed}},
    {"OtherDocument", R"({"hello":"world"})", {.outcome = Outcome::Failed}},
    {"DocumentOfManyLines", "{\"message\":{\"content\":\"a\"}}\n{\"message\":{\"content\":\"b\"}}\n", {.outcome = Outcome::Failed}},
    {"DocumentBrokenOff", R"({"choices":[{"message":{"content":"a)", {.outcome = Outcome::Interrupted}},
    {"WebPage", "<!doctype html>\n<title>Sign in</title>\n", {.outcome = Outcome::Failed}},
};

class EveryAnswer : public testing::TestWithParam<Sample>
{
};

std::string withLineEnd(const std::string &text, std::string_view end)
{
    std::string out;
    for (const char c : text)
        c == '\n' ? out.append(end) : out.append(1, c);
    return out;
}

TEST_P(EveryAnswer, IsReadAlikeForEveryCutAndLineEnd)
{
    for (const std::string_view end : {"\n", "\r\n", "\r"}) {
        const std::string body = withLineEnd(GetParam().body, end);
        const std::string_view bytes = body;
        ASSERT_EQ(read({bytes}), GetParam().reading) << "whole";
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
            ASSERT_EQ(read({bytes.substr(0, cut), bytes.substr(cut)}), GetParam().reading) << "cut at " << cut;
        std::vector<std::string_view> singly;
        for (std::size_t at = 0; at < bytes.size(); ++at)
            singly.push_back(bytes.substr(at, 1));
        ASSERT_EQ(read(singly), GetParam().reading) << "byte by byte";
    }
}

INSTANTIATE_TEST_SUITE_P(OpenAi, EveryAnswer, testing::ValuesIn(samples), [](const auto &sample) { return std::string(sample.param.name); });

// What breaks off is never taken for whole, wherever it breaks off; what came before is kept.
TEST(OpenAiReaderTest, NoBeginningOfAnAnswerIsWhole)
{
    const std::string document = R"({"id":"c1","choices":[{"index":0,"message":{"content":"Hi \u4f60\ud83d\udc4b","n":[1,-2.5e3,true,null]},"finish_reason":"stop"}]})";
    for (std::size_t size = 0; size < document.size(); ++size)
        ASSERT_EQ(read({std::string_view(document).substr(0, size)}).outcome, Outcome::Interrupted) << document.substr(0, size);

    const std::string stream = said("Hi") + said(" you");
    for (std::size_t size = 0; size < stream.size(); ++size) {
        const Reading reading = read({std::string_view(stream).substr(0, size)});
        ASSERT_EQ(reading.outcome, Outcome::Interrupted) << stream.substr(0, size);
        ASSERT_TRUE("Hi you"s.starts_with(reading.answer)) << reading;
    }
}

TEST(OpenAiReaderTest, HandsOutEachPieceAsItComes)
{
    QStringList pieces;
    OpenAiReader reader([&pieces](const QString &text, bool reasoning) { pieces << (reasoning ? u"? " : u"") + text; });
    const auto after = [&](const std::string &bytes) {
        reader.feed(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
        return std::exchange(pieces, {});
    };
    EXPECT_EQ(after(chunk(R"("reasoning":"why")")), QStringList{u"? why"_s});
    EXPECT_EQ(after(said("Hi")), QStringList{u"Hi"_s});
    EXPECT_EQ(after(said(" <th")), QStringList{u" <th"_s});
    EXPECT_EQ(after(stop), QStringList{});
    EXPECT_EQ(reader.outcome(), Outcome::Open); // the usage may follow
    EXPECT_EQ(after(done), QStringList{});
    EXPECT_EQ(reader.outcome(), Outcome::Finished);
}

TEST(OpenAiReaderTest, KnowsTheIdAndTheModel)
{
    OpenAiReader reader({});
    const std::string body = event(R"({"id":"chatcmpl-1","model":"qwen3","choices":[{"delta":{"content":"a"}}]})") + event(R"({"id":"","model":"other","choices":[]})") + done;
    reader.feed(QByteArrayView(body.data(), qsizetype(body.size())));
    reader.end();
    EXPECT_EQ(reader.answer(), u"a");
    EXPECT_EQ(reader.facts().chatId, u"chatcmpl-1");
    EXPECT_EQ(reader.facts().model, u"qwen3");
}

// --- Bounds ------------------------------------------------------------------------------------------------------------------

TEST(OpenAiReaderTest, TakesAChunkOfOneMebibyte)
{
    const std::string text(1 << 20, 'x');
    EXPECT_EQ(read({said(text) + stop + done}), (Reading{.answer = text}));
    EXPECT_EQ(read({R"({"choices":[{"message":{"content":")" + text + R"("}}]})"}), (Reading{.answer = text}));
}

TEST(OpenAiReaderTest, KeepsWhatFitsOfAnAnswerTooLarge)
{
    const std::string part = "\u4f60" + std::string((1 << 20) - 3, 'x');
    for (const char *field : {"content", "reasoning"}) {
        OpenAiReader reader({});
        const std::string piece = chunk('"' + std::string(field) + "\":\"" + part + '"');
        for (int i = 0; i < 8; ++i)
            reader.feed(QByteArrayView(piece.data(), qsizetype(piece.size())));
        EXPECT_EQ(reader.outcome(), Outcome::Open) << field;
        const std::string little = said("y");
        reader.feed(QByteArrayView(little.data(), qsizetype(little.size())));
        EXPECT_EQ(reader.outcome(), Outcome::Failed) << field;
        EXPECT_EQ(pipit::utf8Size(reader.answer()) + pipit::utf8Size(reader.reasoning()), maxReplyBytes) << field;
    }
}

TEST(OpenAiReaderTest, HoldsNoMoreThanItMay)
{
    const std::string call = R"("tool_calls":[{"index":0,"function":{"arguments":")" + std::string(1 << 20, 'x') + R"("}}])";
    std::string calls;
    for (int i = 0; i < 40'000; ++i)
        calls += (i == 0 ? "" : ",") + R"({"index":)"s + std::to_string(i) + '}';
    struct {
        const char *what;
        std::string start;
        std::string piece;
    } const samples[]{{"a line without an end", "data: ", std::string(1 << 20, 'x')},
                      {"an event without an end", "", "data: " + std::string(1 << 20, 'x') + "\n"},
                      {"a document", "{\"", std::string(1 << 20, 'x')},
                      {"white space", said(" "), said(std::string(1 << 20, ' '))},
                      {"arguments", "", chunk(call)},
                      {"calls", chunk("\"tool_calls\":[" + calls + ']'), ""}};
    for (const auto &sample : samples) {
        OpenAiReader reader({});
        reader.feed(QByteArrayView(sample.start.data(), qsizetype(sample.start.size())));
        for (int i = 0; i < 9; ++i)
            reader.feed(QByteArrayView(sample.piece.data(), qsizetype(sample.piece.size())));
        EXPECT_EQ(reader.outcome(), Outcome::Failed) << sample.what;
    }
}

TEST(OpenAiReaderTest, EachPieceCostsAsMuchAtTheEndAsAtTheStart)
{
    struct {
        const char *what;
        std::string start;
        std::string piece;
    } const samples[]{{"answer", "", said("pieces")},
                      {"white space", "", said("      ")},
                      {"thinking", said("<think>"), said("</thin")},
                      {"arguments", "", chunk(R"("tool_calls":[{"index":0,"function":{"arguments":"pieces"}}])")}};
    constexpr int tenth = 20'000;
    for (const auto &sample : samples) {
        OpenAiReader reader([](const QString &, bool) {});
        reader.feed(QByteArrayView(sample.start.data(), qsizetype(sample.start.size())));
        std::array<double, 10> costs{};
        for (double &cost : costs) {
            cost = pipit::test::processorMs([&] {
                for (int i = 0; i < tenth; ++i)
                    reader.feed(QByteArrayView(sample.piece.data(), qsizetype(sample.piece.size())));
            });
        }
        EXPECT_EQ(reader.outcome(), Outcome::Open);
        EXPECT_LT(costs.back(), 3 * costs.front()) << sample.what;
    }
}

} // namespace
