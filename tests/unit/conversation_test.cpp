// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation.h"

#include <gtest/gtest.h>

namespace pipit {
namespace {

using Ids = QList<qint64>;

Message said(qint64 id, std::optional<qint64> replaces = {})
{
    return {.id = id, .sessionId = QStringLiteral("s"), .content = QString::number(id), .replaces = replaces};
}

Message answered(qint64 id, qint64 question, std::optional<qint64> replaces = {})
{
    Message message = said(id, replaces);
    message.senderType = SenderType::Bot;
    message.replyTo = question;
    return message;
}

Ids before(const Message &question, const QList<Message> &history)
{
    Ids ids;
    for (const Message &message : conversationBefore(question, history))
        ids << message.id;
    return ids;
}

TEST(ConversationTest, IsWhatWasSaid)
{
    EXPECT_EQ(before(said(5), {said(1), answered(2, 1), said(3), answered(4, 3)}), (Ids{1, 2, 3, 4}));
    EXPECT_EQ(before(said(5), {}), Ids{});
}

TEST(ConversationTest, AnAnswerMadeAnewStandsWhereTheFirstOneStood)
{
    const QList history{said(1), answered(2, 1), said(3), answered(4, 3), answered(5, 1, 2)};
    EXPECT_EQ(before(said(6), history), (Ids{1, 5, 3, 4}));
    EXPECT_EQ(before(said(8), history + QList{answered(6, 1, 2), answered(7, 1, 5)}), (Ids{1, 7, 3, 4})); // siblings, and one of a sibling
}

TEST(ConversationTest, AnEditedQuestionCountsWithItsOwnAnswer)
{
    EXPECT_EQ(before(said(5), {said(1), answered(2, 1), said(3, 1), answered(4, 3)}), (Ids{3, 4}));
    EXPECT_EQ(before(said(4), {said(1), answered(2, 1), said(3, 1)}), (Ids{3, 2})); // a word was mended, and nothing asked
    EXPECT_EQ(before(said(7), {said(1), answered(2, 1), said(3, 1), answered(4, 3), said(5, 3), answered(6, 5)}), (Ids{5, 6}));
}

TEST(ConversationTest, TheAnswerToAnEditStandsBehindIt)
{
    const QList history{said(1), answered(2, 1), said(3), answered(4, 3), said(5, 1), answered(6, 5)};
    EXPECT_EQ(before(said(7), history), (Ids{5, 6, 3, 4}));
    EXPECT_EQ(before(said(7, 3), history), (Ids{5, 6}));
    EXPECT_EQ(before(said(8), history + QList{answered(7, 5, 6)}), (Ids{5, 7, 3, 4}));
}

TEST(ConversationTest, APartReplacesNoWholeAnswer)
{
    const auto partial = [](Message message) {
        message.metadata.insert(QStringLiteral("runState"), QStringLiteral("cancelled"));
        return message;
    };
    EXPECT_EQ(before(said(4), {said(1), answered(2, 1), partial(answered(3, 1, 2))}), (Ids{1, 2}));
    EXPECT_EQ(before(said(4), {said(1), partial(answered(2, 1)), partial(answered(3, 1, 2))}), (Ids{1, 3}));
    EXPECT_EQ(before(said(5), {said(1), partial(answered(2, 1)), answered(3, 1, 2)}), (Ids{1, 3}));
}

// Made anew: what came after it is known, and left out.
TEST(ConversationTest, WhatFollowsTheQuestionIsNotOfIt)
{
    EXPECT_EQ(before(said(3), {said(1), answered(2, 1), said(3), answered(4, 3), answered(5, 1, 2), said(6)}), (Ids{1, 5}));
}

TEST(ConversationTest, AnEditIsAskedWhereTheFirstQuestionStood)
{
    const QList history{said(1), answered(2, 1), said(3), answered(4, 3), said(5), answered(6, 5)};
    EXPECT_EQ(before(said(7, 3), history), (Ids{1, 2}));
    EXPECT_EQ(before(said(9, 7), history + QList{said(7, 3), answered(8, 7)}), (Ids{1, 2}));
}

// The window into the log begins behind what is replaced.
TEST(ConversationTest, WhatIsReplacedMayBeOutOfSight)
{
    EXPECT_EQ(before(said(15), {said(11), answered(12, 11), answered(13, 5, 6)}), (Ids{13, 11, 12})) << "where the first one stood";
    EXPECT_EQ(before(said(15, 3), {said(11), answered(12, 11)}), Ids{});
}

} // namespace
} // namespace pipit
