// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: over TLS a node does what it does without it, streams with all their limits included; and a certificate is
// renewed under it while it works.
#include "tests/unit/log_capture.h"
#include "tests/unit/tls_node_fixture.h"

#include "net/http_exchange.h"

#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::Answer;
using http::waitUntil;
using test::KeyKind;

namespace {

class TlsTest : public test::TlsNodeFixture
{
protected:
    Answer ask(const QByteArray &methodAndTarget, const QByteArray &body = {}) const { return NodeFixture::ask(operators(), methodAndTarget, body); }

    Answer say(const QByteArray &content) const { return ask("POST /api/messages", R"({"sessionId":"s","senderType":"user","content":")" + content + "\"}"); }

    std::unique_ptr<http::TestClient> streaming(const QByteArray &headers = {}) const
    {
        auto client = connected();
        client->send(requestOf("GET /api/sse/messages?sessionId=s", operators() + headers));
        EXPECT_EQ(client->nextHead().status, 200);
        EXPECT_TRUE(waitUntil([&] { return client->rest().contains("event: position"); }));
        return client;
    }

    static bool has(const http::TestClient &stream, const QByteArray &content)
    {
        return waitUntil([&] { return stream.rest().contains(QByteArray("\"content\":\"" + content + '"')); });
    }

    qint64 closed(const QString &reason) const { return dataOf(ask("GET /api/sse/stats")).value(u"connections").toObject().value(u"closed").toObject().value(reason).toInteger(); }
};

TEST_F(TlsTest, SpeaksHttpsAndKnowsIt)
{
    start();
    EXPECT_EQ(server->url().scheme(), u"https");
    EXPECT_EQ(ask("GET /api/sessions").status, 200);
    const QByteArray body = "{\"token\":\"" + server->operatorToken() + "\"}";
    const Answer opened = NodeFixture::ask({}, "POST /api/auth/session", body);
    ASSERT_EQ(opened.status, 200);
    EXPECT_TRUE(opened.header("set-cookie").endsWith("; Secure")) << opened.header("set-cookie").constData();
    EXPECT_EQ(NodeFixture::ask("Origin: http://127.0.0.1\r\n", "POST /api/auth/session", body).status, 403);
    EXPECT_EQ(NodeFixture::ask("Origin: https://127.0.0.1\r\n", "POST /api/auth/session", body).status, 200);
}

TEST_F(TlsTest, KeysOfBothKindsAndWholeChainsAreSent)
{
    const test::Issuer between = authority.between();
    for (const KeyKind kind : {KeyKind::Ec, KeyKind::Rsa}) {
        const test::Issued issued = between.issue({.key = kind});
        put(issued, between.pem());
        start();
        EXPECT_EQ(shown(), QSslCertificate(issued.certificate));
        EXPECT_EQ(ask("GET /api/sessions").status, 200);
        put(issued);
        start();
        EXPECT_TRUE(shown().isNull()) << "the client finds the way to its authority by itself";
    }
}

TEST_F(TlsTest, RequestsOfEveryKindAreAnswered)
{
    config.limits.bodyBytes = 9 << 20;
    config.limits.messageBytes = 8 << 20;
    start();
    const auto client = connected();
    QByteArray pipelined;
    for (int i = 0; i < 50; ++i)
        pipelined += requestOf("POST /api/messages", operators(), R"({"sessionId":"s","senderType":"user","content":")" + QByteArray::number(i) + "\"}");
    client->send(pipelined);
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(dataOf(client->next()).value(u"message").toObject().value(u"content").toString(), QString::number(i));

    const QByteArray large = R"({"sessionId":"s","senderType":"user","content":")" + QByteArray(8 << 20, 'x') + "\"}";
    client->send(requestOf("POST /api/messages", operators(), large));
    const Answer echoed = client->next();
    EXPECT_EQ(echoed.status, 201);
    EXPECT_EQ(dataOf(echoed).value(u"message").toObject().value(u"content").toString().size(), 8 << 20);

    QByteArray chunks;
    for (qsizetype at = 0; at < large.size(); at += 100'000)
        chunks += QByteArray::number(std::min<qsizetype>(100'000, large.size() - at), 16) + "\r\n" + large.mid(at, 100'000) + "\r\n";
    client->send(requestOf("POST /api/messages", operators() + "Transfer-Encoding: chunked\r\n") + chunks + "0\r\n\r\n");
    EXPECT_EQ(client->next().status, 201);
}

TEST_F(TlsTest, AStreamIsHandedOverAndResumes)
{
    start();
    EXPECT_EQ(say("first").status, 201);
    {
        const auto stream = streaming("Last-Event-ID: 0\r\n");
        EXPECT_TRUE(has(*stream, "first"));
        EXPECT_EQ(say("second").status, 201);
        EXPECT_TRUE(has(*stream, "second"));
    }
    EXPECT_EQ(say("third").status, 201);
    const auto stream = streaming("Last-Event-ID: 2\r\n");
    EXPECT_TRUE(has(*stream, "third"));
    EXPECT_FALSE(stream->rest().contains("second"));
}

TEST_F(TlsTest, AClientThatLeavesItsStreamIsGone)
{
    start();
    for (int i = 0; i < 3; ++i)
        streaming();
    auto reset = streaming();
    reset->reset();
    EXPECT_TRUE(waitUntil([this] { return closed(u"client_gone"_s) == 4; }));
    EXPECT_EQ(dataOf(ask("GET /api/sse/stats")).value(u"connections").toObject().value(u"open").toInteger(), 0);
}

TEST_F(TlsTest, ASlowReaderIsClosedAndTheOthersGoOn)
{
    config.streams.queueBytes = 100'000;
    start();
    const auto slow = streaming(), quick = streaming();
    slow->stopReading();
    const QByteArray large(500'000, 'x');
    int said = 0;
    // The kernel takes some megabytes before anybody is slow.
    for (; said < 100 && closed(u"slow_consumer"_s) == 0; ++said)
        ASSERT_EQ(say(large).status, 201);
    EXPECT_EQ(closed(u"slow_consumer"_s), 1);
    EXPECT_EQ(say("last").status, 201);
    EXPECT_TRUE(has(*quick, "last"));
    EXPECT_EQ(quick->rest().count("event: message"), said + 1);
}

TEST_F(TlsTest, WhatAStreamsClientSendsIsDropped)
{
    start();
    const auto stream = streaming();
    for (int i = 0; i < 20; ++i)
        stream->send(QByteArray(1'000'000, 'x'));
    EXPECT_EQ(say("heard").status, 201);
    EXPECT_TRUE(has(*stream, "heard"));
}

TEST_F(TlsTest, ATokenThatIsTakenBackEndsItsStream)
{
    start();
    const QByteArray token = tokenFor({.sub = u"ann"_s});
    const auto stream = connected();
    stream->send(requestOf("GET /api/sse/messages?sessionId=*", bearer(token)));
    EXPECT_EQ(stream->nextHead().status, 200);
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(token)).result().ok());
    EXPECT_TRUE(waitUntil([&] { return stream->rest().contains("\"reason\":\"token_revoked\""); }));
    EXPECT_TRUE(stream->isClosed());
}

TEST_F(TlsTest, StoppingTellsEveryStreamWhy)
{
    start();
    std::vector<std::unique_ptr<http::TestClient>> streams;
    for (int i = 0; i < 20; ++i)
        streams.push_back(streaming());
    server->stop();
    for (const auto &stream : streams) {
        EXPECT_TRUE(stream->isClosed());
        EXPECT_TRUE(stream->rest().contains("\"reason\":\"shutdown\""));
    }
}

TEST_F(TlsTest, ACertificateIsRenewedUnderAnOpenStream)
{
    start();
    const auto stream = streaming();
    const QSslCertificate before = shown();
    ASSERT_FALSE(before.isNull());
    const test::Issued renewed = authority.issue({.key = KeyKind::Rsa});
    put(renewed);
    EXPECT_TRUE(waitUntil([&] { return shown() == QSslCertificate(renewed.certificate); }));
    EXPECT_NE(QSslCertificate(renewed.certificate), before);
    EXPECT_EQ(say("still here").status, 201);
    EXPECT_TRUE(has(*stream, "still here"));
    EXPECT_EQ(stream->session().peerCertificate(), before);
}

// A client of the program itself, told whom to trust.
TEST_F(TlsTest, TheProgramsOwnClientReadsAStream)
{
    start();
    QUrl url = server->url();
    url.setPath(u"/api/sse/messages"_s);
    url.setQuery(u"sessionId=s"_s);
    QByteArray received;
    HttpExchange exchange({.url = url, .headers = {{"Authorization", "Bearer " + server->operatorToken()}}, .tls = trusted});
    QObject::connect(&exchange, &HttpExchange::bodyReceived, &exchange, [&](QByteArrayView bytes) { received += bytes; });
    ASSERT_TRUE(waitUntil([&] { return received.contains("event: position"); }));
    EXPECT_EQ(say("hello").status, 201);
    EXPECT_TRUE(waitUntil([&] { return received.contains("\"content\":\"hello\""); }));

    QString reason;
    HttpExchange distrustful({.url = url});
    QObject::connect(&distrustful, &HttpExchange::broken, &distrustful, [&](const QString &why) { reason = why; });
    EXPECT_TRUE(waitUntil([&] { return !reason.isEmpty(); }));
}

TEST_F(TlsTest, WhoFailsToShakeHandsIsOnRecordWithAnAddress)
{
    const LogCapture log;
    start();
    const QSslConfiguration distrustful;
    EXPECT_TRUE(http::TestClient(port(), &distrustful).isClosed());
    http::TestClient plain(port());
    plain.send("GET / HTTP/1.1\r\n\r\n");
    EXPECT_EQ(plain.next().status, 400);
    EXPECT_TRUE(waitUntil([&] { return log.has(u"refused 400 from 127.0.0.1 \"The TLS handshake failed: ") || log.has(u"refused 400 from 127.0.0.1 The TLS handshake failed: "); }));
    EXPECT_TRUE(waitUntil([&] { return log.has(u"refused 400 from 127.0.0.1 Plain HTTP came to a port that speaks HTTPS."); }));
    QFile audit(directory.filePath(u"audit-unknown.log"_s));
    ASSERT_TRUE(audit.open(QIODevice::ReadOnly));
    const QByteArray lines = audit.readAll();
    EXPECT_TRUE(lines.contains("The TLS handshake failed")) << lines.constData();
    EXPECT_TRUE(lines.contains("\"from\":\"127.0.0.1\"")) << lines.constData();
}

TEST_F(TlsTest, ANodeDoesNotStartWithAPairThatDoesNotFit)
{
    putKey(authority.issue().key);
    Server node(config);
    const auto started = node.start();
    ASSERT_FALSE(started.ok());
    EXPECT_EQ(started.error().field, u"tls.key_file");
    EXPECT_EQ(started.error().message, QString(u"tls.key_file " + config.tls.keyFile + u" is not the key of the first certificate in tls.cert_file."));
}

} // namespace
