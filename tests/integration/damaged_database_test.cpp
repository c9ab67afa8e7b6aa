// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: a damaged database is refused with a message that says what was found and what to do, and not a byte of it is changed;
// and where it is damaged under a node that runs, everybody is told, and nothing is written to it any more.
#include "server/store/sqlite/sqlite_database.h"
#include "tests/integration/ctl_process.h"
#include "tests/integration/node_client.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QMap>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

constexpr qint64 page = 4096, walHeader = 32, walFrame = 24 + page;
constexpr int messages = 60;

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, qint64 offset, const QByteArray &bytes)
{
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadWrite)) << path.toStdString();
    ASSERT_TRUE(file.seek(offset));
    ASSERT_EQ(file.write(bytes), bytes.size());
}

QString textOf(int number)
{
    return u"message %1 "_s.arg(number) + QString(1'500, u'x');
}

// The page that this message's text begins on.
qint64 placeOf(const QString &database, int number)
{
    const qsizetype at = readAll(database).indexOf(textOf(number).toUtf8());
    EXPECT_GT(at, 0);
    return at / page * page;
}

qint64 rootOf(const QString &database, const char *name)
{
    store::SqliteDatabase alone(database, store::SqliteAccess::FileAlone);
    return (alone.value("SELECT rootpage FROM sqlite_master WHERE name = ?", QString::fromLatin1(name))->toLongLong() - 1) * page;
}

// A node with a history, most of it in the file and the rest in the write-ahead log.
class LeftBehind
{
public:
    enum class How { Stopped, Killed };

    explicit LeftBehind(How how, int more = 5)
    {
        node.start();
        for (int i = 0; i < messages; ++i)
            NodeClient(node).say(u"s%1"_s.arg(i % 3), textOf(i));
        EXPECT_EQ(node.terminate(), 0);
        if (how == How::Stopped)
            return;
        node.start();
        for (int i = 0; i < more; ++i)
            NodeClient(node).say(u"later"_s, textOf(messages + i));
        node.kill();
    }

    QString database() const { return node.dataDirectory() + u"/pipit.db"; }
    QMap<QString, QByteArray> bytes() const
    {
        QMap<QString, QByteArray> all;
        for (const QString &end : {QString(), u"-wal"_s}) {
            if (const QByteArray content = readAll(database() + end); !content.isEmpty() || end.isEmpty())
                all.insert(end, content);
        }
        return all;
    }

    // What it says where it does not start; empty: it did.
    QByteArray refusal()
    {
        const qsizetype before = node.log().size();
        try {
            node.start();
        } catch (const std::runtime_error &) {
            return node.log().sliced(before);
        }
        return {};
    }

    qsizetype stored()
    {
        qsizetype count = 0;
        for (const QByteArray session : {"s0", "s1", "s2", "later"})
            count += NodeClient(node).history(session).size();
        return count;
    }

    NodeProcess node;
};

struct Damage {
    const char *name;
    LeftBehind::How left;
    std::function<void(const QString &database)> make;
    const char *says;
};

std::ostream &operator<<(std::ostream &out, const Damage &damage)
{
    return out << damage.name;
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    ASSERT_EQ(file.write(bytes), bytes.size());
}

void makeForeign(const QString &path)
{
    QFile::remove(path);
    store::SqliteDatabase other(path);
    other.execute(u"CREATE TABLE places (id INTEGER)"_s);
    other.execute(u"PRAGMA journal_mode=DELETE"_s);
}

void halve(const QString &path)
{
    ASSERT_TRUE(QFile::resize(path, QFileInfo(path).size() / 2 / page * page));
}

const Damage damages[]{
    {"Text", LeftBehind::How::Stopped, [](const QString &database) { writeFile(database, QByteArray(5'000, 'x')); }, "file is not a database"},
    {"AnotherProgramsDatabase", LeftBehind::How::Stopped, makeForeign, "another program's database (it has the table places)"},
    {"AnotherProgramsDatabaseWithAVersion", LeftBehind::How::Stopped, [](const QString &database) {
         QFile::remove(database);
         store::SqliteDatabase other(database);
         other.execute(u"CREATE TABLE places (id INTEGER)"_s);
         other.execute(u"PRAGMA user_version=3"_s);
     }, "another program's database"},
    {"NewerTables", LeftBehind::How::Stopped, [](const QString &database) {
         store::SqliteDatabase newer(database);
         newer.execute(u"UPDATE kept SET value = '99' WHERE key = 'oldest_program'"_s);
         newer.execute(u"PRAGMA user_version=99"_s);
     }, "The database was made by a newer Pipit (version 99"},
    {"APageOfMessages", LeftBehind::How::Stopped, [](const QString &database) { overwrite(database, placeOf(database, 30), QByteArray(page, '\0')); }, "is damaged, and was left as it is"},
    {"APageOfMessagesAfterACrash", LeftBehind::How::Killed, [](const QString &database) { overwrite(database, placeOf(database, 30), QByteArray(page, '\xa5')); }, "is damaged, and was left as it is"},
    {"TheRootOfAnIndex", LeftBehind::How::Stopped, [](const QString &database) { overwrite(database, rootOf(database, "messages_of_session"), QByteArray(page, '\0')); }, "database disk image is malformed"},
    {"TheSchema", LeftBehind::How::Stopped, [](const QString &database) { overwrite(database, 100, QByteArray(page - 100, '\0')); }, "is damaged, and was left as it is"},
    {"TheFirstPage", LeftBehind::How::Stopped, [](const QString &database) { overwrite(database, 0, QByteArray(page, '\0')); }, "file is not a database"},
    {"HalfOfIt", LeftBehind::How::Stopped, halve, "database disk image is malformed"},
    {"HalfOfItAfterACrash", LeftBehind::How::Killed, halve, "is neither in the file nor in its write-ahead log"},
    {"NothingOfIt", LeftBehind::How::Stopped, [](const QString &database) { writeFile(database, {}); }, "it is empty, though a node has run here"},
    {"NothingOfItAfterACrash", LeftBehind::How::Killed, [](const QString &database) { writeFile(database, {}); }, "it is empty, and its write-ahead log (-wal) is not"},
    {"OnlyItsLog", LeftBehind::How::Killed, [](const QString &database) { QFile::remove(database); }, "it is gone, and its write-ahead log (-wal) is still there"},
    {"NoTables", LeftBehind::How::Stopped, [](const QString &database) {
         QFile::remove(database);
         store::SqliteDatabase(database).execute(u"PRAGMA user_version=0"_s);
     }, "it has no tables, though a node has run here"},
    {"TheLogsMiddle", LeftBehind::How::Killed, [](const QString &database) { overwrite(database + u"-wal", walHeader + 3 * walFrame + 2'000, "damage"); }, "is damaged after frame "},
    {"TheLogsHeader", LeftBehind::How::Killed, [](const QString &database) { overwrite(database + u"-wal", 8, "damage"); }, "does not begin as one"},
    {"NoLog", LeftBehind::How::Killed, [](const QString &database) { QFile::remove(database + u"-wal"); }, "its write-ahead log (-wal) is gone"},
};

class RefusalTest : public testing::TestWithParam<Damage>
{
};

TEST_P(RefusalTest, IsToldAndNoByteIsChanged)
{
    LeftBehind left(GetParam().left);
    GetParam().make(left.database());
    const auto before = left.bytes();
    const QByteArray said = left.refusal();
    EXPECT_TRUE(said.contains(GetParam().says)) << said.constData();
    EXPECT_TRUE(said.contains(left.database().toUtf8())) << said.constData();
    EXPECT_EQ(said.count("pipitd: "), 1) << said.constData();
    EXPECT_EQ(left.node.ended(), 1);
    EXPECT_TRUE(left.bytes() == before);
}

INSTANTIATE_TEST_SUITE_P(Damages, RefusalTest, testing::ValuesIn(damages), [](const auto &damage) { return std::string(damage.param.name); });

class DamagedDatabaseTest : public testing::Test
{
protected:
    static Answer publish(NodeProcess &node, const QString &text = u"after the damage"_s)
    {
        return NodeClient(node).ask("POST", "/api/messages", {{u"sessionId"_s, u"s0"_s}, {u"content"_s, text}, {u"senderType"_s, u"user"_s}});
    }

    static void expectToldEverywhere(NodeProcess &node)
    {
        const Answer ready = NodeClient(node).ask("GET", "/readyz");
        EXPECT_EQ(ready.status, 503);
        EXPECT_TRUE(ready.body.contains("is damaged")) << ready.body.constData();
        for (int i = 0; i < 20; ++i) {
            const Answer refused = publish(node);
            EXPECT_EQ(refused.status, 503);
            EXPECT_EQ(refused.error()[u"code"], u"not_stored"_s);
            EXPECT_TRUE(refused.error()[u"message"].toString().contains(u"is damaged")) << refused.body.constData();
            EXPECT_FALSE(refused.body.contains("pipit.db")) << "not everybody is to know where it lies";
        }
        EXPECT_TRUE(NodeClient(node).ask("GET", "/metrics").body.contains("pipit_store_ready 0"));
        EXPECT_EQ(NodeClient(node).ask("GET", "/healthz").status, 200);
        EXPECT_EQ(node.log().count(" pipit.store.sqlite The message log "), 1) << node.log().constData();
    }
};

// What a power cut leaves of the last transaction is no damage.
TEST_F(DamagedDatabaseTest, AnUnfinishedTransactionIsNone)
{
    LeftBehind left(LeftBehind::How::Killed);
    const QString wal = left.database() + u"-wal";
    ASSERT_GT(QFileInfo(wal).size(), walHeader + 5 * walFrame);
    overwrite(wal, QFileInfo(wal).size() - 100, QByteArray(100, '\0'));
    EXPECT_TRUE(left.refusal().isEmpty()) << left.node.log().constData();
    EXPECT_EQ(left.stored(), messages + 4);
}

TEST_F(DamagedDatabaseTest, ACrashIsNone)
{
    LeftBehind left(LeftBehind::How::Killed);
    EXPECT_TRUE(left.refusal().isEmpty()) << left.node.log().constData();
    EXPECT_EQ(left.stored(), messages + 5);
}

// Its first commit was cut off at the header, which is on the disk before anything else.
TEST_F(DamagedDatabaseTest, ALogWithoutAWholeHeaderIsNone)
{
    LeftBehind left(LeftBehind::How::Stopped);
    writeFile(left.database() + u"-wal", QByteArray(walHeader, '\0'));
    EXPECT_TRUE(left.refusal().isEmpty()) << left.node.log().constData();
    EXPECT_EQ(left.stored(), messages);
}

// The -shm is never synced: a power cut may leave it as it was before the log was emptied.
TEST_F(DamagedDatabaseTest, AnEmptiedLogBesideAnOlderIndexIsNone)
{
    LeftBehind left(LeftBehind::How::Stopped);
    left.node.start();
    NodeClient(left.node).say(u"erased"_s, textOf(messages));
    const QByteArray before = readAll(left.database() + u"-shm");
    EXPECT_EQ(NodeClient(left.node).ask("DELETE", "/api/sessions/erased").status, 200);
    ASSERT_TRUE(waitUntil([&] { return QFileInfo(left.database() + u"-wal").size() == 0; }, 20s));
    left.node.kill();
    writeFile(left.database() + u"-shm", before);
    EXPECT_TRUE(left.refusal().isEmpty()) << left.node.log().constData();
    EXPECT_EQ(left.stored(), messages);
}

TEST_F(DamagedDatabaseTest, AReaderThatMeetsItUnderARunningNodeIsHeard)
{
    LeftBehind left(LeftBehind::How::Stopped);
    left.node.start();
    overwrite(left.database(), placeOf(left.database(), 30), QByteArray(page, '\0'));
    const Answer history = NodeClient(left.node).ask("GET", "/api/messages?limit=200&sessionId=s0");
    EXPECT_EQ(history.status, 503) << history.body.constData();
    expectToldEverywhere(left.node);
    EXPECT_EQ(left.node.terminate(), 0);
    const auto before = left.bytes();
    EXPECT_TRUE(left.refusal().contains("is damaged, and was left as it is"));
    EXPECT_TRUE(left.bytes() == before);
}

TEST_F(DamagedDatabaseTest, AWriterThatMeetsItUnderARunningNodeIsHeard)
{
    LeftBehind left(LeftBehind::How::Stopped);
    left.node.start();
    overwrite(left.database(), rootOf(left.database(), "messages_of_session"), QByteArray(page, '\0'));
    const Answer refused = publish(left.node);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.error()[u"code"], u"not_stored"_s);
    expectToldEverywhere(left.node);
    EXPECT_EQ(left.node.terminate(), 0);
}

// A large log that was closed by itself is not read through at each start; one in which a run has met damage is.
TEST_F(DamagedDatabaseTest, WhatARunHasMetTheNextStartLooksFor)
{
    LeftBehind left(LeftBehind::How::Stopped);
    left.node.start();
    for (int i = 0; i < 250; ++i)
        ASSERT_GT(NodeClient(left.node).say(u"large"_s, QString(48'000, u'y')), 0);
    EXPECT_EQ(left.node.terminate(), 0);
    ASSERT_GT(QFileInfo(left.database()).size(), 8 << 20);

    const qint64 place = placeOf(left.database(), 30);
    const QByteArray whole = readAll(left.database()).mid(place, page);
    overwrite(left.database(), place, QByteArray(page, '\0'));
    EXPECT_TRUE(left.refusal().isEmpty());
    EXPECT_EQ(NodeClient(left.node).ask("GET", "/readyz").status, 200);
    NodeClient(left.node).ask("GET", "/api/messages?limit=200&sessionId=s0");
    expectToldEverywhere(left.node);
    EXPECT_EQ(left.node.terminate(), 0);

    const auto before = left.bytes();
    EXPECT_TRUE(left.refusal().contains("is damaged, and was left as it is"));
    EXPECT_TRUE(left.bytes() == before);
    overwrite(left.database(), place, whole);
    EXPECT_TRUE(left.refusal().isEmpty());
    EXPECT_EQ(publish(left.node).status, 201);
    EXPECT_FALSE(QFile::exists(left.database() + u".damaged"));
}

TEST_F(DamagedDatabaseTest, TheDoctorLeavesItAsItIs)
{
    for (const LeftBehind::How how : {LeftBehind::How::Stopped, LeftBehind::How::Killed}) {
        LeftBehind left(how);
        overwrite(left.database(), placeOf(left.database(), 30), QByteArray(page, '\0'));
        const auto before = left.bytes();
        const CtlOutcome outcome = runCtl({u"doctor"_s, u"--data"_s, left.node.dataDirectory()});
        EXPECT_EQ(outcome.exitCode, 1);
        EXPECT_TRUE(outcome.output.contains(u"✗ failure  integrity")) << outcome.output.toStdString();
        EXPECT_TRUE(left.bytes() == before);
    }
}

// The look takes a moment, and a node that starts just then is not to end of it.
TEST_F(DamagedDatabaseTest, ANodeWaitsForACommandThatLooks)
{
    LeftBehind left(LeftBehind::How::Stopped);
    auto look = std::make_unique<QLockFile>(left.database() + u".lock");
    ASSERT_TRUE(look->tryLock());
    std::thread command([&] {
        EXPECT_TRUE(waitUntil([&] { return left.node.log().contains("waiting for it"); }, 20s));
        look.reset();
    });
    EXPECT_TRUE(left.refusal().isEmpty()) << left.node.log().constData();
    command.join();
    EXPECT_EQ(left.stored(), messages);
}

// Opened by SQLite, a log ends before its damage, and what lies behind that is written over.
TEST_F(DamagedDatabaseTest, NoCommandTakesAwayWhatItIsKnownBy)
{
    const QTemporaryDir places;
    for (const char *name : {"TheLogsMiddle", "NoLog", "AnotherProgramsDatabase"}) {
        const Damage &damage = *std::ranges::find(damages, std::string_view(name), &Damage::name);
        LeftBehind left(damage.left);
        damage.make(left.database());
        const auto before = left.bytes();
        for (const QStringList &command : {QStringList{u"doctor"_s}, {u"migrate"_s}, {u"backup"_s, places.filePath(u"backup"_s)}, {u"token"_s, u"list"_s}, {u"token"_s, u"create"_s, u"--sub"_s, u"ann"_s}}) {
            const CtlOutcome outcome = runCtl(command + QStringList{u"--data"_s, left.node.dataDirectory()});
            EXPECT_EQ(outcome.exitCode, 1) << command.join(u' ').toStdString();
            EXPECT_TRUE(QString(outcome.output + outcome.errors).contains(QString::fromLatin1(damage.says))) << outcome.errors.toStdString();
            EXPECT_TRUE(left.bytes() == before) << command.join(u' ').toStdString();
        }
        EXPECT_TRUE(left.refusal().contains(damage.says)) << left.node.log().constData();
    }
    EXPECT_FALSE(QFileInfo::exists(places.filePath(u"backup"_s)));
}

} // namespace
} // namespace pipit::test
