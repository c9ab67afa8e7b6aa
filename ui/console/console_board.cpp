// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_board.h"

#include "client/api_client.h"
#include "client/ops/log_feed.h"
#include "ui/console/charts/chart_card.h"
#include "ui/console/charts/ticks.h"
#include "ui/console/log/log_panel.h"
#include "ui/console/runs/runs_panel.h"
#include "ui/console/stat_tile.h"
#include "ui/console/streams/streams_panel.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLocale>
#include <QPointer>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr int chartHeight = 230;
constexpr int overviewChartHeight = 270;
constexpr int oneColumnBelow = 760;
constexpr int tileLeast = 140;
constexpr int pageMargin = 20;
constexpr int gap = 12;
constexpr qint64 minuteMs = 60'000;

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setObjectName("settingsScroll");
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    content->setObjectName("page");
    area->setWidget(content);
    return area;
}

QString figureText(std::optional<double> value)
{
    return value ? shortNumber(*value) : QStringLiteral("–");
}

} // namespace

ConsoleBoard::ConsoleBoard(ApiClient &api, QWidget *parent)
    : QWidget(parent), m_api(api), m_feed(new OpsFeed(api, this)), m_axis(new TimeAxis(this)), m_stack(new QStackedWidget), m_streams(new StreamsPanel(StreamsPanel::Size::Whole)), m_runs(new RunsPanel(RunsPanel::Size::Whole)),
      m_logFeed(new LogFeed(api.urlOf(QStringLiteral("/")), api.streamOf(QStringLiteral("/")).token, {}, this)), m_log(new LogPanel)
{
    m_stack->addWidget(makeOverview());
    m_stack->addWidget(makeCharts());
    for (QWidget *panel : std::initializer_list<QWidget *>{m_streams, m_runs, m_log}) {
        auto *page = new QWidget;
        auto *inPage = new QVBoxLayout(page);
        inPage->setContentsMargins(pageMargin, 0, pageMargin, 16);
        inPage->addWidget(panel);
        m_stack->addWidget(page);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_streams->setClient(&api);
    m_runs->setClient(&api);
    m_log->setFeed(m_logFeed);
    connect(m_streams, &StreamsPanel::notice, this, &ConsoleBoard::notice);
    connect(m_feed, &OpsFeed::figuresChanged, this, &ConsoleBoard::takeFigures);
    connect(m_feed, &OpsFeed::alertsChanged, this, &ConsoleBoard::takeAlerts);
    connect(m_axis, &TimeAxis::changed, this, &ConsoleBoard::sayTiles); // the charts follow it by themselves
    connect(m_stack, &QStackedWidget::currentChanged, this, &ConsoleBoard::viewChanged);
    layOut(); // whoever is never shown owns its charts too
    retranslate();
    m_feed->start();
}

ConsoleBoard::~ConsoleBoard() = default;

void ConsoleBoard::goOn()
{
    if (m_feed->state() == OpsFeed::State::Refused || m_feed->state() == OpsFeed::State::Waiting)
        m_feed->start();
    if (m_logFeed->state() == LogFeed::State::Refused || m_logFeed->state() == LogFeed::State::Waiting)
        startLog();
}

// With the token of now.
void ConsoleBoard::startLog()
{
    m_logFeed->setServer(m_api.urlOf(QStringLiteral("/")), m_api.streamOf(QStringLiteral("/")).token);
    m_logFeed->start();
}

ChartCard *ConsoleBoard::makeChart(int plan)
{
    auto *chart = new ChartCard(plan, m_axis, m_feed);
    connect(chart, &ChartCard::limitMoved, this, &ConsoleBoard::setLimit);
    return chart;
}

QWidget *ConsoleBoard::makeOverview()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(pageMargin, 2, pageMargin, 16);
    layout->setSpacing(gap);
    m_tileGrid = new QGridLayout;
    m_tileGrid->setSpacing(gap);
    for (int i = 0; i < 5; ++i)
        m_tiles << new StatTile;
    layout->addLayout(m_tileGrid);
    m_overviewGrid = new QGridLayout;
    m_overviewGrid->setSpacing(gap);
    for (const int plan : {0, 1}) {
        ChartCard *chart = makeChart(plan);
        Theme::measure(chart, [chart] { chart->setMinimumHeight(Theme::scaled(overviewChartHeight)); });
        m_overviewCharts << chart;
    }
    m_briefStreams = new StreamsPanel(StreamsPanel::Size::Brief);
    m_briefStreams->setClient(&m_api);
    Theme::measure(m_briefStreams, [this] { m_briefStreams->setMinimumHeight(Theme::scaled(200)); });
    m_lastRun = new RunsPanel(RunsPanel::Size::Brief);
    m_lastRun->setClient(&m_api);
    connect(m_briefStreams, &StreamsPanel::notice, this, &ConsoleBoard::notice);
    connect(m_briefStreams, &StreamsPanel::detailsRequested, this, [this](qint64 id) {
        show(View::Streams);
        m_streams->select(id);
    });
    layout->addLayout(m_overviewGrid, 1);
    return scrolled(page);
}

QWidget *ConsoleBoard::makeCharts()
{
    auto *page = new QWidget;
    m_chartGrid = new QGridLayout(page);
    m_chartGrid->setContentsMargins(pageMargin, 2, pageMargin, 16);
    m_chartGrid->setSpacing(gap);
    for (int plan = 0; plan < int(ChartList::all().size()); ++plan) {
        ChartCard *chart = makeChart(plan);
        Theme::measure(chart, [chart] { chart->setMinimumHeight(Theme::scaled(chartHeight)); });
        m_charts << chart;
    }
    return scrolled(page);
}

ConsoleBoard::View ConsoleBoard::view() const
{
    return View(m_stack->currentIndex());
}

void ConsoleBoard::show(View view)
{
    if (view == View::Log && m_logFeed->state() == LogFeed::State::Idle)
        startLog();
    m_stack->setCurrentIndex(int(view));
}

void ConsoleBoard::layOut()
{
    const int columns = width() < Theme::scaled(oneColumnBelow) ? 1 : 2;
    const int inRow = std::clamp((width() - 2 * pageMargin + gap) / (Theme::scaled(tileLeast) + gap), 1, int(m_tiles.size()));
    for (int i = 0; i < int(m_tiles.size()); ++i)
        m_tileGrid->addWidget(m_tiles[i], i / inRow, i % inRow);
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < int(m_charts.size()); ++i)
        m_chartGrid->addWidget(m_charts[i], i / columns, i % columns);
    // Of six: the streams take two thirds of the last row.
    if (columns == 1) {
        QList<QWidget *> all{m_overviewCharts[0], m_overviewCharts[1], m_briefStreams, m_lastRun};
        for (int i = 0; i < int(all.size()); ++i)
            m_overviewGrid->addWidget(all[i], i, 0, 1, 6);
    } else {
        m_overviewGrid->addWidget(m_overviewCharts[0], 0, 0, 1, 3);
        m_overviewGrid->addWidget(m_overviewCharts[1], 0, 3, 1, 3);
        m_overviewGrid->addWidget(m_briefStreams, 1, 0, 1, 4);
        m_overviewGrid->addWidget(m_lastRun, 1, 4, 1, 2);
    }
    for (int column = 0; column < 6; ++column)
        m_overviewGrid->setColumnStretch(column, 1);
    m_overviewGrid->setRowStretch(0, 3);
    m_overviewGrid->setRowStretch(1, 2);
    for (int column = 0; column < 2; ++column)
        m_chartGrid->setColumnStretch(column, column < columns);
}

void ConsoleBoard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void ConsoleBoard::takeFigures()
{
    const qint64 before = m_axis->toMs();
    m_axis->setNow(m_feed->figures().lastMs());
    if (m_axis->toMs() != before)
        return; // everybody has followed it
    // What is shown may have changed all the same: the day before the hour has come.
    for (ChartCard *chart : std::as_const(m_charts))
        chart->refresh();
    for (ChartCard *chart : std::as_const(m_overviewCharts))
        chart->refresh();
    sayTiles();
}

void ConsoleBoard::sayTiles()
{
    const FigureHistory &figures = m_feed->figures();
    const qint64 to = m_axis->toMs();
    const auto at = [&](const char *field) { return figures.at({.kind = Curve::Kind::Value, .field = QString::fromLatin1(field)}, to, 0); };
    const auto rate = [&](const char *total) { return figureText(figures.rate(QString::fromLatin1(total), 5, to)); };
    const auto firing = [this](const QString &metric) {
        return std::ranges::any_of(m_feed->alerts(), [&](const OpsAlert &alert) { return alert.metric.startsWith(metric) && alert.state == OpsAlert::State::Firing; }) ? StatTile::Tone::Warn : StatTile::Tone::Plain;
    };
    const QString second = tr("/s", "after a number: in each second");
    m_tiles[0]->setFigure(figureText(at("open")), QStringLiteral("+%1 −%2 %3").arg(rate("opened"), rate("closed"), second), std::max(firing(QStringLiteral("sse_connections_total")), firing(QStringLiteral("pipit_streams_used_ratio"))));
    m_tiles[1]->setFigure(rate("published"), tr("%1 delivered").arg(rate("deliveries")));
    const auto p50 = figures.percentile(0.5, to - minuteMs, to), p99 = figures.percentile(0.99, to - minuteMs, to);
    m_tiles[2]->setFigure(QStringLiteral("%1 / %2 ms").arg(figureText(p50), figureText(p99)), p50 ? QString() : tr("nothing sent"), firing(QStringLiteral("pipit_commit_to_wire_seconds")));
    const double continued = figures.counted(QStringLiteral("resumed"), m_axis->fromMs(), to), resets = figures.counted(QStringLiteral("resets"), m_axis->fromMs(), to);
    const double lost = at("canaryLost").value_or(0) + at("canaryDoubled").value_or(0);
    m_tiles[3]->setFigure(QStringLiteral("%1 / %2").arg(shortNumber(continued), shortNumber(resets)), lost > 0 ? tr("%1 lost or doubled").arg(shortNumber(lost)) : QString(), lost > 0 ? StatTile::Tone::Warn : firing(QStringLiteral("pipit_resume_total")));
    const auto firstToken = at("firstTokenP95Ms");
    m_tiles[4]->setFigure(firstToken && *firstToken > 0 ? QStringLiteral("%1 s").arg(shortNumber(*firstToken / 1000)) : QStringLiteral("–"), tr("%1 under way").arg(figureText(at("runs"))), firing(QStringLiteral("pipit_bot")));
}

void ConsoleBoard::takeAlerts()
{
    for (ChartCard *chart : std::as_const(m_charts))
        chart->takeAlerts();
    for (ChartCard *chart : std::as_const(m_overviewCharts))
        chart->takeAlerts();
    sayTiles();
}

void ConsoleBoard::setLimit(const QString &alert, double limit)
{
    sendLimit(alert, limit);
}

QCoro::Task<> ConsoleBoard::sendLimit(QString alert, double limit)
{
    const QPointer<ConsoleBoard> self(this);
    const auto set = co_await m_feed->setLimit(alert, limit);
    if (!self || (!set && set.error().code == ErrorCode::Cancelled))
        co_return;
    if (!set) {
        Q_EMIT notice(set.error().message);
        takeAlerts(); // the line goes back to where the limit is
    } else {
        Q_EMIT notice(tr("The alert “%1” has another limit now, until the node starts anew. To keep it, write it into [[alerts]] of pipit.toml.").arg(alert));
    }
}

void ConsoleBoard::retranslate()
{
    m_tiles[0]->setTitle(tr("Open streams"));
    m_tiles[1]->setTitle(tr("Messages / s"));
    m_tiles[2]->setTitle(tr("Commit → wire p50 / p99"));
    m_tiles[3]->setTitle(tr("Resumes: continued / reset"));
    m_tiles[4]->setTitle(tr("Bots: first token p95"));
    sayTiles();
}

void ConsoleBoard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pipit
