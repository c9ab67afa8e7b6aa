// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: a backup is there whole or not at all, and one that is not whole is not restored; whatever is refused, and whatever
// runs out, leaves the target as it was.
#include "tests/integration/backup_places.h"
#include "tests/integration/node_client.h"
#include "tests/support/everything_in.h"

#include <csignal>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

const QByteArray attachment(300'000, 'a');

class BackupRefusalsTest : public testing::Test
{
protected:
    BackupRefusalsTest()
    {
        m_node.start();
        NodeClient client(m_node);
        EXPECT_EQ(client.upload(u"a"_s, u"notes.txt"_s, attachment).status, 201);
        for (int i = 0; i < 20; ++i)
            client.say(u"a"_s, QString(5'000, u'x'));
        EXPECT_WORKED(places.backup(backup, log()));
    }

    QStringList log() const { return {u"--data"_s, m_node.dataDirectory()}; }
    QString blob() const
    {
        const QString sha256 = QString::fromLatin1(QCryptographicHash::hash(attachment, QCryptographicHash::Sha256).toHex());
        return backup + u"/files/"_s + sha256.first(2) + u'/' + sha256.mid(2, 2) + u'/' + sha256;
    }

    QStringList parts() const { return {backup + u"/pipit.db"_s, backup + u"/files.sha256"_s, blob()}; }

    void expectRefused(const QString &reason)
    {
        EXPECT_REFUSED(places.restore(backup, {u"--data"_s, places.path(u"new"_s)}), reason);
        EXPECT_EQ(places.names(), QStringList{u"backup"_s}) << "the target is as it was: not there";
        // One that is there stays, with what is in it.
        ASSERT_TRUE(QDir().mkpath(places.path(u"there"_s)));
        write(places.path(u"there/pipit.toml"_s), "# mine\n");
        const auto before = everythingIn(places.path(u"there"_s));
        EXPECT_REFUSED(places.restore(backup, {u"--data"_s, places.path(u"there"_s)}), reason);
        EXPECT_EQ(everythingIn(places.path(u"there"_s)), before);
        ASSERT_TRUE(QDir(places.path(u"there"_s)).removeRecursively());
    }

    void expectRestored() { EXPECT_WORKED(places.restore(backup, {u"--data"_s, places.path(u"good"_s)})); }

    NodeProcess m_node;
    BackupPlaces places;
    const QString backup = places.path(u"backup"_s);
};

TEST_F(BackupRefusalsTest, WhatIsDamagedIsNotRestored)
{
    const QStringList files = parts();
    for (const QString &file : files) {
        spoil(file);
        expectRefused(file);
        spoil(file); // the same bit: it is whole again
    }
    spoil(backup + u"/backup.json"_s);
    expectRefused(u"backup.json is damaged"_s);
    spoil(backup + u"/backup.json"_s);
    expectRestored();
}

TEST_F(BackupRefusalsTest, WhatIsIncompleteIsNotRestored)
{
    const QStringList files = parts();
    for (const QString &file : files) {
        const QByteArray content = contentOf(file);
        ASSERT_TRUE(QFile::remove(file));
        expectRefused(file);
        write(file, content);
    }
    const QByteArray log = contentOf(backup + u"/pipit.db"_s);
    write(backup + u"/pipit.db"_s, log.first(log.size() - 1));
    expectRefused(u"bytes instead of"_s);
    write(backup + u"/pipit.db"_s, log);
    expectRestored();
    ASSERT_TRUE(QDir(places.path(u"good"_s)).removeRecursively());
    ASSERT_TRUE(QFile::remove(backup + u"/backup.json"_s));
    expectRefused(u"it has no file backup.json"_s);
}

TEST_F(BackupRefusalsTest, WhatIsNewerIsNotRestored)
{
    const QJsonObject manifest = manifestOf(backup);
    QJsonObject newer = manifest;
    newer[u"format"] = 2;
    newer[u"program"] = u"9.9"_s;
    writeManifest(backup, newer);
    expectRefused(u"is of format 2; this program knows 1. Restore it with the Pipit that made it (9.9)"_s);

    newer = manifest;
    newer[u"tables"] = 99;
    newer[u"oldestProgram"] = 98;
    writeManifest(backup, newer);
    expectRefused(u"has tables of version 99, for programs of version 98 or later"_s);

    // Newer, and good for this program all the same.
    newer[u"oldestProgram"] = manifest[u"oldestProgram"];
    writeManifest(backup, newer);
    expectRestored();
}

TEST_F(BackupRefusalsTest, ATargetThatIsThereIsLeftAlone)
{
    const auto before = everythingIn(backup);
    EXPECT_REFUSED(places.backup(backup, log()), u"is there already. A backup is a folder of its own");
    EXPECT_REFUSED(places.backup(places.path(u"no/where"_s), log()), u"There is no folder");
    EXPECT_EQ(everythingIn(backup), before);
    EXPECT_EQ(places.names(), QStringList{u"backup"_s});

    EXPECT_REFUSED(places.restore(backup, log()), u"is in use by pipitd (process %1)"_s.arg(m_node.processId()));
    // Without its data directory it is known by its database.
    EXPECT_REFUSED(places.restore(backup, {u"--database"_s, u"sqlite:"_s + m_node.dataDirectory() + u"/pipit.db"_s, u"--files"_s, places.path(u"files"_s)}),
                   u"is in use by pipitd (process %1)"_s.arg(m_node.processId()));
    EXPECT_EQ(NodeClient(m_node).history("a").size(), 20);
    m_node.terminate();
    const auto stopped = everythingIn(m_node.dataDirectory());
    EXPECT_REFUSED(places.restore(backup, log()), u"pipit.db is there already");
    EXPECT_EQ(everythingIn(m_node.dataDirectory()), stopped);

    // What belonged to a file that was moved away would be taken for the restored one's.
    ASSERT_TRUE(QDir().mkpath(places.path(u"left"_s)));
    for (const QString &end : {u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        write(places.path(u"left/pipit.db"_s + end), "left");
        EXPECT_REFUSED(places.restore(backup, {u"--data"_s, places.path(u"left"_s)}), u"pipit.db%1 is there already"_s.arg(end));
        ASSERT_TRUE(QFile::remove(places.path(u"left/pipit.db"_s + end)));
    }

    // Another log's files.
    ASSERT_TRUE(QDir().mkpath(places.path(u"data/files"_s)));
    write(places.path(u"data/files/pipit-files.id"_s), "another\n");
    EXPECT_REFUSED(places.restore(backup, {u"--data"_s, places.path(u"data"_s)}), u"the files of another log");
    EXPECT_EQ(contentOf(places.path(u"data/files/pipit-files.id"_s)), "another\n");
    EXPECT_FALSE(QFile::exists(places.path(u"data/pipit.db.restoring"_s)));
}

// Ended by force between its first file and its last.
TEST_F(BackupRefusalsTest, NoNodeStartsOnHalfARestore)
{
    NodeProcess half;
    ASSERT_TRUE(QDir().mkpath(half.dataDirectory()));
    write(half.dataDirectory() + u"/pipit.db.restoring"_s, "half");
    try {
        half.start();
        FAIL() << "it started";
    } catch (const std::runtime_error &refusal) {
        EXPECT_TRUE(QString::fromUtf8(refusal.what()).contains(u"is not finished. Run the same `pipitctl restore` again")) << refusal.what();
    }
    EXPECT_FALSE(QFile::exists(half.dataDirectory() + u"/pipit.db"_s));
    EXPECT_WORKED(places.restore(backup, {u"--data"_s, half.dataDirectory()}));
    half.start();
    EXPECT_EQ(NodeClient(half).history("a").size(), 20);
}

// A small disk of its own where the system lets this user have one; else a limit for the size of a file, which meets the log.
class SmallDisk
{
public:
    // Runs pipitctl with {disk} in its arguments; the outcome's output is then what is on the disk.
    static CtlOutcome run(const QString &folder, const QStringList &arguments)
    {
        QProcess process;
        QStringList words;
        for (QString word : arguments)
            words << word.replace(u"{disk}"_s, folder);
        const QStringList ways = unsharing();
        const QString mount = ways.isEmpty() ? u"trap '' XFSZ"_s : u"mount -t tmpfs -o size=%1k,mode=0700 none \"$0\""_s.arg(kilobytes), limit = ways.isEmpty() ? u"ulimit -f 64"_s : u"true"_s;
        const QString limited = mount + u" && mkdir -p \"$0/lost+found\" && " + limit + u" && \"$@\" >/dev/null; code=$?; ls -A \"$0\"; exit $code"; // lost+found: as a file system has it
        const QStringList shell = QStringList{u"sh"_s, u"-c"_s, limited, folder, QStringLiteral(PIPITCTL)} + words;
        const QStringList all = ways + shell;
        process.start(all.first(), all.sliced(1));
        return outcomeOf(process);
    }

private:
    static constexpr int kilobytes = 200;

    static QStringList unsharing()
    {
        for (const QStringList &way : {QStringList{u"unshare"_s, u"-m"_s}, QStringList{u"unshare"_s, u"-rm"_s}}) {
            QProcess trial;
            trial.start(way.first(), way.sliced(1) + QStringList{u"mount"_s, u"-t"_s, u"tmpfs"_s, u"none"_s, u"/tmp"_s});
            if (trial.waitForFinished() && trial.exitStatus() == QProcess::NormalExit && trial.exitCode() == 0)
                return way;
        }
        return {};
    }
};

TEST_F(BackupRefusalsTest, AFullDiskIsToldAndKeepsNothing)
{
    ASSERT_TRUE(QDir().mkpath(places.path(u"disk"_s)));
    for (const QStringList &words : {QStringList{u"backup"_s, u"{disk}/full"_s} + log(), QStringList{u"restore"_s, backup, u"--data"_s, u"{disk}/data"_s}, QStringList{u"restore"_s, backup, u"--data"_s, u"{disk}"_s},
                                     QStringList{u"restore"_s, backup, u"--data"_s, places.path(u"new"_s), u"--files"_s, u"{disk}"_s}}) {
        const CtlOutcome outcome = SmallDisk::run(places.path(u"disk"_s), words);
        EXPECT_EQ(outcome.exitCode, 1) << words.join(u' ').toStdString() << outcome.errors.toStdString();
        EXPECT_TRUE(outcome.errors.contains(u"Make room there")) << words.join(u' ').toStdString() << outcome.errors.toStdString();
        EXPECT_EQ(outcome.output, u"lost+found\n"_s) << words.join(u' ').toStdString();
    }
    EXPECT_FALSE(QFile::exists(places.path(u"new"_s)));
}

TEST_F(BackupRefusalsTest, AWrongCommandLineIsToldSo)
{
    for (const QStringList &words : {QStringList{u"backup"_s}, QStringList{u"backup"_s, places.path(u"x"_s)}, QStringList{u"restore"_s}, QStringList{u"restore"_s, backup},
                                     QStringList{u"backup"_s, places.path(u"x"_s), u"--data"_s, places.path(u"nowhere"_s)}})
        EXPECT_EQ(runCtl(words).exitCode, 2) << words.join(u' ').toStdString();
    EXPECT_EQ(places.names(), QStringList{u"backup"_s});
}

} // namespace
} // namespace pipit::test
