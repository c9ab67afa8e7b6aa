// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/transport.h"

#include "fake_node.h"
#include "one_session.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

class TransportTest : public testing::Test
{
protected:
    TransportOptions options()
    {
        TransportOptions options;
        options.stream.url = node.server.url(QStringLiteral("/api/sse/messages?sessionId=*"));
        options.stream.connectionTimeout = 150ms;
        options.stream.reconnectInterval = 10ms;
        options.stream.pacing = SseOptions::Pacing::FullJitter;
        options.stream.retryWhenBusy = true;
        options.stream.inServiceEvent = event_name::position;
        options.trial = options.stream;
        options.trial.url = node.server.url(QStringLiteral("/api/sse/test"));
        options.poll.url = node.url();
        options.poll.connectionTimeout = 5s;
        options.poll.reconnectInterval = 10ms;
        options.streamAgainAfter = 20ms;
        return options;
    }

    Transport &begin(const TransportOptions &options)
    {
        transport = std::make_unique<Transport>(options);
        QObject::connect(transport.get(), &Transport::message, transport.get(), [this](const Message &message) { ids << message.id; });
        QObject::connect(transport.get(), &Transport::positioned, transport.get(), [this](const PositionEvent &position) {
            positions << position.position;
            resets += position.reset ? 1 : 0;
        });
        transport->start();
        return *transport;
    }

    bool isUsed(TransportKind kind)
    {
        return waitUntil([&] { return transport->kind() == kind && transport->state() == Transport::State::Open && !positions.isEmpty(); });
    }
    qsizetype streams() { return node.server.requests("/api/sse/messages").size(); }
    qsizetype trials() { return node.server.requests("/api/sse/test").size(); }

    FakeNode node;
    std::unique_ptr<Transport> transport;
    QList<qint64> ids;
    QList<qint64> positions;
    int resets = 0;
};

} // namespace

TEST_F(TransportTest, PollsAfterTwoStreamsThroughWhichNothingCame)
{
    node.store(s, QStringLiteral("old"));
    node.keepsStreamsBack = true;
    auto patient = options();
    patient.streamAgainAfter = 1h;
    begin(patient);
    ASSERT_TRUE(isUsed(TransportKind::Poll));
    EXPECT_GE(streams(), 2);
    EXPECT_FALSE(transport->kindReason().isEmpty());
    EXPECT_EQ(positions, QList<qint64>{1}); // nobody asked for what was there before
    node.store(s, QStringLiteral("one"));
    ASSERT_TRUE(waitUntil([&] { return ids.size() == 1; }));
    node.store(s, QStringLiteral("two"));
    node.store(QStringLiteral("other"), QStringLiteral("three"));
    ASSERT_TRUE(waitUntil([&] { return ids.size() == 3; }));
    EXPECT_EQ(ids, (QList<qint64>{2, 3, 4}));
}

TEST_F(TransportTest, AHeadWithoutABodyIsAStreamThroughWhichNothingCame)
{
    node.server.on("/api/sse/messages", saysAndWaits(streamHead));
    auto patient = options();
    patient.streamAgainAfter = 1h;
    begin(patient);
    EXPECT_TRUE(isUsed(TransportKind::Poll));
    EXPECT_TRUE(transport->kindReason().contains(u"nothing came through"));
}

TEST_F(TransportTest, GoesToPollingAndBackWithoutAGapOrADouble)
{
    begin(options());
    ASSERT_TRUE(isUsed(TransportKind::Stream));
    node.store(s, QStringLiteral("by stream"));
    ASSERT_TRUE(waitUntil([&] { return ids.size() == 1; }));
    for (int round = 0; round < 3; ++round) {
        node.keepsStreamsBack = true;
        node.breakStream();
        node.store(s, QStringLiteral("between"));
        ASSERT_TRUE(isUsed(TransportKind::Poll));
        node.store(s, QStringLiteral("by polling"));
        ASSERT_TRUE(waitUntil([&] { return ids.size() == node.messages.size(); }));
        const qsizetype before = trials();
        ASSERT_TRUE(waitUntil([&] { return trials() > before; })); // one that is tried in the background
        node.store(s, QStringLiteral("while it is tried"));
        node.keepsStreamsBack = false;
        ASSERT_TRUE(isUsed(TransportKind::Stream));
        EXPECT_TRUE(transport->kindReason().isEmpty());
        node.store(s, QStringLiteral("by stream again"));
        ASSERT_TRUE(waitUntil([&] { return ids.size() >= node.messages.size(); }));
    }
    QList<qint64> all;
    for (const Message &message : std::as_const(node.messages))
        all << message.id;
    EXPECT_EQ(ids, all);
    EXPECT_EQ(resets, 0);
}

TEST_F(TransportTest, AStreamThatBeginsFurtherBackBringsNothingTwice)
{
    node.keepsStreamsBack = true;
    begin(options());
    ASSERT_TRUE(isUsed(TransportKind::Poll));
    node.store(s, QStringLiteral("by polling"));
    ASSERT_TRUE(waitUntil([&] { return ids.size() == 1; }));
    // The stream was asked for before that message, and begins with it.
    node.keepsStreamsBack = false;
    node.server.on("/api/sse/messages", [this](const FakeRequest &, const FakeServer::Socket &socket) {
        socket->write(streamHead + "event: position\nid: 0~e\ndata: {\"status\":\"continue\",\"position\":0,\"epoch\":\"e\"}\n\nevent: message\nid: 1~e\ndata: " + node.messages.first().toJsonText() + "\n\n");
        node.stream = socket;
    });
    ASSERT_TRUE(isUsed(TransportKind::Stream));
    EXPECT_EQ(positions.last(), 1);
    node.store(s, QStringLiteral("by stream"));
    ASSERT_TRUE(waitUntil([&] { return ids.size() >= 2; }));
    EXPECT_EQ(ids, (QList<qint64>{1, 2}));
}

TEST_F(TransportTest, WhatComesInBurstsIsNoStream)
{
    node.keepsStreamsBack = true;
    begin(options());
    ASSERT_TRUE(isUsed(TransportKind::Poll));
    const qsizetype before = streams();
    node.comesInBursts = true;
    node.keepsStreamsBack = false;
    const qsizetype tried = trials();
    ASSERT_TRUE(waitUntil([&] { return trials() >= tried + 3; }));
    EXPECT_EQ(streams(), before);
    EXPECT_EQ(transport->kind(), TransportKind::Poll);
    node.comesInBursts = false;
    EXPECT_TRUE(isUsed(TransportKind::Stream));
}

TEST_F(TransportTest, AStreamThatIsHeldBackIsLeftAtOnce)
{
    auto patient = options();
    patient.streamAgainAfter = 1h;
    begin(patient);
    ASSERT_TRUE(isUsed(TransportKind::Stream));
    node.isStreamSilent = true;
    node.store(s, QStringLiteral("kept back"));
    transport->heldBack(QStringLiteral("It does not come."));
    ASSERT_TRUE(isUsed(TransportKind::Poll));
    ASSERT_TRUE(waitUntil([&] { return ids.size() == 1; }));
    EXPECT_EQ(transport->kindReason(), QStringLiteral("It does not come."));
    node.store(s, QStringLiteral("by polling")); // the stream has brought the first one by now, or polling
    ASSERT_TRUE(waitUntil([&] { return ids.size() >= 2; }));
    EXPECT_EQ(ids, (QList<qint64>{1, 2}));
}

TEST_F(TransportTest, WhereNobodyAnswersPollingDoesNotHelp)
{
    node.keepsStreamsBack = true;
    node.server.on("/api/messages", refuses(503, "unavailable", "Starting."));
    begin(options());
    ASSERT_TRUE(waitUntil([&] { return streams() >= 4; }));
    EXPECT_EQ(transport->kind(), TransportKind::Stream);
    EXPECT_GT(transport->attempt(), 1);
    EXPECT_GE(node.server.requests("/api/messages").size(), 1);
    node.keepsStreamsBack = false;
    EXPECT_TRUE(isUsed(TransportKind::Stream));
}

TEST_F(TransportTest, AModeIsKept)
{
    node.keepsStreamsBack = true;
    auto streamOnly = options();
    streamOnly.mode = TransportMode::Stream;
    begin(streamOnly);
    ASSERT_TRUE(waitUntil([&] { return streams() >= 4; }));
    EXPECT_TRUE(node.server.requests("/api/messages").isEmpty());

    node.keepsStreamsBack = false;
    auto pollOnly = options();
    pollOnly.mode = TransportMode::Poll;
    const qsizetype before = streams();
    begin(pollOnly);
    ASSERT_TRUE(isUsed(TransportKind::Poll));
    node.store(s, QStringLiteral("one"));
    ASSERT_TRUE(waitUntil([&] { return ids.size() == 1; }));
    EXPECT_EQ(streams(), before);
    EXPECT_TRUE(transport->kindReason().isEmpty());
}

TEST_F(TransportTest, APositionThatIsGoneIsAReset)
{
    auto pollOnly = options();
    pollOnly.mode = TransportMode::Poll;
    begin(pollOnly);
    ASSERT_TRUE(isUsed(TransportKind::Poll));
    node.nextPollIsGone = true;
    node.store(s, QStringLiteral("one")); // ends the poll that waits; the next one is told
    ASSERT_TRUE(waitUntil([&] { return resets == 1; }));
    EXPECT_EQ(positions.last(), 1);
    node.store(s, QStringLiteral("two"));
    ASSERT_TRUE(waitUntil([&] { return ids.contains(2); }));
}

TEST_F(TransportTest, PollingIsTriedAgainAndRefusedForGood)
{
    auto pollOnly = options();
    pollOnly.mode = TransportMode::Poll;
    node.server.inTurn("/api/messages", {refuses(503, "unavailable", "Starting."), refuses(401, "unauthenticated", "This token is not known here.")});
    begin(pollOnly);
    QList<Transport::State> states;
    QObject::connect(transport.get(), &Transport::stateChanged, transport.get(), [&] { states << transport->state(); });
    ASSERT_TRUE(waitUntil([&] { return transport->state() == Transport::State::Failed; }));
    EXPECT_EQ(states, (QList<Transport::State>{Transport::State::Waiting, Transport::State::Connecting, Transport::State::Failed}));
    EXPECT_EQ(transport->error().code, ErrorCode::Unauthenticated);
}
