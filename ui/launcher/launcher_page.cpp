// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/launcher_page.h"

#include "client/servers.h"
#include "ui/launcher/doctor_card.h"
#include "ui/launcher/drain_card.h"
#include "ui/launcher/fault_card.h"
#include "ui/launcher/node_card.h"
#include "ui/launcher/other_node_card.h"
#include "ui/launcher/port_card.h"
#include "ui/launcher/start_card.h"
#include "ui/launcher/trials_card.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr int columnWidth = 400; // of the design
constexpr int columnGap = 20;
constexpr int pageEdge = 28;
constexpr int narrowEdge = 12;
constexpr int sideBeside = 880;  // less, and it stands below

QVBoxLayout *cardColumn()
{
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    return column;
}

} // namespace

LauncherPage::LauncherPage(const SettingsContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_scroll(new QScrollArea), m_columns(new QHBoxLayout), m_first(cardColumn()), m_second(cardColumn()), m_row(new QHBoxLayout(this)),
      m_fault(new FaultCard(context.servers)), m_node(new NodeCard(context.servers)), m_port(new PortCard(context.servers)), m_drain(new DrainCard(context.servers)), m_doctor(new DoctorCard), m_start(new StartCard(context)), m_trials(new TrialsCard(context.servers))
{
    setArea(this, "page");
    auto *cards = new QWidget;
    cards->setObjectName("page");
    cards->setLayout(m_columns);
    m_columns->addLayout(m_first, 1);
    m_columns->addLayout(m_second, 1);
    m_scroll->setObjectName("settingsScroll");
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(cards);
    m_scroll->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_row->addWidget(m_scroll);

    connect(m_context.servers, &Servers::ownNodeChanged, this, &LauncherPage::refresh);
    connect(m_context.servers, &Servers::listChanged, this, &LauncherPage::refreshOthers);
    connect(m_context.servers->nodeSettings(), &NodeSettings::changed, this, &LauncherPage::refresh);
    connect(&m_watch, &NodeHealthWatch::changed, this, [this] { m_node->setHealth(m_watch.health()); });
    connect(m_port, &PortCard::attachRequested, this, [this](const QString &address) { m_context.addServer(address); });
    connect(m_doctor, &DoctorCard::restartRequested, m_context.servers, &Servers::startOwnNode);
    connect(m_fault, &FaultCard::problem, this, [this](const QString &text) { m_context.notice(text); });
    Theme::measure(this, [this] { layOut(); });
    refresh();
    refreshOthers();
}

void LauncherPage::setSide(QWidget *side)
{
    delete std::exchange(m_side, side);
    if (side)
        m_row->addWidget(side, 1);
    layOut();
}

// The cards are the same in every width; which column each stands in, and where the side is, follows from it.
void LauncherPage::layOut()
{
    const int edge = Theme::scaled(width() < Theme::scaled(columnWidth + 2 * pageEdge) ? narrowEdge : pageEdge);
    const bool isBeside = m_side && width() >= Theme::scaled(sideBeside);
    const int twoColumns = 2 * (Theme::scaled(columnWidth) + edge) + Theme::scaled(columnGap);
    const bool hasTwo = !isBeside && width() >= twoColumns;
    if (std::exchange(m_hasTwo, hasTwo) != hasTwo)
        placeCards();
    m_columns->setStretchFactor(m_second, hasTwo ? 1 : 0);
    m_columns->setSpacing(hasTwo ? Theme::scaled(columnGap) : 0);
    m_columns->setContentsMargins(edge, Theme::scaled(20), isBeside ? Theme::scaled(columnGap) : edge, Theme::scaled(20));
    m_row->setDirection(isBeside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const int wide = isBeside ? Theme::scaled(columnWidth) + edge + Theme::scaled(columnGap) : QWIDGETSIZE_MAX;
    m_scroll->setMinimumWidth(isBeside ? wide : 0);
    m_scroll->setMaximumWidth(wide);
    // A line of words is read best when it is not as wide as the screen.
    m_scroll->widget()->setMaximumWidth(hasTwo ? Theme::scaled(2 * 560) : isBeside ? QWIDGETSIZE_MAX : Theme::scaled(720));
    if (m_side)
        m_side->setContentsMargins(isBeside ? 0 : edge, Theme::scaled(20), edge, Theme::scaled(20));
}

void LauncherPage::placeCards()
{
    QList<QWidget *> first{m_fault, m_node, m_port, m_drain, m_trials}, second{m_doctor, m_start};
    for (OtherNodeCard *card : std::as_const(m_others))
        second << card;
    if (!m_hasTwo.value_or(false))
        first += std::exchange(second, {});
    for (const auto &[column, widgets] : {std::pair(m_first, first), std::pair(m_second, second)}) {
        while (QLayoutItem *item = column->takeAt(0))
            delete item;
        for (QWidget *widget : widgets)
            column->addWidget(widget);
        column->addStretch();
    }
}

void LauncherPage::refresh()
{
    const OwnNode *node = m_context.servers->ownNode();
    const NodeStatus status = node ? node->status() : NodeStatus();
    // Ten times a second, and nothing else has changed.
    if (std::exchange(m_state, status.state) == NodeStatus::State::Draining && status.state == NodeStatus::State::Draining)
        return m_drain->refresh();
    m_fault->refresh();
    m_node->refresh();
    m_port->refresh();
    m_drain->refresh();
    m_start->refresh();
    m_trials->refresh();
    const bool isUp = status.isUp();
    m_watch.setNode(isUp ? status.url : QUrl(), isUp ? status.token : QByteArray());
    const bool isRunning = status.state == NodeStatus::State::Running;
    // What it finds is for somebody who looks.
    if (isVisible() || !isRunning)
        m_doctor->setNode(isRunning ? status.url : QUrl(), status.token, status.dataDir, status.since);
}

void LauncherPage::refreshOthers()
{
    QStringList wanted, shown;
    for (const ServerView &server : m_context.servers->list()) {
        if (!server.isOwn)
            wanted << server.id;
    }
    for (const OtherNodeCard *card : std::as_const(m_others))
        shown << card->id();
    if (wanted == shown)
        return;
    for (OtherNodeCard *card : std::as_const(m_others)) {
        card->hide();
        card->deleteLater(); // it may be the one that asks for it
    }
    m_others.clear();
    for (const QString &id : std::as_const(wanted)) {
        auto *card = new OtherNodeCard(m_context.servers, id);
        connect(card, &OtherNodeCard::showRequested, this, [this](const QString &server) { m_context.showServer(server); });
        m_others << card;
    }
    placeCards();
}

bool LauncherPage::isSettled() const
{
    const OwnNode *node = m_context.servers->ownNode();
    if (!node || node->status().isChanging())
        return false;
    return !node->status().isUp() || (m_watch.health().isKnown && !m_watch.health().store.isEmpty() && !m_doctor->isChecking());
}

void LauncherPage::focusFirst()
{
    QWidget *field = m_node->firstField();
    (field ? field : this)->setFocus(Qt::ShortcutFocusReason);
}

void LauncherPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void LauncherPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_watch.setWatching(true);
    refresh();
}

void LauncherPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_watch.setWatching(false);
}

} // namespace pipit
