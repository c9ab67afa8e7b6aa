// SPDX-License-Identifier: GPL-3.0-or-later
// How often which time from commit to wire came: time to the right, latency upwards by doublings, the darker the more often.
// Thread rule: the GUI thread.
#pragma once

#include "ui/console/charts/time_plot.h"

#include <QImage>

namespace pipit {

class HeatPlot : public TimePlot
{
    Q_OBJECT

public:
    using TimePlot::TimePlot;


protected:
    double update(qint64 fromMs, qint64 toMs, int columns) override;
    void paintPlot(QPainter &painter, const QRectF &area) override;
    QList<double> ticks() const override;
    QString tickText(double value) const override;

private:
    FigureHistory::Heat m_heat;
    std::size_t m_first = 0, m_last = 0; // the rows that are shown
    QImage m_image;
};

} // namespace pipit
