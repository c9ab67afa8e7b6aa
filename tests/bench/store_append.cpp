// SPDX-License-Identifier: GPL-3.0-or-later
// Durable messages a second with 1, 16 and 64 publishers, beside what the disk can do: one write and one fsync at a time.
#include "server/store/sqlite/sqlite_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

using namespace pipit;
using namespace pipit::store;

namespace {

constexpr std::chrono::seconds measuredFor{2};

double perSecond(auto once)
{
    const auto begin = std::chrono::steady_clock::now();
    qint64 count = 0;
    while (std::chrono::steady_clock::now() - begin < measuredFor) {
        once();
        ++count;
    }
    return double(count) / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double fsyncs(const QString &directory)
{
    QFile file(QDir(directory).filePath(QStringLiteral("fsync")));
    if (!file.open(QIODevice::WriteOnly))
        return 0;
    const QByteArray block(4096, 'x');
    return perSecond([&] {
        file.write(block);
        file.flush();
#ifdef _WIN32
        _commit(file.handle());
#else
        fsync(file.handle());
#endif
    });
}

double appends(const QString &directory, int publishers)
{
    auto store = std::move(openSqliteStore({.file = QDir(directory).filePath(QStringLiteral("%1.db").arg(publishers))}).value());
    std::atomic<double> sum = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < publishers; ++i) {
        threads.emplace_back([&, i] {
            const MessageDraft draft{.sessionId = QStringLiteral("s%1").arg(i), .content = QStringLiteral("今天天气很好, a message of the usual length ").repeated(3)};
            sum += perSecond([&] { store->append(draft).waitForFinished(); });
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return sum;
}

} // namespace

int main()
{
    const QTemporaryDir directory;
    const double bare = fsyncs(directory.path());
    std::printf("%-34s %10s %8s\n", "", "per second", "ratio");
    std::printf("%-34s %10.0f %8.2f\n", "write + fsync, one at a time", bare, 1.0);
    for (const int publishers : {1, 16, 64}) {
        const double rate = appends(directory.path(), publishers);
        std::printf("SQLite, %3d publishers             %10.0f %8.2f\n", publishers, rate, rate / bare);
    }
}
