// SPDX-License-Identifier: GPL-3.0-or-later
// What the console shows of one node: an overview, all charts, its streams, its bots' answers, its log.
//
// Contract: made for one connection's client, and gone before that is. All charts share one axis. Thread rule: the GUI thread.
#pragma once

#include "client/ops/ops_feed.h"
#include "ui/console/charts/time_axis.h"

#include <QWidget>

class QGridLayout;
class QStackedWidget;

namespace pipit {

class ApiClient;
class ChartCard;
class LogFeed;
class LogPanel;
class RunsPanel;
class StatTile;
class StreamsPanel;

class ConsoleBoard : public QWidget
{
    Q_OBJECT

public:
    enum class View { Overview, Charts, Streams, Bots, Log };
    static constexpr int views = 5;

    explicit ConsoleBoard(ApiClient &api, QWidget *parent = nullptr);
    ~ConsoleBoard() override;

    // The node is there (again), maybe with another token or at another port: whatever is not live is tried at once.
    void goOn();
    OpsFeed *feed() const { return m_feed; }
    TimeAxis *axis() const { return m_axis; }
    View view() const;
    void show(View view);
    StreamsPanel *streams() const { return m_streams; }
    RunsPanel *runs() const { return m_runs; }
    LogPanel *log() const { return m_log; }
    QList<ChartCard *> charts() const { return m_charts; } // all of them, each once
    QList<StatTile *> tiles() const { return m_tiles; }

Q_SIGNALS:
    void notice(const QString &text);
    void viewChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    ChartCard *makeChart(int plan);
    QWidget *makeOverview();
    QWidget *makeCharts();
    void takeFigures();
    void sayTiles();
    void takeAlerts();
    void layOut();
    void startLog();
    void setLimit(const QString &alert, double limit);
    QCoro::Task<> sendLimit(QString alert, double limit);
    void retranslate();

    ApiClient &m_api;
    OpsFeed *m_feed;
    TimeAxis *m_axis;
    QStackedWidget *m_stack;
    QList<StatTile *> m_tiles;
    QList<ChartCard *> m_charts;        // of the page of charts
    QList<ChartCard *> m_overviewCharts;
    QGridLayout *m_tileGrid = nullptr;
    QGridLayout *m_overviewGrid = nullptr;
    QGridLayout *m_chartGrid = nullptr;
    StreamsPanel *m_briefStreams = nullptr;
    RunsPanel *m_lastRun = nullptr;
    StreamsPanel *m_streams;
    RunsPanel *m_runs;
    LogFeed *m_logFeed;                 // from the first time that the log is looked at
    LogPanel *m_log;
    int m_columns = 0;
};

} // namespace pipit
