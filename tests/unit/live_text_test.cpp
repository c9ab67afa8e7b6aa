// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/live_text.h"

#include "core/sse_decoder.h"

#include <gtest/gtest.h>

#include <QJsonDocument>
#include <QJsonObject>

using namespace pipit;
using namespace pipit::log;
using namespace Qt::StringLiterals;

namespace {

class LiveTextTest : public testing::Test
{
protected:
    LiveText live;
    stream::Subscription subscription{.sessions = {"s"}};
    QString news; // of the last piece

    void run(RunState state, const QString &id = u"r"_s, const QString &session = u"s"_s)
    {
        live.apply(RunEvent{.runId = id, .sessionId = session, .botId = u"b"_s, .clientMessageId = u"c"_s, .state = state});
    }

    bool heardRun(RunState state, const QString &node, const QString &id = u"r"_s)
    {
        return live.apply(RunEvent{.runId = id, .sessionId = u"s"_s, .botId = u"b"_s, .clientMessageId = u"c"_s, .state = state}, node);
    }

    // What comes next.
    void piece(const QString &text, bool reasoning = false)
    {
        const auto lengths = live.lengths(u"r"_s);
        pieceAt(reasoning ? lengths.reasoning : lengths.answer, text, {}, reasoning);
    }

    LiveText::Change pieceAt(qint64 offset, const QString &text, const QString &node = {}, bool reasoning = false)
    {
        DeltaEvent delta{.runId = u"r"_s, .clientMessageId = u"c"_s, .sessionId = u"s"_s, .offset = offset, .text = text, .reasoning = reasoning};
        const auto change = live.apply(delta, node);
        news = change == LiveText::Change::News ? delta.text : QString();
        return change;
    }

    // What a joining stream is told, put together again.
    QString textOf(const std::vector<stream::Frame> &frames, bool reasoning = false)
    {
        QString text;
        for (const auto &frame : frames) {
            const QString data = QString::fromStdString(*frame).section(u"data: "_s, 1).trimmed();
            const auto delta = DeltaEvent::fromJson(QJsonDocument::fromJson(data.toUtf8()).object());
            if (!delta.ok() || delta->text.isEmpty() || delta->reasoning != reasoning)
                continue;
            EXPECT_EQ(delta->offset, text.size());
            text += delta->text;
        }
        return text;
    }
};

TEST_F(LiveTextTest, ALatecomerGetsTheTextSoFar)
{
    run(RunState::Streaming);
    piece(u"think"_s, true);
    piece(u"你好 "_s);
    piece(u"world"_s);
    const auto frames = live.framesFor(subscription);
    EXPECT_EQ(textOf(frames), u"你好 world"_s);
    EXPECT_EQ(textOf(frames, true), u"think"_s);
    EXPECT_TRUE(live.framesFor({.sessions = {"other"}}).empty());
}

TEST_F(LiveTextTest, LongTextIsSharedByLatecomers)
{
    run(RunState::Streaming);
    QString whole;
    for (int i = 0; i < 20'000; ++i) {
        piece(u"piece %1 "_s.arg(i));
        whole += u"piece %1 "_s.arg(i);
    }
    const auto first = live.framesFor(subscription), second = live.framesFor(subscription);
    EXPECT_EQ(textOf(first), whole);
    ASSERT_EQ(first.size(), second.size());
    ASSERT_GT(first.size(), 5u);
    for (std::size_t i = 1; i + 1 < first.size(); ++i)
        EXPECT_EQ(first[i], second[i]); // the same buffer, not one like it
}

TEST_F(LiveTextTest, AnEndedRunIsToldWithoutItsText)
{
    run(RunState::Streaming);
    piece(u"text"_s);
    run(RunState::Failed);
    const auto frames = live.framesFor(subscription);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_NE(frames[0]->find("\"failed\""), std::string::npos);
    piece(u"late"_s); // of a run that is over
    EXPECT_EQ(live.framesFor(subscription).size(), 1u);
}

TEST_F(LiveTextTest, EndedRunsAreBounded)
{
    for (int i = 0; i < 2000; ++i) {
        run(RunState::Streaming, QString::number(i));
        run(RunState::Completed, QString::number(i));
    }
    EXPECT_LE(live.framesFor(subscription).size(), 256u);
}

TEST_F(LiveTextTest, KnownTextIsCutOffAndHolesAreNotMade)
{
    using enum LiveText::Change;
    EXPECT_EQ(pieceAt(0, u"x"_s), Gap); // of no run
    run(RunState::Streaming);
    EXPECT_EQ(pieceAt(0, u"one "_s), News);
    EXPECT_EQ(pieceAt(0, u"one "_s), None);
    EXPECT_EQ(pieceAt(2, u"e "_s), None);
    EXPECT_EQ(pieceAt(2, u"e two"_s), News);
    EXPECT_EQ(news, u"two"_s);
    EXPECT_EQ(pieceAt(8, u"hole"_s), Gap);
    EXPECT_EQ(pieceAt(0, u"each kind has its own"_s, {}, true), News);
    EXPECT_EQ(textOf(live.framesFor(subscription)), u"one two"_s);
}

TEST_F(LiveTextTest, TextIsToldAgainFromAnyPlaceOn)
{
    run(RunState::Streaming);
    const QString whole = QString(LiveText::pieceUnits - 1, u'x') + u"🐦"_s.repeated(LiveText::pieceUnits) + u"end"_s;
    piece(whole);
    piece(u"why"_s, true);
    for (const qint64 from : {qint64(0), qint64(5), qint64(LiveText::pieceUnits - 1), qint64(LiveText::pieceUnits + 1), qint64(whole.size() - 1), qint64(whole.size())}) {
        QString text;
        for (const DeltaEvent &delta : live.text(u"r"_s, {.answer = from, .reasoning = 3})) {
            EXPECT_EQ(delta.offset, from + text.size());
            EXPECT_LE(delta.text.size(), LiveText::pieceUnits);
            EXPECT_FALSE(delta.text.front().isLowSurrogate());
            text += delta.text;
        }
        EXPECT_EQ(text, whole.mid(from));
    }
}

TEST_F(LiveTextTest, ARunHasOneWriter)
{
    using enum LiveText::Change;
    EXPECT_TRUE(heardRun(RunState::Streaming, u"n1"_s));
    EXPECT_EQ(pieceAt(0, u"of n1"_s, u"n1"_s), News);
    EXPECT_EQ(pieceAt(5, u" or n2"_s, u"n2"_s), None);
    EXPECT_FALSE(heardRun(RunState::Failed, u"n2"_s));
    heardRun(RunState::Streaming, u"n2"_s); // has taken it over
    EXPECT_EQ(pieceAt(5, u" then n2"_s, u"n2"_s), News);
    EXPECT_FALSE(live.interrupt(u"r"_s, u"n1"_s));

    run(RunState::Streaming); // and now it is this node's, which keeps it
    EXPECT_FALSE(heardRun(RunState::Polling, u"n2"_s));
    EXPECT_FALSE(heardRun(RunState::Failed, u"n2"_s));
    EXPECT_FALSE(live.interrupt(u"r"_s, u"n2"_s));
    EXPECT_EQ(textOf(live.framesFor(subscription)), u"of n1 then n2"_s);
    EXPECT_EQ(live.underWay().size(), 1);
    EXPECT_TRUE(live.underWay(u"n2"_s).isEmpty());
}

// This node was paused for longer than its lease.
TEST_F(LiveTextTest, ARunThatWasTakenOverIsGivenUp)
{
    using enum LiveText::Change;
    run(RunState::Streaming);
    EXPECT_EQ(pieceAt(0, u"ours"_s, {}), News);
    live.giveUp(u"r"_s, u"n2"_s);
    EXPECT_TRUE(live.underWay().isEmpty()) << "the others are not told of it again";
    EXPECT_EQ(pieceAt(4, u" late"_s, {}), Gap);
    EXPECT_TRUE(heardRun(RunState::Polling, u"n2"_s));
    EXPECT_EQ(pieceAt(4, u" and theirs"_s, u"n2"_s), News);
    EXPECT_EQ(textOf(live.framesFor(subscription)), u"ours and theirs"_s);
    EXPECT_TRUE(heardRun(RunState::Failed, u"n2"_s));
    EXPECT_TRUE(live.underWay(u"n2"_s).isEmpty());
}

TEST_F(LiveTextTest, AnInterruptedRunGoesOnWhereItStopped)
{
    using enum LiveText::Change;
    heardRun(RunState::Streaming, u"n"_s);
    pieceAt(0, u"one "_s, u"n"_s);
    const auto interrupted = live.interrupt(u"r"_s, u"n"_s);
    ASSERT_TRUE(interrupted);
    EXPECT_EQ(interrupted->state, RunState::Interrupted);
    EXPECT_FALSE(interrupted->error.isEmpty());
    EXPECT_FALSE(live.interrupt(u"r"_s, u"n"_s));
    EXPECT_TRUE(live.underWay(u"n"_s).isEmpty());
    EXPECT_EQ(pieceAt(4, u"two"_s, u"n"_s), Gap); // its run event must come first
    EXPECT_TRUE(heardRun(RunState::Streaming, u"n"_s));
    EXPECT_EQ(pieceAt(4, u"two"_s, u"n"_s), News);
    EXPECT_EQ(textOf(live.framesFor(subscription)), u"one two"_s);
}

TEST_F(LiveTextTest, RunsOfOtherNodesAreBounded)
{
    int held = 0;
    for (int i = 0; i < 1'100; ++i)
        held += heardRun(RunState::Streaming, u"n"_s, QString::number(i)) ? 1 : 0;
    EXPECT_EQ(held, 1'000);
    EXPECT_EQ(pieceAt(0, u"of one more"_s, u"n"_s), LiveText::Change::None); // asking for it would be of no use
    run(RunState::Streaming); // this node's own has its place
    EXPECT_EQ(live.underWay().size(), 1);
    live.interrupt(u"7"_s, u"n"_s);
    EXPECT_TRUE(heardRun(RunState::Streaming, u"n"_s, u"new"_s)); // in the place of the interrupted one
    EXPECT_FALSE(heardRun(RunState::Streaming, u"n"_s, u"another"_s));
    heardRun(RunState::Completed, u"n"_s, u"8"_s);
    EXPECT_TRUE(heardRun(RunState::Streaming, u"n"_s, u"another"_s));
}

TEST_F(LiveTextTest, TheTextOfARunIsBounded)
{
    heardRun(RunState::Streaming, u"n"_s);
    const QString bulk(100'000, u'é'); // two bytes each
    for (int i = 0; i < 20; ++i)
        pieceAt(i * bulk.size(), bulk, u"n"_s);
    EXPECT_EQ(live.lengths(u"r"_s).answer, 500'000);
    EXPECT_EQ(pieceAt(2'000'000, bulk, u"n"_s), LiveText::Change::None); // nor is it asked for
}

} // namespace
