// SPDX-License-Identifier: GPL-3.0-or-later
// How the own node sends its clients away: streams still open over time, a ramp from all of them to none within the limit; how it
// ended stays until the next start. Thread rule: the GUI thread.
#pragma once

#include "client/servers.h"
#include "ui/launcher/launcher_card.h"

#include <QPointF>

class QPushButton;

namespace pipit {

class DrainRamp : public QWidget
{
    Q_OBJECT

public:
    explicit DrainRamp(QWidget *parent = nullptr);

    void clear();
    void add(const DrainProgress &progress);
    qsizetype points() const { return m_points.size(); }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<QPointF> m_points; // both from 0 to 1: of the limit, of the streams at the start
};

class DrainCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit DrainCard(Servers *servers, QWidget *parent = nullptr);
    void refresh(); // hidden where nothing was drained

protected:
    void retell() override;

private:
    Servers *m_servers;
    std::optional<DrainProgress> m_progress;
    QLabel *m_title;
    QLabel *m_text;
    DrainRamp *m_ramp;
    QPushButton *m_stop;
};

} // namespace pipit
