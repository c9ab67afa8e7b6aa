// SPDX-License-Identifier: GPL-3.0-or-later
// The ground that every chart stands on: a grid over the shared time axis, the crosshair, marks of alerts, thresholds that can be
// dragged, and the ways to look closer.
//
// The pointer moves the crosshair of all charts; dragging along the time zooms into that stretch, the wheel zooms around the pointer (with
// Shift it moves), a double click goes back to now. By the keyboard: left and right move the crosshair, + and - zoom, 0 goes back to now,
// up and down move the threshold and Return sets it.
// Thread rule: the GUI thread. The axis and the figures are not owned and outlive this.
#pragma once

#include "client/ops/figure_history.h"
#include "client/ops/ops_feed.h"
#include "ui/console/charts/time_axis.h"

#include <QChartView>

#include <optional>

class QValueAxis;

namespace pipit {

// A limit of an alert, as a line over the figures.
struct Threshold {
    QString alert;
    double value = 0; // as the chart counts
    bool isFiring = false;
};

class TimePlot : public QChartView
{
    Q_OBJECT

public:
    TimePlot(TimeAxis *axis, const FigureHistory *figures, QWidget *parent = nullptr);

    void setUnit(const QString &unit) { m_unit = unit; } // behind a figure: "ms", "/s"
    QString unit() const { return m_unit; }
    void setThresholds(const QList<Threshold> &thresholds);
    const QList<Threshold> &thresholds() const { return m_thresholds; }
    void setMarks(const std::deque<AlertMark> *marks) { m_marks = marks; } // not owned

    // Takes what the figures say now; where it is not shown, when it is shown again.
    void refresh();

    QRectF plotArea() const;
    qint64 timeAt(double x) const;
    double xOf(qint64 timeMs) const;
    double yOf(double value) const;
    double valueAt(double y) const;
    double most() const { return m_most; } // the upper end of the values' axis
    qint64 columnMs() const;               // what one pixel column covers

Q_SIGNALS:
    void thresholdMoved(const QString &alert, double value); // set by a person

protected:
    // The greatest value that is to be seen.
    virtual double update(qint64 fromMs, qint64 toMs, int columns) = 0;
    virtual void paintPlot(QPainter &, const QRectF &) { } // under the series
    virtual QList<double> ticks() const;                  // of the values
    virtual QString tickText(double value) const;

    const FigureHistory &figures() const { return *m_figures; }
    QValueAxis *timeValues() const { return m_times; }
    QValueAxis *values() const { return m_values; }

    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Hand { Mouse, Keys };

    void layOut();
    void repaintAll();
    int thresholdAt(const QPointF &place) const; // -1: none
    void takeThreshold(int place, Hand hand);
    void moveThreshold(double value);
    void dropThreshold(bool isSet);

    TimeAxis *m_axis;
    const FigureHistory *m_figures;
    const std::deque<AlertMark> *m_marks = nullptr;
    QValueAxis *m_times;
    QValueAxis *m_values;
    QString m_unit;
    QList<Threshold> m_thresholds;
    int m_dragged = -1;            // of the thresholds
    Hand m_hand = Hand::Mouse;     // that moves it
    double m_draggedFrom = 0;
    double m_mostWhileDragged = 0; // the scale does not shrink under the hand
    std::optional<double> m_selectedFrom; // where a drag along the time began
    double m_selectedTo = 0;
    double m_most = 1;
    bool m_isStale = true;
};

} // namespace pipit
