// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/log_feed.h"

#include "core/event.h"
#include "core/sse_encoder.h"

#include "fake_server.h"

#include <gtest/gtest.h>

#include <QJsonDocument>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray positionOf(qint64 position, const QString &log, bool isReset = false)
{
    const QByteArray json = QJsonDocument(PositionEvent{.reset = isReset, .position = position, .epoch = log, .reason = {}, .heartbeatMs = 30'000}.toJson()).toJson(QJsonDocument::Compact);
    return QByteArray::fromStdString(sse::event("position", json.toStdString(), QByteArray(QByteArray::number(position) + '~' + log.toLatin1()).toStdString()));
}

QByteArray logLines(qint64 from, qint64 to, const QString &log)
{
    std::string events;
    for (qint64 number = from; number <= to; ++number) {
        LogLine line = LogLine::of(number, QtInfoMsg, u"pipit.http"_s, u"line %1 of %2"_s.arg(number).arg(log));
        line.number = number;
        events += sse::event("line", QJsonDocument(line.toJson()).toJson(QJsonDocument::Compact).toStdString(), std::to_string(number) + '~' + log.toStdString());
    }
    return QByteArray::fromStdString(events);
}

class LogFeedTest : public testing::Test
{
protected:
    static constexpr char path[] = "/api/ops/log/stream";

    LogFeed &feed()
    {
        SseOptions options;
        options.reconnectInterval = 20ms;
        m_feed = std::make_unique<LogFeed>(server.url(), "secret", options);
        QObject::connect(m_feed.get(), &LogFeed::arrived, m_feed.get(), [this](const LogBatch &batch) {
            batches << batch;
            for (const LogLine &line : batch.lines)
                texts << line.text;
        });
        QObject::connect(m_feed.get(), &LogFeed::stateChanged, m_feed.get(), [this] {
            if (states.isEmpty() || states.last() != m_feed->state())
                states << m_feed->state();
        });
        m_feed->start();
        return *m_feed;
    }

    FakeServer server;
    QList<LogBatch> batches;
    QStringList texts;
    QList<LogFeed::State> states;

private:
    std::unique_ptr<LogFeed> m_feed;
};

} // namespace

using FeedState = LogFeed::State;

TEST_F(LogFeedTest, HandsOutBatchesOfWhatIsKeptAndWhatComes)
{
    FakeServer::Socket socket;
    server.on(path, [&](const FakeRequest &, FakeServer::Socket answer) {
        socket = answer;
        answer->write(streamHead + positionOf(0, u"a"_s) + logLines(11, 510, u"a"_s));
    });
    LogFeed &follower = feed();
    ASSERT_TRUE(waitUntil([&] { return texts.size() == 500; }));
    EXPECT_LT(batches.size(), 20);
    EXPECT_EQ(batches.first().log, u"a"_s);
    EXPECT_EQ(batches.first().missing, 0) << "what was kept no longer when it first came is nobody's loss";
    EXPECT_EQ(server.requests(path).first().header("authorization"), "Bearer secret");
    EXPECT_EQ(states, (QList<FeedState>{FeedState::Connecting, FeedState::Live}));
    socket->write(logLines(511, 511, u"a"_s));
    ASSERT_TRUE(waitUntil([&] { return texts.size() == 501; }));
    EXPECT_EQ(follower.state(), FeedState::Live);
}

TEST_F(LogFeedTest, GoesOnWithoutLosingOrDoublingALine)
{
    server.inTurn(path, {says(streamHead + positionOf(0, u"a"_s) + logLines(1, 5, u"a"_s)),
                         says(streamHead + positionOf(5, u"a"_s) + logLines(4, 8, u"a"_s)), // some twice
                         saysAndWaits(streamHead + positionOf(8, u"a"_s) + logLines(12, 13, u"a"_s))});
    feed();
    ASSERT_TRUE(waitUntil([&] { return texts.size() == 10; }));
    EXPECT_EQ(server.requests(path).at(1).header("last-event-id"), "5~a");
    EXPECT_EQ(texts, (QStringList{u"line 1 of a"_s, u"line 2 of a"_s, u"line 3 of a"_s, u"line 4 of a"_s, u"line 5 of a"_s, u"line 6 of a"_s, u"line 7 of a"_s, u"line 8 of a"_s, u"line 12 of a"_s, u"line 13 of a"_s}));
    EXPECT_EQ(batches.last().missing, 3) << "and says what could not be had";
    EXPECT_TRUE(states.contains(FeedState::Waiting));
}

TEST_F(LogFeedTest, ANodeThatWasStartedAnewHasAnotherLog)
{
    server.inTurn(path, {says(streamHead + positionOf(0, u"a"_s) + logLines(1, 3, u"a"_s)), saysAndWaits(streamHead + positionOf(0, u"b"_s, true) + logLines(1, 2, u"b"_s))});
    feed();
    ASSERT_TRUE(waitUntil([&] { return texts.size() == 5; }));
    EXPECT_EQ(batches.first().log, u"a"_s);
    EXPECT_EQ(batches.last().log, u"b"_s);
    EXPECT_EQ(batches.last().missing, 0);
    EXPECT_EQ(texts.last(), u"line 2 of b"_s);
}

TEST_F(LogFeedTest, SaysWhyItWaits)
{
    server.stopListening();
    LogFeed &follower = feed();
    ASSERT_TRUE(waitUntil([&] { return follower.state() == FeedState::Waiting; }));
    EXPECT_FALSE(follower.reason().isEmpty());
    server.on(path, saysAndWaits(streamHead + positionOf(0, u"a"_s) + logLines(1, 1, u"a"_s)));
    server.listenAgain();
    EXPECT_TRUE(waitUntil([&] { return follower.state() == FeedState::Live && texts.size() == 1; }));
    EXPECT_EQ(std::ranges::count(states, FeedState::Connecting), 1) << "an attempt in between is none of a reader's business";
}

TEST_F(LogFeedTest, WhoIsNoOperatorIsRefusedForGood)
{
    server.inTurn(path, {refuses(403, "forbidden", "Only operators may do this."), saysAndWaits(streamHead + positionOf(0, u"a"_s))});
    LogFeed &follower = feed();
    ASSERT_TRUE(waitUntil([&] { return follower.state() == FeedState::Refused; }));
    EXPECT_EQ(follower.error().code, ErrorCode::Forbidden);
    EXPECT_TRUE(follower.error().message.contains(u"Only operators"));
    follower.retryNow();
    EXPECT_TRUE(waitUntil([&] { return follower.state() == FeedState::Live; }));
}

TEST_F(LogFeedTest, WhatIsNoLineIsLeftOut)
{
    server.on(path, saysAndWaits(streamHead + positionOf(0, u"a"_s) + "event: line\ndata: {\"number\":1}\n\nevent: line\ndata: x\n\nevent: other\ndata: {}\n\n" + logLines(2, 2, u"a"_s)));
    feed();
    ASSERT_TRUE(waitUntil([&] { return texts.size() == 1; }));
    EXPECT_EQ(texts.first(), u"line 2 of a"_s);
}

TEST_F(LogFeedTest, WhatCameIsToldBeforeItStops)
{
    server.on(path, saysAndWaits(streamHead + positionOf(0, u"a"_s) + logLines(1, 3, u"a"_s)));
    LogFeed &follower = feed();
    ASSERT_TRUE(waitUntil([&] { return follower.state() == FeedState::Live; }));
    follower.stop();
    EXPECT_EQ(follower.state(), FeedState::Idle);
    EXPECT_EQ(texts.size(), 3);
}
