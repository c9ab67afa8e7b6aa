// SPDX-License-Identifier: GPL-3.0-or-later
// Pipit beside what people run without it, under the same loads on the same machine in one run, and the machine's own limit.
//
// For each server: the highest rate of publishing at which everything arrives within 100 ms at the 99th percentile, to a thousand
// streams of one channel and to two streams of each of a thousand channels; the median latency at 500 messages a second; the memory of
// an idle stream. Servers take turns; of several rounds the best counts, for everyone.
//
// streams_compare [--rounds N] [--only WORD] [--seconds S]
#include "app/load/load_run.h"
#include "core/descriptor_limit.h"
#include "tests/bench/contender.h"
#include "tests/bench/send_limit.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <thread>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr double mostMs = 100;
constexpr int size = 200;         // bytes of content
constexpr int frameBytes = 550;   // of an event of Pipit's with so much content
constexpr int idleStreams = 10'000;

struct Shape {
    const char *name;
    int streams;
    int channels;
    int publishers;
    double first; // a rate that everyone holds
};
constexpr Shape fanOut{"1 channel x 1,000 streams", 1'000, 1, 32, 100};
constexpr Shape spread{"1,000 channels x 2 streams", 2'000, 1'000, 128, 1'500};

struct Figures {
    double fanOut = 0;
    double fanOutJoined = 0; // deliveries in one send at that rate
    double spread = 0;
    double p50Ms = 0;        // 0: not measured
    double idleKb = 0;
    bool isComplete = true;
};

double secondsOfProbe = 4;

std::string freshPrefix()
{
    static int loads = 0;
    return "bench" + std::to_string(++loads) + "-";
}

load::LoadResult probe(const Contender &contender, const Shape &shape, double rate, Figures &figures)
{
    load::LoadPlan plan;
    plan.target = contender.target(freshPrefix());
    plan.streams = shape.streams;
    plan.channels = shape.channels;
    plan.publishers = shape.publishers;
    plan.rate = rate;
    plan.size = size;
    plan.duration = std::chrono::milliseconds(std::int64_t(secondsOfProbe * 1000));
    const auto before = contender.sent();
    std::optional<Contender::Sent> after;
    const auto result = load::run(plan, {.beforeEnd = [&] { after = contender.sent(); }});
    if (before && after && after->sends > before->sends)
        figures.fanOutJoined = (after->deliveries - before->deliveries) / (after->sends - before->sends);
    figures.isComplete = figures.isComplete && result.lost == 0 && result.doubled == 0 && result.unordered == 0;
    return result;
}

bool holds(const load::LoadResult &result, double rate)
{
    return result.fault.empty() && result.lost == 0 && result.ready == result.streams && result.acceptedPerS() >= 0.97 * rate && load::Latencies::percentileMs(result.latency, 0.99) < mostMs;
}

// Half as much again until it does not hold, then halfway between, to about a sixteenth.
double highestRate(const Contender &contender, const Shape &shape, double begin, Figures &figures)
{
    double low = 0, high = 0, joined = 0;
    // Where it holds, it is the lower limit.
    const auto isHeld = [&](double rate) {
        Figures probed;
        const bool held = holds(probe(contender, shape, rate, probed), rate);
        figures.isComplete = figures.isComplete && probed.isComplete;
        std::fprintf(stderr, "  %-20s %-28s %6.0f/s %s\n", qPrintable(contender.name()), shape.name, rate, held ? "holds" : "does not");
        if (held) {
            low = rate;
            joined = probed.fanOutJoined;
        }
        return held;
    };
    for (double rate = begin; high == 0;) {
        if (isHeld(rate))
            rate *= 1.5;
        else if (low == 0 && rate > begin / 16)
            rate /= 2;
        else
            high = rate;
    }
    while (low > 0 && high / low > 1.07) {
        if (const double rate = std::sqrt(low * high); !isHeld(rate))
            high = rate;
    }
    figures.fanOutJoined = joined;
    return low;
}

double idleKilobytes(const Contender &contender)
{
    load::LoadPlan plan;
    plan.target = contender.target(freshPrefix());
    plan.streams = plan.channels = int(std::min<std::int64_t>(idleStreams, raiseDescriptorLimit().value_or(idleStreams) * 3 / 4));
    plan.rate = 0;
    plan.duration = std::chrono::milliseconds(500);
    const qint64 before = contender.residentBytes();
    qint64 after = 0;
    const auto result = load::run(plan, {.beforeEnd = [&] { after = contender.residentBytes(); }});
    return result.ready == plan.streams ? double(after - before) / 1024 / plan.streams : 0;
}

void merge(Figures &best, const Figures &other)
{
    if (other.fanOut > best.fanOut) {
        best.fanOut = other.fanOut;
        best.fanOutJoined = other.fanOutJoined;
    }
    best.spread = std::max(best.spread, other.spread);
    best.p50Ms = best.p50Ms == 0 ? other.p50Ms : std::min(best.p50Ms, other.p50Ms);
    best.idleKb = std::max(best.idleKb, other.idleKb); // it is measured in the first round only
    best.isComplete = best.isComplete && other.isComplete;
}

void measure(const Contender &contender, Figures &best, bool isFirst)
{
    Figures figures;
    // First of all: a stream's memory is the same whatever the server has kept from earlier work, but not so its own.
    if (isFirst)
        figures.idleKb = idleKilobytes(contender);
    Figures probed;
    const auto calm = probe(contender, Shape{"", 2'000, 1'000, 16, 0}, 500, probed);
    figures.p50Ms = load::Latencies::percentileMs(calm.latency, 0.5);
    // From where it stood in an earlier round, so that the next rounds take less.
    figures.fanOut = highestRate(contender, fanOut, best.fanOut > 0 ? best.fanOut * 0.8 : fanOut.first, figures);
    Figures ofSpread;
    figures.spread = highestRate(contender, spread, best.spread > 0 ? best.spread * 0.8 : spread.first, ofSpread);
    figures.isComplete = figures.isComplete && ofSpread.isComplete && probed.isComplete;
    merge(best, figures);
}

} // namespace

int main(int argc, char **argv)
{
    // Before the application: the measured programs get nothing of it.
    QCoreApplication application(argc, argv);
    int rounds = 3;
    const char *only = nullptr;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!std::strcmp(argv[i], "--rounds"))
            rounds = std::max(1, std::atoi(argv[i + 1]));
        else if (!std::strcmp(argv[i], "--only"))
            only = argv[i + 1];
        else if (!std::strcmp(argv[i], "--seconds"))
            secondsOfProbe = std::max(1.0, std::atof(argv[i + 1]));
        else
            return std::fprintf(stderr, "usage: streams_compare [--rounds N] [--only WORD] [--seconds S]\n"), 2;
    }
    raiseDescriptorLimit();

    std::vector<std::unique_ptr<Contender>> contenders;
    for (auto make : {plainStack, nchan, pipitOnSqlite, pipitOnPostgres}) {
        auto contender = make();
        if (contender && (!only || contender->name().contains(QString::fromUtf8(only), Qt::CaseInsensitive) || contenders.empty()))
            contenders.push_back(std::move(contender));
    }
    std::vector<Figures> figures(contenders.size());
    for (int round = 0; round < rounds; ++round) {
        std::fprintf(stderr, "Round %d of %d\n", round + 1, rounds);
        for (std::size_t i = 0; i < contenders.size(); ++i)
            measure(*contenders[i], figures[i], round == 0);
    }

    const Figures &yard = figures.front();
    std::printf("Messages of %d bytes; the highest rate that holds p99 under %.0f ms, best of %d; ratios to the first line. Everything arrived once and in order, unless noted.\n\n", size, mostMs, rounds);
    std::printf("%-22s %26s %26s %20s %18s\n", "", fanOut.name, spread.name, "p50 at 500/s", "idle stream");
    for (std::size_t i = 0; i < contenders.size(); ++i) {
        const Figures &f = figures[i];
        std::printf("%-22s %11.0f events/s %5.2f %13.0f msg/s %6.2f %11.3f ms %5.2f %10.2f kB %5.2f%s\n", qPrintable(contenders[i]->name()), f.fanOut * fanOut.streams, f.fanOut / yard.fanOut, f.spread, f.spread / yard.spread, f.p50Ms, f.p50Ms / yard.p50Ms,
                    f.idleKb, f.idleKb / yard.idleKb, f.isComplete ? "" : "  (not everything arrived once and in order at every rate)");
    }
    std::printf("\nThe machine's limit, a bare loop of send() over 1,000 connections, %d bytes each:\n", frameBytes);
    double alone = 0;
    for (int round = 0; round < rounds; ++round)
        alone = std::max(alone, bareSends(fanOut.streams, frameBytes, 1, 2));
    std::printf("%-22s %11.0f events/s\n", "one by one", alone);
    for (std::size_t i = 0; i < contenders.size(); ++i) {
        const int joined = int(std::lround(figures[i].fanOutJoined));
        if (joined < 1)
            continue;
        double limit = 0;
        for (int round = 0; round < rounds; ++round)
            limit = std::max(limit, bareSends(fanOut.streams, frameBytes, joined, 2));
        std::printf("%-22s %11.0f events/s, of which %s made %.2f\n", qPrintable(u"%1 by %1"_s.arg(joined)), limit, qPrintable(contenders[i]->name()), figures[i].fanOut * fanOut.streams / limit);
    }
}
