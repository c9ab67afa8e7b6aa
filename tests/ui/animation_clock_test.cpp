// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/animation_clock.h"

#include "tests/ui/ui_test.h"

#include <QElapsedTimer>
#include <QTestEventLoop>

#include <memory>

using namespace pipit;

class AnimationClockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Twenty that are due within as many milliseconds share a tick or two; without ticks each has a turn of its own.
    void whatIsDueAtNearlyTheSameTimeHappensInOneTurn()
    {
        AnimationClock clock;
        int steps = 0, turns = 0;
        bool isInTurn = false;
        QElapsedTimer asking;
        asking.start();
        for (int ms = 41; ms <= 60; ++ms) {
            clock.after(ms, this, [&] {
                if (++steps == 20)
                    QTestEventLoop::instance().exitLoop();
                if (std::exchange(isInTurn, true))
                    return;
                ++turns;
                QMetaObject::invokeMethod(this, [&isInTurn] { isInTurn = false; }, Qt::QueuedConnection);
            });
        }
        const int most = 3 + int(asking.elapsed() / 20); // where asking takes long, they are due in more ticks
        QTestEventLoop::instance().enterLoop(5); // QTRY_COMPARE() sleeps in between, which would join them
        QCOMPARE(steps, 20);
        QVERIFY2(turns <= most, qPrintable(QString::number(turns)));
    }

    void theEarlierComesFirst()
    {
        AnimationClock clock;
        QList<int> order;
        for (const int ms : {90, 10, 50})
            clock.after(ms, this, [&order, ms] { order << ms; });
        QTRY_COMPARE(order, (QList<int>{10, 50, 90}));
    }

    void whoIsGoneIsNotCalled()
    {
        AnimationClock clock;
        int steps = 0;
        auto gone = std::make_unique<QObject>();
        clock.after(10, gone.get(), [&steps] { steps += 100; });
        clock.after(60, this, [&steps] { ++steps; });
        gone.reset();
        QTRY_VERIFY(steps > 0);
        QCOMPARE(steps, 1);
    }

    void aStepMayAskForTheNext()
    {
        AnimationClock clock;
        int steps = 0;
        std::function<void()> step = [&] {
            if (++steps < 5)
                clock.after(0, this, step);
        };
        clock.after(0, this, step);
        QTRY_COMPARE(steps, 5);
    }
};

PIPIT_UI_TEST(AnimationClockTest);
#include "animation_clock_test.moc"
