// SPDX-License-Identifier: GPL-3.0-or-later
// The local copy on the disk: what comes back, what is gone for good, and how much is kept.
#include "local_store_fixture.h"

#include "core/private_file.h"
#include "tests/support/files_with.h"

#include <QElapsedTimer>

using namespace pipit;
using namespace pipit::test;

namespace {

const QString secret = u"Ziegelstein4711"_s;

using LocalStoreTest = LocalStoreFixture;

} // namespace

TEST_F(LocalStoreTest, KeepsAPageAndWhatFollowsIt)
{
    open().keepNewest(s, messages(11, 60), false);
    store->take(message(61));
    store->take(message(70, u"other"_s));
    store->setPosition({70, u"e"_s});
    store->setMeta(u"caller"_s, "me");
    reopen();
    EXPECT_EQ(*store->cursor(), (Cursor{70, u"e"_s}));
    EXPECT_EQ(store->meta(u"caller"_s), "me");
    const LocalPage page = store->newest(s, 50);
    EXPECT_EQ(page.messages, messages(12, 61));
    EXPECT_TRUE(page.hasOlder);
    const LocalPage older = store->before(s, 12, 50);
    EXPECT_EQ(older.messages, messages(11, 11));
    EXPECT_TRUE(older.hasOlder); // at the node
    store->keepOlder(s, 11, messages(1, 10), true);
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->before(s, 12, 50).messages, messages(1, 11));
    EXPECT_FALSE(store->before(s, 12, 50).hasOlder);
    EXPECT_EQ(newest(50, u"other"_s), QList<qint64>{70});
    EXPECT_TRUE(newest(50, u"never"_s).isEmpty());
    EXPECT_TRUE(isPrivateFile(file()));
}

TEST_F(LocalStoreTest, HasNoHole)
{
    open().keepNewest(s, messages(11, 20), false);
    store->take(message(5)); // before what is kept, and what lies between is not here
    store->keepOlder(s, 9, messages(1, 8), true);
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->newest(s, 50).messages, messages(11, 20));
    EXPECT_TRUE(store->newest(s, 50).hasOlder);
    EXPECT_TRUE(store->before(s, 10, 50).messages.isEmpty()); // might not meet what is here

    store->keepNewest(s, messages(20, 30), false); // meets
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->newest(s, 50).messages, messages(11, 30));
    store->keepNewest(s, messages(40, 45), false); // does not
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->newest(s, 50).messages, messages(40, 45));
    store->keepNewest(s, messages(42, 44), true); // the whole of it, and 45 came after it
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->newest(s, 50).messages, messages(42, 45));
    EXPECT_FALSE(store->newest(s, 50).hasOlder);
    store->keepNewest(s, messages(44, 44), false); // 45 came after the page; nobody took it back
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->newest(s, 50).messages, messages(42, 45));
}

TEST_F(LocalStoreTest, NothingIsReadThatWasTakenAwayAMomentAgo)
{
    QList<Message> many = messages(1, 5000);
    many.last().content = secret;
    open().keepNewest(s, many, true);
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(store->newest(s, 1).messages.first().content, secret);
    store->keepNewest(u"busy"_s, {}, true);
    store->take(noticeOf(5001, many.last()));
    for (const Message &each : store->newest(s, 50).messages) // at once: the writer may or may not have come to it
        EXPECT_NE(each.content, secret);
    store->clear();
    EXPECT_TRUE(newest().isEmpty());
    EXPECT_TRUE(store->extents().isEmpty());
}

TEST_F(LocalStoreTest, WhatWasRedactedIsInNoFile)
{
    open().keepNewest(s, {message(1), message(2, s, secret), message(3, s, secret)}, true);
    SessionSummary summary{.id = s, .title = u"S"_s, .lastMessage = message(3, s, secret)};
    store->setSummaries({summary});
    ASSERT_TRUE(store->flush(20s));
    ASSERT_FALSE(filesWith(dir.path(), secret).isEmpty());
    store->take(noticeOf(4, message(2)));
    store->take(noticeOf(5, message(3)));
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(filesWith(dir.path(), secret), QStringList());
    EXPECT_EQ(newest(), (QList<qint64>{1, 2, 3, 4, 5}));
    EXPECT_TRUE(isTombstone(store->newest(s, 50).messages[1]));
    reopen();
    EXPECT_TRUE(isTombstone(*store->summaries().first().lastMessage));
}

TEST_F(LocalStoreTest, WhatWasPurgedOrDeletedIsInNoFile)
{
    open().keepNewest(s, {message(1, s, secret), message(2, s, secret), message(3)}, true);
    store->keepNewest(u"other"_s, {message(4, u"other"_s, secret)}, true);
    store->setSummaries({SessionSummary{.id = u"other"_s, .title = {}, .lastMessage = message(4, u"other"_s, secret)}});
    store->setMarks(u"other"_s, {.pinned = true});
    ASSERT_TRUE(store->flush(20s));
    store->purge(s, 2);
    store->removeSession(u"other"_s);
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(filesWith(dir.path(), secret), QStringList());
    EXPECT_EQ(newest(), QList<qint64>{3});
    reopen();
    EXPECT_TRUE(store->summaries().isEmpty());
    EXPECT_TRUE(store->marks().isEmpty());
}

TEST_F(LocalStoreTest, ClearingLeavesWhatOnlyThisClientKnows)
{
    open().keepNewest(s, {message(1, s, secret)}, true);
    store->setSummaries({SessionSummary{.id = s, .title = u"S"_s}, SessionSummary{.id = u"t"_s, .title = {}}});
    store->setPosition({1, u"e"_s});
    store->setMarks(s, {.pinned = true, .muted = true});
    store->saveDraft(s, u"half a thought"_s);
    store->clear();
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(filesWith(dir.path(), secret), QStringList());
    reopen();
    EXPECT_FALSE(store->cursor());
    EXPECT_TRUE(store->summaries().isEmpty());
    EXPECT_EQ(store->marks().value(s), (SessionMarks{true, true}));
    EXPECT_EQ(store->draft(s), u"half a thought");
    store->saveDraft(s, {});
    reopen();
    EXPECT_TRUE(store->draft(s).isEmpty());
}

TEST_F(LocalStoreTest, KeepsTheListOfSessions)
{
    const SessionSummary summary{.id = s, .title = u"Team"_s, .archived = true, .updatedAtMs = 17, .lastMessage = message(3), .unread = 2, .firstUnread = 2};
    open().setSummaries({summary});
    reopen();
    const QList<SessionSummary> list = store->summaries();
    ASSERT_EQ(list.size(), 1);
    EXPECT_EQ(list.first().title, summary.title);
    EXPECT_TRUE(list.first().archived);
    EXPECT_EQ(list.first().updatedAtMs, 17);
    EXPECT_EQ(list.first().lastMessage, summary.lastMessage);
    EXPECT_EQ(list.first().unread, 2);
    EXPECT_EQ(list.first().firstUnread, 2);
}

TEST_F(LocalStoreTest, ASessionHasItsNewestMessagesOnly)
{
    const LocalLimits limits{.messages = 100};
    open(limits).keepNewest(s, messages(1, 90), true);
    ASSERT_TRUE(store->flush(20s));
    for (qint64 id = 91; id <= 111; ++id)
        store->take(message(id));
    ASSERT_TRUE(store->flush(20s));
    const LocalPage page = store->newest(s, 1000);
    EXPECT_EQ(page.messages, messages(12, 111));
    EXPECT_TRUE(page.hasOlder);
}

TEST_F(LocalStoreTest, SessionsOpenedLeastRecentlyAreCutFirst)
{
    const LocalLimits limits{.bytes = 300'000};
    open(limits);
    const QString text(1000, u'x');
    qint64 id = 0;
    for (const QString &session : {u"old"_s, u"recent"_s}) {
        QList<Message> list;
        for (int i = 0; i < 100; ++i)
            list << message(++id, session, text);
        store->opened(session);
        store->keepNewest(session, list, true);
        ASSERT_TRUE(store->flush(20s));
        ASSERT_TRUE(waitUntil([now = QDateTime::currentMSecsSinceEpoch()] { return QDateTime::currentMSecsSinceEpoch() > now; }, 20s));
    }
    QList<Message> list;
    for (int i = 0; i < 100; ++i)
        list << message(++id, u"now"_s, text);
    store->opened(u"now"_s);
    store->keepNewest(u"now"_s, list, true);
    ASSERT_TRUE(store->flush(20s));
    EXPECT_EQ(newest(200, u"old"_s).size(), 50);
    EXPECT_TRUE(store->newest(u"old"_s, 200).hasOlder);
    EXPECT_EQ(newest(200, u"now"_s).size(), 100);

    // A single one that is larger than everything may be: its first page.
    QList<Message> large;
    for (int i = 0; i < 400; ++i)
        large << message(++id, u"now"_s, text);
    store->keepNewest(u"now"_s, large, true);
    ASSERT_TRUE(store->flush(20s));
    EXPECT_TRUE(newest(200, u"old"_s).size() <= 50);
    EXPECT_EQ(newest(500, u"now"_s), idsOf(large.last(50)));
}

TEST_F(LocalStoreTest, WhatDoesNotReachTheDiskInTimeIsDroppedWithoutAHole)
{
    const LocalLimits limits{.queuedBytes = 20'000};
    open(limits).keepNewest(s, messages(1, 10), true);
    ASSERT_TRUE(store->flush(20s));
    QSqlDatabase blocker = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"blocker"_s);
    blocker.setDatabaseName(file());
    ASSERT_TRUE(blocker.open());
    ASSERT_TRUE(QSqlQuery(blocker).exec(u"BEGIN IMMEDIATE"_s)); // another holds the file
    store->saveDraft(s, u"mine"_s);
    for (qint64 id = 11; id <= 200; ++id)
        store->take(message(id));
    ASSERT_TRUE(QSqlQuery(blocker).exec(u"ROLLBACK"_s));
    blocker.close();
    blocker = {};
    QSqlDatabase::removeDatabase(u"blocker"_s);
    ASSERT_TRUE(store->flush(20s));
    const QList<qint64> left = newest(500);
    for (qsizetype i = 1; i < left.size(); ++i)
        EXPECT_EQ(left[i], left[i - 1] + 1);
    EXPECT_TRUE(left.isEmpty() || left.last() == 200);
    EXPECT_FALSE(left.contains(1));
    EXPECT_EQ(store->draft(s), u"mine");
    reopen();
    EXPECT_EQ(store->draft(s), u"mine");
}

TEST_F(LocalStoreTest, WithoutAFileEverythingWorksAndNothingIsKept)
{
    LocalStore none({});
    none.take(message(1));
    none.saveDraft(s, u"typed"_s);
    none.setMarks(s, {.pinned = true});
    none.clear();
    EXPECT_TRUE(none.newest(s, 50).messages.isEmpty());
    EXPECT_EQ(none.draft(s), u"typed");
    EXPECT_TRUE(none.flush(0ms));
}

TEST_F(LocalStoreTest, APageOfALargeCopyIsReadInAboutAMillisecond)
{
    open();
    qint64 id = 0;
    for (int session = 0; session < 20; ++session) {
        QList<Message> list;
        const QString name = QString(u"s" + QString::number(session));
        for (int i = 0; i < 1000; ++i)
            list << message(++id, name, u"Some words of the length that people write in one go, and a few more of them."_s);
        store->keepNewest(name, list, false);
    }
    ASSERT_TRUE(store->flush(60s));
    reopen();
    ASSERT_EQ(newest(50, u"s0"_s).size(), 50);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(newest(50, QString(u"s" + QString::number(i))).size(), 50);
    RecordProperty("microsecondsForAPage", int(timer.nsecsElapsed() / 20 / 1000));
    EXPECT_LT(timer.elapsed(), 20 * 50); // a lot more than it takes, for slow machines under sanitizers
}
