// SPDX-License-Identifier: GPL-3.0-or-later
// All charts of the console on one sheet, with what they are called, their legends and the time that they show: as a picture, or as vectors.
//
// Contract: drawn in the theme and the language of the moment, whatever the window shows just now. Nothing of it is ever on the screen.
// Thread rule: the GUI thread. The feed is not owned and outlives this.
#pragma once

#include "ui/console/charts/time_axis.h"

#include <QByteArray>
#include <QImage>
#include <QWidget>

namespace pipit {

class OpsFeed;

class ChartSheet : public QWidget
{
public:
    // `title` names the node.
    ChartSheet(const OpsFeed *feed, qint64 fromMs, qint64 toMs, const QString &title);

    static constexpr int finer = 2; // pixels of the picture for one of the screen's, each way
    QImage picture();
    QByteArray svg(); // without any picture in it

private:
    void paintOn(QPaintDevice *device);

    TimeAxis m_axis; // of this sheet alone: without a crosshair
    const QString m_name;
};

// 2026-11-30 09:12:00 – 09:27:00 (UTC+01:00)
QString stretchText(qint64 fromMs, qint64 toMs);

} // namespace pipit
