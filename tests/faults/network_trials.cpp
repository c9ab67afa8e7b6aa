// SPDX-License-Identifier: GPL-3.0-or-later
// The way between clients and a node: cut, frozen, and peers that vanish without a word.
#include "tests/faults/stage.h"

#include "tests/support/tcp_proxy.h"
#include "tests/support/vanish.h"
#include "tests/support/wait_until.h"

#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

void clientsCutOff(TrialRun &run)
{
    Stage stage(run);
    stage.addNode();
    stage.node().start();
    TcpProxy way(stage.node().port());
    stage.start({}, {way.port()});
    for (int i = 0; i < run.rounds(); ++i) {
        run.pause(0ms, 400ms);
        if (run.between(0, 1) == 0) {
            way.cut();
        } else {
            way.freeze();
            run.pause(50ms, 2'000ms);
            // What was on its way comes late, or never.
            if (run.between(0, 1) == 0)
                way.cut();
            way.thaw();
        }
        run.disturbed();
        if (i % 10 == 9)
            stage.expectGoesOn(20, u"after cut %1"_s.arg(i + 1));
    }
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

qint64 openStreams(Stage &stage)
{
    return stage.call(0, "GET", "/api/sse/stats").data()[u"connections"][u"open"].toInteger(-1);
}

// Readers whose machine is gone: nothing of theirs is ever acknowledged, and nothing says that they left.
void readersVanish(TrialRun &run)
{
    constexpr auto heartbeat = 1s;
    Stage stage(run);
    stage.addNode({u"--streams-heartbeat-interval-ms"_s, u"1000"_s});
    stage.start();
    const qint64 before = openStreams(stage);
    for (int i = 0; i < run.rounds(); ++i) {
        constexpr int readers = 30;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int k = 0; k < readers; ++k) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->connectToHost(u"127.0.0.1"_s, stage.node().port());
            socket->write(httpRequest("GET", "/api/sse/messages?sessionId=" + QByteArray::fromStdString(stage.load().sessions()[std::size_t(run.between(0, 7))]), "Bearer " + stage.node().token()));
            if (!socket->waitForReadyRead(20'000))
                throw std::runtime_error("a stream does not begin");
            sockets.push_back(std::move(socket));
        }
        const auto vanished = std::chrono::steady_clock::now();
        for (const auto &socket : sockets)
            vanish(*socket);
        run.disturbed();
        run.expect(waitUntil([&] { return openStreams(stage) == before; }, 40s), u"readers that vanished are still counted: %1 streams, %2 before"_s.arg(openStreams(stage)).arg(before));
        const auto took = std::chrono::steady_clock::now() - vanished;
        run.expect(took <= 2 * heartbeat + 10s, u"readers that vanished were counted for %1 ms, two heartbeats and ten seconds are promised"_s.arg(took / 1ms));
    }
    stage.expectGoesOn(100, u"at the end"_s);
    stage.finish();
}

} // namespace

QList<Trial> networkTrials()
{
    return {
        {u"network-cut"_s, u"the clients' way to the node is cut, or frozen for up to 2 s"_s, 60, 4, clientsCutOff},
        {u"network-half-open"_s, u"30 readers at once vanish without a word"_s, 4, 1, readersVanish},
    };
}

} // namespace pipit::test
