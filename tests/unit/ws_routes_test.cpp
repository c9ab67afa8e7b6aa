// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/ws: what a stream says, frame by frame; what a client says in it; and how both end.
#include "tests/unit/node_fixture.h"

#include <QJsonArray>
#include <QWebSocket>

#include <algorithm>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::TestClient;
using http::waitUntil;

namespace {

constexpr char upgrade[] = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

// What a client has heard and said.
struct WsClient {
    QWebSocket socket;
    QList<QJsonObject> frames;
    bool isClosed = false;

    WsClient(quint16 port, const QByteArray &token, const QString &query)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString &text) { frames << QJsonDocument::fromJson(text.toUtf8()).object(); });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { isClosed = true; });
        QNetworkRequest request(QUrl(u"ws://127.0.0.1:%1/api/ws?%2"_s.arg(port).arg(query)));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        socket.open(request);
    }

    QList<QJsonObject> of(const QString &type) const
    {
        QList<QJsonObject> found;
        for (const QJsonObject &frame : frames) {
            if (frame.value(u"type") == type)
                found << frame;
        }
        return found;
    }

    bool has(const QString &type, qsizetype count = 1) const
    {
        return waitUntil([&] { return of(type).size() >= count; });
    }

    QStringList contents() const
    {
        QStringList contents;
        for (const QJsonObject &frame : of(u"message"_s))
            contents << frame.value(u"data")[u"content"].toString();
        return contents;
    }

    void say(const QJsonObject &frame) { socket.sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact))); }

    void publish(const QJsonValue &ref, const QString &session, const QString &content)
    {
        say({{u"type"_s, u"publish"_s}, {u"ref"_s, ref}, {u"message"_s, QJsonObject{{u"sessionId"_s, session}, {u"content"_s, content}, {u"senderType"_s, u"user"_s}}}});
    }
};

class WsRoutesTest : public test::NodeFixture
{
protected:
    void SetUp() override { start(); }

    std::unique_ptr<WsClient> follow(const QString &query = u"sessionId=s"_s, const QByteArray &token = {})
    {
        auto client = std::make_unique<WsClient>(port(), token.isEmpty() ? server->operatorToken() : token, query);
        EXPECT_TRUE(client->has(u"position"_s));
        return client;
    }

    void say(const QByteArray &session, const QByteArray &content)
    {
        EXPECT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":")" + session + R"(","senderType":"user","content":")" + content + "\"}").status, 201);
    }

    // One of those that ended has this reason.
    bool hasEnded(const QString &reason)
    {
        return waitUntil([&] {
            const QJsonArray all = dataOf(ask(operators(), "GET /api/ops/connections?state=ended")).value(u"connections").toArray();
            return std::ranges::any_of(all, [&](const QJsonValue &one) { return one[u"reason"] == reason; });
        });
    }
};

TEST_F(WsRoutesTest, SaysWhatAStreamSays)
{
    const auto client = follow();
    EXPECT_EQ(client->frames.first().value(u"type"), u"position"_s);
    EXPECT_EQ(client->frames.first().value(u"data")[u"status"], u"continue"_s);
    EXPECT_FALSE(client->frames.first().value(u"id").toString().isEmpty());
    say("s", "你好 \\\"quoted\\\"");
    ASSERT_TRUE(client->has(u"message"_s));
    const QJsonObject message = client->of(u"message"_s).first();
    EXPECT_EQ(message.value(u"data")[u"content"], u"你好 \"quoted\""_s);
    EXPECT_TRUE(message.value(u"id").toString().startsWith(QString::number(message.value(u"data")[u"id"].toInteger())));
    // Only what is a place to go on from has an id.
    EXPECT_EQ(ask(operators(), "POST /api/sessions/s/typing", "{}").status, 200);
    ASSERT_TRUE(client->has(u"typing"_s));
    EXPECT_FALSE(client->of(u"typing"_s).first().contains(u"id"));
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/ops/connections")).value(u"connections")[0][u"transport"], u"websocket"_s);
}

TEST_F(WsRoutesTest, GoesOnWhereItBroke)
{
    auto client = follow();
    QStringList sent;
    QString cursor;
    for (int part = 0; part < 3; ++part) {
        for (int i = 0; i < 20; ++i) {
            sent << u"%1.%2"_s.arg(part).arg(i);
            say("s", sent.last().toLatin1());
        }
        ASSERT_TRUE(client->has(u"message"_s, 20));
        EXPECT_EQ(client->contents(), sent.sliced(part * 20, 20));
        cursor = client->of(u"message"_s).last().value(u"id").toString();
        client.reset();
        client = follow(u"sessionId=s&lastEventId="_s + QString::fromLatin1(QUrl::toPercentEncoding(cursor)));
    }
    auto all = follow(u"sessionId=s&lastEventId=0"_s);
    ASSERT_TRUE(all->has(u"message"_s, 60));
    EXPECT_EQ(all->contents(), sent);
    const auto strange = follow(u"sessionId=s&lastEventId=5~elsewhere"_s);
    EXPECT_EQ(strange->frames.first().value(u"data")[u"status"], u"reset"_s);
}

TEST_F(WsRoutesTest, TakesMessagesAndAnswersEachInTurn)
{
    const auto client = follow();
    QStringList sent;
    for (int i = 0; i < 40; ++i) {
        sent << u"said %1"_s.arg(i);
        client->publish(i, u"s"_s, sent.last());
    }
    ASSERT_TRUE(client->has(u"answer"_s, 40));
    for (int i = 0; i < 40; ++i) {
        const QJsonObject answer = client->of(u"answer"_s).at(i);
        EXPECT_EQ(answer.value(u"ref"), i);
        EXPECT_EQ(answer.value(u"status"), 201);
        EXPECT_TRUE(answer.value(u"success").toBool());
        EXPECT_EQ(answer.value(u"data")[u"message"][u"content"], sent[i]);
    }
    ASSERT_TRUE(client->has(u"message"_s, 40));
    EXPECT_EQ(client->contents(), sent);
}

TEST_F(WsRoutesTest, SaysWhatIsWrongWithAFrame)
{
    const QByteArray limited = tokenFor({.sub = u"ann"_s, .sessions = {u"s"_s}});
    const auto client = follow(u"sessionId=s"_s, limited);
    client->publish(u"a"_s, u"elsewhere"_s, u"x"_s);
    client->say({{u"type"_s, u"publish"_s}, {u"ref"_s, u"b"_s}});
    client->say({{u"type"_s, u"shout"_s}, {u"ref"_s, u"c"_s}});
    client->say({{u"type"_s, u"publish"_s}, {u"ref"_s, QJsonArray()}});
    client->socket.sendTextMessage(u"not JSON"_s);
    client->say({{u"type"_s, u"typing"_s}, {u"ref"_s, u"d"_s}, {u"sessionId"_s, u"s"_s}, {u"what"_s, u"song"_s}});
    ASSERT_TRUE(client->has(u"answer"_s, 6));
    const auto answers = client->of(u"answer"_s);
    const auto told = [&](int i) { return std::pair(answers[i].value(u"status").toInt(), answers[i].value(u"error")[u"field"].toString()); };
    EXPECT_EQ(told(0), (std::pair(403, u"sessionId"_s)));
    EXPECT_EQ(told(1), (std::pair(400, u"message"_s)));
    EXPECT_EQ(told(2), (std::pair(400, u"type"_s)));
    EXPECT_EQ(told(3), (std::pair(400, u"ref"_s)));
    EXPECT_EQ(told(4), (std::pair(400, QString())));
    EXPECT_EQ(told(5), (std::pair(400, u"what"_s)));
    EXPECT_FALSE(client->isClosed);
}

TEST_F(WsRoutesTest, TellsOthersWhoWrites)
{
    const auto writer = follow(u"sessionId=s"_s, tokenFor({.sub = u"ann"_s, .name = u"Ann"_s, .sessions = {u"s"_s}})), reader = follow();
    writer->say({{u"type"_s, u"typing"_s}, {u"sessionId"_s, u"s"_s}, {u"active"_s, true}});
    ASSERT_TRUE(reader->has(u"typing"_s));
    EXPECT_EQ(reader->of(u"typing"_s).first().value(u"data")[u"senderId"], u"ann"_s);
    ASSERT_TRUE(writer->has(u"answer"_s));
    EXPECT_FALSE(writer->of(u"answer"_s).first().contains(u"ref"));
}

TEST_F(WsRoutesTest, IsForThoseWhoMayAndWhoSpeakIt)
{
    EXPECT_EQ(ask(upgrade, "GET /api/ws?sessionId=s").status, 401);
    EXPECT_EQ(ask(operators() + upgrade + "Origin: http://evil.example\r\n", "GET /api/ws?sessionId=s").status, 403);
    EXPECT_EQ(ask(bearer(tokenFor({.sub = u"ann"_s, .sessions = {u"a"_s}})) + upgrade, "GET /api/ws?sessionId=b").status, 403);
    const auto plain = ask(operators(), "GET /api/ws?sessionId=s");
    EXPECT_EQ(plain.status, 400);
    EXPECT_EQ(plain.errorField(), u"Upgrade"_s);
    EXPECT_EQ(ask(operators() + QByteArray(upgrade).replace("13", "8"), "GET /api/ws?sessionId=s").errorField(), u"Sec-WebSocket-Version"_s);
    EXPECT_EQ(ask(operators() + QByteArray(upgrade).replace("dGhl", "d"), "GET /api/ws?sessionId=s").errorField(), u"Sec-WebSocket-Key"_s);
    EXPECT_EQ(ask(operators() + upgrade, "GET /api/ws").errorField(), u"sessionId"_s);
    EXPECT_EQ(ask(operators() + upgrade, "GET /api/sse/messages?sessionId=s").status, 400);
    EXPECT_EQ(ask(operators() + upgrade, "HEAD /api/ws?sessionId=s").status, 400);
    const auto opened = ask(operators() + upgrade, "GET /api/ws?sessionId=s");
    EXPECT_EQ(opened.status, 101);
    EXPECT_EQ(opened.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // as RFC 6455 has it for this key
}

TEST_F(WsRoutesTest, ATicketOpensOneAndItsCallerMaySpeak)
{
    const QString ticket = dataOf(ask(operators(), "POST /api/auth/tickets")).value(u"ticket").toString();
    WsClient client(port(), {}, u"sessionId=s&ticket="_s + ticket);
    ASSERT_TRUE(client.has(u"position"_s));
    client.publish(1, u"s"_s, u"by ticket"_s);
    ASSERT_TRUE(client.has(u"answer"_s));
    EXPECT_EQ(client.of(u"answer"_s).first().value(u"status"), 201);
}

TEST_F(WsRoutesTest, EndsWithItsReason)
{
    const auto closed = follow();
    const QByteArray id = QByteArray::number(dataOf(ask(operators(), "GET /api/ops/connections")).value(u"connections")[0][u"id"].toInteger());
    EXPECT_EQ(ask(operators(), "DELETE /api/ops/connections/" + id).status, 200);
    ASSERT_TRUE(waitUntil([&] { return closed->isClosed; }));
    EXPECT_EQ(closed->frames.last().value(u"type"), u"closing"_s);
    EXPECT_EQ(closed->socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    EXPECT_EQ(closed->socket.closeReason(), u"closed_by_operator"_s);

    auto left = follow();
    left.reset();
    EXPECT_TRUE(hasEnded(u"client_gone"_s));
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/ops/connections")).value(u"all").toInteger(), 0);

    const auto stopped = follow();
    server->stop();
    ASSERT_TRUE(waitUntil([&] { return stopped->isClosed; }));
    EXPECT_EQ(stopped->socket.closeReason(), u"shutdown"_s);
}

TEST_F(WsRoutesTest, BytesAndTooMuchEndIt)
{
    const auto binary = follow();
    binary->socket.sendBinaryMessage("bytes");
    ASSERT_TRUE(waitUntil([&] { return binary->isClosed; }));
    EXPECT_EQ(binary->socket.closeCode(), QWebSocketProtocol::CloseCodeDatatypeNotSupported);
    const auto large = follow();
    large->socket.sendTextMessage(QString(qsizetype(config.limits.messageBytes) + (128 << 10), u'x'));
    ASSERT_TRUE(waitUntil([&] { return large->isClosed; }));
    EXPECT_EQ(large->socket.closeCode(), QWebSocketProtocol::CloseCodeTooMuchData);
    const auto hasty = follow();
    for (int i = 0; i < 500; ++i)
        hasty->publish(i, u"s"_s, u"x"_s);
    ASSERT_TRUE(waitUntil([&] { return hasty->isClosed || hasty->of(u"answer"_s).size() == 500; }));
}

// Its queue is the engine's, and bounded as any.
TEST_F(WsRoutesTest, WhoDoesNotReadIsEndedAsSlow)
{
    TestClient deaf(port());
    deaf.send(requestOf("GET /api/ws?sessionId=s", operators() + upgrade));
    ASSERT_EQ(deaf.nextHead().status, 101);
    deaf.stopReading();
    const QByteArray large(200'000, 'x');
    for (int i = 0; i < 100 && dataOf(ask(operators(), "GET /api/ops/connections?state=ended")).value(u"connections").toArray().isEmpty(); ++i)
        say("s", large);
    EXPECT_TRUE(hasEnded(u"slow_consumer"_s));
    deaf.goOnReading();
    EXPECT_TRUE(waitUntil([&] { return deaf.isGone(); }));
}

} // namespace
