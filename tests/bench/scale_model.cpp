// SPDX-License-Identifier: GPL-3.0-or-later
// What a node's work costs, measured under three loads; what a simulation of the same work makes of that, beside what was measured;
// and what it says of more processors and more nodes. docs/scale.md reads the figures.
#include "app/load/load_run.h"
#include "core/descriptor_limit.h"
#include "server/store/postgres/postgres_store.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/bench/contender.h"
#include "tests/bench/node_simulation.h"
#include "tests/support/postgres_server.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTemporaryFile>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include <unistd.h>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr double seconds = 5;
constexpr double mostMs = 100;

// CPU seconds of the threads of this name, or of all.
double cpuOf(qint64 pid, const QByteArray &name)
{
    double ticks = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(pid));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile comm(tasks.filePath(task + u"/comm"_s)), stat(tasks.filePath(task + u"/stat"_s));
        if (!comm.open(QIODevice::ReadOnly) || !stat.open(QIODevice::ReadOnly))
            continue;
        if (!name.isEmpty() && comm.readAll().trimmed() != name)
            continue;
        const QByteArray all = stat.readAll();
        const auto fields = all.sliced(all.lastIndexOf(')') + 2).split(' ');
        ticks += fields[11].toDouble() + fields[12].toDouble();
    }
    return ticks / double(sysconf(_SC_CLK_TCK));
}

struct Threads {
    double node = 0, writer = 0, streams = 0, all = 0;
};

Threads threadsOf(qint64 pid)
{
    return {cpuOf(pid, "pipitd"), cpuOf(pid, "pipit writer"), cpuOf(pid, "pipit streams"), cpuOf(pid, {})};
}

struct Measured {
    load::LoadResult result;
    Threads cpu;
    Contender::Sent sent;
    Contender::Written written;

    double p50() const { return load::Latencies::percentileMs(result.latency, 0.5); }
    double p99() const { return load::Latencies::percentileMs(result.latency, 0.99); }
};

Measured measure(const Contender &node, int streams, int channels, double rate, int publishers)
{
    static int loads = 0;
    load::LoadPlan plan;
    plan.target = node.target("scale" + std::to_string(++loads) + "-");
    plan.streams = streams;
    plan.channels = channels;
    plan.rate = rate;
    plan.publishers = publishers;
    plan.duration = std::chrono::milliseconds(std::int64_t(seconds * 1000));
    Measured measured;
    Threads before;
    Contender::Sent sentBefore;
    Contender::Written writtenBefore;
    measured.result = load::run(plan, {.beforePublishing = [&] {
                                           before = threadsOf(node.processId());
                                           sentBefore = node.sent().value_or(Contender::Sent());
                                           writtenBefore = node.written().value_or(Contender::Written());
                                       },
                                       .beforeEnd = [&] {
                                           const Threads now = threadsOf(node.processId());
                                           measured.cpu = {now.node - before.node, now.writer - before.writer, now.streams - before.streams, now.all - before.all};
                                           const auto sent = node.sent().value_or(Contender::Sent());
                                           measured.sent = {sent.deliveries - sentBefore.deliveries, sent.sends - sentBefore.sends};
                                           const auto written = node.written().value_or(Contender::Written());
                                           measured.written = {written.messages - writtenBefore.messages, written.transactions - writtenBefore.transactions};
                                       }});
    return measured;
}

double idleKilobytes(const Contender &node)
{
    load::LoadPlan plan;
    plan.target = node.target("idle-");
    plan.streams = plan.channels = 10'000;
    plan.rate = 0;
    plan.duration = std::chrono::milliseconds(500);
    const qint64 before = node.residentBytes();
    qint64 after = 0;
    load::run(plan, {.beforeEnd = [&] { after = node.residentBytes(); }});
    return double(after - before) / 1024 / plan.streams;
}

// A write and its way to the disk, µs: what a commit costs at least.
double fsyncUs()
{
    QTemporaryFile file;
    if (!file.open())
        return 0;
    const QByteArray block(8192, 'x');
    constexpr int times = 500;
    for (int i = 0; i < times; ++i)
        file.write(block);
    file.flush();
    ::fsync(file.handle());
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) {
        file.seek(i * block.size());
        file.write(block);
        file.flush();
        ::fsync(file.handle());
    }
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / times;
}

// What the writer does, on a store of its own: how long a transaction takes, with how many messages, where nobody keeps it waiting.
struct Transaction {
    double us = 0;
    double messages = 0;
};

Transaction transactionOf(store::Store &store, int publishers)
{
    const auto written = [&store] {
        const QJsonObject writer = store.figures().toJson().value(u"writer").toObject();
        return std::pair(writer.value(u"transactions").toDouble(), writer.value(u"messages").toDouble());
    };
    std::atomic<bool> isOver = false;
    std::vector<std::thread> threads;
    const auto before = written();
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < publishers; ++i) {
        threads.emplace_back([&, i] {
            while (!isOver)
                store.append({.sessionId = u"s%1"_s.arg(i), .content = QString(200, u'x')}).waitForFinished();
        });
    }
    std::this_thread::sleep_for(std::chrono::seconds(3));
    isOver = true;
    for (std::thread &thread : threads)
        thread.join();
    const double us = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
    const auto after = written();
    const double transactions = std::max(1.0, after.first - before.first);
    return {us / transactions, (after.second - before.second) / transactions};
}

void addWriting(store::Store &store, Costs &costs)
{
    store.setCommitListener([](const QList<Message> &) {});
    const Transaction few = transactionOf(store, 1), many = transactionOf(store, 64);
    costs.write = std::max(0.1, (many.us - few.us) / std::max(1.0, many.messages - few.messages));
    costs.commit = std::max(0.0, few.us - costs.write * few.messages);
    store.close();
}

Costs costsOf(const Contender &node)
{
    Costs costs;
    costs.idleKb = idleKilobytes(node);
    // Two equations: each call, and each message in it.
    const Measured few = measure(node, 1'000, 1, 100, 16), many = measure(node, 1'000, 1, 2'500, 64);
    const double a = few.sent.sends, b = few.sent.deliveries, c = many.sent.sends, d = many.sent.deliveries;
    costs.delivery = std::max(0.0, 1e6 * (many.cpu.streams * a - few.cpu.streams * c) / (a * d - b * c));
    costs.send = (1e6 * few.cpu.streams - costs.delivery * b) / a;
    const Measured spread = measure(node, 2'000, 1'000, 3'000, 64);
    costs.http = 1e6 * spread.cpu.node / double(spread.result.accepted);
    costs.round = std::max(0.0, (1e6 * spread.cpu.streams - costs.send * spread.sent.sends - costs.delivery * spread.sent.deliveries) / std::max(1.0, spread.written.transactions));
    return costs;
}

void print(const Contender &node, const Costs &costs)
{
    std::printf("\n%s\n  published: %.1f us of the node's thread; written: %.1f us each message, %.0f us each transaction\n"
                "  sent: %.1f us each round, %.2f us each call, %.3f us each message in it; an idle stream: %.2f kB\n",
                qPrintable(node.name()), costs.http, costs.write, costs.commit, costs.round, costs.send, costs.delivery, costs.idleKb);
}

void compare(const Contender &node, const Costs &costs, double processors)
{
    std::printf("  %-44s %22s %22s\n", "", "measured p50 / p99", "simulated p50 / p99");
    const auto line = [&](const char *what, int streams, int channels, double rate) {
        const Measured measured = measure(node, streams, channels, rate, 128);
        const Simulated simulated = simulate(costs, {.rate = rate, .streamsOfMessage = double(streams) / channels, .isOneChannel = channels == 1, .processors = processors});
        std::printf("  %-30s %8.0f msg/s %11.2f / %6.2f ms %11.2f / %6.2f ms\n", what, rate, measured.p50(), measured.p99(), simulated.p50Ms, simulated.p99Ms);
    };
    for (const double rate : {250.0, 1'000.0, 2'000.0})
        line("1 channel x 1,000 streams", 1'000, 1, rate);
    for (const double rate : {500.0, 5'000.0, 10'000.0})
        line("1,000 channels x 2 streams", 2'000, 1'000, rate);
}

void foretellOneNode(const Costs &costs)
{
    std::printf("  the highest rate with p99 below %.0f ms, a processor for each thread:", mostMs);
    for (const int streams : {2, 100, 1'000, 5'000})
        std::printf("  %d streams of one channel: %.0f msg/s", streams, highestRate(costs, {.streamsOfMessage = double(streams), .isOneChannel = true}, mostMs));
    std::printf("\n  15,000 idle streams: %.0f MB; pings every 30 s: %.2f %% of a processor\n", 15'000 * costs.idleKb / 1024, 15'000 / 30.0 * costs.send / 1e4);
}

// Nodes that share a log: one commits at a time, everybody reads what the others wrote.
void foretellNodes(const Costs &costs)
{
    std::printf("\nNodes on one PostgreSQL, and on four by session; each message to two streams; in messages a second\n  %6s %14s %16s %18s %16s\n", "nodes", "of the nodes", "of one database", "one database", "four databases");
    for (const int nodes : {1, 2, 4, 8, 16, 32}) {
        // A node's thread publishes its share and reads the rest; the writers take turns, each with what has come meanwhile.
        const double busiest = std::max(costs.http / nodes, costs.read * (nodes - 1) / nodes + 2 * (costs.send + costs.delivery) / nodes);
        const double ofNodes = 1e6 / busiest;
        const double ofDatabase = 1e6 / (costs.write + costs.commit / 1'000);
        // By session: each node is of one database, and reads only what that one has.
        const double nodesOfEach = std::max(1.0, nodes / 4.0);
        const double ofShard = 1e6 / std::max(costs.http / nodesOfEach, costs.read * (nodesOfEach - 1) / nodesOfEach + 2 * (costs.send + costs.delivery) / nodesOfEach);
        std::printf("  %6d %14.0f %16.0f %18.0f %16.0f\n", nodes, ofNodes, ofDatabase, std::min(ofNodes, ofDatabase), nodes < 4 ? std::min(ofNodes, ofDatabase) : 4 * std::min(ofShard, ofDatabase));
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    raiseDescriptorLimit();
    const double processors = double(sysconf(_SC_NPROCESSORS_ONLN));
    std::printf("On this machine: %.0f processors, which the load and the database share; a write and fsync of 8 kB takes %.0f us\n", processors, fsyncUs());
    Costs ofPostgres;
    const QTemporaryDir directory;
    test::PostgresServer postgres;
    for (const bool isPostgres : {false, true}) {
        const auto node = isPostgres ? pipitOnPostgres() : pipitOnSqlite();
        Costs costs = costsOf(*node);
        auto store = isPostgres ? store::openPostgresStore({.target = *store::parsePostgresUrl(postgres.createDatabase()), .nodeId = u"bench"_s}) : store::openSqliteStore({.file = directory.filePath(u"writing.db"_s)});
        if (!store)
            return std::fprintf(stderr, "%s\n", qPrintable(store.error().message)), 1;
        addWriting(**store, costs);
        // Read from the database and made a frame: about what it takes to be written, without the disk.
        costs.read = costs.write;
        print(*node, costs);
        // The load takes about as much as the node does.
        compare(*node, costs, processors / 2);
        foretellOneNode(costs);
        ofPostgres = costs;
    }
    foretellNodes(ofPostgres);
}
