// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's figures cost: fan-out with them and without.
//
// All sides live at once and take short turns, so that what the machine does beside meets all of them. Two sides are the same program
// without figures: what lies between those is what this machine cannot tell apart.
#include <QByteArray>
#include <QList>
#include <QProcess>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr int turns = 60;

struct Turn {
    double deliveries; // a second
    double processor;  // microseconds for each
};

class Side
{
public:
    explicit Side(const char *program) { m_process.start(QString::fromLocal8Bit(program), {}); }

    ~Side()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(10'000);
    }

    Turn run()
    {
        m_process.write("\n");
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(60'000)) {
                std::fprintf(stderr, "%s does not answer: %s\n", qUtf8Printable(m_process.program()), qUtf8Printable(m_process.errorString()));
                std::exit(1);
            }
        }
        const QList<QByteArray> said = m_process.readLine().trimmed().split(' ');
        return {said.value(0).toDouble(), said.value(1).toDouble()};
    }

private:
    QProcess m_process;
};

// What one turn in ten does better than: whatever runs beside only ever makes a turn slower.
double good(QList<double> all, bool moreIsBetter)
{
    std::ranges::sort(all);
    return all[moreIsBetter ? all.size() * 9 / 10 : all.size() / 10];
}

struct Figures {
    QList<double> deliveries, processor;
};

void print(const char *name, const Figures &figures, const Figures &without)
{
    const double deliveries = good(figures.deliveries, true), processor = good(figures.processor, false);
    std::printf("%-24s %12.0f %8.3f %14.3f %8.3f\n", name, deliveries, deliveries / good(without.deliveries, true), processor, processor / good(without.processor, false));
}

} // namespace

int main()
{
    std::array<Side, 3> sides{Side(WITHOUT_FIGURES), Side(WITHOUT_FIGURES), Side(WITH_FIGURES)};
    std::array<Figures, 3> figures;
    for (Side &side : sides)
        side.run(); // warm
    for (int turn = 0; turn < turns; ++turn) {
        std::array<Turn, 3> said;
        for (std::size_t i = 0; i < sides.size(); ++i) {
            const std::size_t side = (std::size_t(turn) + i) % sides.size(); // each follows each as often
            said[side] = sides[side].run();
        }
        for (std::size_t i = 0; i < sides.size(); ++i) {
            figures[i].deliveries << said[i].deliveries;
            figures[i].processor << said[i].processor;
        }
    }
    std::printf("fan-out to 1000 streams, %d turns each, the best tenth left out\n", turns);
    std::printf("%-24s %12s %8s %14s %8s\n", "", "deliveries/s", "ratio", "processor, us", "ratio");
    print("without figures", figures[0], figures[0]);
    print("without figures, again", figures[1], figures[0]);
    print("with figures", figures[2], figures[0]);
}
