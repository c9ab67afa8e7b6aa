// SPDX-License-Identifier: GPL-3.0-or-later
// Below a node on SQLite: a disk that is full, read-only, slow, failing, or gives back other bytes than it was given.
#include "tests/faults/controlled_disk.h"
#include "tests/faults/disk_trace.h"
#include "tests/faults/small_disk.h"
#include "tests/faults/stage.h"

#include "tests/support/everything_in.h"
#include "tests/support/wait_until.h"

#include <QFile>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

void expectTold(TrialRun &run, Stage &stage, int refusedBefore, int doubtBefore, const QString &otherwise)
{
    run.expect(waitUntil([&] {
        const Told told = stage.load().insisting().told();
        return told.notStored > refusedBefore || told.inDoubt > doubtBefore;
    }, 60s), otherwise);
}

void diskFull(TrialRun &run)
{
    SmallDisk disk(48);
    Stage stage(run);
    stage.addNode().setDataDirectory(disk.path() + u"/data"_s);
    stage.start();
    int refusedStarts = 0;
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(30, u"before the disk was full, time %1"_s.arg(i + 1));
        const Told before = stage.load().insisting().told();
        disk.fill();
        run.disturbed();
        expectTold(run, stage, before.notStored, before.inDoubt, u"the disk is full, and nobody was told"_s);
        // And started on a full disk: it runs and refuses, or says why it does not.
        const bool isRestarted = run.between(0, 1) == 0;
        if (isRestarted) {
            stage.node().kill();
            try {
                stage.node().start();
            } catch (const std::runtime_error &fault) {
                ++refusedStarts;
                run.expect(QByteArray(fault.what()).contains("full") || QByteArray(fault.what()).contains("space"), u"it does not start on a full disk, and does not say why: "_s + QString::fromUtf8(fault.what()).right(300));
            }
        }
        run.pause(0ms, 500ms);
        disk.makeRoom();
        if (!stage.node().isRunning())
            stage.node().start();
        run.expect(stage.isReady(0), u"there is room again, and the node is not ready: "_s + stage.unready(0));
    }
    if (refusedStarts > 0)
        run.note(u"on a full disk it refused to start %1 times, saying so"_s.arg(refusedStarts));
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

// A node that is started where nothing may be written says so, and changes nothing; then it goes on where it was.
void startedOnReadOnly(TrialRun &run)
{
    SmallDisk disk(48);
    Stage stage(run);
    stage.addNode().setDataDirectory(disk.path() + u"/data"_s);
    stage.start();
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(30, u"before the disk was read-only, time %1"_s.arg(i + 1));
        run.between(0, 1) == 0 ? stage.node().kill() : (void)stage.node().terminate();
        const auto before = everythingIn(stage.node().dataDirectory());
        disk.setReadOnly(true);
        run.disturbed();
        QByteArray said;
        try {
            stage.node().start();
        } catch (const std::runtime_error &fault) {
            said = fault.what();
        }
        run.expect(said.contains(stage.node().dataDirectory().toUtf8()), u"a node on a read-only disk does not name it: "_s + QString::fromUtf8(said).right(300));
        run.expect(everythingIn(stage.node().dataDirectory()) == before, u"a node that refused to start changed its files"_s);
        disk.setReadOnly(false);
        stage.node().start();
    }
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

void failingDisk(TrialRun &run, const QByteArrayList &ways)
{
    Stage stage(run);
    ControlledDisk disk(stage.addNode());
    stage.start();
    int ended = 0;
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(30, u"before fault %1"_s.arg(i + 1));
        const Told before = stage.load().insisting().told();
        disk.behave(ways[run.between(0, ways.size() - 1)]);
        run.disturbed();
        expectTold(run, stage, before.notStored, before.inDoubt, u"the disk takes nothing, and nobody was told"_s);
        run.pause(0ms, 1'000ms);
        disk.behave({});
        // What a disk has refused to sync may be gone: such a node may have to be started again, and says so.
        if (!stage.isReady(0, 15s)) {
            ++ended;
            stage.node().terminate();
            stage.node().start();
        }
    }
    if (ended > 0)
        run.note(u"it had to be started again %1 times, and said so"_s.arg(ended));
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

void readOnlyMeanwhile(TrialRun &run)
{
    failingDisk(run, {"fail-write=EROFS\nfail-sync=EROFS\n"});
}

void diskFails(TrialRun &run)
{
    failingDisk(run, {"fail-write=EIO\n", "fail-sync=EIO\n", "fail-write=EIO\nfail-sync=EIO\n", "fail-write=ENOSPC\n"});
}

void slowDisk(TrialRun &run)
{
    Stage stage(run);
    ControlledDisk disk(stage.addNode());
    stage.start();
    for (int i = 0; i < run.rounds(); ++i) {
        disk.behave("sync-delay-ms=" + QByteArray::number(run.between(20, 1'500)) + '\n');
        run.disturbed();
        stage.expectGoesOn(8, u"with a slow disk, time %1"_s.arg(i + 1));
        disk.behave({});
        stage.expectGoesOn(30, u"after a slow disk, time %1"_s.arg(i + 1));
    }
    run.note(u"the slowest answer took %1 ms"_s.arg(stage.load().insisting().told().slowest.count()));
    stage.finish();
}

// Random bytes over a page or a part of it, and what became of the node that was started on them.
class Damage
{
public:
    Damage(TrialRun &run, NodeProcess &whole) : m_run(run), m_whole(whole) { }

    void tryOnce(const std::vector<std::string> &sessions)
    {
        m_run.between(0, 1) == 0 ? m_whole.kill() : (void)m_whole.terminate();
        NodeProcess damaged;
        copyFolder(m_whole.dataDirectory(), damaged.dataDirectory());
        m_whole.start();
        writeNoise(damaged.dataDirectory() + u"/pipit.db"_s);
        m_run.disturbed();
        const auto before = everythingIn(damaged.dataDirectory());
        try {
            damaged.start();
        } catch (const std::runtime_error &fault) {
            expectRefusal(damaged, before, fault.what());
            return;
        }
        readAll(damaged, sessions);
    }

    void note() const
    {
        m_run.note(u"refused at start %1 times, and left as it was; told when it was read %2 times; no message was touched %3 times"_s.arg(m_refused).arg(m_toldLater).arg(m_harmless));
        if (m_unseen > 0)
            m_run.note(u"%1 times a text had other letters unseen: SQLite keeps no sums of what it stores"_s.arg(m_unseen));
    }

private:
    static constexpr int pageBytes = 4096;

    void writeNoise(const QString &file)
    {
        QFile database(file);
        if (!database.open(QIODevice::ReadWrite) || database.size() < 2 * pageBytes)
            throw std::runtime_error("the database cannot be damaged");
        const qint64 page = m_run.between(0, database.size() / pageBytes - 1);
        const int bytes = int(m_run.between(0, 1) == 0 ? pageBytes : m_run.between(8, 600));
        database.seek(page * pageBytes + m_run.between(0, pageBytes - bytes));
        QByteArray noise(bytes, '\0');
        for (char &byte : noise)
            byte = char(m_run.between(0, 255));
        database.write(noise);
    }

    void expectRefusal(const NodeProcess &damaged, const QMap<QString, QByteArray> &before, const QByteArray &said)
    {
        ++m_refused;
        m_run.expect(said.contains("pipit.db"), u"a damaged database is not named: "_s + QString::fromUtf8(said).right(300));
        const auto after = everythingIn(damaged.dataDirectory());
        for (const QString &name : {u"pipit.db"_s, u"pipit.db-wal"_s})
            m_run.expect(after.value(name) == before.value(name), u"a node that refused a damaged database changed %1"_s.arg(name));
    }

    void readAll(const NodeProcess &damaged, const std::vector<std::string> &sessions)
    {
        bool isUnseen = false;
        for (const std::string &session : sessions) {
            std::vector<LoggedMessage> log, wholeLog = logOf(m_whole.port(), m_whole.token(), session);
            try {
                log = logOf(damaged.port(), damaged.token(), session);
            } catch (const std::runtime_error &) {
                ++m_toldLater; // an error is an answer
                return;
            }
            // The whole one has gone on since.
            const auto isAsWhole = std::ranges::equal(log, wholeLog | std::views::take(log.size()), {}, &LoggedMessage::id, &LoggedMessage::id);
            m_run.expect(isAsWhole && wholeLog.size() - log.size() < wholeLog.size() / 2 + 50, u"%1: %2 of %3 messages are read from a damaged database, and nothing is said"_s.arg(QString::fromStdString(session)).arg(log.size()).arg(wholeLog.size()));
            isUnseen = isUnseen || !std::ranges::equal(log, wholeLog | std::views::take(log.size()), {}, &LoggedMessage::content, &LoggedMessage::content);
        }
        ++(isUnseen ? m_unseen : m_harmless);
    }

    TrialRun &m_run;
    NodeProcess &m_whole;
    int m_refused = 0, m_toldLater = 0, m_harmless = 0, m_unseen = 0;
};

void damagedPage(TrialRun &run)
{
    Stage stage(run);
    stage.addNode();
    stage.start();
    Damage damage(run, stage.node());
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(60, u"before damage %1"_s.arg(i + 1));
        damage.tryOnce(stage.load().sessions());
    }
    damage.note();
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

} // namespace

QList<Trial> diskTrials()
{
    return {
        {u"disk-full"_s, u"not a byte is free, SQLite; every second time the node is killed and started there"_s, 12, 2, diskFull},
        {u"disk-read-only-at-start"_s, u"the node is started where nothing may be written"_s, 4, 1, startedOnReadOnly},
        {u"disk-read-only"_s, u"the disk becomes read-only under the node"_s, 6, 1, readOnlyMeanwhile},
        {u"disk-fails"_s, u"writes or syncs end with an error"_s, 20, 2, diskFails},
        {u"disk-slow"_s, u"each sync takes up to 1.5 s"_s, 10, 1, slowDisk},
        {u"database-damaged"_s, u"up to a page of the SQLite file has other bytes"_s, 40, 4, damagedPage},
    };
}

} // namespace pipit::test
