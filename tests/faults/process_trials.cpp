// SPDX-License-Identifier: GPL-3.0-or-later
// What a process lives on: descriptors, memory, the time of day.
#include "tests/faults/stage.h"

#include "tests/support/wait_until.h"

#include <QDir>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

// Gives the limit of before.
rlimit limitMemory(NodeProcess &node, rlim_t bytes)
{
    rlimit before{};
    if (::prlimit(pid_t(node.processId()), RLIMIT_AS, nullptr, &before) != 0)
        throw NotHere(u"a process may not be limited"_s);
    const rlimit now{std::min(bytes, before.rlim_max), before.rlim_max};
    if (::prlimit(pid_t(node.processId()), RLIMIT_AS, &now, nullptr) != 0)
        throw NotHere(u"a process may not be limited"_s);
    return before;
}

// More connections than the process may have descriptors. Those that are there go on, and so does everything that needs a file.
void withoutDescriptors(TrialRun &run)
{
    constexpr int limit = 400;
    Stage stage(run);
    stage.addNode().setDescriptorLimit(limit);
    stage.start();
    HttpConnection steady(stage.node().port(), 20s);
    const QByteArray health = httpRequest("GET", "/healthz", "Bearer " + stage.node().token());
    run.expect(steady.call(health).has_value(), u"the node does not answer"_s);
    int served = 0, told = 0, closed = 0;
    for (int i = 0; i < run.rounds(); ++i) {
        std::vector<std::unique_ptr<HttpConnection>> callers;
        for (int k = 0; k < limit; ++k) {
            callers.push_back(std::make_unique<HttpConnection>(stage.node().port(), 5s));
            const auto answer = callers.back()->call(health);
            ++(!answer ? closed : answer->status == 200 ? served : told);
        }
        run.disturbed();
        const auto file = steady.call(httpRequest("POST", "/api/files?sessionId=insisting-0&name=note.txt", "Bearer " + stage.node().token(), "some text"));
        run.expect(file && file->status == 201, u"there is no descriptor for a file: "_s + QString::fromUtf8(file ? file->body : "no answer"));
        stage.expectGoesOn(30, u"without descriptors, time %1"_s.arg(i + 1));
        callers.clear();
        run.expect(stage.isReady(0), u"there are descriptors again, and the node is not ready: "_s + stage.unready(0));
    }
    run.note(u"of %1 connections %2 were served, %3 told why not, %4 closed"_s.arg(run.rounds() * limit).arg(served).arg(told).arg(closed));
    run.expect(told > 0, u"the descriptors were never used up"_s);
    stage.finish();
}

// What goes beyond the limit is refused by the system; a service manager starts again what ends of it.
void withoutMemory(TrialRun &run)
{
    Stage stage(run);
    stage.addNode();
    stage.start();
    int ended = 0;
    for (int i = 0; i < run.rounds(); ++i) {
        const rlimit before = limitMemory(stage.node(), rlim_t(stage.node().addressSpaceBytes() + run.between(0, 4) * 1024 * 1024));
        run.disturbed();
        // Bodies that it has to hold.
        const QByteArray large = "{\"sessionId\":\"large\",\"senderType\":\"user\",\"content\":\"" + QByteArray(900'000, 'x') + "\"}";
        std::vector<std::unique_ptr<HttpConnection>> callers;
        for (int k = 0; k < 30; ++k) {
            callers.push_back(std::make_unique<HttpConnection>(stage.node().port(), 500ms));
            callers.back()->call(httpRequest("POST", "/api/messages", "Bearer " + stage.node().token(), large));
        }
        run.pause(0ms, 500ms);
        if (!stage.node().isRunning()) {
            ++ended;
            stage.node().start();
        } else {
            limitMemory(stage.node(), before.rlim_cur);
        }
        run.expect(stage.isReady(0), u"there is memory again, and the node is not ready: "_s + stage.unready(0));
        stage.expectGoesOn(30, u"there is memory again, time %1"_s.arg(i + 1));
    }
    run.note(u"the node ended of it %1 times and was started again"_s.arg(ended));
    stage.finish();
}

QString fakeTimeLibrary()
{
    for (const QString &folder : QDir(u"/usr/lib"_s).entryList({u"*-linux-gnu*"_s}, QDir::Dirs)) {
        const QString file = u"/usr/lib/"_s + folder + u"/faketime/libfaketimeMT.so.1"_s;
        if (QFile::exists(file))
            return file;
    }
    throw NotHere(u"libfaketime is not installed"_s);
}

// The time of day, not the clock that only runs forward: as when a machine's clock is set.
void clockJumps(TrialRun &run)
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"offset"_s);
    const auto setClock = [&](const QByteArray &offset) {
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(offset + '\n') < 0)
            throw std::runtime_error("the clock's file cannot be written");
    };
    Stage stage(run);
    NodeProcess &node = stage.addNode();
    setClock("+0");
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LD_PRELOAD"_s, fakeTimeLibrary());
    environment.insert(u"FAKETIME_TIMESTAMP_FILE"_s, file);
    environment.insert(u"FAKETIME_NO_CACHE"_s, u"1"_s);
    environment.insert(u"FAKETIME_DONT_FAKE_MONOTONIC"_s, u"1"_s);
    node.setEnvironment(environment);
    stage.start();
    const std::array<QByteArray, 8> offsets{"+1h", "-1h", "+1d", "-1d", "+400d", "-400d", "+3", "-3"};
    for (int i = 0; i < run.rounds(); ++i) {
        setClock(offsets[std::size_t(run.between(0, std::ssize(offsets) - 1))]);
        run.disturbed();
        run.pause(100ms, 500ms);
        stage.expectGoesOn(50, u"after jump %1"_s.arg(i + 1));
        run.expect(stage.isReady(0), u"the clock jumped, and the node is not ready: "_s + stage.unready(0));
    }
    // Some go on as they are, some were killed under another time than they start in.
    node.kill();
    setClock("-1d");
    node.start();
    run.disturbed();
    stage.expectGoesOn(50, u"started in yesterday"_s);
    stage.finish();
}

} // namespace

QList<Trial> processTrials()
{
    return {
        {u"descriptors-used-up"_s, u"400 connections come, and the process may have 400 descriptors"_s, 10, 1, withoutDescriptors},
        {u"memory-used-up"_s, u"the node gets no more memory, and large bodies come"_s, 10, 1, withoutMemory},
        {u"clock-jumps"_s, u"the time of day jumps by seconds, hours, days, a year, both ways"_s, 30, 3, clockJumps},
    };
}

} // namespace pipit::test
