// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: one caller, or one address, can take neither the requests nor the connections of all others. The test's
// clients come through a proxy that the node trusts, or they would be this machine's own, which have no limits.
#include "server/http/address_counts.h"
#include "tests/unit/node_fixture.h"

#include <QFile>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::Answer;
using http::TestClient;
using http::waitUntil;

namespace {

class ClientLimitsTest : public test::NodeFixture
{
protected:
    QByteArray ann;

    void SetUp() override
    {
        config.server.trustedProxies = {u"127.0.0.1"_s};
        config.limits.requestsPerS = 2; // twenty at once
        config.limits.connectionsPerAddress = 3;
        start();
        ann = bearer(tokenFor({.sub = u"ann"_s}));
    }

    static QByteArray from(const QByteArray &address) { return "X-Forwarded-For: " + address + "\r\n"; }

    int until429(const QByteArray &headers, const QByteArray &what = "GET /api/sessions")
    {
        for (int i = 0; i < 100; ++i) {
            if (ask(headers, what).status == 429)
                return i;
        }
        return 100;
    }
};

TEST_F(ClientLimitsTest, ACallerMayAskSoOften)
{
    const int passed = until429(ann + from("203.0.113.1"));
    EXPECT_GE(passed, 20);
    EXPECT_LE(passed, 40); // some seconds may go by
    const Answer refused = ask(ann + from("203.0.113.2"), "GET /api/sessions"); // wherever it comes from
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.errorCode(), u"rate_limited"_s);
    EXPECT_GE(refused.header("retry-after").toInt(), 1);
    EXPECT_EQ(ask(bearer(tokenFor({.sub = u"bob"_s})) + from("203.0.113.1"), "GET /api/sessions").status, 200);
    EXPECT_EQ(ask(ann, "GET /api/sessions").status, 200); // on this machine
    EXPECT_TRUE(waitUntil([&] { return ask(ann + from("203.0.113.1"), "GET /api/sessions").status == 200; }, std::chrono::seconds(5)));
}

TEST_F(ClientLimitsTest, WhoeverGuessesMayGuessSoOften)
{
    EXPECT_EQ(ask(ann + from("203.0.113.1"), "GET /api/sessions").status, 200);
    EXPECT_LE(until429(bearer("guess") + from("203.0.113.1")), 40);
    EXPECT_LE(until429(from("203.0.113.7"), "POST /api/auth/session"), 40);
    EXPECT_EQ(ask(from("203.0.113.1"), "GET /api/sessions").status, 429);
    EXPECT_EQ(ask(from("203.0.113.2"), "GET /api/sessions").status, 401);
    EXPECT_EQ(ask(ann + from("203.0.113.1"), "GET /api/sessions").status, 200); // who is known goes on
    QFile log(directory.filePath(u"audit-unknown.log"_s));
    ASSERT_TRUE(log.open(QIODevice::ReadOnly));
    const QByteArray lines = log.readAll();
    EXPECT_TRUE(lines.contains(R"("from":"203.0.113.1")") && lines.contains("\"status\":429"));
}

// A request that is refused for its number has not used its ticket up.
TEST_F(ClientLimitsTest, ATicketOutlivesARefusal)
{
    const QByteArray ticket = dataOf(ask(ann, "POST /api/auth/tickets")).value(u"ticket").toString().toLatin1();
    EXPECT_LE(until429(bearer("guess") + from("203.0.113.1")), 40);
    EXPECT_EQ(ask(from("203.0.113.1"), "GET /api/sessions?ticket=" + ticket).status, 429);
    EXPECT_EQ(ask(from("203.0.113.2"), "GET /api/sessions?ticket=" + ticket).status, 200);
    EXPECT_EQ(ask(from("203.0.113.2"), "GET /api/sessions?ticket=" + ticket).status, 401);
}

TEST_F(ClientLimitsTest, AnAddressMayHaveSoManyStreams)
{
    std::vector<std::unique_ptr<TestClient>> streams;
    const auto open = [&](const QByteArray &address) {
        streams.push_back(std::make_unique<TestClient>(port()));
        streams.back()->send(requestOf("GET /api/sse/messages?sessionId=s", operators() + from(address)));
        return streams.back()->nextHead();
    };
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(open("203.0.113.1").status, 200);
    const Answer refused = open("203.0.113.1");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("retry-after"), "5");
    EXPECT_EQ(open("203.0.113.2").status, 200);
    streams.front()->reset();
    EXPECT_TRUE(waitUntil([&] { return open("203.0.113.1").status == 200; }));
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(open("127.0.0.1").status, 200); // this machine's own
}

TEST(AddressCountsTest, CountsAnAddressAndANetworkOfIpv6)
{
    const auto counts = std::make_shared<http::AddressCounts>(2, *http::AddressList::parse({u"10.0.0.0/8"_s}, u"x"_s));
    std::vector<http::AddressCounts::Place> kept;
    const auto take = [&](const char *address) {
        auto place = counts->take(QHostAddress(QString::fromLatin1(address)));
        const bool isTaken = bool(place);
        if (isTaken)
            kept.push_back(std::move(place));
        return isTaken;
    };
    EXPECT_TRUE(take("203.0.113.1"));
    EXPECT_TRUE(take("203.0.113.1"));
    EXPECT_FALSE(take("203.0.113.1"));
    EXPECT_TRUE(take("203.0.113.2"));
    EXPECT_TRUE(take("2001:db8:1:2::1"));
    EXPECT_TRUE(take("2001:db8:1:2:ffff::9"));
    EXPECT_FALSE(take("2001:db8:1:2::5")); // whoever has one of these has them all
    EXPECT_TRUE(take("2001:db8:1:3::1"));
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(take("127.0.0.1") && take("::1") && take("10.1.2.3"));
    kept.clear();
    EXPECT_TRUE(take("203.0.113.1"));
}

} // namespace
