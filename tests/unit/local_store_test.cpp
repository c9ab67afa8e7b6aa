// SPDX-License-Identifier: GPL-3.0-or-later
// The local copy on the disk: what comes back, what is gone for good, and what a crash or a damaged file leaves.
//
// Called with a file's name, this program writes to that copy until it is killed.
#include "client/local_store.h"
#include "core/private_file.h"
#include "core/redaction.h"
#include "tests/support/files_with.h"
#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString s = u"s"_s;
const QString secret = u"Ziegelstein4711"_s;

Message message(qint64 id, const QString &sessionId = s, const QString &content = {})
{
    return {.id = id, .sessionId = sessionId, .senderId = u"anna"_s, .content = content.isEmpty() ? QString::number(id) : content, .createdAtMs = 1'700'000'000'000 + id};
}

QList<Message> messages(qint64 first, qint64 last)
{
    QList<Message> list;
    for (qint64 id = first; id <= last; ++id)
        list << message(id);
    return list;
}

Message noticeOf(qint64 id, const Message &redacted)
{
    const MessageDraft draft = redactionNotice(redacted, {redacted.id}, u"olga"_s);
    return {.id = id, .sessionId = redacted.sessionId, .senderType = SenderType::System, .contentType = draft.contentType, .content = {}, .metadata = draft.metadata, .replaces = draft.replaces};
}

class LocalStoreTest : public testing::Test
{
protected:
    LocalStore &open(const LocalLimits &limits = {})
    {
        store.reset();
        store = std::make_unique<LocalStore>(file(), limits);
        return *store;
    }
    // As the next start of the program finds it.
    LocalStore &reopen(const LocalLimits &limits = {})
    {
        EXPECT_TRUE(store->flush(20s));
        return open(limits);
    }
    QString file() const { return dir.filePath(u"local-own.db"_s); }
    // The databases; what a reader had open beside one of them goes with it.
    QStringList aside() const { return QDir(dir.path()).entryList({u"local-own.db-damaged-*"_s}).filter(QRegularExpression(u"\\d$"_s)); }
    // Waits for what the writer says to arrive.
    bool faults()
    {
        return waitUntil([this] {
            QCoreApplication::processEvents();
            return store->fault().has_value();
        }, 20s);
    }
    QList<qint64> newest(int count = 50, const QString &sessionId = s) { return idsOf(store->newest(sessionId, count).messages); }
    static QList<qint64> idsOf(const QList<Message> &list)
    {
        QList<qint64> ids;
        for (const Message &each : list)
            ids << each.id;
        return ids;
    }

    QTemporaryDir dir;
    std::unique_ptr<LocalStore> store;
};

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

TEST_F(LocalStoreTest, ADamagedFileIsSetAsideAndDraftsBeginAnew)
{
    QFile bad(file());
    ASSERT_TRUE(bad.open(QIODevice::WriteOnly));
    bad.write(QByteArray(8192, 'n'));
    bad.close();
    open();
    store->saveDraft(s, u"typed meanwhile"_s);
    ASSERT_TRUE(faults());
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Damaged);
    ASSERT_EQ(aside().size(), 1);
    EXPECT_EQ(store->fault()->movedTo, dir.filePath(aside().first()));
    store->keepNewest(s, messages(1, 3), true);
    reopen();
    EXPECT_FALSE(store->fault());
    EXPECT_EQ(newest(), (QList<qint64>{1, 2, 3}));
    EXPECT_EQ(store->draft(s), u"typed meanwhile");
}

TEST_F(LocalStoreTest, DamageInsideIsFoundWhereItIsRead)
{
    QList<Message> many;
    for (qint64 id = 1; id <= 400; ++id)
        many << message(id, s, QString(500, u'x'));
    open().keepNewest(s, many, true);
    store->saveDraft(s, u"still here"_s);
    ASSERT_TRUE(store->flush(20s));
    store.reset();
    QFile inside(file());
    ASSERT_TRUE(inside.open(QIODevice::ReadWrite));
    ASSERT_GT(inside.size(), 100'000);
    for (qint64 page = 12; page * 4096 < inside.size(); ++page) { // behind the tables' own roots
        inside.seek(page * 4096);
        inside.write(QByteArray(4096, '\xff'));
    }
    inside.close();
    open();
    EXPECT_EQ(store->draft(s), u"still here");
    EXPECT_TRUE(waitUntil([this] {
        store->newest(s, 400);
        QCoreApplication::processEvents();
        return store->fault().has_value();
    }, 20s));
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Damaged);
    EXPECT_EQ(aside().size(), 1);
    store->take(message(500));
    reopen();
    EXPECT_EQ(newest(), QList<qint64>{500});
    EXPECT_EQ(store->draft(s), u"still here");
    // What is redacted later may stand in there, too.
    store->take(noticeOf(501, message(500)));
    ASSERT_TRUE(store->flush(20s));
    EXPECT_TRUE(aside().isEmpty());
}

TEST_F(LocalStoreTest, ALaterVersionsFileIsNotTouched)
{
    open().keepNewest(s, messages(1, 3), true);
    ASSERT_TRUE(store->flush(20s));
    store.reset();
    {
        QSqlDatabase later = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"later"_s);
        later.setDatabaseName(file());
        ASSERT_TRUE(later.open());
        ASSERT_TRUE(QSqlQuery(later).exec(u"PRAGMA user_version = 99"_s));
        later.close();
    }
    QSqlDatabase::removeDatabase(u"later"_s);
    const auto content = [this] {
        QFile now(file());
        return now.open(QIODevice::ReadOnly) ? now.readAll() : QByteArray();
    };
    const QByteArray before = content();
    open().take(message(4));
    ASSERT_TRUE(faults());
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Newer);
    EXPECT_TRUE(newest().isEmpty());
    store->saveDraft(s, u"in memory"_s);
    EXPECT_EQ(store->draft(s), u"in memory");
    store.reset();
    EXPECT_EQ(content(), before);
}

TEST_F(LocalStoreTest, SaysThatItCannotBeWritten)
{
    ASSERT_TRUE(QDir(dir.path()).mkpath(u"local-own.db"_s)); // a directory has its name
    open().take(message(1));
    ASSERT_TRUE(faults());
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Unusable);
    EXPECT_FALSE(store->fault()->reason.isEmpty());
    EXPECT_TRUE(newest().isEmpty());
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

TEST_F(LocalStoreTest, KilledInTheMiddleOfWritingItIsWholeAndTrueUpToItsPosition)
{
    for (int round = 1; round <= 3; ++round) {
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        writer.start(QCoreApplication::applicationFilePath(), {file()});
        ASSERT_TRUE(writer.waitForStarted());
        QByteArray said;
        while (said.count('\n') < 40 * round && writer.waitForReadyRead(20'000))
            said += writer.readAllStandardOutput();
        ASSERT_GE(said.count('\n'), 40 * round);
        writer.kill();
        writer.waitForFinished();
        said += writer.readAllStandardOutput();
        const qint64 flushed = said.trimmed().split('\n').last().toLongLong();

        open();
        EXPECT_FALSE(store->fault());
        ASSERT_TRUE(store->cursor());
        const qint64 position = store->cursor()->position;
        EXPECT_GE(position, flushed); // what it said was on the disk is there
        const QList<Message> kept = store->newest(s, 1'000'000).messages;
        EXPECT_EQ(kept, messages(1, position)); // nothing without its position, no position without its message
        EXPECT_GE(store->draft(s).toLongLong(), flushed);
        store.reset();
        ASSERT_TRUE(QFile::remove(file()));
    }
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

namespace {

// Writes on and on; says what it has flushed.
int writeUntilKilled(const QString &file)
{
    LocalStore store(file);
    for (qint64 id = 1;; ++id) {
        store.saveDraft(s, QString::number(id));
        store.take(message(id));
        if (id % 7 == 0 && store.flush(20s)) {
            std::printf("%lld\n", (long long)id);
            std::fflush(stdout);
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && argv[1][0] != '-')
        return writeUntilKilled(QString::fromLocal8Bit(argv[1]));
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
