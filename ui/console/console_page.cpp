// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_page.h"

#include "client/servers.h"
#include "ui/chat/state_page.h"
#include "ui/console/charts/ticks.h"
#include "ui/servers/server_words.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr char lastServer[] = "console/server";
constexpr char lastView[] = "console/view";
constexpr char lastSpan[] = "console/spanMs";

constexpr int foldHeadBelow = 820;
constexpr int headHeight = 30;
constexpr int headMargin = 20;
constexpr int noticePadding = 28; // at its sides
constexpr qint64 minute = 60'000;
constexpr qint64 spans[] = {minute, 15 * minute, 60 * minute, 24 * 60 * minute};

QToolButton *pill()
{
    auto *button = new QToolButton;
    setLook(button, "kind", "pill");
    return button;
}

} // namespace

ConsolePage::ConsolePage(const SettingsContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_title(new QLabel), m_node(pill()), m_alert(new QLabel), m_ranges(new QButtonGroup(this)), m_pause(pill()), m_views(new QButtonGroup(this)), m_problem(wordsLabel("warn")), m_head(new QGridLayout), m_export(new ExportBar([this] { return shown(); })), m_times(new QWidget), m_pages(new QWidget), m_stack(new QStackedWidget), m_state(new StatePage)
{
    setObjectName("page");
    setLook(m_title, "tone", "title");
    m_node->setObjectName("consoleNode");
    m_node->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_alert->setObjectName("notice");
    m_alert->setTextFormat(Qt::PlainText);
    m_alert->setMinimumWidth(1);
    m_alert->hide();
    // In one line, whatever each of them is.
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_node, m_alert})
        Theme::measure(widget, [widget] { widget->setFixedHeight(Theme::scaled(headHeight)); });
    auto *names = new QWidget;
    auto *inNames = new FlowLayout(8, names);
    auto *inTimes = new FlowLayout(6, m_times);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_node, m_alert})
        inNames->addWidget(widget);
    m_ranges->setExclusive(true);
    for (int i = 0; i < int(std::size(spans)); ++i) {
        QToolButton *button = pill();
        button->setCheckable(true);
        button->setObjectName(QStringLiteral("range%1").arg(i));
        m_ranges->addButton(button, i);
        inTimes->addWidget(button);
    }
    m_pause->setCheckable(true);
    m_pause->setObjectName("consolePause");
    m_pause->setIcon(themedIcon("pause"));
    m_pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    inTimes->addWidget(m_pause);
    auto *inViews = new FlowLayout(6, m_pages);
    m_head->setContentsMargins(headMargin, 14, headMargin, 10);
    m_head->setHorizontalSpacing(12);
    m_head->setVerticalSpacing(8);
    m_head->addWidget(names, 0, 0, Qt::AlignTop);
    m_head->setColumnStretch(0, 1);
    for (int i = 0; i < ConsoleBoard::views; ++i) {
        QToolButton *button = pill();
        button->setCheckable(true);
        button->setObjectName(QStringLiteral("view%1").arg(i));
        m_views->addButton(button, i);
        inViews->addWidget(button);
    }
    m_problem->setContentsMargins(20, 0, 20, 6);
    m_problem->hide();
    m_stack->addWidget(m_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_head);
    layout->addWidget(m_problem);
    layout->addWidget(m_stack, 1);

    const qint64 span = context.settings->value(lastSpan, spans[1]).toLongLong();
    const auto known = std::ranges::find(spans, span);
    m_ranges->button(known == std::end(spans) ? 1 : int(known - std::begin(spans)))->setChecked(true);
    m_views->button(std::clamp(context.settings->value(lastView).toInt(), 0, ConsoleBoard::views - 1))->setChecked(true);
    connect(m_node, &QToolButton::clicked, this, &ConsolePage::chooseServer);
    connect(m_ranges, &QButtonGroup::idClicked, this, [this](int id) {
        m_context.settings->setValue(lastSpan, spans[id]);
        if (m_board)
            m_board->axis()->setSpan(spans[id]);
    });
    connect(m_pause, &QToolButton::clicked, this, [this](bool isPaused) {
        if (m_board)
            m_board->axis()->setPaused(isPaused);
    });
    connect(m_views, &QButtonGroup::idClicked, this, [this](int id) {
        m_context.settings->setValue(lastView, id);
        if (m_board)
            m_board->show(ConsoleBoard::View(id));
    });
    connect(m_export, &ExportBar::notice, this, m_context.notice);
    connect(m_state, &StatePage::buttonClicked, this, [this] {
        if (m_board)
            m_board->feed()->start();
    });
    connect(context.servers, &Servers::connectionMade, this, [this](const QString &id) {
        if (m_serverId.isEmpty())
            chooseFirst();
        else if (id == m_serverId)
            begin();
    });
    connect(context.servers, &Servers::connectionEnds, this, [this](const QString &id) {
        if (id == m_serverId)
            end();
    });
    connect(context.servers, &Servers::listChanged, this, [this] {
        const QList<ServerView> servers = m_context.servers->list();
        if (!servers.isEmpty() && std::ranges::find(servers, m_serverId, &ServerView::id) == servers.end())
            chooseFirst();
        else if (servers.isEmpty() && !m_serverId.isEmpty())
            showServer({});
        follow();
    });
    retranslate();
    chooseFirst();
}

void ConsolePage::chooseFirst()
{
    const QList<ServerView> servers = m_context.servers->list();
    const QString last = m_context.settings->value(lastServer).toString();
    const auto known = std::ranges::find(servers, last, &ServerView::id);
    if (!servers.isEmpty())
        showServer(known == servers.end() ? servers.first().id : last);
}

void ConsolePage::showServer(const QString &id)
{
    if (id == m_serverId && m_board)
        return;
    end();
    m_serverId = id;
    if (!id.isEmpty())
        m_context.settings->setValue(lastServer, id);
    begin();
    retranslate();
}

void ConsolePage::begin()
{
    Connection *connection = m_context.servers->view(m_serverId).connection;
    // Where a node is that is only starting is known later.
    if (connection && !m_board)
        connect(connection, &Connection::statusChanged, this, &ConsolePage::begin, Qt::UniqueConnection);
    if (m_board || !connection || connection->url().isEmpty())
        return follow();
    m_board = new ConsoleBoard(connection->api());
    m_stack->addWidget(m_board);
    m_board->axis()->setSpan(m_context.settings->value(lastSpan, spans[1]).toLongLong());
    m_board->show(ConsoleBoard::View(std::max(0, m_views->checkedId())));
    connect(m_board, &ConsoleBoard::notice, this, m_context.notice);
    connect(m_board, &ConsoleBoard::viewChanged, this, [this] { m_views->button(int(m_board->view()))->setChecked(true); });
    connect(m_board->feed(), &OpsFeed::stateChanged, this, &ConsolePage::follow);
    // A node that has just started has none to begin with.
    connect(m_board->feed(), &OpsFeed::figuresChanged, this, [this] {
        if (m_stack->currentWidget() == m_state)
            follow();
    });
    connect(m_board->feed(), &OpsFeed::alertsChanged, this, &ConsolePage::sayAlerts);
    // Of the own node the desktop hears anyway.
    if (!m_context.servers->view(m_serverId).isOwn) {
        connect(m_board->feed(), &OpsFeed::turned, this, [this](NodeAlert alert) {
            alert.name = ServerWords::nameOf(m_context.servers->view(m_serverId)) + QStringLiteral(": ") + alert.name;
            m_context.alert(alert);
        });
    }
    connect(m_board->axis(), &TimeAxis::changed, this, &ConsolePage::takeAxis);
    connect(connection, &Connection::statusChanged, m_board, [board = m_board, connection] {
        if (connection->status().state == ConnectionStatus::State::Live)
            board->goOn();
    });
    connect(connection, &Connection::statusChanged, this, &ConsolePage::retranslate, Qt::UniqueConnection);
    follow();
}

void ConsolePage::end()
{
    delete std::exchange(m_board, nullptr); // it talks to what is about to go
    m_alert->hide();
    follow();
}

// What there is to be seen, or why there is nothing.
void ConsolePage::follow()
{
    const ServerView server = m_context.servers->view(m_serverId);
    const QString name = server.id.isEmpty() ? QString() : ServerWords::nameOf(server);
    const OpsFeed::State state = m_board ? m_board->feed()->state() : OpsFeed::State::Idle;
    const bool hasFigures = m_board && !m_board->feed()->figures().isEmpty();
    m_problem->setVisible(hasFigures && state != OpsFeed::State::Live);
    if (hasFigures) {
        m_stack->setCurrentWidget(m_board);
        m_problem->setText(state == OpsFeed::State::Refused ? m_board->feed()->error().message : tr("The node does not answer; what is shown is what it said last. %1").arg(m_board->feed()->reason()));
    } else {
        m_stack->setCurrentWidget(m_state);
        if (server.startError)
            m_state->showError(tr("%1 is not running").arg(name), server.startError->message, tr("The page of the server says what can be done."));
        else if (state == OpsFeed::State::Refused)
            m_state->showError(tr("Nothing is told of %1").arg(name), m_board->feed()->error().message, tr("Figures are told to operators only: sign in with an operator's token in Settings, Servers."), tr("Try again"));
        else if (state == OpsFeed::State::Waiting)
            m_state->showError(tr("%1 does not answer").arg(name), m_board->feed()->reason(), tr("It is tried again by itself."), tr("Try now"));
        else if (server.id.isEmpty())
            m_state->showText(tr("No server"), tr("Add one in Settings, Servers, or switch the server of this computer on."));
        else
            m_state->showLoading();
    }
    retranslate();
}

bool ConsolePage::isSettled() const
{
    return m_board && (m_board->feed()->figures().size() >= 2 || m_board->feed()->state() == OpsFeed::State::Refused);
}

void ConsolePage::show(ConsoleBoard::View view)
{
    m_views->button(int(view))->setChecked(true);
    if (m_board)
        m_board->show(view);
}

// In a narrow window the times stand below.
void ConsolePage::layOutHead()
{
    const bool isNarrow = width() < Theme::scaled(foldHeadBelow);
    m_head->addWidget(m_times, isNarrow, !isNarrow, Qt::AlignTop);
    m_head->addWidget(m_pages, 2, 0, 1, 1 + isNarrow, Qt::AlignTop);
    m_head->addWidget(m_export, isNarrow ? 1 : 2, 1, Qt::AlignRight | Qt::AlignTop);
    // However many fire, the window stays as narrow as it is.
    m_alert->setText(m_alert->fontMetrics().elidedText(m_alert->accessibleName(), Qt::ElideRight, width() - 2 * headMargin - Theme::scaled(noticePadding)));
}

void ConsolePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOutHead();
}

void ConsolePage::chooseServer()
{
    QMenu menu(this);
    const QList<ServerView> servers = m_context.servers->list();
    for (const ServerView &server : servers) {
        QAction *action = menu.addAction(ServerWords::nameOf(server) + QStringLiteral(" · ") + ServerWords::standingOf(server).word);
        action->setCheckable(true);
        action->setChecked(server.id == m_serverId);
        connect(action, &QAction::triggered, this, [this, id = server.id] { showServer(id); });
    }
    menu.exec(m_node->mapToGlobal(QPoint(0, m_node->height())));
}

void ConsolePage::takeAxis()
{
    const TimeAxis *axis = m_board->axis();
    m_pause->setChecked(!axis->isLive());
    for (QAbstractButton *button : m_ranges->buttons()) {
        // A stretch that was zoomed to is none of them.
        m_ranges->setExclusive(false);
        button->setChecked(spans[m_ranges->id(button)] == axis->spanMs());
        m_ranges->setExclusive(true);
    }
}

void ConsolePage::sayAlerts()
{
    QStringList firing;
    for (const OpsAlert &alert : m_board->feed()->alerts()) {
        if (alert.state != OpsAlert::State::Firing)
            continue;
        // Seconds are what a metric has; people say milliseconds.
        const bool isTime = alert.metric.contains(u"_seconds");
        const auto said = [isTime](double value) { return isTime ? tr("%1 ms").arg(shortNumber(value * 1000)) : shortNumber(value); };
        const QString value = alert.value ? said(*alert.value) : QStringLiteral("–");
        const QString quantile = alert.quantile ? QStringLiteral(" p%1").arg(*alert.quantile * 100) : QString();
        firing << (alert.isBelow ? QStringLiteral("%1:%2 %3 < %4") : QStringLiteral("%1:%2 %3 > %4")).arg(alert.name, quantile, value, said(alert.limit));
    }
    m_alert->setAccessibleName(firing.join(QStringLiteral("  ·  ")));
    m_alert->setToolTip(firing.join(u'\n'));
    m_alert->setVisible(!firing.isEmpty());
    layOutHead();
}

// What can be exported now.
ExportBar::Source ConsolePage::shown() const
{
    const ServerView server = m_context.servers->view(m_serverId);
    if (!m_board || !server.connection)
        return {};
    ExportBar::Source source{.feed = m_board->feed(), .axis = m_board->axis(), .api = &server.connection->api(), .name = ServerWords::nameOf(server)};
    const QList<ServerView> servers = m_context.servers->list();
    for (const ServerView &other : servers) {
        if (other.connection)
            source.secrets << other.connection->api().streamOf(QStringLiteral("/")).token;
    }
    return source;
}

void ConsolePage::retranslate()
{
    m_title->setText(tr("Console"));
    const ServerView server = m_context.servers->view(m_serverId);
    const ServerWords::Standing standing = server.id.isEmpty() ? ServerWords::Standing{ServerWords::Tone::Off, tr("no server"), {}} : ServerWords::standingOf(server);
    m_node->setText(server.id.isEmpty() ? standing.word : ServerWords::nameOf(server) + QStringLiteral(" · ") + standing.word);
    m_node->setAccessibleName(tr("Node: %1").arg(m_node->text()));
    m_node->setIcon(themedIcon("chevron-down"));
    const QString ranges[] = {tr("1 min"), tr("15 min"), tr("1 h"), tr("24 h")};
    for (int i = 0; i < int(std::size(spans)); ++i)
        m_ranges->button(i)->setText(ranges[i]);
    m_pause->setText(tr("Pause"));
    const QString views[] = {tr("Overview"), tr("Charts"), tr("Streams"), tr("Bots"), tr("Log")};
    for (int i = 0; i < ConsoleBoard::views; ++i)
        m_views->button(i)->setText(views[i]);
}

void ConsolePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        follow();
    QWidget::changeEvent(event);
}

} // namespace pipit
