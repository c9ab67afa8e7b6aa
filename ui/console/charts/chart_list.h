// SPDX-License-Identifier: GPL-3.0-or-later
// Which charts there are: what each is called, its lines, its unit, and which alerts' limits it shows. A further chart is one entry.
// Thread rule: functions without state; words are in the language of the moment.
#pragma once

#include "ui/console/charts/line_plot.h"

#include <QCoreApplication>

namespace pipit {

struct ChartPlan {
    enum class Kind { Lines, Heat };

    QString id;    // for programs, and names of files
    Kind kind = Kind::Lines;
    QString title = {};
    QString unit = {};
    QList<PlotLine> lines = {};
    // A figure of an alert's metric, and what its limit is multiplied with to stand among these lines.
    QString metric = {};
    double perLimit = 1;
};

class ChartList
{
    Q_DECLARE_TR_FUNCTIONS(pipit::ChartList)

public:
    static QList<ChartPlan> all();
};

} // namespace pipit
