// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event_dispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>
#include <QTimerEvent>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstring>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pipit {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int eventsAtOnce = 256;

// As Qt's own takes them.
constexpr std::array<std::uint32_t, 3> interest{EPOLLIN, EPOLLOUT, EPOLLPRI};
constexpr std::uint32_t broken = EPOLLHUP | EPOLLERR;

class EpollDispatcher final : public QAbstractEventDispatcher
{
public:
    EpollDispatcher() : m_epoll(epoll_create1(EPOLL_CLOEXEC)), m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        epoll_event event{.events = EPOLLIN, .data = {.fd = m_wake}};
        m_works = m_epoll >= 0 && m_wake >= 0 && epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event) == 0;
    }

    ~EpollDispatcher() override
    {
        for (const int descriptor : {m_epoll, m_wake}) {
            if (descriptor >= 0)
                ::close(descriptor);
        }
    }

    bool works() const { return m_works; }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override
    {
        m_isInterrupted = false;
        m_isAwake = false; // what is posted from here on shows in it, and what was posted before is sent now
        Q_EMIT awake();
        QCoreApplication::sendPostedEvents();
        if (m_isInterrupted)
            return false;
        if ((flags & QEventLoop::WaitForMoreEvents) && !m_isAwake)
            Q_EMIT aboutToBlock();
        if (m_isInterrupted)
            return false;
        const bool mayWait = (flags & QEventLoop::WaitForMoreEvents) && !m_isAwake;
        const bool withSockets = !(flags & QEventLoop::ExcludeSocketNotifiers);
        const int activated = waitForSockets(mayWait ? timeToNextTimer() : 0, withSockets) + activateTimers();
        return activated > 0 || m_isAwake;
    }

    void registerSocketNotifier(QSocketNotifier *notifier) override
    {
        const int descriptor = int(notifier->socket());
        Watched &watched = m_watched[descriptor];
        watched.notifiers[notifier->type()] = notifier;
        // Told to the system before it is asked: most notifiers for writing are gone again by then.
        if (!std::exchange(watched.isChanged, true))
            m_changed.push_back(descriptor);
    }

    void unregisterSocketNotifier(QSocketNotifier *notifier) override
    {
        const int descriptor = int(notifier->socket());
        const auto found = m_watched.find(descriptor);
        if (found == m_watched.end() || found->second.notifiers[notifier->type()] != notifier)
            return;
        found->second.notifiers[notifier->type()] = nullptr;
        // At once: what is closed cannot be taken out any more, and if it was handed on as a copy it stays in.
        tellSystem(descriptor, found->second, false);
        if (found->second.wanted() == 0)
            m_watched.erase(found);
    }

    void registerTimer(int timerId, qint64 interval, Qt::TimerType, QObject *object) override
    {
        const auto first = m_due.emplace(Clock::now() + milliseconds(interval), timerId);
        m_timers.insert_or_assign(timerId, Timer{milliseconds(interval), object, first});
    }

    bool unregisterTimer(int timerId) override
    {
        const auto found = m_timers.find(timerId);
        if (found == m_timers.end())
            return false;
        m_due.erase(found->second.due);
        m_timers.erase(found);
        return true;
    }

    bool unregisterTimers(QObject *object) override
    {
        const auto timers = registeredTimers(object);
        for (const TimerInfo &timer : timers)
            unregisterTimer(timer.timerId);
        return !timers.isEmpty();
    }

    QList<TimerInfo> registeredTimers(QObject *object) const override
    {
        QList<TimerInfo> timers;
        for (const auto &[timerId, timer] : m_timers) {
            if (timer.object == object)
                timers.append(TimerInfo(timerId, int(timer.interval.count()), Qt::PreciseTimer));
        }
        return timers;
    }

    int remainingTime(int timerId) override
    {
        const auto found = m_timers.find(timerId);
        return found == m_timers.end() ? -1 : int(std::max(milliseconds(0), std::chrono::ceil<milliseconds>(found->second.due->first - Clock::now())).count());
    }

    void wakeUp() override
    {
        if (!m_isAwake.exchange(true) && QThread::currentThread() != thread())
            writeWake();
    }

    // Written in any case: a loop that is about to sleep has looked at everything else already.
    void interrupt() override
    {
        m_isInterrupted = true;
        m_isAwake = true;
        writeWake();
    }

private:
    using Due = std::multimap<Clock::time_point, int>;

    struct Timer {
        milliseconds interval;
        QObject *object;
        Due::iterator due;
        bool isActive = false; // its event is being handled, perhaps in a loop of its own
    };

    struct Watched {
        std::array<QSocketNotifier *, 3> notifiers{};
        std::uint32_t told = 0;
        bool isChanged = false;

        std::uint32_t wanted() const
        {
            std::uint32_t events = 0;
            for (std::size_t type = 0; type < notifiers.size(); ++type)
                events |= notifiers[type] ? interest[type] : 0;
            return events;
        }
    };

    void writeWake() const
    {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
    }

    // `more`: also what is wanted newly; else only what is wanted no longer.
    void tellSystem(int descriptor, Watched &watched, bool more)
    {
        const std::uint32_t events = more ? watched.wanted() : watched.told & watched.wanted();
        if (events == watched.told)
            return;
        epoll_event event{.events = events, .data = {.fd = descriptor}};
        const int operation = events == 0 ? EPOLL_CTL_DEL : watched.told == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        if (epoll_ctl(m_epoll, operation, descriptor, &event) != 0 && events != 0)
            qWarning("The event loop cannot watch descriptor %d: %s", descriptor, std::strerror(errno));
        watched.told = events;
    }

    void tellChanges()
    {
        for (const int descriptor : std::exchange(m_changed, {})) {
            if (const auto found = m_watched.find(descriptor); found != m_watched.end()) {
                found->second.isChanged = false;
                tellSystem(descriptor, found->second, true);
            }
        }
    }

    int waitForSockets(int timeoutMs, bool withSockets)
    {
        tellChanges();
        if (!withSockets) {
            // The sockets stay ready; only a call from another thread ends the wait early.
            pollfd wake{.fd = m_wake, .events = POLLIN, .revents = 0};
            return ::poll(&wake, 1, timeoutMs) > 0 ? takeWake() : 0;
        }
        std::array<epoll_event, eventsAtOnce> events;
        const int count = epoll_wait(m_epoll, events.data(), int(events.size()), timeoutMs);
        int activated = 0;
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[std::size_t(i)].data.fd;
            activated += descriptor == m_wake ? takeWake() : activate(descriptor, events[std::size_t(i)].events);
        }
        return activated;
    }

    int takeWake() const
    {
        std::uint64_t calls = 0;
        [[maybe_unused]] const auto taken = ::read(m_wake, &calls, sizeof calls);
        return 1;
    }

    // A notifier may go, and its descriptor come again as another's, while others are being handled: a notifier that
    // hears of nothing asks in vain, which does no harm.
    int activate(int descriptor, std::uint32_t events)
    {
        int activated = 0;
        for (std::size_t type = 0; type < interest.size(); ++type) {
            if (!(events & (interest[type] | broken)))
                continue;
            const auto found = m_watched.find(descriptor);
            QSocketNotifier *notifier = found == m_watched.end() ? nullptr : found->second.notifiers[type];
            if (!notifier)
                continue;
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &event);
            ++activated;
        }
        return activated;
    }

    // -1: there is none.
    int timeToNextTimer() const
    {
        for (const auto &[due, timerId] : m_due) {
            if (!m_timers.at(timerId).isActive)
                return int(std::clamp<qint64>(std::chrono::ceil<milliseconds>(due - Clock::now()).count(), 0, INT_MAX));
        }
        return -1;
    }

    int activateTimers()
    {
        if (m_due.empty())
            return 0;
        const auto now = Clock::now();
        std::vector<int> due;
        for (auto next = m_due.begin(); next != m_due.end() && next->first <= now; ++next)
            due.push_back(next->second);
        int activated = 0;
        for (const int timerId : due) {
            const auto found = m_timers.find(timerId);
            if (found == m_timers.end() || found->second.isActive)
                continue;
            Timer &timer = found->second;
            // Those that were missed are not made up for.
            const auto next = std::max(timer.due->first + timer.interval, now);
            m_due.erase(timer.due);
            timer.due = m_due.emplace(next, timerId);
            timer.isActive = true;
            QTimerEvent event(timerId);
            QCoreApplication::sendEvent(timer.object, &event);
            ++activated;
            if (const auto still = m_timers.find(timerId); still != m_timers.end())
                still->second.isActive = false;
        }
        return activated;
    }

    const int m_epoll;
    const int m_wake;
    bool m_works = false;
    std::atomic<bool> m_isAwake = false; // something was posted since this turn began
    std::atomic<bool> m_isInterrupted = false;
    std::unordered_map<int, Watched> m_watched;
    std::vector<int> m_changed;
    std::unordered_map<int, Timer> m_timers;
    Due m_due;
};

} // namespace

std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher()
{
    auto dispatcher = std::make_unique<EpollDispatcher>();
    return dispatcher->works() ? std::move(dispatcher) : nullptr;
}

} // namespace pipit
