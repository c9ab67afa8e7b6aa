// SPDX-License-Identifier: GPL-3.0-or-later
// Durable messages a second with 1, 16 and 64 publishers who wait for each, on SQLite and PostgreSQL, and how long a
// committed message takes to the wire.
//
// Beside them, in the same run: what the disk can do (one write and one fsync at a time), and what people write who have no
// message log: one INSERT for each message over a pool of ten connections, and a trigger that sends the row by NOTIFY.
#include "core/event.h"
#include "server/log/dispatcher.h"
#include "server/store/postgres/postgres_database.h"
#include "server/store/postgres/postgres_listener.h"
#include "server/store/postgres/postgres_store.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/postgres_server.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <semaphore>
#include <thread>
#include <vector>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds measuredFor{3};
constexpr std::chrono::milliseconds settleTime{300};
const QString content = u"今天天气很好, a message of the usual length "_s.repeated(3);

double perSecond(std::chrono::nanoseconds time, auto once)
{
    const auto begin = std::chrono::steady_clock::now();
    qint64 count = 0;
    while (std::chrono::steady_clock::now() - begin < time) {
        once();
        ++count;
    }
    return double(count) / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double fsyncs(const QString &directory)
{
    QFile file(QDir(directory).filePath(u"fsync"_s));
    if (!file.open(QIODevice::WriteOnly))
        return 0;
    const QByteArray block(8192, 'x');
    return perSecond(measuredFor, [&] {
        file.write(block);
        file.flush();
#ifdef _WIN32
        _commit(file.handle());
#else
        fsync(file.handle());
#endif
    });
}

// All publishers together.
double publish(int publishers, auto once)
{
    std::atomic<double> sum = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < publishers; ++i)
        threads.emplace_back([&sum, once, i] { sum += perSecond(measuredFor, [&] { once(i); }); });
    for (std::thread &thread : threads)
        thread.join();
    return sum;
}

// One reader of all sessions over a real socket, who takes whatever comes.
class Reader
{
public:
    explicit Reader(stream::Engine &engine)
    {
        asio::ip::tcp::acceptor acceptor(m_context, {asio::ip::address_v4::loopback(), 0});
        m_socket.connect(acceptor.local_endpoint());
        const auto everything = std::make_shared<stream::Subscription>(stream::Subscription{.all = true});
        engine.adopt(acceptor.accept().release(), {.head = "\r\n", .subscription = everything});
        m_thread = std::thread([this] {
            std::vector<char> buffer(1 << 16);
            std::error_code end;
            while (!end)
                m_socket.read_some(asio::buffer(buffer), end);
        });
    }

    ~Reader()
    {
        m_socket.shutdown(asio::ip::tcp::socket::shutdown_both);
        m_thread.join();
    }

private:
    asio::io_context m_context;
    asio::ip::tcp::socket m_socket{m_context};
    std::thread m_thread;
};

struct Measured {
    double rate = 0;
    HistogramReading commitToWire = {}; // seconds
    QJsonObject writer = {};
};

Measured measure(std::unique_ptr<Store> store, int publishers)
{
    log::Dispatcher dispatcher(*store, {});
    Measured measured;
    {
        const Reader reader(dispatcher.engine());
        measured.rate = publish(publishers, [&](int i) { store->append({.sessionId = u"s%1"_s.arg(i), .content = content}).waitForFinished(); });
        std::this_thread::sleep_for(settleTime);
        measured.commitToWire = dispatcher.engine().stats().commitToWire;
        measured.writer = store->figures().toJson().value(u"writer").toObject();
        dispatcher.stop();
    }
    store->close();
    return measured;
}

// What is sent to a program that listens to the log and to every session of the measurement.
class Listening
{
public:
    Listening(const PostgresTarget &target, int sessions)
    {
        QStringList channels{u"pipit_messages"_s};
        for (int i = 0; i < sessions; ++i)
            channels << u"session_messages:s%1"_s.arg(i);
        m_listener = std::make_unique<PostgresListener>(target, m_watchdog, channels, [this](const QString &, const QString &) { ++m_heard; }, [this] { m_opened.release(); });
        m_opened.acquire();
    }

    qint64 heard() const { return m_heard; }

private:
    CallWatchdog m_watchdog;
    std::atomic<qint64> m_heard = 0;
    std::binary_semaphore m_opened{0};
    std::unique_ptr<PostgresListener> m_listener;
};

// One row, one transaction, one NOTIFY with the row in it.
class PlainInserts
{
public:
    explicit PlainInserts(const PostgresTarget &target) : m_target(target)
    {
        PostgresDatabase database(m_target, u"yardstick"_s, m_watchdog);
        database.execute(u"CREATE TABLE plain (id bigserial PRIMARY KEY, session_id text NOT NULL, content text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());"
                         "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('plain:' || NEW.session_id, row_to_json(NEW)::text); RETURN NEW; END $$;"
                         "CREATE TRIGGER told AFTER INSERT ON plain FOR EACH ROW EXECUTE FUNCTION tell()"_s);
    }

    double rate(int publishers)
    {
        constexpr int pool = 10; // more publishers than connections wait for one, so these are all that count
        return publish(std::min(publishers, pool), [this](int i) {
            thread_local const auto database = std::make_unique<PostgresDatabase>(m_target, u"yardstick"_s, m_watchdog);
            database->run("INSERT INTO plain (session_id, content) VALUES (?, ?) RETURNING id, created_at", u"s%1"_s.arg(i), content);
        });
    }

private:
    const PostgresTarget m_target;
    CallWatchdog m_watchdog;
};

void print(const char *what, int publishers, double rate, double yardstick, const QString &more = {})
{
    std::printf("%-12s %3d publishers %9.0f/s  %6.2f  %s\n", what, publishers, rate, rate / yardstick, qPrintable(more));
    std::fflush(stdout);
}

QString latency(const Measured &measured)
{
    return u"commit to wire p50 %1 ms, p99 %2 ms"_s.arg(measured.commitToWire.quantile(0.5) * 1000, 0, 'f', 2).arg(measured.commitToWire.quantile(0.99) * 1000, 0, 'f', 2);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QTemporaryDir directory;
    test::PostgresServer server;
    std::printf("Durable messages a second, publishers who wait for each; ratio to plain inserts by as many on the same PostgreSQL\n");
    const double disk = fsyncs(directory.path());
    std::printf("write + fsync of 8 kB: %.0f a second, %.3f ms each\n", disk, 1000 / disk);
    for (const int publishers : {1, 16, 64}) {
        const double plain = PlainInserts(*parsePostgresUrl(server.createDatabase())).rate(publishers);
        print("plain", publishers, plain, plain);

        const QString url = server.createDatabase();
        auto opened = openPostgresStore({.target = *parsePostgresUrl(url), .nodeId = u"bench"_s});
        if (!opened) {
            std::fprintf(stderr, "%s\n", qPrintable(opened.error().message));
            return 1;
        }
        const Listening listening(*parsePostgresUrl(url), publishers);
        const Measured postgres = measure(std::move(*opened), publishers);
        const double messages = double(postgres.writer.value(u"messages").toInteger());
        print("PostgreSQL", publishers, postgres.rate, plain,
              latency(postgres) + u"; for each message %1 transactions, %2 NOTIFYs"_s.arg(double(postgres.writer.value(u"transactions").toInteger()) / messages, 0, 'f', 3).arg(double(listening.heard()) / messages, 0, 'f', 3));

        auto sqlite = openSqliteStore({.file = QDir(directory.path()).filePath(u"%1.db"_s.arg(publishers))});
        const Measured measured = measure(std::move(sqlite.value()), publishers);
        print("SQLite", publishers, measured.rate, plain, latency(measured));
    }
}
