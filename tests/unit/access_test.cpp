// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what: every route of a node, asked by everybody. A route without a row here fails the test.
#include "tests/unit/jwt_maker.h"
#include "tests/unit/node_fixture.h"

#include <QDateTime>

#include <map>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::TestClient;

namespace {

const QByteArray secret = "a secret of this test that is long enough";

struct Row {
    const char *method;
    const char *pattern;
    QByteArray target;
    QByteArray body;
    int nobody, wrongSession, rightSession, operators; // statuses
};

// Session team-a is there, with message 1 and an answer, message 2; the callers are for team-*, other-* and everything.
const QByteArray question = R"({"botId":"echo","content":"Hello?"})";
const std::vector<Row> rows{
    {"GET", "/healthz", "/healthz", {}, 200, 200, 200, 200},
    {"GET", "/readyz", "/readyz", {}, 200, 200, 200, 200},
    {"GET", "/api/openapi.json", "/api/openapi.json", {}, 200, 200, 200, 200},
    {"POST", "/api/messages", "/api/messages", R"({"sessionId":"team-a","content":"x","senderType":"user"})", 401, 403, 201, 201},
    {"GET", "/api/messages", "/api/messages?sessionId=team-a", {}, 401, 403, 200, 200},
    {"GET", "/api/messages", "/api/messages?sessionId=team-a&after=0&wait=1", {}, 401, 403, 200, 200},
    {"GET", "/api/messages", "/api/messages?sessionId=team-a&sessionId=other-a&after=0", {}, 401, 403, 403, 200},
    {"GET", "/api/messages", "/api/messages?sessionId=*&after=0", {}, 401, 200, 200, 200}, // shows nothing: APollOfAll…
    {"GET", "/api/messages/search", "/api/messages/search?q=first&sessionId=team-a", {}, 401, 403, 200, 200},
    {"GET", "/api/messages/search", "/api/messages/search?q=first", {}, 401, 200, 200, 200}, // finds nothing: SearchesAndLists…
    {"POST", "/api/messages/{id}/redact", "/api/messages/999999/redact", {}, 401, 403, 403, 404},
    {"GET", "/api/sessions", "/api/sessions", {}, 401, 200, 200, 200},                        // shows nothing: this too
    {"POST", "/api/sessions", "/api/sessions", R"({"id":"team-new"})", 401, 403, 201, 200},
    {"GET", "/api/sessions/{id}", "/api/sessions/team-a", {}, 401, 403, 200, 200},
    {"GET", "/api/sessions/{id}/note", "/api/sessions/team-a/note", {}, 401, 403, 200, 200},
    {"PATCH", "/api/sessions/{id}", "/api/sessions/team-a", R"({"title":"t"})", 401, 403, 200, 200},
    {"GET", "/api/sessions/{id}/members", "/api/sessions/team-a/members", {}, 401, 403, 200, 200},
    {"POST", "/api/sessions/{id}/read", "/api/sessions/team-a/read", {}, 401, 403, 200, 200},
    {"POST", "/api/sessions/{id}/typing", "/api/sessions/team-a/typing", {}, 401, 403, 200, 200},
    {"DELETE", "/api/sessions/{id}", "/api/sessions/never", {}, 401, 403, 403, 404},
    {"GET", "/api/bots", "/api/bots", {}, 401, 200, 200, 200},
    {"GET", "/api/bots/{id}/offers", "/api/bots/echo/offers", {}, 401, 403, 403, 400} /* it has none */,
    {"POST", "/api/bots/offers", "/api/bots/offers", R"({"id":"echo"})", 401, 403, 403, 400} /* it has none */,
    {"POST", "/api/bots/test", "/api/bots/test", R"({"id":"echo"})", 401, 403, 403, 200},
    {"POST", "/api/sessions/{id}/runs", "/api/sessions/team-a/runs", question, 401, 403, 202, 202},
    {"GET", "/api/sessions/{id}/runs", "/api/sessions/team-a/runs", {}, 401, 403, 200, 200},
    {"POST", "/api/runs/{id}/cancel", "/api/runs/never/cancel", {}, 401, 404, 404, 404},
    {"POST", "/api/coze/chat", "/api/coze/chat", R"({"userId":"ann","message":"m","botId":"echo","conversationId":"team-c"})", 401, 403, 200, 200},
    {"POST", "/api/coze/chat/stream", "/api/coze/chat/stream", R"({"userId":"ann","message":"m","botId":"echo","conversationId":"team-c"})", 401, 403, 200, 200},
    {"GET", "/api/ws", "/api/ws?sessionId=team-a", {}, 401, 400, 400, 400}, // without a handshake; who may is in ws_routes_test
    {"GET", "/api/sse/messages", "/api/sse/messages?sessionId=team-a", {}, 401, 403, 200, 200},
    {"GET", "/api/sse/messages", "/api/sse/messages?sessionId=team-a&sessionId=other-a", {}, 401, 403, 403, 200},
    {"GET", "/api/sse/messages", "/api/sse/messages?sessionId=*", {}, 401, 200, 200, 200}, // carries nothing: AStreamOfAll…
    {"GET", "/api/sse/test", "/api/sse/test", {}, 401, 200, 200, 200},
    {"GET", "/api/sse/stats", "/api/sse/stats", {}, 401, 200, 200, 200},
    {"GET", "/metrics", "/metrics", {}, 401, 200, 200, 200},
    {"GET", "/api/ops/stream", "/api/ops/stream", {}, 401, 403, 403, 200},
    {"GET", "/api/ops/history", "/api/ops/history", {}, 401, 403, 403, 200},
    {"GET", "/api/ops/connections", "/api/ops/connections", {}, 401, 403, 403, 200},
    {"DELETE", "/api/ops/connections/{id}", "/api/ops/connections/999999", {}, 401, 403, 403, 404},
    {"GET", "/api/ops/connections/{id}/tap", "/api/ops/connections/999999/tap", {}, 401, 403, 403, 404},
    {"GET", "/api/ops/runs", "/api/ops/runs", {}, 401, 403, 403, 200},
    {"PATCH", "/api/ops/alerts", "/api/ops/alerts", R"({"name":"disk","limit":0.04})", 401, 403, 403, 200},
    {"GET", "/api/ops/doctor", "/api/ops/doctor", {}, 401, 403, 403, 200},
    {"GET", "/api/ops/config", "/api/ops/config", {}, 401, 403, 403, 200},
    {"GET", "/api/ops/log", "/api/ops/log", {}, 401, 403, 403, 200},
    {"PATCH", "/api/ops/log", "/api/ops/log", R"({"levels":[]})", 401, 403, 403, 200},
    {"GET", "/api/ops/log/lines", "/api/ops/log/lines", {}, 401, 403, 403, 200},
    {"GET", "/api/ops/log/stream", "/api/ops/log/stream", {}, 401, 403, 403, 200},
    {"POST", "/api/ops/announcements", "/api/ops/announcements", R"({"content":"x","sessions":"team-*"})", 401, 403, 403, 200},
    {"POST", "/api/files", "/api/files?sessionId=team-a&name=a.txt", "text of a file", 401, 403, 201, 201},
    {"GET", "/api/files/{id}", "/api/files/FILE", {}, 401, 404, 200, 200},
    {"GET", "/api/files/{id}/thumbnail", "/api/files/FILE/thumbnail", {}, 401, 404, 404, 404}, // of a text there is none
    {"POST", "/api/auth/session", "/api/auth/session", {}, 401, 200, 200, 200},
    {"GET", "/api/auth/session", "/api/auth/session", {}, 401, 200, 200, 200},
    {"DELETE", "/api/auth/session", "/api/auth/session", {}, 401, 200, 200, 200},
    {"POST", "/api/auth/tickets", "/api/auth/tickets", {}, 401, 201, 201, 201},
    {"POST", "/api/auth/tickets", "/api/auth/tickets", R"({"invite":{"sessions":["team-*"]}})", 401, 403, 403, 201},
};

// Public routes that look at a credential where there is one.
bool isPublic(const Row &row)
{
    return row.nobody == 200;
}

class AccessTest : public test::NodeFixture
{
protected:
    test::SigningKey rsa = test::SigningKey::rsa();
    QByteArray file; // its id, in session team-a

    void SetUp() override
    {
        config.auth = {.jwtSecretFile = written(u"secret"_s, secret), .jwksFile = written(u"jwks.json"_s, test::jwksOf({rsa.jwk(u"r"_s)})), .jwtAudience = u"pipit"_s};
        start();
        ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"team-a","content":"first","senderType":"user"})").status, 201);
        file = dataOf(ask(operators(), "POST /api/files?sessionId=team-a&name=b.txt", "another")).value(u"file").toObject().value(u"id").toString().toLatin1();
        ASSERT_FALSE(file.isEmpty());
    }

    // A good JWT for team-*, with these members instead; without those that are null.
    static QByteArray claims(const QJsonObject &others = {})
    {
        QJsonObject claims{{u"sub"_s, u"ann"_s}, {u"aud"_s, u"pipit"_s}, {u"sessions"_s, QJsonArray{u"team-*"_s}}, {u"exp"_s, QDateTime::currentSecsSinceEpoch() + 600}};
        for (auto it = others.begin(); it != others.end(); ++it)
            claims.insert(it.key(), it->isNull() ? QJsonValue(QJsonValue::Undefined) : it.value());
        return test::jsonOf(claims);
    }

    static QByteArray hmacJwt(const QByteArray &key, const QByteArray &payload, const QByteArray &header = R"({"alg":"HS256"})")
    {
        return test::jwtOf(header, payload, [&](const QByteArray &text) { return test::hs256(key, text); });
    }

    QByteArray rsaJwt(const QByteArray &payload) const
    {
        return test::jwtOf(R"({"alg":"RS256","kid":"r"})", payload, [this](const QByteArray &text) { return rsa.jwtSignature(text); });
    }

    int statusFor(const Row &row, const QByteArray &headers)
    {
        return ask(headers, QByteArray(row.method) + ' ' + QByteArray(row.target).replace("FILE", file), row.body).status;
    }
};

TEST_F(AccessTest, EveryRouteHasARow)
{
    QSet<QByteArray> described;
    for (const Row &row : rows)
        described.insert(QByteArray(row.method) + ' ' + row.pattern);
    QSet<QByteArray> there;
    for (const auto &route : server->routes()) {
        // The node's own pages and what they are made of are everybody's.
        if (route.pattern.startsWith("/web/") || route.pattern.startsWith("/sse-"))
            EXPECT_EQ(ask({}, route.method + ' ' + route.pattern).status, 200) << route.pattern.constData();
        else
            there.insert(route.method + ' ' + route.pattern);
    }
    EXPECT_EQ(described, there);
}

TEST_F(AccessTest, EveryRouteKnowsItsCallers)
{
    const QByteArray right = bearer(tokenFor({.sub = u"ann"_s, .sessions = {u"team-*"_s}})), wrong = bearer(tokenFor({.sub = u"bob"_s, .sessions = {u"other-*"_s}}));
    for (const Row &row : rows) {
        EXPECT_EQ(statusFor(row, {}), row.nobody) << row.method << ' ' << row.target.constData();
        EXPECT_EQ(statusFor(row, wrong), row.wrongSession) << row.method << ' ' << row.target.constData();
        EXPECT_EQ(statusFor(row, right), row.rightSession) << row.method << ' ' << row.target.constData();
        EXPECT_EQ(statusFor(row, operators()), row.operators) << row.method << ' ' << row.target.constData();
    }
}

TEST_F(AccessTest, AJwtIsAsGoodAsAToken)
{
    for (const QByteArray &jwt : {hmacJwt(secret, claims()), rsaJwt(claims())}) {
        for (const Row &row : rows) {
            const bool isMade = row.rightSession == 201 && row.target == "/api/sessions"; // by the first of the two
            const int status = statusFor(row, bearer(jwt));
            EXPECT_TRUE(status == row.rightSession || (isMade && status == 200)) << row.method << ' ' << row.target.constData() << ' ' << status;
        }
    }
    EXPECT_EQ(statusFor({"GET", "", "/api/bots/echo/offers", {}, 0, 0, 0, 0}, bearer(hmacJwt(secret, claims({{u"role"_s, u"operator"_s}})))), 400);
}

TEST_F(AccessTest, NoRouteTakesABadCredential)
{
    const auth::Caller ann{.sub = u"ann"_s};
    const QByteArray revoked = tokenFor(ann);
    ASSERT_EQ(ask(bearer(revoked), "GET /api/sessions").status, 200);
    ASSERT_TRUE(tokens->removeToken(auth::hashOf(revoked)).result().ok());
    ASSERT_TRUE(http::waitUntil([&] { return ask(bearer(revoked), "GET /api/sessions").status == 401; }, std::chrono::seconds(5)));

    QByteArray cut = hmacJwt(secret, claims());
    cut.chop(4);
    const std::map<const char *, QByteArray> bad{
        {"expired token", bearer(tokenFor(ann, QDateTime::currentMSecsSinceEpoch() - 1))},
        {"expired JWT", bearer(hmacJwt(secret, claims({{u"exp"_s, QDateTime::currentSecsSinceEpoch() - 1}})))},
        {"revoked token", bearer(revoked)},
        {"forged token", bearer(auth::makeToken())},
        {"forged JWT", bearer(hmacJwt("another secret that is long enough for it", claims()))},
        {"forged RSA JWT", bearer(test::jwtOf(R"({"alg":"RS256","kid":"r"})", claims(), [](const QByteArray &text) { return test::SigningKey::rsa().jwtSignature(text); }))},
        {"cut JWT", bearer(cut)},
        {"alg none", bearer(test::jwtOf(R"({"alg":"none"})", claims(), [](const QByteArray &) { return QByteArray(); }))},
        {"alg none, signed", bearer(hmacJwt(secret, claims(), R"({"alg":"none"})"))},
        {"RSA key as HMAC secret", bearer(hmacJwt(rsa.publicPem(), claims()))},
        {"RSA key as HMAC secret, by its name", bearer(hmacJwt(rsa.publicDer(), claims(), R"({"alg":"HS256","kid":"r"})"))},
        {"wrong audience", bearer(hmacJwt(secret, claims({{u"aud"_s, u"another"_s}})))},
        {"no audience", bearer(hmacJwt(secret, claims({{u"aud"_s, QJsonValue::Null}})))},
        {"another scheme", "Authorization: Basic YTpi\r\n"},
        {"a bearer token as cookie", "Content-Type: application/json\r\nCookie: " + QByteArray("pipit_") + tokens->nodeId().toLatin1() + '=' + server->operatorToken() + "\r\n"},
    };
    for (const Row &row : rows) {
        for (const auto &[what, headers] : bad)
            EXPECT_EQ(statusFor(row, headers), isPublic(row) ? 200 : 401) << what << ": " << row.method << ' ' << row.target.constData();
    }
}

TEST_F(AccessTest, SearchesAndListsShowWhatTheCallerMaySee)
{
    const QByteArray right = bearer(tokenFor({.sub = u"ann"_s, .sessions = {u"team-*"_s}})), wrong = bearer(tokenFor({.sub = u"bob"_s, .sessions = {u"other-*"_s}}));
    EXPECT_TRUE(ask(right, "GET /api/messages/search?q=first").body.contains("\"first\""));
    EXPECT_FALSE(ask(wrong, "GET /api/messages/search?q=first").body.contains("first"));
    EXPECT_TRUE(ask(right, "GET /api/sessions").body.contains("team-a"));
    EXPECT_FALSE(ask(wrong, "GET /api/sessions").body.contains("team-a"));
}

// A client shows an imported message as said by whoever its metadata names.
TEST_F(AccessTest, OnlyAnOperatorSaysWhatOthersHaveSaid)
{
    const QByteArray imported = R"({"sessionId":"team-a","content":"I approve","senderType":"user","metadata":{"imported":{"senderId":"bob","createdAt":"2026-01-01T00:00:00.000Z"}}})";
    for (const QString &role : {u"user"_s, u"bot"_s}) {
        auth::Caller ann{.sub = u"ann"_s, .sessions = {u"team-*"_s}};
        ann.role = role == u"bot" ? auth::Role::Bot : auth::Role::User;
        const auto answer = ask(bearer(tokenFor(ann)), "POST /api/messages", imported);
        EXPECT_EQ(answer.status, 403);
        EXPECT_TRUE(answer.body.contains("metadata.imported")) << answer.body.constData();
    }
    EXPECT_EQ(ask(operators(), "POST /api/messages", imported).status, 201);
}

TEST_F(AccessTest, AStreamOfAllCarriesWhatTheCallerMaySee)
{
    TestClient stream(port());
    stream.send("GET /api/sse/messages?sessionId=*&lastEventId=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n" + bearer(tokenFor({.sub = u"bob"_s, .sessions = {u"other-*"_s}})) + "\r\n");
    ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"team-a","content":"hidden","senderType":"user"})").status, 201);
    ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"other-a","content":"shown","senderType":"user"})").status, 201);
    ASSERT_TRUE(http::waitUntil([&] { return stream.rest().contains("shown"); }));
    EXPECT_FALSE(stream.rest().contains("hidden") || stream.rest().contains("first"));
}

TEST_F(AccessTest, APollOfAllShowsWhatTheCallerMaySee)
{
    const QByteArray bob = bearer(tokenFor({.sub = u"bob"_s, .sessions = {u"other-*"_s}}));
    TestClient poll(port());
    poll.send("GET /api/messages?sessionId=*&after=0&wait=30 HTTP/1.1\r\nHost: 127.0.0.1\r\n" + bob + "\r\n");
    ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"team-a","content":"hidden","senderType":"user"})").status, 201);
    ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"other-a","content":"shown","senderType":"user"})").status, 201);
    const QByteArray answer = poll.next().body;
    EXPECT_TRUE(answer.contains("shown"));
    EXPECT_FALSE(answer.contains("hidden") || answer.contains("first"));
    EXPECT_FALSE(ask(bob, "GET /api/messages?sessionId=*&after=0").body.contains("hidden"));
}

// A user speaks as itself, a bot as itself or as a bot, an operator as anybody.
TEST_F(AccessTest, ARoleSaysAsWhomOneSpeaks)
{
    const QByteArray user = bearer(tokenFor({.sub = u"ann"_s, .name = u"Ann"_s})), bot = bearer(tokenFor({.sub = u"b"_s, .role = auth::Role::Bot})), ops = operators();
    const auto says = [&](const QByteArray &as, const QByteArray &members) { return ask(as, "POST /api/messages", "{\"sessionId\":\"s\",\"content\":\"x\"," + members + '}').status; };
    EXPECT_EQ(says(user, R"("senderType":"user")"), 201);
    EXPECT_EQ(says(user, R"("senderType":"user","senderName":"Ann")"), 201);
    EXPECT_EQ(says(user, R"("senderType":"user","senderName":"Bob")"), 403);
    EXPECT_EQ(says(user, R"("senderType":"bot")"), 403);
    EXPECT_EQ(says(user, R"("senderType":"system")"), 403);
    EXPECT_EQ(says(bot, R"("senderType":"bot","senderName":"Helper")"), 201);
    EXPECT_EQ(says(bot, R"("senderType":"system")"), 403);
    EXPECT_EQ(says(ops, R"("senderType":"system")"), 201);
    EXPECT_EQ(ask(user, "POST /api/sessions/s/runs", R"({"botId":"echo","content":"x","metadata":{"userId":"bob"}})").status, 403);
}

} // namespace
