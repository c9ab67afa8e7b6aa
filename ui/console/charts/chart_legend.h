// SPDX-License-Identifier: GPL-3.0-or-later
// What the lines of a chart are called, and what each of them is where the crosshair stands, or now: from the right, in as many lines as it takes.
// Thread rule: the GUI thread.
#pragma once

#include <QWidget>

namespace pipit {

struct LegendEntry {
    QString name;
    QString value; // with its unit; empty: nothing is known
    int colour = 0; // of the theme's series
    bool isDashed = false;

    bool operator==(const LegendEntry &) const = default;
};

class ChartLegend : public QWidget
{
    Q_OBJECT

public:
    explicit ChartLegend(QWidget *parent = nullptr);

    void setEntries(const QList<LegendEntry> &entries);
    const QList<LegendEntry> &entries() const { return m_entries; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Placed {
        QRect rect;
        int entry;
    };
    QList<Placed> place(int width) const;
    int widthOf(const LegendEntry &entry) const;

    QList<LegendEntry> m_entries;
};

} // namespace pipit
