// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/chart_card.h"

#include "ui/console/charts/chart_legend.h"
#include "ui/console/charts/heat_plot.h"
#include "ui/console/charts/ticks.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr double mostOfTitle = 0.5; // of the card's width, beside a legend
constexpr int sideMargin = 14;

} // namespace

ChartCard::ChartCard(int plan, TimeAxis *axis, const OpsFeed *feed, QWidget *parent)
    : QWidget(parent), m_place(plan), m_plan(ChartList::all().at(plan)), m_feed(feed), m_title(new QLabel), m_legend(new ChartLegend), m_plot(nullptr)
{
    setArea(this, "card");
    if (m_plan.kind == ChartPlan::Kind::Heat) {
        m_plot = new HeatPlot(axis, &feed->figures());
    } else {
        auto *lines = new LinePlot(axis, &feed->figures(), m_plan.lines);
        connect(lines, &LinePlot::refreshed, this, &ChartCard::sayLegend);
        connect(axis, &TimeAxis::crosshairChanged, this, &ChartCard::sayLegend);
        m_plot = lines;
    }
    m_plot->setMarks(&feed->marks());
    connect(m_plot, &TimePlot::thresholdMoved, this, [this](const QString &alert, double value) { Q_EMIT limitMoved(alert, value / m_plan.perLimit); });
    setLook(m_title, "tone", "strong");
    m_title->setTextFormat(Qt::PlainText);
    m_title->setMinimumWidth(1);
    m_title->setBuddy(m_plot);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(Theme::scaled(12));
    head->addWidget(m_title, 0, Qt::AlignTop);
    head->addWidget(m_legend, 1, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(sideMargin, 10, 10, 6);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_plot, 1);
    retranslate();
    takeAlerts();
}

void ChartCard::refresh()
{
    m_plot->refresh();
}

void ChartCard::takeAlerts()
{
    QList<Threshold> thresholds;
    for (const OpsAlert &alert : m_feed->alerts()) {
        if (!m_plan.metric.isEmpty() && alert.metric == m_plan.metric && !alert.isBelow)
            thresholds.append({.alert = alert.name, .value = alert.limit * m_plan.perLimit, .isFiring = alert.state == OpsAlert::State::Firing});
    }
    m_plot->setThresholds(thresholds);
}

void ChartCard::sayLegend()
{
    const auto *lines = qobject_cast<const LinePlot *>(m_plot);
    if (!lines || !isVisible())
        return;
    QList<LegendEntry> entries;
    for (int i = 0; i < int(lines->lines().size()); ++i) {
        const PlotLine &line = lines->lines()[i];
        if (!lines->isShown(i))
            continue;
        const auto value = lines->valueOf(i);
        entries.append({.name = line.name, .value = value ? QString(shortNumber(*value) + (m_plan.unit.isEmpty() || line.isCount ? QString() : u' ' + m_plan.unit)) : QString(), .colour = line.colour, .isDashed = line.isDashed});
    }
    m_legend->setEntries(entries);
    m_plot->setAccessibleDescription(m_legend->accessibleName());
}

// The figures of the legend need their room too.
void ChartCard::layOutTitle()
{
    const QString title = m_plan.kind == ChartPlan::Kind::Heat ? QString(m_plan.title + QStringLiteral(" (") + m_plan.unit + u')') : m_plan.title;
    const QString shown = m_title->fontMetrics().elidedText(title, Qt::ElideRight, m_plan.lines.isEmpty() ? width() - 2 * sideMargin : qRound(width() * mostOfTitle));
    m_title->setText(shown);
    m_title->setToolTip(shown == title ? QString() : title);
}

void ChartCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOutTitle();
}

void ChartCard::retranslate()
{
    const ChartPlan plan = ChartList::all().at(m_place);
    m_plan.title = plan.title;
    m_plan.unit = plan.unit;
    layOutTitle();
    m_plot->setAccessibleName(plan.title);
    m_plot->setUnit(plan.unit);
    if (auto *lines = qobject_cast<LinePlot *>(m_plot)) {
        QStringList names;
        for (const PlotLine &line : plan.lines)
            names << line.name;
        lines->setNames(names);
    }
    sayLegend();
}

void ChartCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pipit
