// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

constexpr qint64 beyondDoubleId = 9007199254740993; // 2^53 + 1

// As the event arrives: written to text and read again.
QJsonObject overTheWire(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson(QJsonDocument::Compact)).object();
}

TEST(PositionEventTest, SurvivesTheWire)
{
    const PositionEvent event{.reset = true, .position = beyondDoubleId, .epoch = u"e1"_s, .reason = u"too_old"_s, .heartbeatMs = 30000};
    const auto read = PositionEvent::fromJson(overTheWire(event.toJson()));
    ASSERT_TRUE(read.ok());
    EXPECT_TRUE(read->reset);
    EXPECT_EQ(read->position, beyondDoubleId);
    EXPECT_EQ(read->epoch, event.epoch);
    EXPECT_EQ(read->reason, event.reason);
    EXPECT_EQ(read->heartbeatMs, 30000);
}

TEST(PositionEventTest, SaysContinueWithoutReason)
{
    const QJsonObject object = PositionEvent{.position = 0, .epoch = u"e"_s}.toJson();
    EXPECT_EQ(object.value(u"status").toString(), u"continue");
    EXPECT_FALSE(object.contains(u"reason"));
    EXPECT_TRUE(PositionEvent::fromJson(object).ok());
}

TEST(PositionEventTest, RefusesWhatHasNoPlace)
{
    EXPECT_FALSE(PositionEvent::fromJson({}).ok());
    EXPECT_FALSE(PositionEvent::fromJson({{u"status"_s, u"continue"_s}}).ok());
    EXPECT_FALSE(PositionEvent::fromJson({{u"status"_s, u"continue"_s}, {u"position"_s, -1}}).ok());
    EXPECT_FALSE(PositionEvent::fromJson({{u"status"_s, u"continue"_s}, {u"position"_s, u"5"_s}}).ok());
    EXPECT_FALSE(PositionEvent::fromJson({{u"status"_s, u"continue"_s}, {u"position"_s, 1.5}}).ok());
    EXPECT_FALSE(PositionEvent::fromJson({{u"status"_s, u"sideways"_s}, {u"position"_s, 5}}).ok());
}

TEST(DeltaEventTest, SurvivesTheWire)
{
    const DeltaEvent event{.runId = u"r"_s, .clientMessageId = u"c"_s, .sessionId = u"s"_s, .offset = 7, .text = u"你好 👋\r\n"_s, .reasoning = true};
    const auto read = DeltaEvent::fromJson(overTheWire(event.toJson()));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->text, event.text);
    EXPECT_EQ(read->offset, 7);
    EXPECT_TRUE(read->reasoning);
    EXPECT_EQ(read->clientMessageId, event.clientMessageId);
    EXPECT_EQ(DeltaEvent().toJson().value(u"kind").toString(), u"answer");
}

TEST(DeltaEventTest, RefusesWhatBelongsToNoRun)
{
    const QJsonObject whole{{u"runId"_s, u"r"_s}, {u"sessionId"_s, u"s"_s}, {u"offset"_s, 0}};
    ASSERT_TRUE(DeltaEvent::fromJson(whole).ok());
    for (const auto &name : {u"runId"_s, u"sessionId"_s, u"offset"_s}) {
        QJsonObject part = whole;
        part.remove(name);
        EXPECT_FALSE(DeltaEvent::fromJson(part).ok()) << name.toStdString();
    }
}

TEST(RunStateTest, NamesAndValuesMatch)
{
    for (const RunState state : {RunState::Queued, RunState::Streaming, RunState::Polling, RunState::Completed, RunState::Failed, RunState::Cancelled, RunState::Interrupted})
        EXPECT_EQ(runStateFromName(runStateName(state).toString()), state);
    EXPECT_EQ(runStateName(RunState::Interrupted), "interrupted"_L1);
    EXPECT_FALSE(runStateFromName(u"Completed"));
    EXPECT_FALSE(runStateFromName(u""));
}

TEST(RunEventTest, SurvivesTheWire)
{
    const RunEvent event{.runId = u"r"_s, .sessionId = u"s"_s, .botId = u"b"_s, .clientMessageId = u"c"_s, .state = RunState::Failed, .error = u"why"_s, .firstTokenMs = 0, .replyTo = 7, .replaces = 8};
    const auto read = RunEvent::fromJson(overTheWire(event.toJson()));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->state, RunState::Failed);
    EXPECT_EQ(read->error, u"why");
    EXPECT_EQ(read->firstTokenMs, 0);
    EXPECT_EQ(read->replyTo, 7);
    EXPECT_EQ(read->replaces, 8);
    EXPECT_EQ(read->botId, u"b");
}

TEST(RunEventTest, WritesOnlyWhatIsKnown)
{
    const QJsonObject object = RunEvent{.runId = u"r"_s, .sessionId = u"s"_s, .botId = u"b"_s, .clientMessageId = u"c"_s}.toJson();
    EXPECT_FALSE(object.contains(u"error"));
    EXPECT_FALSE(object.contains(u"firstTokenMs"));
    EXPECT_FALSE(object.contains(u"replaces"));
    EXPECT_FALSE(RunEvent::fromJson(object)->firstTokenMs);
}

TEST(RunEventTest, RefusesAnUnknownState)
{
    EXPECT_FALSE(RunEvent::fromJson({{u"runId"_s, u"r"_s}, {u"sessionId"_s, u"s"_s}, {u"state"_s, u"dreaming"_s}}).ok());
    EXPECT_FALSE(RunEvent::fromJson({{u"runId"_s, u"r"_s}, {u"state"_s, u"queued"_s}}).ok());
}

TEST(TypingEventTest, SurvivesTheWire)
{
    const TypingEvent event{.sessionId = u"s"_s, .senderId = u"ann"_s, .senderName = u"Ann"_s, .what = u"note"_s, .active = false, .forMs = 7};
    const auto read = TypingEvent::fromJson(overTheWire(event.toJson()));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->toJson(), event.toJson());
    EXPECT_EQ(read->senderName, u"Ann");
    EXPECT_FALSE(read->active);
    EXPECT_EQ(TypingEvent::fromJson({{u"sessionId"_s, u"s"_s}, {u"senderId"_s, u"a"_s}, {u"what"_s, u"message"_s}, {u"active"_s, true}, {u"forMs"_s, 1e12}})->forMs, 60'000);
    EXPECT_FALSE(TypingEvent::fromJson({{u"sessionId"_s, u"s"_s}, {u"senderId"_s, u"a"_s}, {u"what"_s, u"song"_s}, {u"active"_s, true}}).ok());
    EXPECT_FALSE(TypingEvent::fromJson({{u"sessionId"_s, u"s"_s}, {u"senderId"_s, u"a"_s}, {u"what"_s, u"message"_s}}).ok());
}

TEST(PresenceEventTest, SurvivesTheWire)
{
    const PresenceEvent event{.sessionId = u"s"_s, .sub = u"ann"_s, .name = u"Ann"_s, .present = true};
    const auto read = PresenceEvent::fromJson(overTheWire(event.toJson()));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->toJson(), event.toJson());
    EXPECT_TRUE(read->present);
    EXPECT_FALSE(PresenceEvent::fromJson({{u"sessionId"_s, u"s"_s}, {u"present"_s, true}}).ok());
    EXPECT_FALSE(PresenceEvent::fromJson({{u"sessionId"_s, u"s"_s}, {u"sub"_s, u"ann"_s}}).ok());
}

} // namespace
} // namespace pipit
