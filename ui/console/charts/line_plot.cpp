// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/line_plot.h"

#include "ui/theme/theme.h"

#include <QLineSeries>
#include <QValueAxis>

#include <algorithm>

namespace pipit {

namespace {

constexpr std::size_t stretchesAtMost = 24; // more gaps than that are drawn over

void enterAt(QList<QPointF> &points, double x)
{
    while (points.size() > 1 && points[1].x() <= x)
        points.removeFirst();
    if (points.size() > 1)
        points[0] = QPointF(x, points[0].y() + (points[1].y() - points[0].y()) * (x - points[0].x()) / (points[1].x() - points[0].x()));
}

} // namespace

LinePlot::LinePlot(TimeAxis *axis, const FigureHistory *figures, QList<PlotLine> lines, QWidget *parent)
    : TimePlot(axis, figures, parent), m_axis(axis), m_lines(std::move(lines)), m_series(std::size_t(m_lines.size())), m_isShown(std::size_t(m_lines.size()), true)
{
}

void LinePlot::setNames(const QStringList &names)
{
    for (qsizetype i = 0; i < std::min(names.size(), m_lines.size()); ++i)
        m_lines[i].name = names[i];
}

QLineSeries *LinePlot::seriesOf(std::size_t line, std::size_t stretch)
{
    std::vector<QLineSeries *> &series = m_series[line];
    while (series.size() <= stretch) {
        auto *added = new QLineSeries(chart());
        chart()->addSeries(added);
        added->attachAxis(timeValues());
        added->attachAxis(values());
        series.push_back(added);
    }
    QLineSeries *wanted = series[stretch];
    QPen pen(Theme::tokens().series[std::size_t(m_lines[qsizetype(line)].colour) % Theme::tokens().series.size()], 1.5);
    pen.setCosmetic(true);
    if (m_lines[qsizetype(line)].isDashed)
        pen.setDashPattern({3, 2});
    if (wanted->pen() != pen)
        wanted->setPen(pen);
    return wanted;
}

double LinePlot::update(qint64 fromMs, qint64 toMs, int columns)
{
    double most = 0;
    for (std::size_t line = 0; line < m_series.size(); ++line) {
        const PlotLine &plotted = m_lines[qsizetype(line)];
        QList<QList<QPointF>> stretches = figures().lines(plotted.curve, fromMs, toMs, columns);
        double greatest = 0;
        for (const QList<QPointF> &points : std::as_const(stretches)) {
            for (const QPointF &point : points)
                greatest = std::max(greatest, point.y());
        }
        m_isShown[line] = !plotted.hidesWhenZero || greatest > 0;
        if (!m_isShown[line])
            stretches.clear();
        most = std::max(most, greatest);
        while (stretches.size() > qsizetype(stretchesAtMost)) {
            const QList<QPointF> last = stretches.takeLast();
            stretches.last() += last;
        }
        // What comes in from before begins at the edge: not everything that is painted on cuts off.
        if (!stretches.isEmpty() && stretches.first().size() > 1 && stretches.first()[0].x() < double(fromMs))
            enterAt(stretches.first(), double(fromMs));
        // One point alone would be no line.
        for (QList<QPointF> &points : stretches) {
            if (points.size() == 1)
                points.append({points[0].x() + double(columnMs()), points[0].y()});
        }
        for (std::size_t stretch = 0; stretch < std::max(std::size_t(stretches.size()), m_series[line].size()); ++stretch) {
            QLineSeries *series = seriesOf(line, stretch);
            const bool isUsed = stretch < std::size_t(stretches.size());
            if (isUsed)
                series->replace(stretches[qsizetype(stretch)]);
            else if (series->count() > 0)
                series->clear();
            if (series->isVisible() != isUsed)
                series->setVisible(isUsed);
        }
    }
    Q_EMIT refreshed();
    return most;
}

std::optional<double> LinePlot::valueOf(int line) const
{
    return figures().at(m_lines[line].curve, m_axis->crosshairMs().value_or(m_axis->toMs()), columnMs());
}

} // namespace pipit
