// SPDX-License-Identifier: GPL-3.0-or-later
// Power loss: what was written and not synced is gone, wholly or in part, or is there all the same, as the seed says. What a
// sender was told is stored, and every file that was taken, is there.
#include "tests/faults/disk_trace.h"
#include "tests/faults/stage.h"

#include "tests/support/wait_until.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <map>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

// A folder whose disk is cut off from power again and again. Its owner stops writing before each cut.
class PoweredFolder
{
public:
    // `ofPostgres`: where this process is root, the server is somebody else.
    explicit PoweredFolder(QString folder, bool ofPostgres = false) : m_folder(std::move(folder)), m_ofPostgres(ofPostgres) { }

    // From here on everything is written down. The environment of those who write there.
    QProcessEnvironment watch()
    {
        ++m_cuts;
        copyFolder(m_folder, start());
        if (QFile file(trace()); !file.open(QIODevice::WriteOnly))
            throw std::runtime_error("there is no place for the trace");
        handOver(m_copies.path());
        return onDisk(m_folder, trace());
    }

    // The folder is what the power cut leaves of it. PostgreSQL relies on it that who syncs a new file syncs its name, as Linux's
    // file systems do it; Pipit does not.
    void cut(quint64 seed)
    {
        const QString left = m_folder + u"-left"_s;
        DiskTrace(start(), trace()).imageAt(QFile(trace()).size(), left, {.seed = seed, .ext4Names = m_ofPostgres});
        handOver(left);
        replaceBy(left);
        QDir(start()).removeRecursively();
        QFile::remove(trace());
    }

    // What a disk leaves that only says that it has synced; the folder stays as it is.
    void imageOfLies(const QString &folder) const { DiskTrace(start(), trace()).imageAt(QFile(trace()).size(), folder, {.seed = 0, .ignoresSyncs = true}); }

private:
    void handOver(const QString &path) const
    {
        if (const auto given = m_ofPostgres ? store::PostgresPrograms::handOver(path) : Result<Done>(Done()); !given)
            throw std::runtime_error(given.error().message.toStdString());
    }

    void replaceBy(const QString &other)
    {
        if (!QDir(m_folder).removeRecursively() || !QDir().rename(other, m_folder))
            throw std::runtime_error("the folder cannot be replaced by its image");
    }

    QString start() const { return m_copies.filePath(u"start-%1"_s.arg(m_cuts)); }
    QString trace() const { return m_copies.filePath(u"trace-%1"_s.arg(m_cuts)); }

    const QString m_folder;
    const bool m_ofPostgres;
    QTemporaryDir m_copies;
    int m_cuts = 0;
};

// Files that a node has said are stored.
class Uploads
{
public:
    Uploads(TrialRun &run, Stage &stage) : m_run(run), m_stage(stage) { }

    void uploadOne()
    {
        QByteArray bytes(int(m_run.between(1, 100'000)), '\0');
        for (char &byte : bytes)
            byte = char(m_run.between(0, 255));
        const Answer answer = m_stage.call(0, "POST", "/api/files?sessionId=insisting-0&name=some.bin", bytes);
        const QString id = answer.data()[u"file"][u"id"].toString();
        if (answer.status == 201 && !id.isEmpty())
            m_files[id] = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    }

    void expectAll() const
    {
        for (const auto &[id, hash] : m_files) {
            const Answer answer = m_stage.call(0, "GET", "/api/files/" + id.toUtf8());
            m_run.expect(answer.status == 200 && QCryptographicHash::hash(answer.body, QCryptographicHash::Sha256) == hash, u"the file %1 was taken, and is gone or has other bytes: %2"_s.arg(id).arg(answer.status));
        }
        m_run.expect(!m_files.empty(), u"no file was ever taken"_s);
    }

    std::size_t count() const { return m_files.size(); }

private:
    TrialRun &m_run;
    Stage &m_stage;
    std::map<QString, QByteArray> m_files;
};

void useFor(TrialRun &run, Uploads &uploads)
{
    const std::int64_t count = run.between(0, 4);
    for (std::int64_t k = 0; k < count; ++k) {
        run.pause(0ms, 150ms);
        uploads.uploadOne();
    }
    run.pause(20ms, 500ms);
}

void powerLossOnSqlite(TrialRun &run)
{
    Stage stage(run);
    NodeProcess &node = stage.addNode();
    stage.start();
    stage.expectGoesOn(50, u"before the first cut"_s);
    Uploads uploads(run, stage);
    PoweredFolder folder(node.dataDirectory());
    node.terminate();
    for (int i = 0; i < run.rounds(); ++i) {
        node.setEnvironment(folder.watch());
        node.start();
        useFor(run, uploads);
        node.kill();
        folder.cut(quint64(run.between(0, 1'000'000)));
        run.disturbed();
    }
    node.setEnvironment(QProcessEnvironment::systemEnvironment());
    node.start();
    uploads.expectAll();
    run.note(u"%1 files are all there"_s.arg(uploads.count()));
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

void powerLossOnPostgres(TrialRun &run)
{
    Stage stage(run);
    stage.addPostgresNode();
    stage.start();
    stage.expectGoesOn(50, u"before the first cut"_s);
    PostgresServer &server = stage.postgres();
    PoweredFolder folder(server.clusterDirectory(), true);
    server.stop(PostgresServer::How::Fast);
    for (int i = 0; i < run.rounds(); ++i) {
        server.setEnvironment(folder.watch());
        server.start();
        run.expect(waitUntil([&] { return stage.load().goesOn(5, 1s); }, 60s), u"nothing is accepted after cut %1"_s.arg(i));
        run.pause(0ms, 1'000ms);
        server.stop(PostgresServer::How::PowerCut);
        folder.cut(quint64(run.between(0, 1'000'000)));
        run.disturbed();
    }
    server.setEnvironment(QProcessEnvironment::systemEnvironment());
    server.start();
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

// That the two above can fail: on a disk that says it has synced, and has not, what was accepted is gone.
void powerLossOfALiar(TrialRun &run)
{
    NodeProcess node;
    node.start();
    node.terminate();
    PoweredFolder folder(node.dataDirectory());
    node.setEnvironment(folder.watch());
    node.start();
    Publishers publishers({.ports = {node.port()}, .token = node.token(), .sessions = {"lied-to"}, .senders = 4});
    publishers.start();
    run.expect(waitUntil([&] { return publishers.accepted() >= 100; }, 60s), u"nothing is accepted"_s);
    node.kill();
    run.disturbed();
    publishers.finish(0s);

    NodeProcess after;
    QDir().mkpath(QFileInfo(after.dataDirectory()).path());
    folder.imageOfLies(after.dataDirectory());
    std::size_t left = 0;
    try {
        after.start();
        left = logOf(after.port(), after.token(), "lied-to").size();
    } catch (const std::runtime_error &) {
        // Neither is there anything to read.
    }
    const int accepted = publishers.accepted();
    run.note(u"of %1 accepted messages %2 were lost, as they must be there"_s.arg(accepted).arg(accepted - int(left)));
    run.expect(int(left) < accepted, u"a disk that never syncs has lost nothing: the trials of power loss show nothing"_s);
}

} // namespace

QList<Trial> powerTrials()
{
    return {
        {u"power-loss-sqlite"_s, u"power loss: what was not synced is gone, in part, or torn; SQLite and files"_s, 40, 4, powerLossOnSqlite},
        {u"power-loss-postgres"_s, u"the same below PostgreSQL"_s, 15, 1, powerLossOnPostgres},
        {u"power-loss-liar"_s, u"the control: the same on a disk that only says that it has synced"_s, 1, 1, powerLossOfALiar},
    };
}

} // namespace pipit::test
