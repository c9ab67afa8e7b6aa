// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/chart_legend.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace pipit {

namespace {

constexpr double swatchWidth = 12;
constexpr double swatchGap = 5;
constexpr double entryGap = 14;
constexpr double lineHeightOfLegend = 18;

} // namespace

ChartLegend::ChartLegend(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    Theme::measure(this, [this] { updateGeometry(); });
}

void ChartLegend::setEntries(const QList<LegendEntry> &entries)
{
    if (entries == m_entries)
        return;
    const int before = heightForWidth(width());
    m_entries = entries;
    QStringList words;
    for (const LegendEntry &entry : entries)
        words << entry.name + u' ' + entry.value;
    setAccessibleName(words.join(QStringLiteral(", ")));
    if (heightForWidth(width()) != before)
        updateGeometry();
    update();
}

// A value keeps room for four figures, so that what changes moves nothing beside it.
int ChartLegend::widthOf(const LegendEntry &entry) const
{
    const QFontMetrics metrics(Theme::small());
    const int value = entry.value.isEmpty() ? 0 : std::max(metrics.horizontalAdvance(entry.value), metrics.horizontalAdvance(QStringLiteral("0000"))) + Theme::scaled(4);
    return Theme::scaled(swatchWidth + swatchGap) + metrics.horizontalAdvance(entry.name) + value;
}

// Lines are filled from the left and stand at the right.
QList<ChartLegend::Placed> ChartLegend::place(int width) const
{
    QList<Placed> placed;
    int x = 0, y = 0;
    qsizetype first = 0;
    const auto finishLine = [&] {
        for (qsizetype i = first; i < placed.size(); ++i)
            placed[i].rect.translate(std::max(0, width - (x - Theme::scaled(entryGap))), 0);
        first = placed.size();
        x = 0;
    };
    for (int i = 0; i < int(m_entries.size()); ++i) {
        const int needed = widthOf(m_entries[i]);
        if (x > 0 && x + needed > width) {
            finishLine();
            y += Theme::scaled(lineHeightOfLegend);
        }
        placed.append({QRect(x, y, needed, Theme::scaled(lineHeightOfLegend)), i});
        x += needed + Theme::scaled(entryGap);
    }
    finishLine();
    return placed;
}

int ChartLegend::heightForWidth(int width) const
{
    const QList<Placed> placed = place(width);
    return placed.isEmpty() ? Theme::scaled(lineHeightOfLegend) : placed.last().rect.bottom() + 1;
}

// It takes what is left beside the title, in as many lines as it needs then.
QSize ChartLegend::sizeHint() const
{
    return QSize(Theme::scaled(60), Theme::scaled(lineHeightOfLegend));
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    painter.setFont(Theme::small());
    const QList<Placed> all = place(width());
    for (const Placed &placed : all) {
        const LegendEntry &entry = m_entries[placed.entry];
        const int middle = placed.rect.center().y();
        QPen pen(tokens.series[std::size_t(entry.colour) % tokens.series.size()], Theme::scaled(2.5));
        if (entry.isDashed)
            pen.setDashPattern({1.4, 1});
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(placed.rect.left(), middle, placed.rect.left() + Theme::scaled(swatchWidth), middle);
        QRect words = placed.rect.adjusted(Theme::scaled(swatchWidth + swatchGap), 0, 0, 0);
        painter.setPen(tokens.dim);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, entry.name);
        painter.setPen(tokens.text);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignRight, entry.value);
    }
}

} // namespace pipit
