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

    void run(RunState state, const QString &id = u"r"_s, const QString &session = u"s"_s)
    {
        live.apply(RunEvent{.runId = id, .sessionId = session, .botId = u"b"_s, .clientMessageId = u"c"_s, .state = state});
    }

    void piece(const QString &text, bool reasoning = false)
    {
        live.apply(DeltaEvent{.runId = u"r"_s, .clientMessageId = u"c"_s, .sessionId = u"s"_s, .text = text, .reasoning = reasoning});
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

} // namespace
