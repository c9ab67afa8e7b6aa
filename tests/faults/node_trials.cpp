// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes that are killed, and nodes that stand still, in the middle of everything.
#include "tests/faults/stage.h"

#include "tests/support/wait_until.h"

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

void killAtRandom(TrialRun &run, Stage &stage)
{
    for (int i = 0; i < run.rounds(); ++i) {
        run.pause(0ms, 500ms);
        NodeProcess &victim = stage.node(std::size_t(run.between(0, std::int64_t(stage.count()) - 1)));
        victim.kill();
        run.disturbed();
        // At once, or when the others have taken over what it had.
        if (stage.count() > 1)
            run.pause(0ms, 300ms);
        victim.start();
        if (i % 10 == 9)
            stage.expectGoesOn(20, u"after kill %1"_s.arg(i + 1));
    }
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
    run.expect(run.reckoning().reconnects >= run.rounds(), u"subscribers reconnected only %1 times: the kills came while nobody was looking"_s.arg(run.reckoning().reconnects));
}

void killedOnSqlite(TrialRun &run)
{
    Stage stage(run);
    stage.addNode();
    stage.start();
    killAtRandom(run, stage);
}

void killedOnPostgres(TrialRun &run)
{
    Stage stage(run);
    stage.addPostgresNode();
    stage.addPostgresNode();
    stage.start();
    killAtRandom(run, stage);
}

// It is there, holds its connections, and does nothing: a machine that swaps, a debugger, a suspended container.
void standsStill(TrialRun &run)
{
    Stage stage(run);
    stage.addPostgresNode();
    stage.addPostgresNode();
    stage.start();
    for (int i = 0; i < run.rounds(); ++i) {
        stage.expectGoesOn(50, u"before pause %1"_s.arg(i + 1));
        NodeProcess &victim = stage.node(std::size_t(run.between(0, 1)));
        victim.standStill();
        run.disturbed();
        run.pause(500ms, 4'000ms);
        victim.tell(SIGCONT);
    }
    for (std::size_t i = 0; i < stage.count(); ++i)
        run.expect(stage.isReady(i), u"a node that stood still is not ready again: "_s + stage.unready(i));
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

} // namespace

QList<Trial> nodeTrials()
{
    return {
        {u"node-killed-sqlite"_s, u"kill -9 of the node, SQLite"_s, 100, 4, killedOnSqlite},
        {u"node-killed-postgres"_s, u"kill -9 of one of two nodes, PostgreSQL"_s, 50, 2, killedOnPostgres},
        {u"node-stands-still"_s, u"one of two nodes stands still for 0.5 to 4 s"_s, 10, 1, standsStill},
    };
}

} // namespace pipit::test
