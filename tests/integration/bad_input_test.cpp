// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever comes in is either right or refused: with the fitting status, with the name of the field, and with nothing stored.
// On SQLite; with PIPIT_TEST_DATABASE=postgres in the environment, on PostgreSQL.
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/postgres_server.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

struct BadRequest {
    const char *name;
    QByteArray method;
    QByteArray target;
    QByteArray body;
    int status;
    QString code;
    QString field = {};

    friend void PrintTo(const BadRequest &request, std::ostream *out) { *out << request.name; }
};

namespace {

constexpr qsizetype mebibyte = 1 << 20;

// One node for all: a request that harms it makes those after it fail.
class NodeEnvironment : public testing::Environment
{
public:
    void SetUp() override
    {
        QStringList arguments;
        if (qEnvironmentVariable("PIPIT_TEST_DATABASE") == u"postgres") {
            m_server = std::make_unique<PostgresServer>();
            arguments = {u"--database"_s, m_server->createDatabase()};
        }
        m_node = std::make_unique<NodeProcess>(arguments);
        m_node->start();
    }
    void TearDown() override
    {
        EXPECT_EQ(m_node->terminate(), 0);
        m_node.reset();
        m_server.reset();
    }
    const NodeProcess &node() const { return *m_node; }

private:
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<NodeProcess> m_node;
};

NodeEnvironment &environment()
{
    static auto *const instance = dynamic_cast<NodeEnvironment *>(testing::AddGlobalTestEnvironment(new NodeEnvironment));
    return *instance;
}

[[maybe_unused]] const NodeEnvironment &registeredBeforeMain = environment();

QByteArray bearer()
{
    return "Bearer " + environment().node().token();
}

Answer call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}, const QByteArray &authorization = bearer())
{
    const auto answer = HttpConnection(environment().node().port()).call(httpRequest(method, target, authorization, body));
    return answer.value_or(Answer());
}

QByteArray message(const QByteArray &content, const QByteArray &more = {}, const QByteArray &session = "bad-input")
{
    return "{\"sessionId\":\"" + session + "\",\"content\":\"" + content + "\",\"senderType\":\"user\"" + more + '}';
}

// The head of the log. The session exists: it begins with the message that this stores once.
qint64 position()
{
    static const int stored = call("POST", "/api/messages", message("first", {}, "position")).status;
    EXPECT_EQ(stored, 201);
    const Answer answer = call("GET", "/api/messages?sessionId=position");
    EXPECT_EQ(answer.status, 200);
    return answer.data().value(u"position").toInteger(-1);
}

class BadInputTest : public testing::TestWithParam<BadRequest> { };

TEST_P(BadInputTest, IsRefusedWithItsFieldAndNothingIsStored)
{
    const BadRequest &bad = GetParam();
    const qint64 before = position();
    const Answer answer = call(bad.method, bad.target, bad.body);
    EXPECT_EQ(answer.status, bad.status) << answer.body.left(300).toStdString();
    EXPECT_FALSE(answer.json().value(u"success").toBool(true));
    EXPECT_EQ(answer.error().value(u"code").toString().toStdString(), bad.code.toStdString());
    EXPECT_EQ(answer.error().value(u"field").toString().toStdString(), bad.field.toStdString());
    // A person reads it: whole, of one line, and not the input again.
    const QString text = answer.error().value(u"message").toString();
    EXPECT_TRUE(text.size() > 10 && text.size() < 400 && !text.contains(u'\n') && text.endsWith(u'.')) << text.toStdString();
    EXPECT_EQ(position(), before) << "something was stored";
}

std::string nameOf(const testing::TestParamInfo<BadRequest> &info)
{
    return info.param.name;
}

BadRequest post(const char *name, const QByteArray &body, const QString &field, int status = 400, const QString &code = u"invalid_request"_s)
{
    return {name, "POST", "/api/messages", body, status, code, field};
}

BadRequest tooLarge(const char *name, const QByteArray &body, const QString &field)
{
    return post(name, body, field, 413, u"too_large"_s);
}

INSTANTIATE_TEST_SUITE_P(Body, BadInputTest, testing::Values(
    post("Empty", "", {}),
    post("NotJson", "hello", {}),
    post("Cut", R"({"sessionId":"bad-input","content":"x")", {}),
    post("TwoObjects", message("x") + message("y"), {}),
    post("Array", "[" + message("x") + "]", {}),
    post("Null", "null", {}),
    post("InvalidUtf8", message("a\xff\xfe" "b"), {}),
    post("OverlongUtf8", message("a\xc0\x80" "b"), {}),
    post("SurrogateInUtf8", message("a\xed\xa0\x80" "b"), {}),
    post("CutUtf8", message("a\xe4\xbd"), {}),
    post("ByteOfNul", QByteArray("{\"sessionId\":\"bad-input\",\"content\":\"a\0b\",\"senderType\":\"user\"}", 62), {}),
    post("NestedAThousandTimes", message("x", ",\"metadata\":" + QByteArray("{\"a\":").repeated(2000) + "1" + QByteArray("}").repeated(2000)), {})), nameOf);

INSTANTIATE_TEST_SUITE_P(SessionId, BadInputTest, testing::Values(
    post("Missing", R"({"content":"x","senderType":"user"})", u"sessionId"_s),
    post("Null", R"({"sessionId":null,"content":"x","senderType":"user"})", u"sessionId"_s),
    post("Number", R"({"sessionId":5,"content":"x","senderType":"user"})", u"sessionId"_s),
    post("Empty", message("x", {}, ""), u"sessionId"_s),
    post("Of47Bytes", message("x", {}, QByteArray(47, 'a')), u"sessionId"_s),
    post("Of100000Bytes", message("x", {}, QByteArray(100'000, 'a')), u"sessionId"_s),
    post("Dot", message("x", {}, "a.b"), u"sessionId"_s),
    post("Slash", message("x", {}, "a/b"), u"sessionId"_s),
    post("Star", message("x", {}, "*"), u"sessionId"_s),
    post("Quote", message("x", {}, "a'b"), u"sessionId"_s),
    post("DoubleQuote", message("x", {}, "a\\\"b"), u"sessionId"_s),
    post("Sql", message("x", {}, "a'; DROP TABLE messages; --"), u"sessionId"_s),
    post("LineFeed", message("x", {}, "a\\nb"), u"sessionId"_s),
    post("CarriageReturn", message("x", {}, "a\\rb"), u"sessionId"_s),
    post("Nul", message("x", {}, "a\\u0000b"), u"sessionId"_s),
    post("Chinese", message("x", {}, "会话"), u"sessionId"_s)), nameOf);

INSTANTIATE_TEST_SUITE_P(Content, BadInputTest, testing::Values(
    post("Missing", R"({"sessionId":"bad-input","senderType":"user"})", u"content"_s),
    post("Number", R"({"sessionId":"bad-input","content":5,"senderType":"user"})", u"content"_s),
    post("Object", R"({"sessionId":"bad-input","content":{"a":1},"senderType":"user"})", u"content"_s),
    post("List", R"({"sessionId":"bad-input","content":["a"],"senderType":"user"})", u"content"_s),
    post("Flag", R"({"sessionId":"bad-input","content":true,"senderType":"user"})", u"content"_s),
    post("Empty", message(""), u"content"_s),
    post("Nul", message("a\\u0000b"), u"content"_s),
    post("FirstHalfOfAPair", message("a\\ud83db"), u"content"_s),
    post("SecondHalfOfAPair", message("\\udc4b"), u"content"_s),
    tooLarge("OneByteMoreThanAMebibyte", message(QByteArray(mebibyte + 1, 'x')), u"content"_s),
    tooLarge("OneByteMoreInChinese", message(QByteArray("界").repeated(mebibyte / 3) + "xx"), u"content"_s)), nameOf);

INSTANTIATE_TEST_SUITE_P(OtherFields, BadInputTest, testing::Values(
    post("UnknownField", message("x", R"(,"colour":"red")"), u"colour"_s),
    post("UnknownFieldOfOtherCase", message("x", R"(,"SessionId":"y")"), u"SessionId"_s),
    post("SenderId", message("x", R"(,"senderId":"somebody-else")"), u"senderId"_s),
    post("Id", message("x", R"(,"id":1)"), u"id"_s),
    post("UnknownFieldOfTwoLines", message("x", R"(,"a\r\nSet-Cookie: b":1)"), u"(unprintable)"_s),
    post("SenderTypeMissing", R"({"sessionId":"bad-input","content":"x"})", u"senderType"_s),
    post("SenderTypeUnknown", R"({"sessionId":"bad-input","content":"x","senderType":"admin"})", u"senderType"_s),
    post("ContentTypeUnknown", message("x", R"(,"contentType":"html")"), u"contentType"_s),
    post("ContentTypeNumber", message("x", R"(,"contentType":1)"), u"contentType"_s),
    post("NameWithLineFeed", message("x", R"(,"senderName":"a\nb")"), u"senderName"_s),
    post("NameWithCarriageReturn", message("x", R"(,"senderName":"a\rb")"), u"senderName"_s),
    post("NameWithNul", message("x", R"(,"senderName":"a\u0000")"), u"senderName"_s),
    post("NameWithLineSeparator", message("x", R"(,"senderName":"a\u2028b")"), u"senderName"_s),
    tooLarge("NameOf201Bytes", message("x", ",\"senderName\":\"" + QByteArray(201, 'n') + '"'), u"senderName"_s),
    post("ClientMessageIdNoUuid", message("x", R"(,"clientMessageId":"42")"), u"clientMessageId"_s),
    post("ClientMessageIdSql", message("x", R"(,"clientMessageId":"' OR '1'='1")"), u"clientMessageId"_s),
    post("ContentTypeSql", message("x", R"(,"contentType":"text'; DROP TABLE messages; --")"), u"contentType"_s),
    post("SenderTypeSql", R"({"sessionId":"bad-input","content":"x","senderType":"user'--"})", u"senderType"_s),
    post("ClientMessageIdTooLong", message("x", R"(,"clientMessageId":"0f8fad5b-d9cb-469f-a165-70867728950e0")"), u"clientMessageId"_s),
    post("ClientMessageIdNumber", message("x", R"(,"clientMessageId":42)"), u"clientMessageId"_s),
    post("ReplyToText", message("x", R"(,"replyTo":"1")"), u"replyTo"_s),
    post("ReplyToZero", message("x", R"(,"replyTo":0)"), u"replyTo"_s),
    post("ReplyToNegative", message("x", R"(,"replyTo":-1)"), u"replyTo"_s),
    post("ReplyToFraction", message("x", R"(,"replyTo":1.5)"), u"replyTo"_s),
    post("ReplyToBeyond63Bits", message("x", R"(,"replyTo":9223372036854775808)"), u"replyTo"_s),
    post("ReplacesList", message("x", R"(,"replaces":[1])"), u"replaces"_s),
    post("IfLatestOfAText", message("x", R"(,"ifLatest":1)"), u"ifLatest"_s),
    post("MetadataText", message("x", R"(,"metadata":"{}")"), u"metadata"_s),
    post("MetadataList", message("x", R"(,"metadata":[])"), u"metadata"_s),
    post("MetadataWithNul", message("x", R"(,"metadata":{"a":["\u0000"]})"), u"metadata"_s),
    post("MetadataOf33Levels", message("x", ",\"metadata\":" + QByteArray("{\"a\":").repeated(33) + "1" + QByteArray("}").repeated(33)), u"metadata"_s),
    tooLarge("MetadataOver64Kibibytes", message("x", ",\"metadata\":{\"a\":\"" + QByteArray(64 << 10, 'm') + "\"}"), u"metadata"_s)), nameOf);

BadRequest get(const char *name, const QByteArray &target, const QString &field, int status = 400, const QString &code = u"invalid_request"_s)
{
    return {name, "GET", target, {}, status, code, field};
}

INSTANTIATE_TEST_SUITE_P(Queries, BadInputTest, testing::Values(
    get("HistoryOfNoSession", "/api/messages", u"sessionId"_s),
    get("HistoryOfALongSession", "/api/messages?sessionId=" + QByteArray(47, 'a'), u"sessionId"_s),
    get("HistoryOfTwoLines", "/api/messages?sessionId=a%0d%0ab", u"sessionId"_s),
    get("HistoryOfNul", "/api/messages?sessionId=a%00", u"sessionId"_s),
    get("HistoryOfInvalidUtf8", "/api/messages?sessionId=%ff", u"sessionId"_s),
    get("HistoryNeverUsed", "/api/messages?sessionId=never-used", u"sessionId"_s, 404, u"not_found"_s),
    get("HistoryOfSql", "/api/messages?sessionId=a'%20OR%201=1--", u"sessionId"_s),
    get("BeforeSql", "/api/messages?sessionId=position&before=1%20OR%201=1", u"before"_s),
    get("SearchInSql", "/api/messages/search?q=first&sessionId='%20OR%20''='", u"sessionId"_s),
    get("StreamOfSql", "/api/sse/messages?sessionId=a';NOTIFY%20x", u"sessionId"_s),
    get("LimitZero", "/api/messages?sessionId=position&limit=0", u"limit"_s),
    get("LimitTooHigh", "/api/messages?sessionId=position&limit=201", u"limit"_s),
    get("LimitText", "/api/messages?sessionId=position&limit=ten", u"limit"_s),
    get("BeforeText", "/api/messages?sessionId=position&before=yesterday", u"before"_s),
    get("AfterOfAnotherEpoch", "/api/messages?sessionId=position&after=1~elsewhere", u"after"_s),
    get("WaitTooLong", "/api/messages?sessionId=position&after=0&wait=61", u"wait"_s),
    get("WaitWithoutAfter", "/api/messages?sessionId=position&wait=1", u"wait"_s),
    get("SessionNeverUsed", "/api/sessions/never-used", u"id"_s, 404, u"not_found"_s),
    get("SessionTooLong", "/api/sessions/" + QByteArray(47, 'a'), u"id"_s),
    get("StreamOfNoSession", "/api/sse/messages", u"sessionId"_s),
    get("StreamOfALongSession", "/api/sse/messages?sessionId=" + QByteArray(47, 'a'), u"sessionId"_s),
    get("StreamOfTwoLines", "/api/sse/messages?sessionId=a%0ab", u"sessionId"_s),
    get("NoSuchPath", "/api/nothing", {}, 404, u"not_found"_s)), nameOf);

INSTANTIATE_TEST_SUITE_P(OtherResources, BadInputTest, testing::Values(
    BadRequest{"TitleOfTwoLines", "POST", "/api/sessions", R"({"id":"titled","title":"a\nb"})", 400, u"invalid_request"_s, u"title"_s},
    BadRequest{"TitleTooLong", "POST", "/api/sessions", "{\"id\":\"titled\",\"title\":\"" + QByteArray(201, 't') + "\"}", 413, u"too_large"_s, u"title"_s},
    BadRequest{"TitleNumber", "POST", "/api/sessions", R"({"id":"titled","title":5})", 400, u"invalid_request"_s, u"title"_s},
    BadRequest{"SessionIdOf47Bytes", "POST", "/api/sessions", "{\"id\":\"" + QByteArray(47, 'a') + "\"}", 400, u"invalid_request"_s, u"id"_s},
    BadRequest{"SessionUnknownField", "POST", "/api/sessions", R"({"name":"x"})", 400, u"invalid_request"_s, u"name"_s},
    BadRequest{"PatchNeverUsed", "PATCH", "/api/sessions/never-used", R"({"title":"x"})", 404, u"not_found"_s, u"id"_s},
    BadRequest{"PatchArchivedText", "PATCH", "/api/sessions/position", R"({"archived":"yes"})", 400, u"invalid_request"_s, u"archived"_s},
    BadRequest{"RunWithoutBot", "POST", "/api/sessions/bad-input/runs", R"({"content":"x"})", 400, u"invalid_request"_s, u"botId"_s},
    BadRequest{"RunOfUnknownBot", "POST", "/api/sessions/bad-input/runs", R"({"botId":"nobody","content":"x"})", 404, u"not_found"_s, u"botId"_s},
    BadRequest{"RunWithNul", "POST", "/api/sessions/bad-input/runs", R"({"botId":"echo","content":"\u0000"})", 400, u"invalid_request"_s, u"content"_s},
    BadRequest{"RunOfALongSession", "POST", "/api/sessions/" + QByteArray(47, 'a') + "/runs", R"({"botId":"echo","content":"x"})", 400, u"invalid_request"_s, u"sessionId"_s},
    BadRequest{"CancelOfNothing", "POST", "/api/runs/nothing/cancel", {}, 404, u"not_found"_s, u"id"_s},
    BadRequest{"WrongMethod", "DELETE", "/api/messages", {}, 405, u"method_not_allowed"_s}), nameOf);

// The counterpart: the largest that is allowed, and what looks odd but is right.
TEST(GoodInputTest, TheLimitsThemselvesAreAllowed)
{
    for (const QByteArray &body : {message(QByteArray(mebibyte, 'x')), message(QByteArray("界").repeated(mebibyte / 3) + 'x'), message("x", {}, QByteArray(46, 'a')),
                                   message("two\\r\\nlines"), message("\\ud83d\\udc4b"), message("x", ",\"senderName\":\"" + QByteArray(200, 'n') + '"'),
                                   message("x", ",\"replyTo\":null,\"metadata\":" + QByteArray("{\"a\":").repeated(32) + "1" + QByteArray("}").repeated(32))}) {
        const qint64 before = position();
        const Answer answer = call("POST", "/api/messages", body);
        EXPECT_EQ(answer.status, 201) << answer.body.left(300).toStdString();
        EXPECT_GT(position(), before);
    }
}

TEST(GoodInputTest, AMebibyteComesBackWhole)
{
    const QByteArray content = QByteArray("界").repeated(mebibyte / 3) + 'x';
    const Answer stored = call("POST", "/api/messages", message(content, {}, "large"));
    ASSERT_EQ(stored.status, 201);
    const Answer history = call("GET", "/api/messages?sessionId=large&limit=1");
    EXPECT_EQ(history.data().value(u"messages").toArray().first().toObject().value(u"content").toString().toUtf8(), content);
}

// What looks like SQL in a free text is text, to the last character.
TEST(GoodInputTest, SqlIsTextWhereTextMayStand)
{
    const QString sql = uR"(Robert'); DROP TABLE messages; -- \' "x" $1 ? %s {a,b} E'\\' $$ :name)"_s;
    const QJsonObject body{{u"sessionId"_s, u"sql"_s}, {u"content"_s, sql}, {u"senderType"_s, u"user"_s}, {u"senderName"_s, sql}, {u"metadata"_s, QJsonObject{{sql, sql}}}};
    const Answer stored = call("POST", "/api/messages", QJsonDocument(body).toJson(QJsonDocument::Compact));
    ASSERT_EQ(stored.status, 201) << stored.body.toStdString();
    const QJsonObject kept = call("GET", "/api/messages?sessionId=sql").data().value(u"messages").toArray().first().toObject();
    EXPECT_EQ(kept.value(u"content").toString(), sql);
    EXPECT_EQ(kept.value(u"senderName").toString(), sql);
    EXPECT_EQ(kept.value(u"metadata").toObject(), (QJsonObject{{sql, sql}}));

    const Answer session = call("PATCH", "/api/sessions/sql", QJsonDocument(QJsonObject{{u"title"_s, sql}}).toJson(QJsonDocument::Compact));
    EXPECT_EQ(session.data().value(u"session").toObject().value(u"title").toString(), sql);
    for (const QByteArray &question : {QByteArray("robert"), QUrl::toPercentEncoding(sql), QByteArray("'messages'%20!drop:*")}) {
        Answer found; // by words that are taken from it a moment after it was stored
        waitUntil([&] {
            found = call("GET", "/api/messages/search?q=" + question);
            return found.status != 200 || !found.data().value(u"messages").toArray().isEmpty();
        }, 20s);
        ASSERT_EQ(found.status, 200) << found.body.toStdString();
        EXPECT_EQ(found.data().value(u"messages").toArray().size(), 1) << question.toStdString();
    }
    EXPECT_EQ(call("GET", "/api/sessions").status, 200);
}

TEST(GoodInputTest, AStreamOfASessionNeverUsedBegins)
{
    const Answer answer = call("GET", "/api/sse/messages?sessionId=yet-to-begin");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.head.contains("content-type: text/event-stream"));
}

// Announced, not sent: the node says no before the first byte of the body.
TEST(BodyLimitTest, ABodyBeyondTheLimitIsRefusedByItsLength)
{
    const qint64 before = position();
    const QByteArray head = "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + bearer() + "\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n";
    const auto answer = HttpConnection(environment().node().port()).call(head);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(answer->error().value(u"code").toString(), u"too_large");
    EXPECT_EQ(position(), before);
}

// Every path of docs/api.md that is not public, with nothing, with a token of nobody, and with things that are no token.
TEST(CallerTest, NobodyIsRefusedEverywhere)
{
    const std::pair<QByteArray, QByteArray> paths[] = {{"POST", "/api/messages"}, {"GET", "/api/messages?sessionId=position"}, {"GET", "/api/messages/search?q=first"}, {"GET", "/api/sessions"},
                                                       {"POST", "/api/sessions"}, {"GET", "/api/sessions/position"}, {"PATCH", "/api/sessions/position"}, {"POST", "/api/sessions/position/runs"},
                                                       {"POST", "/api/runs/x/cancel"}, {"GET", "/api/bots"}, {"GET", "/api/sse/messages?sessionId=position"}, {"GET", "/api/sse/test"},
                                                       {"GET", "/api/sse/stats"}, {"GET", "/api/auth/session"}, {"POST", "/api/auth/session"}};
    const QByteArray strangers[] = {"", "Bearer", "Bearer ", "Bearer wrong", "Bearer pipit_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Basic b3BlcmF0b3I6eA==", environment().node().token(),
                                    "Bearer " + QByteArray(5000, 'a'), bearer() + "x"};
    const qint64 before = position();
    for (const auto &[method, target] : paths) {
        for (const QByteArray &stranger : strangers) {
            const bool hasBody = method != "GET" && target != "/api/auth/session";
            const Answer answer = call(method, target, hasBody ? message("x") : QByteArray(), stranger);
            EXPECT_EQ(answer.status, 401) << method.toStdString() << ' ' << target.toStdString() << " as '" << stranger.left(40).toStdString() << "': " << answer.body.left(200).toStdString();
            EXPECT_EQ(answer.error().value(u"code").toString(), u"unauthenticated");
            EXPECT_FALSE(answer.body.contains("first"));
        }
    }
    EXPECT_EQ(position(), before);
}

TEST(CallerTest, ProbesNeedNoCaller)
{
    EXPECT_EQ(call("GET", "/healthz", {}, {}).status, 200);
    EXPECT_EQ(call("GET", "/readyz", {}, {}).status, 200);
}

} // namespace
} // namespace pipit::test
