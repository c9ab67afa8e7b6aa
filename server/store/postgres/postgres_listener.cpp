// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_listener.h"

#include "core/backoff.h"
#include "server/store/postgres/postgres_database.h"

#include <QLoggingCategory>
#include <QSqlError>
#include <QTimer>

#include <mutex>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcListener, "pipit.store.listener")

constexpr std::chrono::milliseconds lookTime{500};

} // namespace

class PostgresEar : public QObject
{
public:
    PostgresEar(PostgresListener &owner, PostgresTarget target, CallWatchdog &watchdog, QStringList channels, std::function<void(const QString &, const QString &)> heard, std::function<void()> opened)
        : m_owner(owner), m_target(std::move(target)), m_watchdog(watchdog), m_channels(std::move(channels)), m_heard(std::move(heard)), m_opened(std::move(opened))
    {
    }

    void start()
    {
        m_timer = std::make_unique<QTimer>();
        connect(m_timer.get(), &QTimer::timeout, this, &PostgresEar::look);
        open();
    }

    void stop()
    {
        m_timer.reset();
        release();
    }

    void abandon()
    {
        const std::lock_guard lock(m_mutex);
        if (m_database)
            m_database->breakOff();
    }

    std::optional<int> backendPid()
    {
        const std::lock_guard lock(m_mutex);
        return m_database && m_database->seemsOpen() ? std::optional(m_database->backendPid()) : std::nullopt;
    }

private:
    // There is no signal for a connection that was lost.
    void look()
    {
        if (m_database && m_database->seemsOpen())
            return;
        if (m_database) {
            qCInfo(lcListener) << "The listening connection was lost; another is opened.";
            release();
        }
        open();
    }

    void release()
    {
        m_owner.m_connected = false;
        std::unique_ptr<PostgresDatabase> old;
        {
            const std::lock_guard lock(m_mutex);
            old = std::move(m_database);
        }
    }

    void open()
    {
        try {
            auto database = std::make_unique<PostgresDatabase>(m_target, QStringLiteral("pipit listener"), m_watchdog);
            connect(database->driver(), qOverload<const QString &, QSqlDriver::NotificationSource, const QVariant &>(&QSqlDriver::notification), this,
                    [this](const QString &channel, QSqlDriver::NotificationSource, const QVariant &payload) { m_heard(channel, payload.toString()); });
            for (const QString &channel : m_channels)
                database->listen(channel);
            const std::lock_guard lock(m_mutex);
            m_database = std::move(database);
        } catch (const SqlFault &fault) {
            const auto wait = m_backoff.next();
            qCInfo(lcListener).noquote() << "Listening is not possible:" << fault.text() << "Next attempt in" << wait.count() << "ms.";
            m_timer->start(wait);
            return;
        }
        m_backoff.reset();
        m_timer->start(lookTime);
        m_owner.m_connected = true;
        if (std::exchange(m_wasOpen, true))
            ++m_owner.m_reconnects;
        m_opened();
    }

    PostgresListener &m_owner;
    const PostgresTarget m_target;
    CallWatchdog &m_watchdog;
    const QStringList m_channels;
    const std::function<void(const QString &, const QString &)> m_heard;
    const std::function<void()> m_opened;
    std::unique_ptr<QTimer> m_timer;
    std::mutex m_mutex; // of m_database, which abandon() and backendPid() use from elsewhere
    std::unique_ptr<PostgresDatabase> m_database;
    Backoff m_backoff{std::chrono::milliseconds(200), std::chrono::seconds(5)};
    bool m_wasOpen = false;
};

PostgresListener::PostgresListener(const PostgresTarget &target, CallWatchdog &watchdog, QStringList channels, std::function<void(const QString &, const QString &)> heard,
                                   std::function<void()> opened)
    : m_ear(std::make_unique<PostgresEar>(*this, target, watchdog, std::move(channels), std::move(heard), std::move(opened)))
{
    m_thread.setObjectName(QStringLiteral("listener"));
    m_ear->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_ear.get(), [this] { m_ear->start(); });
    m_thread.start();
}

PostgresListener::~PostgresListener()
{
    close();
}

void PostgresListener::abandon()
{
    m_ear->abandon();
}

std::optional<int> PostgresListener::backendPid() const
{
    return m_ear->backendPid();
}

void PostgresListener::close()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(m_ear.get(), [this] { m_ear->stop(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace pipit::store
