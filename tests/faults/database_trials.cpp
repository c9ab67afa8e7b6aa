// SPDX-License-Identifier: GPL-3.0-or-later
// What lies below the nodes: PostgreSQL is killed, has no room, or is out of reach for one of two nodes.
#include "tests/faults/small_disk.h"
#include "tests/faults/stage.h"

#include "tests/support/tcp_proxy.h"
#include "tests/support/wait_until.h"

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

void expectAllReady(TrialRun &run, Stage &stage, const QString &after)
{
    for (std::size_t i = 0; i < stage.count(); ++i)
        run.expect(stage.isReady(i, 60s), u"%1: node %2 is not ready again: %3"_s.arg(after).arg(i + 1).arg(stage.unready(i)));
}

// The server with all that it had in memory; or one of its processes, after which it throws out everybody and recovers.
void serverKilled(TrialRun &run)
{
    Stage stage(run);
    stage.addPostgresNode();
    stage.addPostgresNode();
    stage.start();
    const QString admin = stage.postgres().urlOf(u"postgres"_s, stage.postgres().port());
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(50, u"before kill %1"_s.arg(i + 1));
        run.pause(0ms, 300ms);
        if (run.between(0, 1) == 0) {
            const auto process = pid_t(stage.postgres().sql(admin, u"SELECT pid FROM pg_stat_activity WHERE application_name = 'pipit writer' LIMIT 1"_s).toInt());
            if (process > 0)
                ::kill(process, SIGKILL);
        } else {
            stage.postgres().stop(PostgresServer::How::Kill);
            run.pause(0ms, 2'000ms);
            stage.postgres().start();
        }
        run.disturbed();
        expectAllReady(run, stage, u"after kill %1"_s.arg(i + 1));
    }
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

bool answers(Stage &stage)
{
    try {
        return stage.postgres().isRunning() && stage.postgres().sql(stage.postgres().urlOf(u"postgres"_s, stage.postgres().port()), u"SELECT 1"_s) == u"1"_s;
    } catch (const std::runtime_error &) {
        return false; // it recovers
    }
}

void serverWithoutRoom(TrialRun &run)
{
    SmallDisk disk(256);
    Stage stage(run);
    {
        const TemporaryFoldersIn there(disk.path());
        stage.postgres();
    }
    stage.addPostgresNode();
    stage.start();
    int ended = 0;
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(50, u"before the disk was full, time %1"_s.arg(i + 1));
        const int refused = stage.load().insisting().told().notStored;
        disk.fill();
        run.disturbed();
        // A new segment of its log has no place: the server itself goes down.
        if (i % 2 == 1 && answers(stage)) {
            try {
                stage.postgres().sql(stage.postgres().urlOf(u"postgres"_s, stage.postgres().port()), u"SELECT pg_switch_wal(); CHECKPOINT; SELECT pg_switch_wal()"_s);
            } catch (const std::runtime_error &) {
                // As meant.
            }
        }
        run.expect(waitUntil([&] { return stage.load().insisting().told().notStored > refused || stage.load().insisting().told().inDoubt > 0; }, 60s), u"the disk is full, and nobody was told"_s);
        run.pause(0ms, 1'000ms);
        disk.makeRoom();
        if (!waitUntil([&] { return answers(stage); }, 10s)) {
            ++ended;
            stage.postgres().stop(PostgresServer::How::Kill);
            stage.postgres().start();
        }
        expectAllReady(run, stage, u"there is room again, time %1"_s.arg(i + 1));
    }
    if (ended > 0)
        run.note(u"the server gave up %1 times and was started again"_s.arg(ended));
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

// The database is well, and one of the nodes does not reach it: its connections break, or nothing comes through any more.
void splitNetwork(TrialRun &run)
{
    Stage stage(run);
    TcpProxy first(stage.postgres().port()), second(stage.postgres().port());
    TcpProxy *const ways[] = {&first, &second};
    for (TcpProxy *way : ways)
        stage.addPostgresNode(way->port());
    stage.start();
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(50, u"before split %1"_s.arg(i + 1));
        TcpProxy &way = *ways[run.between(0, 1)];
        if (run.between(0, 2) == 0) {
            way.cut();
        } else {
            way.freeze();
            // One in four: longer than a node listens in vain.
            run.between(0, 3) == 0 ? run.pause(16'000ms, 20'000ms) : run.pause(200ms, 6'000ms);
            way.thaw();
        }
        run.disturbed();
        expectAllReady(run, stage, u"after split %1"_s.arg(i + 1));
    }
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

} // namespace

QList<Trial> databaseTrials()
{
    return {
        {u"postgres-killed"_s, u"kill -9 of PostgreSQL or of one of its processes, two nodes"_s, 20, 1, serverKilled},
        {u"postgres-disk-full"_s, u"PostgreSQL's disk is full, every second time also for its log"_s, 8, 1, serverWithoutRoom},
        {u"network-split"_s, u"one of two nodes is cut off from PostgreSQL, or hears nothing of it for up to 20 s"_s, 12, 1, splitNetwork},
    };
}

} // namespace pipit::test
