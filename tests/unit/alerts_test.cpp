// SPDX-License-Identifier: GPL-3.0-or-later
// From a figure beyond its limit to a program that is told, in a time that the test makes; and what the configuration says of it.
#include "server/ops/alerts.h"
#include "server/ops/webhook.h"
#include "tests/unit/fake_server.h"
#include "tests/unit/http_test_client.h"
#include "tests/unit/log_capture.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::ops {
namespace {

constexpr WebhookTimes quickTimes{.firstPause = 10ms, .longestPause = 50ms, .answer = 500ms, .attempts = 5};

std::vector<AlertRule> rulesOf(const std::vector<AlertConfig> &configs)
{
    auto rules = Alerts::rulesOf(configs);
    EXPECT_TRUE(rules) << qPrintable(rules.error().message);
    return rules ? std::move(*rules) : std::vector<AlertRule>();
}

class AlertsTest : public testing::Test
{
protected:
    AlertsTest()
    {
        m_metrics.addSource([this](metrics::Metrics::Answers &answers) { answers.add("pipit_writer_waiting", waiting); });
        QObject::connect(&alerts, &Alerts::turned, &hook, [this](const AlertNews &news) { hook.post(news.toJson()); });
    }

    void pass(std::chrono::seconds time)
    {
        for (auto second = 0s; second < time; ++second)
            alerts.judge(m_metrics.collect(), m_now += 1s);
    }

    bool comesTo(qsizetype requests) { return http::waitUntil([&] { return server.requests("/hook").size() >= requests; }, 5s); }
    bool nothingMoreComes(qsizetype requests) { return !http::waitUntil([&] { return server.requests("/hook").size() > requests; }, 1s); }

    static test::FakeServer::Handler answering(const QByteArray &status)
    {
        return [status](const test::FakeRequest &, const test::FakeServer::Socket &socket) { socket->write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"); };
    }

    test::FakeServer server;
    Alerts alerts{rulesOf({{.name = u"writes wait"_s, .metric = u"pipit_writer_waiting"_s, .above = 100, .clear = 50, .forS = 30}})};
    Webhook hook{server.url(u"/hook"_s), quickTimes};
    double waiting = 0;

private:
    metrics::Metrics m_metrics;
    Alert::Clock::time_point m_now;
};

TEST_F(AlertsTest, OneFiresHoldsAndClearsAndAProgramIsToldThoughItFailsAtFirst)
{
    server.inTurn("/hook", {answering("503 Busy"), [](const test::FakeRequest &, const test::FakeServer::Socket &socket) { socket->abort(); }, answering("429 Slow"), answering("204 Good")});
    pass(60s);
    waiting = 250;
    pass(29s);
    EXPECT_EQ(alerts.all().front().state(), AlertState::Pending);
    EXPECT_TRUE(nothingMoreComes(0));
    pass(2s);
    EXPECT_EQ(alerts.all().front().state(), AlertState::Firing);
    ASSERT_TRUE(comesTo(4)) << "three times it was not taken";
    for (const test::FakeRequest &request : server.requests("/hook")) {
        EXPECT_EQ(request.method, "POST");
        EXPECT_EQ(request.header("content-type"), "application/json");
        const QJsonObject event = request.json();
        EXPECT_EQ(event.value(u"alert").toString(), u"writes wait"_s);
        EXPECT_EQ(event.value(u"state").toString(), u"firing"_s);
        EXPECT_EQ(event.value(u"metric").toString(), u"pipit_writer_waiting"_s);
        EXPECT_EQ(event.value(u"value").toDouble(), 250);
        EXPECT_EQ(event.value(u"limit").toDouble(), 100);
        EXPECT_EQ(event.value(u"text").toString(), u"Alert: writes wait. pipit_writer_waiting is 250, above its limit of 100."_s);
    }
    pass(600s);
    waiting = 60; // on the good side of the limit, but not yet of `clear`
    pass(600s);
    EXPECT_TRUE(nothingMoreComes(4)) << "it is told once";
    EXPECT_EQ(alerts.toJson().first().toObject().value(u"state").toString(), u"firing"_s);

    waiting = 10;
    pass(31s);
    EXPECT_EQ(alerts.all().front().state(), AlertState::Quiet);
    ASSERT_TRUE(comesTo(5));
    EXPECT_EQ(server.requests("/hook").last().json().value(u"state").toString(), u"quiet"_s);
    EXPECT_TRUE(nothingMoreComes(5));
}

TEST_F(AlertsTest, WhatIsNeverTakenIsDroppedAndWhatComesAfterItIsTold)
{
    const LogCapture logged;
    server.inTurn("/hook", {answering("404 Nothing"), answering("200 Good")});
    hook.post({{u"number"_s, 1}});
    hook.post({{u"number"_s, 2}});
    ASSERT_TRUE(comesTo(2));
    EXPECT_EQ(server.requests("/hook").last().json().value(u"number").toInt(), 2);
    EXPECT_TRUE(logged.has(u"it answered 404"));
    EXPECT_FALSE(logged.has(u"/hook")) << "the path may be a secret";

    server.inTurn("/hook", {answering("500 Broken"), answering("500 Broken"), answering("500 Broken"), answering("500 Broken"), answering("500 Broken"), answering("200 Good")});
    hook.post({{u"number"_s, 3}});
    hook.post({{u"number"_s, 4}});
    ASSERT_TRUE(comesTo(2 + 5 + 1)) << "five attempts for the third";
    EXPECT_EQ(server.requests("/hook").last().json().value(u"number").toInt(), 4);
}

TEST_F(AlertsTest, TheOldestOfTooManyGoesButNotTheOneUnderWay)
{
    server.on("/hook", [](const test::FakeRequest &, const test::FakeServer::Socket &) {}); // no answer
    for (int i = 0; i < 150; ++i)
        hook.post({{u"number"_s, i}});
    ASSERT_TRUE(comesTo(1));
    server.on("/hook", answering("200 Good"));
    ASSERT_TRUE(comesTo(101)) << "the first is asked twice";
    EXPECT_TRUE(nothingMoreComes(101));
    QList<int> numbers;
    for (const test::FakeRequest &request : server.requests("/hook"))
        numbers << request.json().value(u"number").toInt();
    EXPECT_EQ(numbers[1], 0);
    EXPECT_EQ(numbers[2], 51);
    EXPECT_EQ(numbers.last(), 149);
}

TEST(AlertRulesTest, TheDefaultOnesFit) { EXPECT_GE(rulesOf(defaultAlerts()).size(), 8u); }

TEST(AlertRulesTest, SayWhereTheyAreWrong)
{
    const auto messageOf = [](const AlertConfig &config) {
        const auto rules = Alerts::rulesOf({config});
        return rules ? QString() : rules.error().message;
    };
    EXPECT_EQ(messageOf({.name = u"a"_s, .metric = u"pipit_nothing"_s, .above = 1, .place = u"pipit.toml:3"_s}), u"pipit.toml:3: alerts.metric: There is no metric pipit_nothing; docs/metrics.md lists them."_s);
    EXPECT_TRUE(messageOf({.name = u"a"_s, .metric = u"pipit_writer_waiting"_s, .quantile = 0.5, .above = 1}).contains(u"is no histogram"));
}

} // namespace
} // namespace pipit::ops
