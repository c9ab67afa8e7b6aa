// SPDX-License-Identifier: GPL-3.0-or-later
// One chart with its title and its legend. Thread rule: the GUI thread. Axis and feed are not owned and outlive this.
#pragma once

#include "ui/console/charts/chart_list.h"

#include <QWidget>

class QLabel;

namespace pipit {

class ChartLegend;

class ChartCard : public QWidget
{
    Q_OBJECT

public:
    ChartCard(int plan, TimeAxis *axis, const OpsFeed *feed, QWidget *parent = nullptr); // `plan`: its place in ChartList::all()

    const ChartPlan &plan() const { return m_plan; }
    TimePlot *plot() const { return m_plot; }
    ChartLegend *legend() const { return m_legend; }

    // Takes what the feed says now.
    void refresh();
    void takeAlerts();

Q_SIGNALS:
    void limitMoved(const QString &alert, double limit); // as the alert counts

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void sayLegend();
    void retranslate();
    void layOutTitle();

    const int m_place;
    ChartPlan m_plan;
    const OpsFeed *m_feed;
    QLabel *m_title;
    ChartLegend *m_legend;
    TimePlot *m_plot;
};

} // namespace pipit
