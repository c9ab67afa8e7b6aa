// SPDX-License-Identifier: GPL-3.0-or-later
#include "keychain/keychain.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QFuture>
#include <QPromise>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace pipit {

namespace {

constexpr std::chrono::seconds patience{10};
std::atomic_bool isLeftAlone = false;

Error errorOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::EntryNotFound)
        return Error{ErrorCode::NotFound, QStringLiteral("The keychain has no secret %1 of Pipit, or it is locked. `pipitctl secret set %1` puts one there.").arg(job.key())};
    return Error{ErrorCode::Unavailable, QStringLiteral("The keychain cannot be used (%1). Without one, keep the secret in a file of mode 0600.").arg(job.errorString())};
}

// The library does one job after the other, on the thread that had the first one, with that thread's event loop.
class Worker : public QObject
{
public:
    static Worker &instance()
    {
        static Worker *const worker = new Worker; // ends with the application
        return *worker;
    }

    // The job is left alone when the time is over: the library would call back what is gone. Until the keychain has answered it,
    // those behind it are told the same.
    template<typename Job, typename T>
    void run(const QString &name, std::function<void(Job &)> prepare, std::function<T(Job &)> valueOf, std::function<void(Result<T>)> tell)
    {
        QMetaObject::invokeMethod(this, [=, this] {
            if (isLeftAlone)
                return tell(Error{ErrorCode::Unavailable, QStringLiteral("The keychain is left alone in this run.")});
            const auto isOver = std::make_shared<bool>(false);
            const auto end = [tell, isOver](Result<T> result) {
                if (!std::exchange(*isOver, true))
                    tell(std::move(result));
            };
            auto *job = new Job(QStringLiteral("Pipit"), this);
            job->setInsecureFallback(false);
            job->setKey(name);
            prepare(*job);
            connect(job, &QKeychain::Job::finished, this, [=] {
                // Not every keychain says that there was nothing to remove.
                const bool isGoneAnyway = std::is_same_v<Job, QKeychain::DeletePasswordJob> && job->error() == QKeychain::EntryNotFound;
                end(job->error() == QKeychain::NoError || isGoneAnyway ? Result<T>(valueOf(*job)) : Result<T>(errorOf(*job)));
            });
            QTimer::singleShot(patience, this, [=] {
                end(Error{ErrorCode::Unavailable, QStringLiteral("The keychain has not answered within %1 s; it may be asking on the screen to be unlocked.").arg(patience.count())});
            });
            job->start();
        }, Qt::QueuedConnection);
    }

private:
    Worker()
    {
        moveToThread(&m_thread);
        m_thread.start();
        qAddPostRoutine([] { instance().stop(); });
    }

    void stop()
    {
        m_thread.quit();
        m_thread.wait();
    }

    QThread m_thread;
};

template<typename T>
using Tell = std::function<void(Result<T>)>;

void read(const QString &name, Tell<QByteArray> tell)
{
    Worker::instance().run<QKeychain::ReadPasswordJob, QByteArray>(name, [](QKeychain::ReadPasswordJob &) { }, [](QKeychain::ReadPasswordJob &job) { return job.binaryData(); }, std::move(tell));
}

void write(const QString &name, const QByteArray &secret, Tell<Done> tell)
{
    Worker::instance().run<QKeychain::WritePasswordJob, Done>(name, [secret](QKeychain::WritePasswordJob &job) { job.setTextData(QString::fromUtf8(secret)); }, [](QKeychain::WritePasswordJob &) { return Done(); }, std::move(tell));
}

void remove(const QString &name, Tell<Done> tell)
{
    Worker::instance().run<QKeychain::DeletePasswordJob, Done>(name, [](QKeychain::DeletePasswordJob &) { }, [](QKeychain::DeletePasswordJob &) { return Done(); }, std::move(tell));
}

template<typename T>
std::pair<std::future<Result<T>>, Tell<T>> promised()
{
    const auto promise = std::make_shared<std::promise<Result<T>>>();
    return {promise->get_future(), [promise](Result<T> result) { promise->set_value(std::move(result)); }};
}

// Across threads; QFuture knows whether the context is still there.
template<typename T>
Tell<T> toldIn(QObject *context, Tell<T> told)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    promise->future().then(context, std::move(told));
    return [promise](Result<T> result) {
        promise->addResult(std::move(result));
        promise->finish();
    };
}

} // namespace

void leaveKeychainAlone()
{
    isLeftAlone = true;
}

std::future<Result<QByteArray>> readSecret(const QString &name)
{
    auto [future, tell] = promised<QByteArray>();
    read(name, std::move(tell));
    return std::move(future);
}

std::future<Result<Done>> writeSecret(const QString &name, const QByteArray &secret)
{
    auto [future, tell] = promised<Done>();
    write(name, secret, std::move(tell));
    return std::move(future);
}

std::future<Result<Done>> removeSecret(const QString &name)
{
    auto [future, tell] = promised<Done>();
    remove(name, std::move(tell));
    return std::move(future);
}

void readSecret(const QString &name, QObject *context, std::function<void(Result<QByteArray>)> told)
{
    read(name, toldIn<QByteArray>(context, std::move(told)));
}

void writeSecret(const QString &name, const QByteArray &secret, QObject *context, std::function<void(Result<Done>)> told)
{
    write(name, secret, toldIn<Done>(context, std::move(told)));
}

void removeSecret(const QString &name, QObject *context, std::function<void(Result<Done>)> told)
{
    remove(name, toldIn<Done>(context, std::move(told)));
}

} // namespace pipit
