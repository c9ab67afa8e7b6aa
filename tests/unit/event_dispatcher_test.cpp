// SPDX-License-Identifier: GPL-3.0-or-later
// The node's own event loop does what Qt's does: sockets, timers, calls from other threads, loops inside of loops.
#include "core/event_dispatcher.h"
#include "tests/support/wait_until.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <gtest/gtest.h>

#include <array>

#ifndef _WIN32
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace std::chrono_literals;

namespace pipit {
namespace {

// A thread with the dispatcher, in which a test's work is done.
class EventDispatcherTest : public testing::Test
{
protected:
    void SetUp() override
    {
        auto dispatcher = makeEventDispatcher();
        if (!dispatcher)
            GTEST_SKIP() << "Qt's own serves on this system";
        m_thread.setEventDispatcher(dispatcher.release());
        m_context.moveToThread(&m_thread);
        m_thread.start();
    }

    void TearDown() override
    {
        m_thread.quit();
        EXPECT_TRUE(m_thread.wait(10'000));
    }

    template<typename Work>
    void inThread(Work work)
    {
        QMetaObject::invokeMethod(&m_context, work, Qt::BlockingQueuedConnection);
    }

    // Runs the thread's events until it is so.
    static bool turnUntil(const std::function<bool()> &done)
    {
        QEventLoop loop;
        QTimer look;
        QElapsedTimer clock;
        clock.start();
        QObject::connect(&look, &QTimer::timeout, &loop, [&] {
            if (done() || clock.elapsed() > 5'000)
                loop.quit();
        });
        look.start(1);
        loop.exec();
        return done();
    }

    QObject m_context;
    QThread m_thread;
};

TEST_F(EventDispatcherTest, SocketsTalkThroughIt)
{
    inThread([] {
        QTcpServer server;
        ASSERT_TRUE(server.listen(QHostAddress::LocalHost));
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        QByteArray answers;
        QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
            while (QTcpSocket *peer = server.nextPendingConnection())
                QObject::connect(peer, &QTcpSocket::readyRead, peer, [peer] { peer->write(peer->readAll().toUpper()); });
        });
        const QByteArray large(300'000, 'a'); // more than a socket takes at once
        for (int i = 0; i < 50; ++i) {
            auto client = std::make_unique<QTcpSocket>();
            QObject::connect(client.get(), &QTcpSocket::readyRead, client.get(), [&answers, client = client.get()] { answers += client->readAll(); });
            client->connectToHost(server.serverAddress(), server.serverPort());
            client->write(large);
            clients.push_back(std::move(client));
        }
        EXPECT_TRUE(turnUntil([&] { return answers.size() == 50 * large.size(); })) << answers.size();
        EXPECT_EQ(answers.count('A'), answers.size());
        int gone = 0;
        for (const auto &client : clients)
            QObject::connect(client.get(), &QTcpSocket::disconnected, client.get(), [&gone] { ++gone; });
        for (QTcpSocket *peer : server.findChildren<QTcpSocket *>())
            peer->disconnectFromHost();
        EXPECT_TRUE(turnUntil([&] { return gone == 50; })) << gone;
    });
}

TEST_F(EventDispatcherTest, TimersComeInTheirTimeAndNotAfterwards)
{
    inThread([] {
        QElapsedTimer clock;
        clock.start();
        QTimer often, once, never;
        int ticks = 0;
        qint64 cameAt = 0;
        QObject::connect(&often, &QTimer::timeout, &often, [&] { ++ticks; });
        QObject::connect(&once, &QTimer::timeout, &once, [&] { cameAt = clock.elapsed(); });
        QObject::connect(&never, &QTimer::timeout, &never, [] { ADD_FAILURE() << "it was stopped"; });
        often.start(10);
        once.setSingleShot(true);
        once.start(60);
        EXPECT_GT(once.remainingTime(), 0);
        never.start(20);
        never.stop();
        EXPECT_TRUE(turnUntil([&] { return cameAt > 0 && ticks >= 5; }));
        EXPECT_GE(cameAt, 59);
        often.stop();
        const int stopped = ticks;
        QTimer later;
        bool isLater = false;
        later.setSingleShot(true);
        QObject::connect(&later, &QTimer::timeout, &later, [&] { isLater = true; });
        later.start(50);
        EXPECT_TRUE(turnUntil([&] { return isLater; }));
        EXPECT_EQ(ticks, stopped);
        // One without an interval comes at every turn, and keeps nobody else from theirs.
        int turns = 0;
        QTimer always;
        QObject::connect(&always, &QTimer::timeout, &always, [&] { ++turns; });
        always.start(0);
        EXPECT_TRUE(turnUntil([&] { return turns > 100; }));
    });
}

TEST_F(EventDispatcherTest, ATimerThatRunsALoopOfItsOwnIsNotCalledInsideOfIt)
{
    inThread([] {
        QTimer outer;
        int depth = 0, deepest = 0, calls = 0;
        QObject::connect(&outer, &QTimer::timeout, &outer, [&] {
            deepest = std::max(deepest, ++depth);
            ++calls;
            QEventLoop loop;
            QTimer::singleShot(30, &loop, &QEventLoop::quit);
            loop.exec();
            --depth;
        });
        outer.start(5);
        EXPECT_TRUE(turnUntil([&] { return calls >= 3 && depth == 0; }));
        EXPECT_EQ(deepest, 1);
    });
}

TEST_F(EventDispatcherTest, CallsFromOtherThreadsWakeItEveryTime)
{
    std::atomic<int> calls = 0;
    std::vector<std::unique_ptr<QThread>> callers;
    for (int i = 0; i < 4; ++i) {
        callers.emplace_back(QThread::create([&] {
            for (int n = 0; n < 2'000; ++n) {
                QMetaObject::invokeMethod(&m_context, [&calls] { ++calls; }, Qt::QueuedConnection);
                if (n % 50 == 0)
                    QThread::usleep(200); // so that it falls asleep in between
            }
        }));
        callers.back()->start();
    }
    for (const auto &caller : callers)
        caller->wait();
    EXPECT_TRUE(test::waitUntil([&] { return calls == 8'000; }, 10s)) << calls;
}

#ifndef _WIN32
// As the stream engine takes a socket over: its copy lives on, and the number of the first one is somebody else's soon.
TEST_F(EventDispatcherTest, ADescriptorThatIsClosedWhileItsCopyLivesOnIsForgotten)
{
    inThread([] {
        std::array<int, 2> pair{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
        int woken = 0;
        auto notifier = std::make_unique<QSocketNotifier>(pair[0], QSocketNotifier::Read);
        QObject::connect(notifier.get(), &QSocketNotifier::activated, notifier.get(), [&] { ++woken; });
        ASSERT_EQ(::write(pair[1], "x", 1), 1);
        EXPECT_TRUE(turnUntil([&] { return woken > 0; }));
        const int copy = ::dup(pair[0]);
        notifier->setEnabled(false);
        notifier.reset();
        ::close(pair[0]);

        std::array<int, 2> other{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, other.data()), 0);
        ASSERT_EQ(other[0], pair[0]) << "the number comes again";
        int wronglyWoken = 0;
        QSocketNotifier next(other[0], QSocketNotifier::Read);
        QObject::connect(&next, &QSocketNotifier::activated, &next, [&] { ++wronglyWoken; });
        bool isOver = false;
        QTimer::singleShot(50, &next, [&] { isOver = true; }); // the copy is readable all the time
        EXPECT_TRUE(turnUntil([&] { return isOver; }));
        EXPECT_EQ(wronglyWoken, 0);
        ASSERT_EQ(::write(other[1], "y", 1), 1);
        EXPECT_TRUE(turnUntil([&] { return wronglyWoken > 0; }));
        for (const int descriptor : {copy, pair[1], other[0], other[1]})
            ::close(descriptor);
    });
}
#endif

} // namespace
} // namespace pipit
