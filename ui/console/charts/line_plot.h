// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as lines over the time: at most two points for each pixel column, so that an hour costs what a minute costs.
// Thread rule: the GUI thread.
#pragma once

#include "ui/console/charts/time_plot.h"

#include <vector>

class QLineSeries;

namespace pipit {

struct PlotLine {
    QString name;    // as the legend says it
    Curve curve;
    int colour = 0;  // of the theme's series
    bool isDashed = false; // beside one of the same colour
    bool hidesWhenZero = false; // from the legend too, while it is nothing but 0
    bool isCount = false;  // without the chart's unit
};

class LinePlot : public TimePlot
{
    Q_OBJECT

public:
    LinePlot(TimeAxis *axis, const FigureHistory *figures, QList<PlotLine> lines, QWidget *parent = nullptr);

    const QList<PlotLine> &lines() const { return m_lines; }
    void setNames(const QStringList &names); // in another language
    bool isShown(int line) const { return m_isShown[std::size_t(line)]; }
    // Where the crosshair stands, else now. Nothing: nothing is known of that time.
    std::optional<double> valueOf(int line) const;

Q_SIGNALS:
    void refreshed();

protected:
    double update(qint64 fromMs, qint64 toMs, int columns) override;

private:
    QLineSeries *seriesOf(std::size_t line, std::size_t stretch);

    TimeAxis *m_axis;
    QList<PlotLine> m_lines;
    std::vector<std::vector<QLineSeries *>> m_series; // for each line, one for each stretch without a gap
    std::vector<bool> m_isShown;
};

} // namespace pipit
