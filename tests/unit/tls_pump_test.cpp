// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: no client can hold a connection by a handshake that does not end or by an answer that it does not take, speak
// an old TLS or begin it anew; and who speaks plain HTTP is told what this port speaks. What is done over TLS once the
// handshake is over is in the tests of the server and of the guard, which run over TLS too.
#include "tests/unit/http_server_fixture.h"

#include <QCoreApplication>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <functional>
#include <thread>

#ifndef _WIN32
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

using namespace std::chrono_literals;

class TlsPumpTest : public HttpServerFixture
{
protected:
    TlsPumpTest() { isSecure = true; }

    std::unique_ptr<TestClient> plain()
    {
        if (!server)
            start();
        return std::make_unique<TestClient>(server->port());
    }

    Answer askWith(const QSslConfiguration &configuration)
    {
        if (!server)
            start();
        TestClient client(server->port(), &configuration);
        client.send(get("/hi"));
        return client.next();
    }

    // A pump tells it from its own thread: the client may see the end first.
    bool areRefused(const QList<int> &statuses)
    {
        return waitUntil([&] { return refusals == statuses; });
    }

    // Runs OpenSSL's own client, on a thread, for what Qt's cannot do. Gives what `talk` gives.
    QString openssl(const std::function<QString(SSL *, BIO *)> &talk)
    {
        if (!server)
            start();
        QString result;
        std::atomic<bool> done = false;
        std::thread thread([&, port = server->port()] {
            const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
            SSL_CTX_set_security_level(context.get(), 0);
            BIO *const bio = BIO_new_ssl_connect(context.get());
            SSL *tls = nullptr;
            BIO_get_ssl(bio, &tls);
            BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
            result = talk(tls, bio);
            BIO_free_all(bio);
            done = true;
        });
        EXPECT_TRUE(waitUntil([&] { return done.load(); }));
        thread.join();
        return result;
    }

    static QString reason()
    {
        const char *const text = ERR_reason_error_string(ERR_peek_last_error());
        ERR_clear_error();
        return text ? QString::fromLatin1(text) : QString();
    }
};

} // namespace

TEST_F(TlsPumpTest, AHandshakeThatDoesNotEndIsCut)
{
    limits.headTime = 60ms;
    const auto client = plain();
    client->send(QByteArray("\x16\x03\x01\x02", 4));
    EXPECT_TRUE(client->isClosed());
    EXPECT_TRUE(areRefused({408}));
    EXPECT_EQ(lastRefusal, u"The TLS handshake did not end within 0.06 s.");
    EXPECT_EQ(lastRefusedPeer, u"127.0.0.1");
}

TEST_F(TlsPumpTest, AConnectionThatSaysNothingIsClosedWithoutAWord)
{
    limits.headTime = 60ms;
    EXPECT_TRUE(plain()->isClosed());
    plain();
    EXPECT_EQ(askWith(trusted).status, 200);
    EXPECT_TRUE(refusals.isEmpty());
}

TEST_F(TlsPumpTest, PlainHttpIsToldWhatThisPortSpeaks)
{
    const auto client = plain();
    client->send(post("/a", QByteArray(1'000'000, 'x')) + get("/b"));
    const Answer answer = client->next();
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, "This port speaks HTTPS: the address begins with https://, not http://");
    EXPECT_TRUE(client->isClosed());
    EXPECT_EQ(client->rest(), "");
    EXPECT_TRUE(areRefused({400}));
    EXPECT_EQ(handled, 0);
}

TEST_F(TlsPumpTest, WhatIsNeitherIsClosed)
{
    for (const QByteArray &bytes : {QByteArray("\0\0\0\0", 4), QByteArray("hello"), QByteArray("\x80\x2e\x01\x00\x02", 5), QByteArray("\x16GET / HTTP/1.1\r\n")}) {
        const auto client = plain();
        client->send(bytes);
        EXPECT_TRUE(client->isClosed());
        EXPECT_FALSE(client->rest().startsWith("HTTP"));
    }
    EXPECT_TRUE(areRefused({400, 400, 400, 400}));
    EXPECT_EQ(askWith(trusted).status, 200);
}

TEST_F(TlsPumpTest, ConnectionsCountFromTheFirstByteToTheLast)
{
    limits.connections = 1;
    limits.answerTime = 50ms;
    unacknowledged = 200ms;
    auto silent = plain();
    EXPECT_EQ(askWith(trusted).status, 503) << "one is shaking hands";
    silent.reset();
    EXPECT_TRUE(waitUntil([this] { return askWith(trusted).status == 200; }));

    const auto unread = connected();
    unread->stopReading();
    unread->send(get("/big?size=30000000"));
    EXPECT_TRUE(waitUntil([this] { return handled > 0 && server->requestsUnderWay() == 0; })) << "the guard has given up";
    EXPECT_TRUE(waitUntil([this] { return askWith(trusted).status == 200; })) << "and so has the pump";
    unread->goOnReading();
    EXPECT_TRUE(unread->isClosed());
    EXPECT_LT(unread->rest().size(), 30'000'000);
}

TEST_F(TlsPumpTest, AStreamCountsAsAConnectionNoLonger)
{
    limits.connections = 1;
    const auto client = connected();
    client->send(get("/stream"));
    ASSERT_TRUE(waitUntil([this] { return taken.size() == 1; }));
    EXPECT_TRUE(waitUntil([this] { return askWith(trusted).status == 200; }));
    QTcpSocket engine;
    ASSERT_TRUE(engine.setSocketDescriptor(qintptr(taken.front())));
    engine.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntaken");
    EXPECT_EQ(client->next().body, "taken");
}

TEST_F(TlsPumpTest, BothVersionsInUseAreSpoken)
{
    for (const QSsl::SslProtocol version : {QSsl::TlsV1_2, QSsl::TlsV1_3}) {
        QSslConfiguration configuration = trusted;
        configuration.setProtocol(version);
        EXPECT_EQ(askWith(configuration).status, 200) << version;
    }
}

TEST_F(TlsPumpTest, OlderVersionsAreRefused)
{
    EXPECT_EQ(openssl([](SSL *tls, BIO *bio) {
        SSL_set_min_proto_version(tls, TLS1_1_VERSION);
        SSL_set_max_proto_version(tls, TLS1_1_VERSION);
        return BIO_do_handshake(bio) == 1 ? u"spoken"_s : reason();
    }), u"tlsv1 alert protocol version");
    EXPECT_TRUE(areRefused({400}));
    EXPECT_EQ(lastRefusal, u"The TLS handshake failed: unsupported protocol.");
}

TEST_F(TlsPumpTest, AHandshakeIsNotBegunAnew)
{
    EXPECT_EQ(openssl([](SSL *tls, BIO *bio) {
        SSL_set_max_proto_version(tls, TLS1_2_VERSION);
        if (BIO_do_handshake(bio) != 1 || SSL_renegotiate(tls) != 1)
            return reason();
        return SSL_do_handshake(tls) == 1 ? u"begun anew"_s : reason();
    }), u"no renegotiation");
    EXPECT_EQ(askWith(trusted).status, 200);
}

TEST_F(TlsPumpTest, AClientThatComesBackResumesItsSession)
{
    SSL_SESSION *session = nullptr;
    const auto talk = [&session](SSL *tls, BIO *bio) {
        SSL_set_max_proto_version(tls, TLS1_2_VERSION);
        if (session)
            SSL_set_session(tls, session);
        if (BIO_do_handshake(bio) != 1)
            return reason();
        if (!session)
            session = SSL_get1_session(tls);
        return SSL_session_reused(tls) ? u"resumed"_s : u"new"_s;
    };
    EXPECT_EQ(openssl(talk), u"new");
    EXPECT_EQ(openssl(talk), u"resumed");
    server.reset(); // another context
    EXPECT_EQ(openssl(talk), u"new");
    SSL_SESSION_free(session);
}

TEST_F(TlsPumpTest, ProtocolsAreNegotiated)
{
    QSslConfiguration configuration = trusted;
    configuration.setAllowedNextProtocols({"h2", "http/1.1"});
    start();
    TestClient client(server->port(), &configuration);
    client.send(get("/hi"));
    EXPECT_EQ(client.next().status, 200);
    EXPECT_EQ(client.session().nextNegotiatedProtocol(), "http/1.1");
    configuration.setAllowedNextProtocols({"h2"});
    EXPECT_TRUE(TestClient(server->port(), &configuration).isClosed());
}

// A client without manners: it ends its connection and not TLS, or resets it.
TEST_F(TlsPumpTest, EndsWithItsClientHoweverThatGoes)
{
    for (int i = 0; i < 20; ++i) {
        const auto client = connected();
        client->send(get(i % 2 ? "/slow?n=1" : "/hi"));
        ASSERT_TRUE(waitUntil([&] { return handled == i + 1; }));
        client->reset();
    }
    EXPECT_TRUE(waitUntil([this] { return server->requestsUnderWay() == 0; }));
    EXPECT_TRUE(waitUntil([this] { return !server->isCarrying(); }));
}

#ifndef _WIN32
TEST_F(TlsPumpTest, SaysSoWhereThereAreNoDescriptorsForItsPair)
{
    const auto client = connected();
    client->send(get("/hi"));
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{std::min<rlim_t>(before.rlim_cur, 200), before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    std::vector<int> fillers;
    for (int filler = ::dup(0); filler >= 0; filler = ::dup(0))
        fillers.push_back(filler);
    ::close(fillers.back()); // one for the connection, none for its pair
    fillers.pop_back();
    EXPECT_TRUE(client->isClosed());
    for (const int filler : fillers)
        ::close(filler);
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_TRUE(areRefused({503}));
    EXPECT_TRUE(lastRefusal.startsWith(u"A connection inside the node cannot be made: "));
    EXPECT_EQ(handled, 0);
    EXPECT_EQ(askWith(trusted).status, 200);
}
#endif

} // namespace pipit::http
