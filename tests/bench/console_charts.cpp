// SPDX-License-Identifier: GPL-3.0-or-later
// What the console's charts cost: an hour of four series drawn again (8 ms is the budget), beside an hour appended point by point, which is
// how Qt Charts is not to be used; and a console left open for a day, with its memory.
//     QT_QPA_PLATFORM=offscreen build/release/bench/console_charts
#include "client/ops/figure_history.h"
#include "core/process_figures.h"
#include "ui/console/charts/heat_plot.h"
#include "ui/console/charts/line_plot.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QLineSeries>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 start = 1'790'000'000'000;
const QStringList names{u"open"_s, u"published"_s, u"deliveries"_s, u"memory"_s};

struct Node {
    qint64 now = start;
    double published = 0;

    QJsonObject history() const
    {
        QJsonArray fields{u"atMs"_s}, edges;
        for (const QString &name : names)
            fields.append(name);
        for (int i = 0; i < 89; ++i)
            edges.append(0.016 * std::pow(2, i / 4.0));
        return {{u"fields"_s, fields}, {u"edgesMs"_s, edges}, {u"rows"_s, QJsonArray()}, {u"wire"_s, QJsonArray()}};
    }

    QJsonObject second()
    {
        now += 1'000;
        const int i = int((now - start) / 1'000);
        published += 150 + 50 * std::sin(i / 30.0);
        QJsonArray wire;
        for (int edge = 10; edge < 24; ++edge)
            wire.append(QJsonArray{edge, 1 + (i + edge) % 9});
        return {{u"row"_s, QJsonArray{now, 1'000 + i % 97, published, published * 10, 60e6 + i % 1'000}}, {u"wire"_s, wire}};
    }
};

void print(const char *what, std::vector<double> times)
{
    std::ranges::sort(times);
    std::printf("%-58s median %7.3f ms  p99 %7.3f ms\n", what, times[times.size() / 2], times[std::min(times.size() - 1, times.size() * 99 / 100)]);
}

double milliseconds(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme::instance().apply(ThemeMode::Light);
    Node node;
    FigureHistory figures;
    (void)figures.takeHistory(node.history());
    for (int i = 0; i < 3'600; ++i)
        figures.takeSnapshot(node.second());

    TimeAxis axis;
    axis.setSpan(3'600'000);
    axis.setNow(figures.lastMs());
    LinePlot plot(&axis, &figures, {{.name = u"a"_s, .curve = {.field = u"open"_s}, .colour = 0}, {.name = u"b"_s, .curve = {.kind = Curve::Kind::Rate, .field = u"published"_s}, .colour = 1}, {.name = u"c"_s, .curve = {.kind = Curve::Kind::Percentile, .share = 0.5}, .colour = 2}, {.name = u"d"_s, .curve = {.kind = Curve::Kind::Percentile, .share = 0.99}, .colour = 3}});
    plot.resize(580, 270);
    plot.show();
    QImage image(plot.size(), QImage::Format_ARGB32_Premultiplied);
    const auto redraw = [&](TimePlot &what) {
        QElapsedTimer clock;
        clock.start();
        figures.takeSnapshot(node.second());
        axis.setNow(figures.lastMs()); // which refreshes
        QCoreApplication::processEvents();
        what.viewport()->render(&image);
        return milliseconds(clock);
    };
    std::vector<double> hour;
    for (int i = 0; i < 300; ++i)
        hour.push_back(redraw(plot));
    print("an hour of four series, one second later (580x270)", std::move(hour));
    plot.hide();

    HeatPlot heat(&axis, &figures);
    heat.resize(580, 270);
    heat.show();
    std::vector<double> heatTimes;
    for (int i = 0; i < 100; ++i)
        heatTimes.push_back(redraw(heat));
    print("an hour as a heat map", std::move(heatTimes));
    heat.hide();

    {
        QChart chart;
        auto *series = new QLineSeries;
        chart.addSeries(series);
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < 3'600; ++i)
            series->append(i, i % 97);
        std::printf("%-58s        %7.3f ms\n", "yardstick: an hour of one series, appended one by one", milliseconds(clock));
    }

    // A day and two hours, each second taken and each minute drawn.
    plot.show();
    const auto residentMb = [] { return double(residentBytes().value_or(0)) / 1e6; };
    std::printf("a console left open: %.1f MB at first", residentMb());
    QElapsedTimer clock;
    clock.start();
    double greatest = 0;
    for (int i = 1; i <= 26 * 3'600; ++i) {
        figures.takeSnapshot(node.second());
        if (i % 60 == 0) {
            axis.setNow(figures.lastMs());
            QCoreApplication::processEvents();
            plot.viewport()->render(&image);
        }
        if (i % 3'600 == 0)
            greatest = std::max(greatest, residentMb());
        if (i % (6 * 3'600) == 0)
            std::printf(", %.1f after %d h", residentMb(), i / 3'600);
    }
    std::printf("; at most %.1f MB, %zu rows (%.0f s of work)\n", greatest, figures.size(), milliseconds(clock) / 1'000);
    axis.setSpan(TimeAxis::mostSpanMs);
    std::vector<double> day;
    for (int i = 0; i < 100; ++i)
        day.push_back(redraw(plot));
    print("a day of four series", std::move(day));
    return 0;
}
