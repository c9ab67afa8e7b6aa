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

    SessionSummaries::Read read = summaries.markRead(QStringLiteral("s"));
    EXPECT_TRUE(read.hadUnread);
    EXPECT_EQ(read.position, 5);
    read = summaries.markRead(QStringLiteral("s"));
    EXPECT_FALSE(read.hadUnread);
    EXPECT_EQ(read.position, 0) << "that is known";
    EXPECT_EQ(summaries.markRead(QStringLiteral("other")).position, 0);
    EXPECT_EQ(summaries.list().first().firstUnread, 0);
    summaries.take(said(6), false);
    EXPECT_EQ(summaries.list().first().unread, 1);
    EXPECT_EQ(summaries.list().first().firstUnread, 6);
}

class NodesCountsTest : public testing::Test
{
protected:
    static QJsonArray node(qint64 readTo, int unread, qint64 firstUnread)
    {
        QJsonObject session{{QStringLiteral("id"), QStringLiteral("s")}, {QStringLiteral("title"), QStringLiteral("T")}, {QStringLiteral("readTo"), readTo}, {QStringLiteral("unread"), unread}};
        if (firstUnread > 0)
            session.insert(QStringLiteral("firstUnread"), firstUnread);
        return {session};
    }

    const SessionSummary &session() const { return summaries.list().first(); }

    SessionSummaries summaries;
};

TEST_F(NodesCountsTest, WhatCameLiveIsCountedOnTopAndOnce)
{
    summaries.take(said(11), false); // before the answer, and not in it
    summaries.take(node(5, 3, 6), 10);
    EXPECT_EQ(session().unread, 4);
    EXPECT_EQ(session().firstUnread, 6);
    EXPECT_EQ(session().readTo, 5);
    summaries.take(said(12), false);
    EXPECT_EQ(session().unread, 5);
    // After a break the list comes before what the stream brings again.
    summaries.take(node(5, 8, 6), 20);
    summaries.take(said(15), false);
    summaries.take(said(21), false);
    EXPECT_EQ(session().unread, 9);
}

TEST_F(NodesCountsTest, WhatWasReadHereIsNotTakenBack)
{
    summaries.take(node(5, 3, 6), 10);
    summaries.take(said(11), false);
    EXPECT_EQ(summaries.markRead(QStringLiteral("s")).position, 11);
    summaries.take(said(12), false);
    summaries.take(node(5, 5, 6), 12); // asked before the node knew
    EXPECT_EQ(session().unread, 1);
    EXPECT_EQ(session().readTo, 11);
    EXPECT_EQ(session().firstUnread, 12);
    // Nor after a break: what the stream brings then counts, though the node has told of a newer one.
    QJsonArray behind = node(5, 9, 6);
    QJsonObject newest = behind.first().toObject();
    newest.insert(QStringLiteral("lastMessage"), said(16).toJson());
    behind.replace(0, newest);
    summaries.take(behind, 20);
    for (const qint64 id : {15, 15, 16})
        summaries.take(said(id), false);
    EXPECT_EQ(session().unread, 3);
    EXPECT_EQ(session().lastMessage->id, 16);
    summaries.take(node(11, 4, 12), 20); // now it knows
    EXPECT_EQ(session().unread, 4);
}

TEST_F(NodesCountsTest, AnotherWindowReads)
{
    summaries.take(node(5, 3, 6), 10);
    for (const qint64 id : {11, 12, 13})
        summaries.take(said(id), false);
    EXPECT_TRUE(summaries.takeRead(QStringLiteral("s"), 4));
    EXPECT_EQ(session().unread, 6);
    EXPECT_FALSE(summaries.takeRead(QStringLiteral("s"), 7)) << "only the node knows which of its three that were";
    EXPECT_TRUE(summaries.takeRead(QStringLiteral("s"), 12));
    EXPECT_EQ(session().unread, 1);
    EXPECT_EQ(session().firstUnread, 13);
    EXPECT_TRUE(summaries.takeRead(QStringLiteral("s"), 13));
    EXPECT_EQ(session().unread, 0);
    EXPECT_EQ(session().firstUnread, 0);
    EXPECT_TRUE(summaries.takeRead(QStringLiteral("other"), 13));
    summaries.take(said(14), false);
    EXPECT_EQ(session().unread, 1);
    // A read position may come before its messages.
    EXPECT_TRUE(summaries.takeRead(QStringLiteral("s"), 16));
    EXPECT_EQ(session().unread, 0);
    summaries.take(said(16), false);
    EXPECT_EQ(session().unread, 0);
}

TEST_F(NodesCountsTest, WhatIsNotSaidOfASessionStaysAsItIs)
{
    summaries.take(node(5, 3, 6), 10);
    summaries.take(QJsonObject{{QStringLiteral("id"), QStringLiteral("s")}});
    EXPECT_EQ(session().title, QStringLiteral("T"));
    EXPECT_EQ(session().unread, 3);
}

TEST(SessionSummariesTest, PinnedOnesComeFirstAndArchivedOnesLast)
{
    SessionSummaries summaries;
    const auto session = [](const char *id, const char *updated, bool archived) {
        return QJsonObject{{QStringLiteral("id"), QString::fromLatin1(id)}, {QStringLiteral("updatedAt"), QString::fromLatin1(updated)}, {QStringLiteral("archived"), archived}};
    };
    const auto order = [&summaries] {
        QString ids;
        for (const SessionSummary &summary : summaries.list())
            ids += summary.id;
        return ids;
    };
    summaries.take(QJsonArray{session("a", "2026-11-21T08:00:00.000Z", false), session("b", "2026-11-21T09:00:00.000Z", false), session("c", "2026-11-21T10:00:00.000Z", true)});
    EXPECT_EQ(order(), QStringLiteral("bac"));
    EXPECT_TRUE(summaries.setMarks(QStringLiteral("a"), {.pinned = true, .muted = true}));
    EXPECT_FALSE(summaries.setMarks(QStringLiteral("a"), {.pinned = true, .muted = true}));
    EXPECT_TRUE(summaries.setMarks(QStringLiteral("c"), {.pinned = true}));
    EXPECT_EQ(order(), QStringLiteral("abc"));
    EXPECT_TRUE(summaries.list().first().pinned);
    EXPECT_TRUE(summaries.list().first().muted);

    summaries.clear(); // the node's word is loaded anew; the marks are this client's
    summaries.take(session("b", "2026-11-21T11:00:00.000Z", false));
    summaries.take(session("a", "2026-11-21T08:00:00.000Z", false));
    EXPECT_EQ(order(), QStringLiteral("ab"));
}

TEST(SessionSummariesTest, WhatTheNodeDoesNotSpeakOfStaysUnconfirmed)
{
    SessionSummaries summaries;
    summaries.restore({SessionSummary{.id = QStringLiteral("s"), .title = {}}, SessionSummary{.id = QStringLiteral("gone"), .title = {}}}, {});
    EXPECT_TRUE(summaries.unconfirmed().isEmpty());
    summaries.suspectAll();
    summaries.take(said(1), true);
    EXPECT_EQ(summaries.unconfirmed(), QStringList{QStringLiteral("gone")});
    summaries.remove(QStringLiteral("gone"));
    EXPECT_TRUE(summaries.unconfirmed().isEmpty());
}

} // namespace pipit
