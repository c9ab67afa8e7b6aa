// SPDX-License-Identifier: GPL-3.0-or-later
// What the pretended Coze puts on the wire, and with it the HTTP part of every pretended provider, is what the facts say.
#include "tests/support/fake_coze.h"
#include "tests/support/wait_until.h"
#include "tests/unit/provider_client.h"

#include <gtest/gtest.h>

#include <QDateTime>

#include <asio.hpp>

namespace pipit::test {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

const QByteArray created = "conversation.chat.created", inProgress = "conversation.chat.in_progress", delta = "conversation.message.delta", completed = "conversation.message.completed",
                 chatCompleted = "conversation.chat.completed";

class FakeCozeTest : public testing::Test
{
protected:
    FakeCoze coze;

    ProviderClient call(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {}) { return {coze, ProviderClient::request(method, target, coze.token(), body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson())}; }

    static QJsonObject question(bool stream = true)
    {
        const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"hi"_s}, {u"content_type"_s, u"text"_s}};
        return {{u"bot_id"_s, u"7379"_s}, {u"user_id"_s, u"ann"_s}, {u"stream"_s, stream}, {u"additional_messages"_s, QJsonArray{message}}};
    }

    ProviderClient ask(const CozeScript &script, bool stream = true)
    {
        coze.scriptNext(script);
        return call("POST", "/v3/chat", question(stream));
    }

    QByteArray query(int chat = 0) { return "?conversation_id=" + coze.chats()[chat].conversationId.toLatin1() + "&chat_id=" + coze.chats()[chat].id.toLatin1(); }
    QString status() { return call("GET", "/v3/chat/retrieve" + query()).read().json()[u"data"][u"status"].toString(); }
    QJsonArray messages() { return call("GET", "/v3/chat/message/list" + query()).read().json()[u"data"].toArray(); }

    QString listedAnswer()
    {
        QString text;
        for (const auto &message : messages())
            text += message[u"type"] == u"answer"_s ? message[u"content"].toString() : QString();
        return text;
    }

    int code(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {}) { return call(method, target, body).read().json()[u"code"].toInt(-1); }
    bool waitFor(const std::function<bool()> &condition) { return waitUntil(condition, 10s); }
};

TEST_F(FakeCozeTest, AnAnswerIsARowOfEvents)
{
    auto client = ask({.reasoning = {u"hm"_s}, .followUps = {u"What else?"_s}});
    client.read();
    EXPECT_EQ(client.eventNames(), (QByteArrayList{created, inProgress, delta, delta, delta, completed, completed, completed, chatCompleted, "done"}));
    EXPECT_EQ(client.values(delta, u"content"_s), (QStringList{u""_s, u"Hel"_s, u"lo!"_s}));
    EXPECT_EQ(client.values(delta, u"reasoning_content"_s), QStringList{u"hm"_s});
    EXPECT_EQ(client.values(completed, u"type"_s), (QStringList{u"answer"_s, u"verbose"_s, u"follow_up"_s}));
    EXPECT_EQ(client.values(completed, u"content"_s).first(), u"Hello!"_s);
    EXPECT_EQ(QJsonDocument::fromJson(client.events()[8].second)[u"usage"][u"token_count"], 30);
    EXPECT_TRUE(client.body().startsWith("event:conversation.chat.created\ndata:{"));
    EXPECT_TRUE(client.isWhole());

    const auto chat = coze.chats().at(0);
    EXPECT_GT(chat.id.toLongLong(), 1LL << 53);
    EXPECT_EQ(client.values(created, u"id"_s), QStringList{chat.id});
    EXPECT_EQ(chat.questions, question()[u"additional_messages"].toArray());
    const auto request = coze.requests("/v3/chat").at(0);
    EXPECT_TRUE(request.answered);
    EXPECT_EQ(request.header("Authorization"), "Bearer " + coze.token());
    EXPECT_EQ(request.pieceTimes.size(), 3u);
    EXPECT_EQ(client.header("x-tt-logid"), request.answerId);
}

TEST_F(FakeCozeTest, AnswersMayBeTwoAndMayBeReplaced)
{
    auto client = ask({.pieces = {u"a"_s, u"b"_s}, .furtherAnswers = {{u"x"_s, u"y"_s}}, .interleaved = true, .completedText = u"other"_s});
    client.read();
    EXPECT_EQ(client.values(delta, u"content"_s).join(QString()), u"axby"_s);
    EXPECT_EQ(client.values(completed, u"content"_s).mid(0, 2), (QStringList{u"other"_s, u"xy"_s}));
    const QStringList ids = client.values(delta, u"id"_s);
    EXPECT_EQ(ids, (QStringList{ids[0], ids[1], ids[0], ids[1]}));
    EXPECT_NE(ids[0], ids[1]);
    EXPECT_EQ(ask({.deltas = false}).read().eventNames().count(delta), 0);
}

TEST_F(FakeCozeTest, TheWireHasManyForms)
{
    const auto body = [this](const SseForm &form) { return ask({.form = form}).read().body(); };
    EXPECT_TRUE(body({.lineEnd = "\r\n"}).startsWith("event:conversation.chat.created\r\ndata:{"));
    EXPECT_TRUE(body({.lineEnd = "\r"}).startsWith("event:conversation.chat.created\rdata:{"));
    EXPECT_TRUE(body({.spaceAfterColon = true}).startsWith("event: conversation.chat.created\ndata: {"));
    EXPECT_TRUE(body({.lastBlankLine = false}).endsWith("\ndata:\"[DONE]\"\n"));
    EXPECT_TRUE(body({.byteOrderMark = true}).startsWith("\xEF\xBB\xBF" "event:"));

    auto bytes = ask({.form = {.bytesPerWrite = 1}});
    bytes.read();
    EXPECT_EQ(bytes.chunks().size(), bytes.body().size());
    auto untilClose = ask({.form = {.framing = Framing::UntilClose}});
    EXPECT_TRUE(untilClose.read().rawBody().endsWith("data:\"[DONE]\"\n\n"));
    EXPECT_TRUE(untilClose.header("Transfer-Encoding").isEmpty() && untilClose.header("Content-Length").isEmpty());
}

TEST_F(FakeCozeTest, TheEndIsSpeltInManyWays)
{
    const auto last = [this](CozeDone done) { return ask({.done = done}).read().events().last(); };
    EXPECT_EQ(last(CozeDone::Quoted), Event("done", "\"[DONE]\""));
    EXPECT_EQ(last(CozeDone::Bare), Event("done", "[DONE]"));
    EXPECT_TRUE(last(CozeDone::Object).second.startsWith("{\"debug_url\""));
    EXPECT_EQ(last(CozeDone::Empty), Event("done", ""));
    EXPECT_EQ(last(CozeDone::Studio), Event("conversation.stream.done", ""));
    EXPECT_EQ(last(CozeDone::None).first, chatCompleted);
}

TEST_F(FakeCozeTest, NoiseIsEverythingThatIsNotTheAnswer)
{
    auto client = ask({.noise = true});
    client.read();
    for (const char *type : {"verbose", "function_call", "tool_output", "tool_response", "knowledge"})
        EXPECT_TRUE(client.values(completed, u"type"_s).contains(QLatin1StringView(type))) << type;
    EXPECT_TRUE(client.eventNames().contains("conversation.of.tomorrow"));
    EXPECT_TRUE(client.body().contains("\n: ping\n"));
    EXPECT_TRUE(client.body().contains("7379462189365198899"));
}

struct MishapCase {
    const char *name;
    CozeScript script;
    bool head;       // the client sees one
    int deltas;
    bool whole;
};

class FakeCozeMishapTest : public FakeCozeTest, public testing::WithParamInterface<MishapCase> { };

TEST_P(FakeCozeMishapTest, TheStreamEndsAndTheAnswerIsThereAllTheSame)
{
    auto client = ask(GetParam().script);
    client.read();
    EXPECT_EQ(!client.bytes().isEmpty(), GetParam().head);
    EXPECT_EQ(client.eventNames().count(delta), GetParam().deltas);
    EXPECT_EQ(client.isWhole(), GetParam().whole);
    EXPECT_EQ(coze.requests("/v3/chat").at(0).answered, GetParam().whole);
    EXPECT_TRUE(waitFor([this] { return status() == u"completed"_s; }));
    EXPECT_EQ(listedAnswer(), u"Hello!"_s);
}

INSTANTIATE_TEST_SUITE_P(Each, FakeCozeMishapTest, testing::Values(
    MishapCase{"None", {}, true, 2, true},
    MishapCase{"DropBeforeHead", {.mishap = dropBeforeHead()}, false, 0, false},
    MishapCase{"ResetBeforeHead", {.mishap = dropBeforeHead(Cut::Reset)}, false, 0, false},
    MishapCase{"DropBeforeFirstToken", {.mishap = dropAfter(0)}, true, 0, false},
    MishapCase{"DropAfterOne", {.mishap = dropAfter(1)}, true, 1, false},
    MishapCase{"ResetAfterOne", {.mishap = dropAfter(1, Cut::Reset)}, true, 1, false},
    MishapCase{"DropAfterAll", {.mishap = dropAfter(99)}, true, 2, false},
    MishapCase{"EmptyStream", {.mishap = emptyStream()}, true, 0, true},
    MishapCase{"EmptyAnswer", {.answerInStream = false}, true, 0, true},
    MishapCase{"Buffered", {.mishap = bufferedStream()}, true, 2, true}),
    [](const auto &mishap) { return mishap.param.name; });

TEST_F(FakeCozeTest, DropsAreAFinOrAReset)
{
    // Where the connection's end is the body's, a FIN cannot be told from a proper end; a reset can.
    EXPECT_TRUE(ask({.form = {.framing = Framing::UntilClose}, .mishap = dropAfter(1)}).read().isWhole());
    // Qt's socket makes no difference between the two.
    const auto howItEnds = [this](Cut cut) {
        coze.scriptNext({.mishap = dropAfter(1, cut)});
        asio::ip::tcp::iostream stream;
        stream.connect("127.0.0.1", std::to_string(coze.port()));
        stream << ProviderClient::request("POST", "/v3/chat", coze.token(), QJsonDocument(question()).toJson()).toStdString() << std::flush;
        stream.ignore(std::numeric_limits<std::streamsize>::max());
        return stream.error();
    };
    EXPECT_EQ(howItEnds(Cut::Fin), asio::error::eof);
    EXPECT_EQ(howItEnds(Cut::Reset), asio::error::connection_reset);
}

TEST_F(FakeCozeTest, AStreamMayHang)
{
    auto mute = ask({.mishap = hangBeforeHead()});
    EXPECT_TRUE(mute.isSilent());
    EXPECT_TRUE(mute.bytes().isEmpty());

    auto client = ask({.mishap = hangAfter(1)});
    EXPECT_TRUE(client.readUntil("\"Hel\""));
    EXPECT_TRUE(client.isSilent());
    EXPECT_FALSE(client.bytes().contains("lo!"));
    EXPECT_EQ(coze.openConnections(), 2);
    EXPECT_EQ(listedAnswer(), u"Hello!"_s); // of the first; the model went on
    client.close();
    EXPECT_TRUE(waitFor([this] { return coze.requests("/v3/chat").at(1).closedByClient.has_value(); }));
    EXPECT_FALSE(coze.requests("/v3/chat").at(1).answered);

    EXPECT_TRUE(ask({.mishap = hangAfter(0, 1ms)}).readUntil(": keep-alive\n\n\r\ne\r\n: keep-alive\n\n"));
}

TEST_F(FakeCozeTest, ABufferedStreamComesAtOnceAtItsEnd)
{
    auto client = ask({.gateAfter = 1, .mishap = bufferedStream()});
    ASSERT_TRUE(waitFor([this] { return coze.waiting() == 1; }));
    EXPECT_TRUE(client.isSilent());
    coze.goOn();
    EXPECT_EQ(client.read().eventNames().last(), "done");
}

TEST_F(FakeCozeTest, AChatGoesOnWithoutItsListener)
{
    auto client = ask({.gateAfter = 1});
    ASSERT_TRUE(client.readUntil("\"Hel\""));
    client.close();
    ASSERT_TRUE(waitFor([this] { return coze.requests("/v3/chat").at(0).closedByClient.has_value(); }));
    EXPECT_EQ(status(), u"in_progress"_s);
    EXPECT_TRUE(messages().isEmpty());
    coze.goOn();
    EXPECT_TRUE(waitFor([this] { return status() == u"completed"_s; }));
    EXPECT_EQ(listedAnswer(), u"Hello!"_s);
}

TEST_F(FakeCozeTest, AChatMayFail)
{
    auto failed = ask({.failure = CozeFailure{.afterPieces = 1}});
    EXPECT_EQ(failed.read().eventNames(), (QByteArrayList{created, inProgress, delta, "conversation.chat.failed", "done"}));
    EXPECT_EQ(QJsonDocument::fromJson(failed.events()[3].second)[u"last_error"][u"code"], 4013);
    EXPECT_EQ(status(), u"failed"_s);

    auto error = ask({.failure = CozeFailure{.code = 4020, .message = u"too many"_s, .afterPieces = 1, .asErrorEvent = true}});
    EXPECT_EQ(error.read().events().last(), Event("error", R"({"code":4020,"msg":"too many"})"));
}

TEST_F(FakeCozeTest, AnyEndpointMayBeOutOfOrder)
{
    ask({}).read();
    const QByteArray path = "/v3/chat/retrieve";
    coze.answerNext(path, htmlReply(500));
    coze.answerNext(path, tooManyRequests({{u"code"_s, 4020}}, 7s));
    coze.answerNext(path, cozeError(5000, u"internal"_s), 2);
    coze.answerNext(path, noAnswer());
    coze.answerNext(path, noAnswer(Cut::Reset));
    coze.answerNext(path, silence());
    const auto retrieve = [&] { return call("GET", path + query()); };

    auto html = retrieve();
    EXPECT_EQ(html.read().status(), 500);
    EXPECT_EQ(html.header("Content-Type"), "text/html");
    EXPECT_TRUE(html.body().startsWith("<html>"));
    auto busy = retrieve();
    EXPECT_EQ(busy.read().status(), 429);
    EXPECT_EQ(busy.header("Retry-After"), "7");
    for (int i = 0; i < 2; ++i) {
        auto refused = retrieve();
        EXPECT_EQ(refused.read().status(), 200);
        EXPECT_EQ(refused.json()[u"code"], 5000);
        EXPECT_EQ(refused.json()[u"detail"][u"logid"].toString().toLatin1(), coze.requests(path).last().answerId);
    }
    EXPECT_TRUE(retrieve().read().bytes().isEmpty());
    EXPECT_TRUE(retrieve().read().bytes().isEmpty());
    EXPECT_TRUE(retrieve().isSilent());
    EXPECT_EQ(status(), u"completed"_s);
    EXPECT_EQ(coze.chats().at(0).retrieves, 1);
    EXPECT_EQ(coze.count(path), 8);
}

TEST_F(FakeCozeTest, ACallerMustBeKnownAndAsk)
{
    const QByteArray body = QJsonDocument(question()).toJson();
    ProviderClient chat(coze, ProviderClient::request("POST", "/v3/chat", "wrong", body)), retrieve(coze, ProviderClient::request("GET", "/v3/chat/retrieve", "wrong"));
    EXPECT_EQ(chat.read().status(), 200);
    EXPECT_EQ(chat.json()[u"code"], 4101);
    EXPECT_EQ(retrieve.read().status(), 401);
    EXPECT_EQ(retrieve.json()[u"code"], 700012006);
    EXPECT_EQ(call("GET", "/v9").read().status(), 404);
    EXPECT_EQ(code("GET", "/v9"), 4000);

    QJsonObject wrong = question(false);
    wrong[u"auto_save_history"] = false;
    EXPECT_EQ(code("POST", "/v3/chat", wrong), 4007);
    wrong = question();
    wrong.remove(u"user_id"_s);
    EXPECT_EQ(code("POST", "/v3/chat", wrong), 4000);
    wrong = question();
    wrong[u"additional_messages"] = QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, u"no json"_s}, {u"content_type"_s, u"object_string"_s}}};
    EXPECT_EQ(code("POST", "/v3/chat", wrong), 4005);
    EXPECT_EQ(code("POST", "/v3/chat?conversation_id=1", question()), 4002);
    EXPECT_EQ(code("GET", "/v3/chat/retrieve?conversation_id=1&chat_id=2"), 4001);
}

TEST_F(FakeCozeTest, PollingTakesItsTurnsAndTheListItsOrder)
{
    auto asked = ask({.retrievesInProgress = 2, .listOrder = CozeListOrder::VerboseFirst}, false);
    EXPECT_EQ(asked.read().json()[u"data"][u"status"], u"in_progress"_s);
    EXPECT_EQ(asked.json()[u"data"][u"id"], coze.chats().at(0).id);
    EXPECT_EQ(status(), u"in_progress"_s);
    EXPECT_EQ(call("POST", "/v3/chat/retrieve" + query()).read().json()[u"data"][u"status"], u"in_progress"_s);
    EXPECT_EQ(status(), u"completed"_s);
    EXPECT_EQ(messages()[0][u"type"], u"verbose"_s);
    EXPECT_EQ(listedAnswer(), u"Hello!"_s);

    ask({.furtherAnswers = {{u"second"_s}}, .listOrder = CozeListOrder::Backwards}).read();
    const QJsonArray list = call("GET", "/v3/chat/message/list" + query(1)).read().json()[u"data"].toArray();
    EXPECT_EQ(list[1][u"content"], u"second"_s);
    EXPECT_GT(list[1][u"created_at"].toInteger(), list[2][u"created_at"].toInteger());
}

TEST_F(FakeCozeTest, ToolsAreWaitedFor)
{
    auto first = ask({.toolCalls = {{}}, .continuationMishap = dropAfter(1)});
    EXPECT_EQ(first.read().eventNames(), (QByteArrayList{created, inProgress, completed, "conversation.chat.requires_action", "done"}));
    EXPECT_EQ(status(), u"requires_action"_s);
    const QJsonArray wrong{QJsonObject{{u"tool_call_id"_s, u"other"_s}, {u"output"_s, u"{}"_s}}}, right{QJsonObject{{u"tool_call_id"_s, u"call1"_s}, {u"output"_s, u"{}"_s}}};
    const QByteArray path = "/v3/chat/submit_tool_outputs" + query();
    EXPECT_EQ(code("POST", path, {{u"stream"_s, true}, {u"tool_outputs"_s, wrong}}), 4000);
    auto second = call("POST", path, {{u"stream"_s, true}, {u"tool_outputs"_s, right}});
    EXPECT_EQ(second.read().eventNames(), (QByteArrayList{inProgress, delta}));
    EXPECT_EQ(coze.chats().at(0).toolOutputs, right);
    EXPECT_TRUE(waitFor([this] { return status() == u"completed"_s; }));
}

TEST_F(FakeCozeTest, CancellingStopsTheChatAndNotTheStream)
{
    auto client = ask({.gateAfter = 1});
    ASSERT_TRUE(client.readUntil("\"Hel\""));
    const QString conversation = coze.conversations().at(0), chat = coze.chats().at(0).id;
    EXPECT_EQ(code("POST", "/v3/chat?conversation_id=" + conversation.toLatin1(), question()), 4016);
    const QJsonObject which{{u"conversation_id"_s, conversation}, {u"chat_id"_s, chat}};
    EXPECT_EQ(call("POST", "/v3/chat/cancel", which).read().json()[u"data"][u"status"], u"canceled"_s);
    coze.goOn();
    EXPECT_EQ(client.read().eventNames().last(), "done");
    EXPECT_EQ(status(), u"canceled"_s);
    EXPECT_EQ(call("POST", "/v3/chat?conversation_id=" + conversation.toLatin1(), question()).read().eventNames().last(), "done");
    const QJsonObject over{{u"conversation_id"_s, conversation}, {u"chat_id"_s, coze.chats().at(1).id}};
    EXPECT_EQ(code("POST", "/v3/chat/cancel", over), 4104);
    EXPECT_EQ(coze.chats().at(0).cancels, 1);
}

TEST_F(FakeCozeTest, ConversationsKeepWhatWasSaid)
{
    const QByteArray id = call("POST", "/v1/conversation/create", {{u"bot_id"_s, u"7379"_s}}).read().json()[u"data"][u"id"].toString().toLatin1();
    call("POST", "/v3/chat?conversation_id=" + id, question()).read();
    const QJsonObject said = call("POST", "/v1/conversation/message/list?conversation_id=" + id, {{u"order"_s, u"asc"_s}}).read().json();
    ASSERT_EQ(said[u"data"].toArray().size(), 2);
    EXPECT_EQ(said[u"data"][0][u"type"], u"question"_s);
    EXPECT_EQ(said[u"data"][1][u"content"], u"Hello!"_s);
    EXPECT_EQ(said[u"data"][1][u"chat_id"], coze.chats().at(0).id);
    EXPECT_EQ(call("GET", "/v1/conversation/retrieve?conversation_id=" + id).read().json()[u"data"][u"id"].toString().toLatin1(), id);
}

TEST_F(FakeCozeTest, FilesAndBotsAreListed)
{
    const QByteArray part = "--b=\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\nContent-Type: image/png\r\n\r\nP\r\nN\0G";
    const auto upload = [&](const QByteArray &body) { return ProviderClient(coze, ProviderClient::request("POST", "/v1/files/upload", coze.token(), body, "multipart/form-data; boundary=\"b=\"")).read().json(); };
    const QJsonObject uploaded = upload(part + "\r\n--b=--\r\n")[u"data"].toObject();
    ASSERT_EQ(coze.files().size(), 1);
    EXPECT_EQ(uploaded[u"id"], coze.files()[0].id);
    EXPECT_EQ(uploaded[u"file_name"], u"cat.png"_s);
    EXPECT_EQ(coze.files()[0].contentType, "image/png");
    EXPECT_EQ(coze.files()[0].bytes, part.mid(part.indexOf("P\r\nN")));
    EXPECT_EQ(upload(part + "\r\n" + part + "\r\n--b=--\r\n")[u"code"], 4301);
    EXPECT_EQ(upload("--b=--\r\n")[u"code"], 4300);

    coze.setBots({{u"1"_s, u"One"_s}, {u"2"_s, u"Two"_s}, {u"3"_s, u"Three"_s}});
    const QJsonObject page = call("GET", "/v1/bots?workspace_id=9&page_num=2&page_size=2").read().json()[u"data"].toObject();
    EXPECT_EQ(page[u"total"], 3);
    EXPECT_EQ(page[u"items"][0][u"name"], u"Three"_s);
    EXPECT_EQ(code("POST", "/v3/chat", question()), 4200);
}

TEST_F(FakeCozeTest, TokensAreGivenForASignedJwt)
{
    const auto part = [](const QJsonObject &object) { return QJsonDocument(object).toJson().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); };
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const QByteArray jwt = part({{u"alg"_s, u"RS256"_s}, {u"typ"_s, u"JWT"_s}, {u"kid"_s, u"k"_s}}) + '.'
                         + part({{u"iss"_s, u"1"_s}, {u"aud"_s, u"api.coze.cn"_s}, {u"iat"_s, now}, {u"exp"_s, now + 3600}, {u"jti"_s, u"once"_s}}) + ".signed";
    const QByteArray wish = QJsonDocument(QJsonObject{{u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:jwt-bearer"_s}, {u"duration_seconds"_s, 900}}).toJson();
    const auto exchange = [&] { return ProviderClient(coze, ProviderClient::request("POST", "/api/permission/oauth2/token", jwt, wish)).read().json(); };
    const QJsonObject given = exchange();
    EXPECT_GE(given[u"expires_in"].toInteger(), now + 900);
    const QByteArray token = given[u"access_token"].toString().toLatin1();
    const auto listBots = [&] { return ProviderClient(coze, ProviderClient::request("GET", "/v1/bots?workspace_id=9", token)).read().status(); };
    EXPECT_EQ(listBots(), 200);
    EXPECT_EQ(exchange()[u"error_code"], u"invalid_request"_s); // the same jti
    coze.revokeTokens();
    EXPECT_EQ(listBots(), 401);
}

TEST_F(FakeCozeTest, AProviderMayBeAwayForAWhile)
{
    coze.goAway();
    EXPECT_TRUE(call("GET", "/v1/bots?workspace_id=9").isRefused());
    coze.comeBack();
    EXPECT_EQ(code("GET", "/v1/bots?workspace_id=9"), 0);
}

} // namespace
} // namespace pipit::test
