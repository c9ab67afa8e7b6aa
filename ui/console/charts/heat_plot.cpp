// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/heat_plot.h"

#include "ui/console/charts/ticks.h"
#include "ui/theme/theme.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr int pixelsOfColumn = 4;
constexpr std::size_t rowsAtLeast = 6;
constexpr qint64 finelyKnownMs = 5 * 60'000;
constexpr qint64 heatHourMs = 60 * 60'000;

} // namespace

double HeatPlot::update(qint64 fromMs, qint64 toMs, int columns)
{
    // No finer than what is known, or there would be holes.
    const qint64 known = toMs - fromMs <= finelyKnownMs ? 1'000 : toMs - fromMs <= heatHourMs ? 5'000 : 60'000;
    m_heat = figures().heat(fromMs, toMs, int(std::clamp<qint64>((toMs - fromMs) / known, 1, std::max(1, columns / pixelsOfColumn))));
    const auto p50 = figures().percentile(0.5, fromMs, toMs), p99 = figures().percentile(0.99, fromMs, toMs);
    setAccessibleDescription(p50 && p99 ? QStringLiteral("p50 %1 ms, p99 %2 ms").arg(shortNumber(*p50), shortNumber(*p99)) : QString());
    // The doublings in which there is something, and a few around them.
    std::size_t first = std::size_t(m_heat.edgesMs.size()), last = 0;
    for (const auto &column : m_heat.columns) {
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (column[row] > 0) {
                first = std::min(first, row);
                last = std::max(last, row);
            }
        }
    }
    const auto count = std::size_t(m_heat.edgesMs.size());
    if (first > last) {
        first = 0;
        last = std::min(count, rowsAtLeast) - (count > 0);
    }
    while (count > 0 && last - first + 1 < std::min(rowsAtLeast, count)) {
        if (last + 1 < count)
            ++last;
        else
            --first;
    }
    m_first = first;
    m_last = last;
    const Tokens &tokens = Theme::tokens();
    m_image = QImage(int(m_heat.columns.size()), int(count > 0 ? last - first + 1 : 0), QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    const double most = std::log1p(double(m_heat.most));
    for (std::size_t x = 0; x < m_heat.columns.size(); ++x) {
        for (std::size_t row = first; row <= last && row < m_heat.columns[x].size(); ++row) {
            if (m_heat.columns[x][row] == 0)
                continue;
            QColor colour = tokens.accent;
            colour.setAlphaF(float(0.15 + 0.85 * std::log1p(double(m_heat.columns[x][row])) / std::max(most, 1e-9)));
            m_image.setPixelColor(int(x), int(last - row), colour);
        }
    }
    return double(m_image.height());
}

void HeatPlot::paintPlot(QPainter &painter, const QRectF &area)
{
    if (m_image.isNull())
        return;
    // Its rows are the axis' units.
    const double height = area.height() / most() * m_image.height();
    const QRectF place(area.left(), area.bottom() - height, area.width(), height);
    if (painter.paintEngine()->type() != QPaintEngine::SVG)
        return painter.drawImage(place, m_image);
    // Vectors all the way.
    const double cellWidth = place.width() / m_image.width(), cellHeight = place.height() / m_image.height();
    for (int y = 0; y < m_image.height(); ++y) {
        for (int x = 0; x < m_image.width(); ++x) {
            if (const QColor colour = m_image.pixelColor(x, y); colour.alpha() > 0)
                painter.fillRect(QRectF(place.left() + x * cellWidth, place.top() + y * cellHeight, cellWidth, cellHeight), colour);
        }
    }
}

QList<double> HeatPlot::ticks() const
{
    QList<double> ticks;
    const int rows = int(m_last - m_first + 1);
    const int step = std::max(1, int(std::ceil(double(rows) * Theme::scaled(30) / std::max(1.0, plotArea().height()))));
    for (int row = 0; row <= rows; row += step)
        ticks << row;
    return ticks;
}

QString HeatPlot::tickText(double value) const
{
    const qsizetype row = qsizetype(m_first) + qsizetype(value) - 1;
    if (row < 0 || row >= m_heat.edgesMs.size())
        return QStringLiteral("0");
    return std::isinf(m_heat.edgesMs[row]) ? QStringLiteral("∞") : shortNumber(m_heat.edgesMs[row]);
}

} // namespace pipit
