// SPDX-License-Identifier: GPL-3.0-or-later
// One timer for everything that moves: what is due at nearly the same time happens in one turn, so that the window is painted
// once for it. Nothing due: it stands still. Thread rule: the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <vector>

namespace pipit {

class AnimationClock
{
public:
    AnimationClock();

    // Once, in so many milliseconds or up to a tick later; not where `receiver` is gone.
    void after(int ms, QObject *receiver, std::function<void()> step);

private:
    struct Due {
        qint64 at;
        QPointer<QObject> receiver;
        std::function<void()> step;
    };

    void tick();
    void schedule();

    QElapsedTimer m_time;
    QTimer m_timer;
    std::vector<Due> m_due; // the latest first
};

} // namespace pipit
