// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_summaries.h"

#include <gtest/gtest.h>

namespace pipit {

namespace {

Message said(qint64 id, std::optional<qint64> replaces = {})
{
    return {.id = id, .sessionId = QStringLiteral("s"), .content = QString::number(id), .replaces = replaces, .createdAtMs = id * 1000};
}

} // namespace

TEST(SessionSummariesTest, CountsWhatOthersSayFromTheFirstUnreadOn)
{
    SessionSummaries summaries;
    summaries.take(said(1), true);
    EXPECT_EQ(summaries.list().first().unread, 0);
    EXPECT_EQ(summaries.list().first().firstUnread, 0);
    summaries.take(said(2), false);
    summaries.take(said(3), true);
    summaries.take(said(4, 2), false); // an edit is nothing new
    summaries.take(said(5), false);
    summaries.take(said(5), false);
    EXPECT_EQ(summaries.list().first().unread, 2);
    EXPECT_EQ(summaries.list().first().firstUnread, 2);

    EXPECT_TRUE(summaries.markRead(QStringLiteral("s")));
    EXPECT_FALSE(summaries.markRead(QStringLiteral("s")));
    EXPECT_FALSE(summaries.markRead(QStringLiteral("other")));
    EXPECT_EQ(summaries.list().first().firstUnread, 0);
    summaries.take(said(6), false);
    EXPECT_EQ(summaries.list().first().unread, 1);
    EXPECT_EQ(summaries.list().first().firstUnread, 6);
}

} // namespace pipit
