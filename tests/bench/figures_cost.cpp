// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's figures cost: fan-out with them and without, the two in turn, so that what the machine does beside meets both.
#include <QByteArray>
#include <QList>
#include <QProcess>

#include <algorithm>
#include <cstdio>

namespace {

constexpr int rounds = 9;

struct Round {
    double deliveries; // a second
    double processor;  // microseconds for each
};

Round run(const char *program)
{
    QProcess process;
    process.start(QString::fromLocal8Bit(program), {});
    process.waitForFinished(120'000);
    const QList<QByteArray> said = process.readAllStandardOutput().trimmed().split(' ');
    return {said.value(0).toDouble(), said.value(1).toDouble()};
}

double median(QList<Round> all, double Round::*what)
{
    std::ranges::sort(all, {}, what);
    return all[all.size() / 2].*what;
}

} // namespace

int main()
{
    QList<Round> with, without;
    for (int round = 0; round < rounds; ++round) {
        without << run(WITHOUT_FIGURES);
        with << run(WITH_FIGURES);
    }
    const double throughput = median(with, &Round::deliveries) / median(without, &Round::deliveries);
    const double processor = median(with, &Round::processor) / median(without, &Round::processor);
    std::printf("fan-out to 1000 streams, medians of %d rounds each, in turn\n", rounds);
    std::printf("%-20s %12s %8s %16s %8s\n", "", "deliveries/s", "ratio", "processor, us", "ratio");
    std::printf("%-20s %12.0f %8s %16.3f %8s\n", "without figures", median(without, &Round::deliveries), "1", median(without, &Round::processor), "1");
    std::printf("%-20s %12.0f %8.3f %16.3f %8.3f\n", "with figures", median(with, &Round::deliveries), throughput, median(with, &Round::processor), processor);
}
