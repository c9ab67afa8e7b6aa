// SPDX-License-Identifier: GPL-3.0-or-later
// What a Coze stream may cost: its memory has a limit, and a piece costs no more at the end of a long answer.
#include "server/bots/coze/coze_reader.h"

#include "tests/support/cost_growth.h"
#include "tests/unit/coze_frames.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace pipit::bots;
using namespace pipit::bots::coze::frames;
using coze::CozeReader;
using Outcome = ReplyReader::Outcome;

namespace {

class CozeLimitTest : public testing::Test
{
protected:
    // Feeds it again and again, until the reader has had enough or this many bytes were fed.
    void feedUntilItEnds(auto makeBytes, qsizetype limit)
    {
        for (qsizetype fed = 0; m_reader.outcome() == Outcome::Open && fed < limit;) {
            const std::string bytes = makeBytes();
            fed += qsizetype(bytes.size());
            feed(m_reader, bytes);
        }
    }

    void expectTooLarge()
    {
        ASSERT_EQ(m_reader.outcome(), Outcome::Failed);
        EXPECT_TRUE(m_reader.error()->message.contains(u"8 MiB")) << m_reader.error()->message.toStdString();
        EXPECT_LE(m_reader.answer().size() + m_reader.reasoning().size(), maxReplyBytes);
    }

    static constexpr qsizetype plenty = 5 * maxReplyBytes;
    const std::string m_kilobytes = std::string(64 << 10, 'a');
    CozeReader m_reader{{}};
};

TEST_F(CozeLimitTest, Text)
{
    feedUntilItEnds([this] { return delta("1", m_kilobytes); }, plenty);
    expectTooLarge();
    EXPECT_GT(m_reader.answer().size(), maxReplyBytes - (1 << 20));
}

TEST_F(CozeLimitTest, TextInBytes)
{
    std::string chinese;
    while (chinese.size() < m_kilobytes.size())
        chinese += "\xE4\xBD\xA0";
    feedUntilItEnds([&] { return delta("1", chinese); }, plenty);
    expectTooLarge();
    EXPECT_LE(m_reader.answer().toUtf8().size(), maxReplyBytes);
}

TEST_F(CozeLimitTest, TextThatWaitsForItsTurn)
{
    feed(m_reader, delta("1", "a"));
    feedUntilItEnds([this] { return delta("2", m_kilobytes); }, plenty);
    expectTooLarge();
}

TEST_F(CozeLimitTest, Reasoning)
{
    feedUntilItEnds([this] { return delta("1", "", R"(,"reasoning_content":")" + m_kilobytes + "\""); }, plenty);
    expectTooLarge();
}

TEST_F(CozeLimitTest, MessagesWithoutText)
{
    feedUntilItEnds([id = 0]() mutable { return delta(std::to_string(++id), ""); }, plenty);
    expectTooLarge();
}

TEST_F(CozeLimitTest, Document)
{
    feed(m_reader, "{");
    feedUntilItEnds([this] { return m_kilobytes; }, plenty);
    expectTooLarge();
}

TEST_F(CozeLimitTest, OneEvent)
{
    feed(m_reader, "data:");
    feedUntilItEnds([this] { return m_kilobytes; }, plenty);
    expectTooLarge();
}

TEST_F(CozeLimitTest, WhatWasReplacedCountsOnce)
{
    const std::string large(maxReplyBytes * 3 / 4, 'a');
    feed(m_reader, delta("1", large) + completed("1", "b" + large) + done);
    EXPECT_EQ(m_reader.outcome(), Outcome::Finished);
    EXPECT_EQ(m_reader.answer().size(), qsizetype(large.size()) + 1);
}

TEST_F(CozeLimitTest, WhatWasReplacedBeforeItsTurnCountsOnce)
{
    const std::string large(maxReplyBytes * 3 / 4, 'a');
    feed(m_reader, delta("1", "a") + delta("2", large) + completed("2", "b" + large) + done);
    EXPECT_EQ(m_reader.outcome(), Outcome::Finished);
}

// The least of what a block of pieces costs, over the first and over the last of 200,000: what grows with the answer shows.
void expectFlatCost(CozeReader &reader, const std::string &id)
{
    constexpr int pieces = 200'000;
    constexpr int block = 2'000;
    std::vector<double> costs;
    const std::string bytes = delta(id, "words ");
    for (int i = 0; i < pieces; i += block) {
        costs.push_back(pipit::test::processorMs([&] {
            for (int j = 0; j < block; ++j)
                feed(reader, bytes);
        }));
    }
    const auto first = *std::min_element(costs.begin(), costs.begin() + 10);
    const auto last = *std::min_element(costs.end() - 10, costs.end());
    EXPECT_LE(last, 3 * first + 1);
}

TEST(CozeCostTest, IsFlatWhileItIsHandedOut)
{
    qsizetype heard = 0;
    CozeReader reader([&heard](const QString &text, bool) { heard += text.size(); });
    expectFlatCost(reader, "1");
    EXPECT_EQ(heard, 200'000 * 6);
    EXPECT_EQ(reader.answer().size(), heard);
}

TEST(CozeCostTest, IsFlatWhileItIsKept)
{
    qsizetype heard = 0;
    CozeReader reader([&heard](const QString &text, bool) { heard += text.size(); });
    feed(reader, delta("1", "a"));
    expectFlatCost(reader, "2");
    EXPECT_EQ(heard, 1);
    feed(reader, done);
    EXPECT_EQ(heard, 200'000 * 6 + 3);
}

} // namespace
