// SPDX-License-Identifier: GPL-3.0-or-later
// Every shape of a Coze stream gives the same answer however its bytes are cut and whichever way its lines end.
#include "server/bots/coze/coze_reader.h"

#include "tests/unit/coze_frames.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

#include <cstring>
#include <ostream>
#include <string>
#include <vector>

using namespace std::string_literals;
using namespace Qt::StringLiterals;
using namespace pipit::bots;
using namespace pipit::bots::coze::frames;
using coze::CozeReader;
using Outcome = ReplyReader::Outcome;

namespace {

constexpr const char *outcomeNames[] = {"open", "finished", "failed", "needs action", "interrupted"};

struct Reply {
    std::string outcome = "finished";
    std::string answer = {};
    std::string reasoning = {};
    std::string heard = {}; // by the sink, of the answer
    std::string suggestions = {};
    std::string usage = {};
    std::string ids = {};   // conversation/chat
    std::string code = {};
    std::string logId = {};
    std::string tools = {};
    std::vector<std::string> pieces = {};

    std::string text() const
    {
        return outcome + "\nanswer: " + answer + "\nheard: " + heard + "\nreasoning: " + reasoning + "\nsuggestions: " + suggestions + "\nusage: " + usage + "\nids: " + ids
            + "\ncode: " + code + "\nlog id: " + logId + "\ntools: " + tools;
    }
};

class Reading
{
public:
    explicit Reading(const QString &logId = {})
        : reader([this](const QString &text, bool reasoning) { hear(text, reasoning); }, logId)
    {
    }

    Reply reply() const
    {
        const ReplyFacts &facts = reader.facts();
        EXPECT_EQ(reader.error().has_value(), reader.outcome() == Outcome::Failed);
        Reply reply{.outcome = outcomeNames[int(reader.outcome())], .answer = reader.answer().toStdString(), .reasoning = reader.reasoning().toStdString()};
        reply.heard = heard.toStdString();
        EXPECT_EQ(heardReasoning, reader.reasoning());
        reply.suggestions = facts.suggestions.join(u'|').toStdString();
        if (facts.usage)
            reply.usage = std::to_string(facts.usage->inputTokens) + "+" + std::to_string(facts.usage->outputTokens);
        if (!facts.conversationId.isEmpty() || !facts.chatId.isEmpty())
            reply.ids = QString(facts.conversationId + u'/' + facts.chatId).toStdString();
        if (reader.error())
            reply.code = reader.error()->code.toStdString();
        reply.logId = facts.logId.toStdString();
        for (const ToolCall &call : facts.toolCalls)
            reply.tools += QString(call.id + u' ' + call.name + call.arguments + u';').toStdString();
        reply.pieces = pieces;
        return reply;
    }

private:
    void hear(const QString &text, bool reasoning)
    {
        EXPECT_FALSE(text.isEmpty());
        EXPECT_FALSE(text.back().isHighSurrogate() || text.front().isLowSurrogate());
        EXPECT_EQ(reader.outcome(), Outcome::Open);
        (reasoning ? heardReasoning : heard) += text;
        pieces.push_back((reasoning ? "r:" : "a:") + text.toStdString());
    }

    QString heard;
    QString heardReasoning;
    std::vector<std::string> pieces;

public:
    CozeReader reader;
};

Reply readIn(std::initializer_list<std::string_view> pieces)
{
    Reading reading;
    for (const auto piece : pieces)
        reading.reader.feed({piece.data(), qsizetype(piece.size())});
    reading.reader.end();
    return reading.reply();
}

Reply readByteByByte(std::string_view bytes)
{
    Reading reading;
    for (const char &byte : bytes)
        reading.reader.feed({&byte, 1});
    reading.reader.end();
    return reading.reply();
}

std::string withLineEnd(std::string_view text, std::string_view end)
{
    std::string out;
    for (const char c : text)
        c == '\n' ? out.append(end) : out.append(1, c);
    return out;
}

const std::string created = frame("conversation.chat.created", R"({"id":"7502","conversation_id":"7500","bot_id":"7379","created_at":1760000000,"last_error":{"code":0,"msg":""},)"
                                                               R"("status":"created","usage":{"token_count":0,"output_count":0,"input_count":0},"section_id":"7503"})");
const std::string chatCompleted = frame("conversation.chat.completed", R"({"id":"7502","conversation_id":"7500","last_error":null,"status":"completed","required_action":{"type":"","submit_tool_outputs":null},)"
                                                                       R"("usage":{"token_count":30,"output_count":10,"input_count":20}})");

// What most of them end with.
Reply finished(const std::string &answer)
{
    return {.answer = answer, .heard = answer};
}

Reply interrupted(const std::string &answer)
{
    return {.outcome = "interrupted", .answer = answer, .heard = answer};
}

Reply failed(const std::string &code, const std::string &logId = {}, const std::string &answer = {})
{
    return {.outcome = "failed", .answer = answer, .heard = answer, .code = code, .logId = logId};
}

struct Sample {
    const char *name;
    std::string stream; // lines end with LF
    Reply reply;
};

void PrintTo(const Sample &sample, std::ostream *out) { *out << sample.name; }

const std::vector<Sample> samples{
    // Whole streams
    {"AsOnTheWire",
     created + frame("conversation.chat.in_progress", R"({"id":"7502","conversation_id":"7500","status":"in_progress","last_error":{"code":0,"msg":""}})")
         + delta("7504", "", R"(,"reasoning_content":"Let me think","chat_id":"7502")") + delta("7504", "H\xC3\xA9", R"(,"chat_id":"7502","section_id":"7503")") + delta("7504", " \xE4\xBD\xA0\xF0\x9F\x91\x8B")
         + frame("conversation.audio.delta", R"({"id":"7504","role":"assistant","type":"answer","content":"AAEC","content_type":"audio","chat_id":"7502"})")
         + completed("7504", "H\xC3\xA9 \xE4\xBD\xA0\xF0\x9F\x91\x8B!", R"(,"created_at":1760000002)")
         + noise("verbose", R"({\"msg_type\":\"generate_answer_finish\",\"data\":\"{\\\"finish_reason\\\":0}\"})") + noise("follow_up", "What else?") + noise("follow_up", "And then?")
         + chatCompleted + done,
     {.answer = "H\xC3\xA9 \xE4\xBD\xA0\xF0\x9F\x91\x8B!", .reasoning = "Let me think", .heard = "H\xC3\xA9 \xE4\xBD\xA0\xF0\x9F\x91\x8B!", .suggestions = "What else?|And then?", .usage = "20+10", .ids = "7500/7502"}},
    {"WorkflowWithSpacesAndIds", "id: 1\nevent: conversation.message.delta\ndata: " + message("1", " a") + "\n\nid: 2\nevent: done\ndata: {\"debug_url\":\"https://x\"}\n\n", finished(" a")},
    {"DoneQuoted", delta("1", "a") + done, finished("a")},
    {"DoneBare", delta("1", "a") + frame("done", "[DONE]"), finished("a")},
    {"DoneEmpty", delta("1", "a") + frame("done", ""), finished("a")},
    {"DoneWithoutColon", delta("1", "a") + "event:done\ndata\n\n", finished("a")},
    {"DoneOfStudio", delta("1", "a") + frame("conversation.stream.done", ""), finished("a")},
    {"ChatCompletedIsEnough", delta("1", "a") + chatCompleted, {.answer = "a", .heard = "a", .usage = "20+10", .ids = "7500/7502"}},
    {"NothingCountsAfterDone", delta("1", "a") + done + delta("1", "b") + noise("follow_up", "b?") + chatCompleted, finished("a")},
    {"FinishedWithoutAnswer", created + done, {.ids = "7500/7502"}},
    {"UsageInTokens", frame("conversation.chat.completed", R"({"id":"2","usage":{"output_tokens":3,"input_tokens":4,"input_tokens_details":{"cached_tokens":1}}})"), {.usage = "4+3", .ids = "/2"}},

    // Frames as other hands write them
    {"DataBeforeEvent", "data:" + message("1", "a") + "\nevent:conversation.message.delta\n\ndata:x\nevent:done\n\n", finished("a")},
    {"DataOnSeveralLines", "event:conversation.message.delta\ndata:{\"type\":\"answer\",\ndata: \"content\":\"a\"}\n\n" + done, finished("a")},
    {"CommentsAndUnknownFields", ": ping\n\n:\nretry: 5\nfoo\nevent:conversation.message.delta\n: ping\nx: y\ndata:" + message("1", "a") + "\n\n: ping\n\n" + done, finished("a")},
    {"ByteOrderMark", "\xEF\xBB\xBF" + delta("1", "a") + done, finished("a")},
    {"BlankLinesFirst", "\n\n" + delta("1", "a") + done, finished("a")},
    {"UnknownEvents", frame("conversation.chat.paused", R"({"status":"failed","last_error":{"code":1}})") + frame("PING", "{}") + frame("ping", "x") + delta("1", "a") + frame("Done", "") + done, finished("a")},
    {"TypeIsForOneFrame", delta("1", "a") + "data:" + message("1", "b") + "\n\n" + done, finished("a")},
    {"BrokenJsonIsMended", delta("1", "a") + frame("conversation.message.delta", R"({"id":"1","type":"answer","content":"b)") + completed("1", "abc") + done, finished("abc")},
    {"NotUtf8", delta("1", "a\xFF") + done, finished("a\xEF\xBF\xBD")},
    {"OldShape", "data:" R"({"event":"message","message":{"role":"assistant","type":"answer","content":"a","content_type":"text"},"is_finish":false,"index":0,"conversation_id":"7"})" "\n\n"
                 "data:" R"({"event":"message","message":{"type":"answer","content":"b","content_type":"text"},"is_finish":true,"index":0})" "\n\n"
                 "data:" R"({"event":"message","message":{"type":"verbose","content":"{}"},"is_finish":true,"index":1})" "\n\n"
                 "data:" R"({"event":"message","message":{"type":"answer","content":"c"},"is_finish":false,"index":2})" "\n\n"
                 "data:" R"({"event":"message","message":{"type":"follow_up","content":"d?"},"is_finish":true,"index":3})" "\n\n"
                 "data:" R"({"event":"done"})" "\n\n", {.answer = "ab\n\nc", .heard = "ab\n\nc", .suggestions = "d?", .ids = "7/"}},
    {"OldShapeWithError", "data:" R"({"event":"error","error_information":{"code":4013,"msg":"no"}})" "\n\n", failed("4013")},
    {"NewNamesInTheOldShape", "data:" R"({"event":"conversation.message.delta","message":{"id":"1","type":"answer","content":"a"}})" "\n\ndata:" R"({"event":"conversation.chat.completed","id":"3"})" "\n\n", {.answer = "a", .heard = "a", .ids = "/3"}},
    {"ErrorWithoutAName", "data:" R"({"code":4020,"msg":"slow"})" "\n\n", failed("4020")},

    // Where it ends
    {"JustEnds", created + delta("1", "a"), {.outcome = "interrupted", .answer = "a", .heard = "a", .ids = "7500/7502"}},
    {"LastFrameWithoutBlankLine", delta("1", "a") + "event:done\ndata:\"[DONE]\"\n", finished("a")},
    {"LastLineWithoutEnd", delta("1", "a") + "event:conversation.chat.completed\ndata:{\"id\":\"2\"}", {.answer = "a", .heard = "a", .ids = "/2"}},
    {"CutInTheLastFrame", delta("1", "a") + "event:conversation.message.delta\ndata:{\"id\":\"1\",\"type\":\"answer\",\"content\":\"b", interrupted("a")},
    {"CutInAnError", delta("1", "a") + "event:error\ndata:{\"code\":4020", interrupted("a")},
    {"CutInChatCompleted", delta("1", "a") + "event:conversation.chat.completed\ndata:{\"id\"", interrupted("a")},
    {"Empty", "", interrupted("")},
    {"OnlyBlank", "\xEF\xBB\xBF \n\n", interrupted("")},
    {"OnlyComments", ": ping\n\n: ping\n\n", interrupted("")},

    // The text
    {"NoDeltas", completed("1", "a") + done, finished("a")},
    {"Card", frame("conversation.message.completed", R"({"id":"1","type":"answer","content":"{\"card\":1}","content_type":"card"})") + done, finished(R"({"card":1})")},
    {"CompletedHasTheRest", delta("1", "a") + completed("1", "abc") + done, finished("abc")},
    {"CompletedReplaces", delta("1", "Helo") + completed("1", "Hello") + delta("2", "b") + done, {.answer = "Hello\n\nb", .heard = "Helo\n\nb"}},
    {"CompletedIsShorter", delta("1", "abc") + completed("1", "ab") + done, {.answer = "ab", .heard = "abc"}},
    {"CompletedIsEmpty", delta("1", "a") + completed("1", "") + done, finished("a")},
    {"CompletedTwice", delta("1", "a") + completed("1", "ab") + completed("1", "ab") + delta("1", "c") + done, finished("ab")},
    {"CompletedOtherwise", delta("1", "a") + frame("conversation.message.completed", R"({"id":"1","type":"answer","content":"AAEC","content_type":"audio"})") + delta("2", "b") + delta("1", "x") + done, finished("a\n\nb")},
    {"TwoFollowEachOther", delta("1", "a") + completed("1", "a") + delta("2", "b") + completed("2", "bc") + done, finished("a\n\nbc")},
    {"TwoInterleave", delta("1", "a") + delta("2", "x") + delta("1", "b") + delta("2", "y") + completed("2", "xyz") + completed("1", "abc") + done, finished("abc\n\nxyz")},
    {"TheSecondIsReplacedUnheard", delta("1", "a") + delta("2", "x") + completed("2", "z") + completed("1", "a") + done, finished("a\n\nz")},
    {"TheSecondGoesOnAfterItsEnd", delta("1", "a") + completed("2", "b") + delta("2", "x") + completed("2", "y") + completed("1", "a") + done, finished("a\n\nb")},
    {"TheFirstIsNeverCompleted", delta("1", "a") + delta("2", "b") + completed("2", "b") + delta("3", "c") + done, finished("a\n\nb\n\nc")},
    {"KeptWhenItBreaks", delta("1", "a") + delta("2", "b"), interrupted("a\n\nb")},
    {"AnEmptyOneMakesNoGap", delta("1", "") + completed("1", "") + delta("2", "b") + completed("3", "") + done, finished("b")},
    {"WithoutIds", frame("conversation.message.delta", R"({"type":"answer","content":"a"})") + frame("conversation.message.delta", R"({"type":"answer","content":"b"})")
                       + frame("conversation.message.completed", R"({"type":"answer","content":"abc"})") + done, finished("abc")},
    {"OtherTypesAreNoText", delta("1", "a") + noise("function_call", "f") + noise("tool_output", "t") + noise("tool_response", "t") + noise("knowledge", "k") + noise("verbose", "v")
                                + noise("ack", "x") + frame("conversation.message.delta", message("9", "f", "function_call")) + frame("conversation.message.delta", message("9", "?", "follow_up"))
                                + frame("conversation.message.completed", R"({"id":"1","content":"no type"})") + completed("1", "a") + done, finished("a")},
    {"Reasoning", delta("1", "", R"(,"reasoning_content":"p")") + delta("1", "a", R"(,"reasoning_content":"q")") + delta("2", "b", R"(,"reasoning_content":"s")") + completed("1", "a", R"(,"reasoning_content":"pqr")")
                      + completed("2", "b", R"(,"reasoning_content":null)") + done, {.answer = "a\n\nb", .reasoning = "pqr\n\ns", .heard = "a\n\nb"}},
    {"HalvesOfACharacter", delta("1", R"(a\ud83d)") + delta("1", R"(\udc4b\ud83d)") + delta("1", R"(\udc4b)") + done, finished("a\xF0\x9F\x91\x8B\xF0\x9F\x91\x8B")},
    {"HalvesOfTwoMessages", delta("1", R"(a\ud83d)") + delta("2", R"(x\ud83d)") + delta("1", R"(\udc4b)") + delta("2", R"(\udc4c)") + done, finished("a\xF0\x9F\x91\x8B\n\nx\xF0\x9F\x91\x8C")},
    {"HalvesAndCompleted", delta("1", R"(a\ud83d)") + completed("1", "a\xF0\x9F\x91\x8B") + done, finished("a\xF0\x9F\x91\x8B")},
    {"WhatIsNoCharacter", delta("1", R"(a\u0000b\ud83d)") + delta("1", R"(c\ufffe\udc4bd\ud83d)") + done, finished("abcd")},
    {"SuggestionsOnce", noise("follow_up", "a?") + noise("follow_up", "a?") + noise("follow_up", "") + done, {.suggestions = "a?"}},
    {"IdsBeyondDoubles", frame("conversation.chat.created", R"({"id":7501234567890123457,"conversation_id":"9007199254740993"})") + done, {.ids = "9007199254740993/7501234567890123457"}},
    {"IdsThatCannotBeStored", frame("conversation.chat.created", R"({"id":"a\u0000b","conversation_id":"\ud800"})") + done, {.ids = "/ab"}},
    {"IdsOfMessages", delta("1", "a", R"(,"conversation_id":"7500","chat_id":"7502")") + done, {.answer = "a", .heard = "a", .ids = "7500/7502"}},

    // Failures
    {"ChatFailed", delta("1", "a") + frame("conversation.chat.failed", R"({"id":"2","last_error":{"code":4013,"msg":"model error"},"status":"failed"})") + done, {.outcome = "failed", .answer = "a", .heard = "a", .ids = "/2", .code = "4013"}},
    {"ChatFailedFlat", delta("1", "a") + delta("2", "b") + frame("conversation.chat.failed", R"({"code":4011,"msg":"empty"})") + done, failed("4011", {}, "a\n\nb")},
    {"ChatFailedWithoutText", frame("conversation.chat.failed", R"({"last_error":{"code":4013}})") + done, failed("4013")},
    {"ChatFailedWithoutReason", frame("conversation.chat.failed", R"({"last_error":null})") + done, failed("")},
    {"ChatExpired", frame("conversation.chat.expired", R"({"status":"expired"})"), failed("")},
    {"ErrorEvent", frame("error", R"({"code":4020,"msg":"too many requests","detail":{"logid":"20260102"}})") + done, failed("4020", "20260102")},
    {"ErrorEventOfStudio", delta("1", "a") + frame("error", R"({"code":103100001,"msg":"x"})") + frame("conversation.stream.done", ""), failed("103100001", {}, "a")},
    {"ErrorEventEmpty", frame("error", "{}") + done, failed("")},
    {"ErrorEventWithoutCode", frame("error", R"({"code":0,"msg":""})") + done, failed("")},
    {"ErrorEventNull", frame("error", "null") + done, failed("")},
    {"ErrorEventText", frame("error", "overloaded") + done, failed("")},
    {"Canceled", delta("1", "a") + frame("conversation.chat.canceled", R"({"id":"2","status":"canceled"})") + done, {.outcome = "failed", .answer = "a", .heard = "a", .ids = "/2", .code = "canceled"}},
    {"CancelledInStudio", frame("conversation.chat.cancelled", "{}") + done, failed("canceled")},
    {"RequiresAction", frame("conversation.chat.requires_action", R"({"id":"2","status":"requires_action","required_action":{"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[)"
                                                                 R"({"id":"call1","type":"function","function":{"name":"get_rain","arguments":"{\"city\":\"Paris\"}"}},{"id":"call2","type":"reply_message","function":null}]}}})") + done,
     {.outcome = "needs action", .ids = "/2", .tools = R"(call1 get_rain{"city":"Paris"};call2 ;)"}},
    {"RequiredActionInStudio", frame("conversation.chat.required_action", R"({"id":"2","required_action":null})") + done, {.outcome = "needs action", .ids = "/2"}},

    // A document instead of a stream
    {"JsonError", R"({"code":4101,"msg":"The token is wrong","detail":{"logid":"2026A"}})", failed("4101", "2026A")},
    {"JsonErrorNotUtf8", "{\"code\":4101,\"msg\":\"a\xFF\"}", failed("4101")},
    {"JsonErrorOnLines", "\xEF\xBB\xBF\n {\n\"code\": 4200,\n\"msg\": \"no bot\"\n}\n", failed("4200")},
    {"JsonErrorOfStudio", R"({"code":700012006,"msg":"token"})", failed("700012006")},
    {"JsonErrorOfOAuth", R"({"error_code":"invalid_request","error_message":"x","error":"y"})", failed("invalid_request")},
    {"JsonChat", R"({"code":0,"msg":"","data":{"id":"2","conversation_id":"1","status":"in_progress"},"detail":{"logid":"2026B"}})", {.outcome = "interrupted", .ids = "1/2", .logId = "2026B"}},
    {"JsonChatCompleted", R"({"code":0,"data":{"id":"2","conversation_id":"1","status":"completed"}})", {.outcome = "interrupted", .ids = "1/2"}},
    {"JsonChatFailed", R"({"code":0,"data":{"id":"2","status":"failed","last_error":{"code":4013,"msg":"x"}}})", {.outcome = "failed", .ids = "/2", .code = "4013"}},
    {"JsonCutOff", R"({"code":4101,"msg":"The tok)", interrupted("")},
    {"Html", "<html>\n<body>data: x\n\n</body></html>", failed("")},
};

class CozeStreamTest : public testing::TestWithParam<Sample>
{
};

TEST_P(CozeStreamTest, IsTheSameHoweverItIsCut)
{
    const std::string expected = GetParam().reply.text();
    for (const char *lineEnd : {"\n", "\r\n", "\r"}) {
        const std::string bytes = withLineEnd(GetParam().stream, lineEnd);
        const std::string_view view = bytes;
        const Reply whole = readIn({view});
        ASSERT_EQ(whole.text(), expected) << "whole, line ends of " << std::strlen(lineEnd);
        const Reply split = readByteByByte(view);
        ASSERT_EQ(split.text(), expected) << "byte by byte";
        ASSERT_EQ(split.pieces, whole.pieces);
        for (std::size_t cut = 1; cut < view.size(); ++cut) {
            const Reply two = readIn({view.substr(0, cut), view.substr(cut)});
            ASSERT_EQ(two.text(), expected) << "cut at " << cut;
            ASSERT_EQ(two.pieces, whole.pieces) << "cut at " << cut;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Streams, CozeStreamTest, testing::ValuesIn(samples), [](const auto &param) { return std::string(param.param.name); });

TEST(CozeReaderTest, PiecesComeAtOnce)
{
    Reading reading;
    feed(reading.reader, frame("conversation.message.delta", message("9", "f", "function_call")) + delta("1", "a"));
    EXPECT_EQ(reading.reply().heard, "a");
    feed(reading.reader, delta("2", "x") + delta("1", "b"));
    EXPECT_EQ(reading.reply().heard, "ab");
    feed(reading.reader, completed("1", "ab"));
    EXPECT_EQ(reading.reply().heard, "ab\n\nx");
    feed(reading.reader, delta("2", "y"));
    EXPECT_EQ(reading.reply().heard, "ab\n\nxy");
    EXPECT_EQ(reading.reply().outcome, "open");
}

TEST(CozeReaderTest, ErrorsAreToldWithTheLogIdOfTheHeader)
{
    Reading reading(u"2026C"_s);
    feed(reading.reader, frame("error", R"({"code":4020,"msg":"slow\ndown"})"));
    ASSERT_EQ(reading.reader.outcome(), Outcome::Failed);
    const ProviderError &error = *reading.reader.error();
    EXPECT_TRUE(error.message.startsWith(u"Coze says \"slow down\" (code 4020, log id 2026C); ")) << error.message.toStdString();
    EXPECT_TRUE(error.passes);
    EXPECT_EQ(error.logId, u"2026C");
    EXPECT_EQ(reading.reader.facts().logId, u"2026C");
}

TEST(CozeReaderTest, NothingCountsAfterItsEnd)
{
    Reading reading;
    feed(reading.reader, frame("error", R"({"code":4020})") + delta("1", "a") + done);
    EXPECT_EQ(reading.reader.events(), 1);
}

TEST(CozeReaderTest, AnErrorThatIsPlainTextIsTold)
{
    Reading reading;
    feed(reading.reader, frame("error", "overloaded"));
    EXPECT_TRUE(reading.reader.error()->message.contains(u"\"overloaded\"")) << reading.reader.error()->message.toStdString();
}

// Streaming and polling show the same answer.
TEST(CozeReaderTest, AgreesWithTheListOfMessages)
{
    const QByteArray list = R"([{"id":"2","type":"answer","content":"xyz","content_type":"text","created_at":2,"reasoning_content":"s"},{"type":"verbose","content":"v","created_at":1},
        {"id":"1","type":"answer","content":"abc","content_type":"text","created_at":1,"reasoning_content":"r"},{"type":"follow_up","content":"d?","created_at":3}])";
    const auto messages = coze::readMessageList(QJsonDocument::fromJson(list).array());
    const Reply reply = readIn({delta("1", "a", R"(,"reasoning_content":"r")") + delta("2", "x", R"(,"reasoning_content":"s")") + completed("2", "xyz") + completed("1", "abc") + noise("follow_up", "d?") + done});
    EXPECT_EQ(reply.answer, "abc\n\nxyz");
    EXPECT_EQ(messages.answer.toStdString(), reply.answer);
    EXPECT_EQ(messages.reasoning.toStdString(), reply.reasoning);
    EXPECT_EQ(messages.suggestions.join(u'|').toStdString(), reply.suggestions);
}

} // namespace
