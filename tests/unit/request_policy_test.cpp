// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/request_policy.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace pipit::http;
using namespace Qt::StringLiterals;

namespace {

Request requestOf(QList<std::pair<QByteArray, QByteArray>> headers, const QByteArray &method = "GET", const char *peer = "127.0.0.1")
{
    return {.method = method, .path = u"/api/sessions"_s, .query = {}, .headers = std::move(headers), .body = {}, .peer = QHostAddress(QString::fromLatin1(peer))};
}

RequestPolicy policyOf(const ServerConfig &config)
{
    auto policy = RequestPolicy::make(config);
    EXPECT_TRUE(policy.ok());
    return std::move(*policy);
}

// 0: let through.
int statusOf(const RequestPolicy &policy, Request request)
{
    policy.settle(request);
    const auto fault = policy.faultOf(request);
    return fault ? errorCodeInfo(fault->code).httpStatus : 0;
}

TEST(RequestPolicyTest, OnlyItsOwnNamesAndAddressesAreItsHosts)
{
    const RequestPolicy policy = policyOf({.listen = u"pipit.lan:5000"_s, .allowedHosts = {u"Chat.Example.org"_s}});
    for (const char *own : {"127.0.0.1:5000", "127.0.0.1", "localhost:5000", "LOCALHOST", "a.localhost", "[::1]:5000", "192.168.1.7", "chat.example.org", "CHAT.example.ORG:443", "pipit.lan:5000"})
        EXPECT_EQ(statusOf(policy, requestOf({{"host", own}})), 0) << own;
    for (const char *other : {"rebound.example", "rebound.example:5000", "127.0.0.1.nip.io", "localhost.example", "chat.example.org.evil.example", "xchat.example.org", "", "[::1", ":5000"})
        EXPECT_EQ(statusOf(policy, requestOf({{"host", other}})), 421) << other;
    EXPECT_EQ(statusOf(policy, requestOf({})), 0); // HTTP/1.0: no browser
}

TEST(RequestPolicyTest, PagesOfOtherAddressesAreRefused)
{
    const RequestPolicy policy = policyOf({.corsOrigins = {u"https://app.example"_s}});
    const auto status = [&](const QByteArray &host, const QByteArray &origin, const QByteArray &method = "POST") { return statusOf(policy, requestOf({{"host", host}, {"origin", origin}}, method)); };
    EXPECT_EQ(status("127.0.0.1:5000", "http://127.0.0.1:5000"), 0);
    EXPECT_EQ(status("localhost", "https://localhost"), 0); // a proxy that speaks TLS stands before it
    EXPECT_EQ(status("localhost:5000", "https://app.example"), 0);
    for (const char *other : {"http://localhost:3000", "http://127.0.0.1:5000", "null", "https://app.example:444", "http://app.example", "https://app.example.evil", "file://", ""}) {
        for (const char *method : {"GET", "POST", "OPTIONS"})
            EXPECT_EQ(status("localhost:5000", other, method), 403) << other;
    }
}

TEST(RequestPolicyTest, ABrowserTellsWhereARequestComesFrom)
{
    const RequestPolicy policy = policyOf({});
    const auto status = [&](const QByteArray &site, const QByteArray &mode, const QByteArray &dest, const QByteArray &method = "GET") {
        return statusOf(policy, requestOf({{"host", "localhost"}, {"sec-fetch-site", site}, {"sec-fetch-mode", mode}, {"sec-fetch-dest", dest}}, method));
    };
    EXPECT_EQ(status("none", "navigate", "document"), 0); // the address bar
    EXPECT_EQ(status("same-origin", "cors", "empty"), 0);
    EXPECT_EQ(status("cross-site", "navigate", "document"), 0); // a link
    EXPECT_EQ(status("cross-site", "navigate", "iframe"), 403);
    EXPECT_EQ(status("cross-site", "navigate", "document", "POST"), 403); // a form
    for (const char *site : {"cross-site", "same-site", "anything"}) {
        EXPECT_EQ(status(site, "no-cors", "image"), 403) << site;
        EXPECT_EQ(status(site, "no-cors", "script"), 403) << site;
        EXPECT_EQ(status(site, "cors", "empty"), 403) << site;
    }
}

TEST(RequestPolicyTest, APageOfTheListIsToldThatItMay)
{
    const RequestPolicy policy = policyOf({.corsOrigins = {u"https://app.example"_s}});
    const auto told = [&](Request request) {
        policy.settle(request);
        Response response;
        policy.addHeaders(request, response);
        return response.headers;
    };
    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    EXPECT_EQ(told(requestOf({{"host", "localhost"}, {"origin", "https://app.example"}})), (Headers{{"Vary", "Origin"}, {"Access-Control-Allow-Origin", "https://app.example"}, {"Access-Control-Expose-Headers", "Retry-After, X-Request-Id"}}));
    EXPECT_EQ(told(requestOf({{"host", "localhost"}, {"origin", "http://localhost"}})), (Headers{{"Vary", "Origin"}}));
    EXPECT_EQ(told(requestOf({{"host", "localhost"}})), (Headers{{"Vary", "Origin"}}));

    const Request asks = requestOf({{"host", "localhost"}, {"origin", "https://app.example"}, {"access-control-request-method", "PATCH"}}, "OPTIONS");
    const auto answer = policy.preflight(asks);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 204);
    EXPECT_FALSE(policy.preflight(requestOf({{"host", "localhost"}, {"origin", "https://other.example"}, {"access-control-request-method", "GET"}}, "OPTIONS")));
    EXPECT_FALSE(policy.preflight(requestOf({{"host", "localhost"}, {"origin", "https://app.example"}}, "OPTIONS")));
    EXPECT_FALSE(policyOf({}).preflight(asks));
}

TEST(RequestPolicyTest, OnlyATrustedProxySaysWhoAsks)
{
    const RequestPolicy policy = policyOf({.trustedProxies = {u"127.0.0.1"_s, u"10.0.0.0/8"_s, u"fd00::/8"_s}});
    const auto client = [&](const char *peer, const QByteArray &forwarded, const QByteArray &proto = {}) {
        Request request = requestOf({{"host", "localhost"}, {"x-forwarded-for", forwarded}, {"x-forwarded-proto", proto}}, "GET", peer);
        policy.settle(request);
        return QString(request.client.toString() + (request.isSecure ? u" secure" : u""));
    };
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9"), u"203.0.113.9"_s);
    EXPECT_EQ(client("127.0.0.1", "198.51.100.1, 203.0.113.9"), u"203.0.113.9"_s); // what stands before it, anybody can have written
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9, 10.1.2.3"), u"203.0.113.9"_s);
    EXPECT_EQ(client("127.0.0.1", "10.1.2.3"), u"10.1.2.3"_s);
    EXPECT_EQ(client("fd00::1", "[2001:db8::7]:4711"), u"2001:db8::7"_s);
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9:4711"), u"203.0.113.9"_s);
    EXPECT_EQ(client("127.0.0.1", "unknown"), u"127.0.0.1"_s);
    EXPECT_EQ(client("127.0.0.1", ""), u"127.0.0.1"_s);
    EXPECT_EQ(client("203.0.113.5", "127.0.0.1", "https"), u"203.0.113.5"_s);
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9", "https"), u"203.0.113.9 secure"_s);
    EXPECT_EQ(RequestPolicy::make({.trustedProxies = {u"10.0.0.0/99"_s}}).error().field, u"server.trusted_proxies"_s);
}

// Behind TLS, the page of the same host without it is another's.
TEST(RequestPolicyTest, APlainPageIsNotTheSecureOne)
{
    const RequestPolicy policy = policyOf({.allowedHosts = {u"chat.example"_s}, .trustedProxies = {u"127.0.0.1"_s}});
    EXPECT_EQ(statusOf(policy, requestOf({{"host", "chat.example"}, {"origin", "https://chat.example"}, {"x-forwarded-proto", "https"}})), 0);
    EXPECT_EQ(statusOf(policy, requestOf({{"host", "chat.example"}, {"origin", "http://chat.example"}, {"x-forwarded-proto", "https"}})), 403);
}

} // namespace
