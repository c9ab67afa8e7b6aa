// SPDX-License-Identifier: GPL-3.0-or-later
// How long a caller is one: cookies, tickets and invitations, and what ends with a token.
#include "tests/unit/jwt_maker.h"
#include "tests/unit/node_fixture.h"

#include <QDateTime>
#include <QElapsedTimer>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::Answer;
using http::TestClient;
using http::waitUntil;

namespace {

class CallerLifeTest : public test::NodeFixture
{
protected:
    QByteArray ann, annToken;

    void SetUp() override
    {
        start();
        annToken = tokenFor({.sub = u"ann"_s, .name = u"Ann"_s, .sessions = {u"team-*"_s}});
        ann = bearer(annToken);
        ASSERT_EQ(ask(ann, "POST /api/messages", R"({"sessionId":"team-a","content":"x","senderType":"user"})").status, 201);
    }

    std::unique_ptr<TestClient> streamOf(const QByteArray &headers, const QByteArray &query = "sessionId=team-a")
    {
        auto client = std::make_unique<TestClient>(port());
        client->send(requestOf("GET /api/sse/messages?" + query, headers));
        EXPECT_EQ(client->nextHead().status, 200);
        EXPECT_TRUE(waitUntil([&] { return client->rest().contains("event: position"); }));
        return client;
    }

    // Ends within five seconds, and says before why.
    static void expectEnd(TestClient &stream, const QByteArray &reason)
    {
        QElapsedTimer clock;
        clock.start();
        EXPECT_TRUE(waitUntil([&] { return stream.isGone(); }, std::chrono::seconds(10)));
        EXPECT_LT(clock.elapsed(), 5'000);
        EXPECT_TRUE(stream.rest().contains(QByteArray("event: closing\ndata: {\"reason\":\"" + reason + "\""))) << stream.rest().constData();
    }

    static QByteArray cookieOf(const Answer &answer)
    {
        const QByteArray set = answer.header("set-cookie");
        return "Cookie: " + set.first(set.indexOf(';')) + "\r\n";
    }

    QByteArray ticketFor(const QByteArray &headers, const QByteArray &body = {})
    {
        const Answer made = ask(headers, "POST /api/auth/tickets", body);
        EXPECT_EQ(made.status, 201) << made.body.constData();
        return dataOf(made).value(u"ticket").toString().toLatin1();
    }
};

TEST_F(CallerLifeTest, ATokenThatIsTakenBackEndsItsStreams)
{
    const auto stream = streamOf(ann), all = streamOf(ann, "sessionId=*"), others = streamOf(operators());
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(annToken)).result().ok());
    expectEnd(*stream, "token_revoked");
    expectEnd(*all, "token_revoked");
    EXPECT_EQ(ask(ann, "GET /api/sessions").status, 401);
    ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"team-a","content":"goes on","senderType":"user"})").status, 201);
    EXPECT_TRUE(waitUntil([&] { return others->rest().contains("goes on"); }));
    EXPECT_FALSE(stream->rest().contains("goes on"));
}

TEST_F(CallerLifeTest, ATokenThatExpiresEndsItsStreams)
{
    const auto stream = streamOf(bearer(tokenFor({.sub = u"bob"_s}, QDateTime::currentMSecsSinceEpoch() + 1'500)));
    expectEnd(*stream, "token_expired");
}

TEST_F(CallerLifeTest, AStreamOfAnAnswerEndsWithItsToken)
{
    config.bots.front().pieceInterval = std::chrono::milliseconds(300);
    start();
    TestClient answer(port());
    answer.send(requestOf("POST /api/coze/chat/stream", ann, R"({"userId":"ann","message":"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty","botId":"echo","conversationId":"team-c"})"));
    ASSERT_EQ(answer.nextHead().status, 200);
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(annToken)).result().ok());
    expectEnd(answer, "token_revoked");
}

TEST_F(CallerLifeTest, AJwtEndsItsStreamsWithItsTimeAndWithItsKey)
{
    const test::SigningKey first = test::SigningKey::rsa(), second = test::SigningKey::rsa();
    config.auth.jwksFile = written(u"jwks.json"_s, test::jwksOf({first.jwk(u"1"_s)}));
    start();
    const auto jwt = [](const test::SigningKey &key, const char *id, qint64 seconds) {
        return bearer(test::jwtOf(test::jsonOf({{u"alg"_s, u"RS256"_s}, {u"kid"_s, QString::fromLatin1(id)}}),
                                  test::jsonOf({{u"sub"_s, u"jo"_s}, {u"sessions"_s, QJsonArray{u"team-*"_s}}, {u"exp"_s, QDateTime::currentSecsSinceEpoch() + seconds}}),
                                  [&](const QByteArray &text) { return key.jwtSignature(text); }));
    };
    const auto brief = streamOf(jwt(first, "1", 2));
    expectEnd(*brief, "token_expired");

    const QByteArray old = jwt(first, "1", 600);
    const auto stream = streamOf(old);
    const QByteArray cookie = cookieOf(ask(old, "POST /api/auth/session"));
    const auto byCookie = streamOf(cookie);
    written(u"jwks.json"_s, test::jwksOf({second.jwk(u"2"_s)}));
    expectEnd(*stream, "token_revoked");
    expectEnd(*byCookie, "token_revoked");
    EXPECT_EQ(ask(old, "GET /api/sessions").status, 401);
    EXPECT_EQ(ask(jwt(second, "2", 600), "GET /api/sessions").status, 200);
}

TEST_F(CallerLifeTest, ALongPollIsNotToldWhatComesAfterItsTokenIsGone)
{
    TestClient waiting(port());
    waiting.send(requestOf("GET /api/messages?sessionId=team-a&after=1&wait=4", ann));
    ASSERT_EQ(ask(ann, "GET /api/sessions").status, 200);
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(annToken)).result().ok());
    EXPECT_EQ(waiting.next().status, 401);
}

TEST_F(CallerLifeTest, ACookieIsMadeFromATokenAndGoesWithIt)
{
    const Answer opened = ask("Content-Type: application/json\r\n", "POST /api/auth/session", "{\"token\":\"" + annToken + "\"}");
    ASSERT_EQ(opened.status, 200);
    const QByteArray set = opened.header("set-cookie");
    for (const char *part : {"; HttpOnly", "; SameSite=Strict", "; Path=/"})
        EXPECT_TRUE(set.contains(part)) << set.constData();
    EXPECT_FALSE(set.contains("Secure"));
    const QByteArray cookie = cookieOf(opened);
    EXPECT_EQ(dataOf(ask(cookie, "GET /api/auth/session")).value(u"caller").toObject().value(u"sub").toString(), u"ann"_s);
    // As JSON only: no form of another page can post it.
    EXPECT_EQ(ask(cookie, "POST /api/messages", R"({"sessionId":"team-a","content":"x","senderType":"user"})").status, 415);
    EXPECT_EQ(ask(cookie + "Content-Type: application/json\r\n", "POST /api/messages", R"({"sessionId":"team-a","content":"x","senderType":"user"})").status, 201);
    // One that made another would outlive its own end.
    EXPECT_EQ(ask(cookie, "POST /api/auth/session").status, 401);

    const auto stream = streamOf(cookie);
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(annToken)).result().ok());
    expectEnd(*stream, "token_revoked");
    EXPECT_TRUE(waitUntil([&] { return ask(cookie, "GET /api/sessions").status == 401; }, std::chrono::seconds(5)));
}

TEST_F(CallerLifeTest, ACookieThatIsDroppedIsNoLongerGood)
{
    const QByteArray cookie = cookieOf(ask(ann, "POST /api/auth/session"));
    ASSERT_EQ(ask(cookie, "GET /api/sessions").status, 200);
    const Answer closed = ask(cookie, "DELETE /api/auth/session");
    EXPECT_EQ(closed.status, 200);
    EXPECT_TRUE(closed.header("set-cookie").contains("Max-Age=0"));
    EXPECT_EQ(ask(cookie, "GET /api/sessions").status, 401);
    EXPECT_EQ(ask(ann, "GET /api/sessions").status, 200);
}

TEST_F(CallerLifeTest, ATicketIsGoodOnceAndItsStreamGoesWithTheToken)
{
    const QByteArray ticket = ticketFor(ann);
    EXPECT_EQ(ask(bearer(ticket), "GET /api/sessions").status, 401); // it is no token
    const auto stream = streamOf({}, "sessionId=team-a&ticket=" + ticket);
    EXPECT_EQ(ask({}, "GET /api/sse/messages?sessionId=team-a&ticket=" + ticket).status, 401);
    EXPECT_EQ(ask({}, "GET /api/sse/messages?sessionId=other&ticket=" + ticketFor(ann)).status, 403);
    EXPECT_EQ(ask(ann, "GET /api/sessions?ticket=" + ticketFor(ann)).errorField(), u"ticket"_s);
    EXPECT_EQ(ask(ann, "POST /api/auth/tickets", R"({"validS":60})").errorField(), u"validS"_s);
    // A token in a ticket's place is refused, and not used up.
    EXPECT_EQ(ask({}, "GET /api/sessions?ticket=" + annToken).status, 401);
    EXPECT_EQ(ask(ann, "GET /api/sessions").status, 200);

    // A launch link: a ticket against a cookie.
    const QByteArray cookie = cookieOf(ask({}, "POST /api/auth/session", "{\"ticket\":\"" + ticketFor(ann) + "\"}"));
    EXPECT_EQ(dataOf(ask(cookie, "GET /api/auth/session")).value(u"caller").toObject().value(u"sub").toString(), u"ann"_s);

    ASSERT_TRUE(tokens->removeToken(auth::hashOf(annToken)).result().ok());
    expectEnd(*stream, "token_revoked");
}

TEST_F(CallerLifeTest, ATicketIsGoodForHalfAMinute)
{
    const Answer made = ask(ann, "POST /api/auth/tickets");
    const auto left = QDateTime::fromString(dataOf(made).value(u"expiresAt").toString(), Qt::ISODateWithMs).toMSecsSinceEpoch() - QDateTime::currentMSecsSinceEpoch();
    EXPECT_GT(left, 20'000);
    EXPECT_LE(left, 30'000);
    const QByteArray old = auth::makeToken();
    ASSERT_TRUE(tokens->addToken({.kind = auth::TokenRecord::Kind::Ticket, .hash = auth::hashOf(old), .caller = {.sub = u"ann"_s}, .createdAtMs = 1, .expiresAtMs = QDateTime::currentMSecsSinceEpoch() - 1}).result().ok());
    EXPECT_EQ(ask({}, "GET /api/sessions?ticket=" + old).status, 401);
}

TEST_F(CallerLifeTest, AnInvitationMakesACallerOnce)
{
    const QByteArray invitation = ticketFor(operators(), R"({"invite":{"sub":"guest","name":"Gast","sessions":["team-*"]},"validS":3600})");
    EXPECT_EQ(ask({}, "GET /api/sessions?ticket=" + invitation).status, 401); // to be taken up first
    const Answer taken = ask({}, "POST /api/auth/session", "{\"ticket\":\"" + invitation + "\"}");
    ASSERT_EQ(taken.status, 200) << taken.body.constData();
    const QByteArray guest = bearer(dataOf(taken).value(u"token").toString().toLatin1());
    EXPECT_EQ(ask(guest, "GET /api/messages?sessionId=team-a").status, 200);
    EXPECT_EQ(ask(cookieOf(taken), "GET /api/messages?sessionId=team-a").status, 200);
    EXPECT_EQ(ask(guest, "GET /api/messages?sessionId=other").status, 403);
    EXPECT_EQ(ask({}, "POST /api/auth/session", "{\"ticket\":\"" + invitation + "\"}").status, 401);

    EXPECT_EQ(ask(operators(), "POST /api/auth/tickets", R"({"invite":{"sub":"x"}})").errorField(), u"invite.sessions"_s);
    EXPECT_EQ(ask(operators(), "POST /api/auth/tickets", R"({"invite":{"sessions":["a b"]}})").errorField(), u"sessions"_s);
    EXPECT_EQ(ask(operators(), "POST /api/auth/tickets", R"({"invite":{"sessions":["*"],"role":"king"}})").errorField(), u"role"_s);
    EXPECT_EQ(ask(operators(), "POST /api/auth/tickets", R"({"invite":{"sessions":["*"]},"validS":604801})").errorField(), u"validS"_s);
}

TEST_F(CallerLifeTest, AnOperatorsTokenThatWasTakenBackStaysSo)
{
    const QByteArray revoked = server->operatorToken();
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(revoked)).result().ok());
    // In the file, or wherever else it is kept.
    start();
    const QByteArray fresh = server->operatorToken();
    EXPECT_NE(fresh, revoked);
    EXPECT_EQ(ask(bearer(revoked), "GET /api/sessions").status, 401);
    EXPECT_EQ(ask(bearer(fresh), "GET /api/sessions").status, 200);
    server.reset();
    Server kept(config);
    kept.setOperatorToken(revoked);
    ASSERT_TRUE(kept.start().ok());
    EXPECT_EQ(kept.operatorToken(), fresh);
}

TEST_F(CallerLifeTest, NobodyIsAnonymousUnlessTheNodeSaysSo)
{
    EXPECT_EQ(ask({}, "GET /api/messages?sessionId=team-a").status, 401);
    config.auth.anonymous = u"demo-*"_s;
    start();
    const auto says = [&](const QByteArray &members) { return ask({}, "POST /api/messages", "{\"sessionId\":\"demo-1\",\"content\":\"x\"," + members + '}'); };
    const Answer said = says(R"("senderType":"user","senderName":"Visitor")");
    EXPECT_EQ(said.status, 201);
    EXPECT_EQ(dataOf(said).value(u"message").toObject().value(u"senderId").toString(), u"anonymous"_s);
    EXPECT_EQ(dataOf(said).value(u"message").toObject().value(u"senderName").toString(), u"Visitor"_s);
    EXPECT_EQ(says(R"("senderType":"system")").status, 403);
    EXPECT_EQ(ask({}, "GET /api/messages?sessionId=demo-1").status, 200);
    EXPECT_EQ(ask({}, "GET /api/messages?sessionId=team-a").status, 403);
    EXPECT_EQ(ask({}, "POST /api/auth/tickets").status, 403);
    EXPECT_EQ(ask({}, "POST /api/auth/session").status, 401);
    EXPECT_EQ(ask(bearer("wrong"), "GET /api/messages?sessionId=demo-1").status, 401); // a wrong token is not none
}

} // namespace
