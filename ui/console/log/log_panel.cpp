// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/log/log_panel.h"

#include "ui/console/log/log_bar.h"
#include "ui/console/log/log_notice.h"
#include "ui/console/log/log_view.h"
#include "ui/theme/style.h"

#include <QKeyEvent>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace pipit {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 300ms;
constexpr int cornerRoom = 8; // the card's corners are round, its lines are not

} // namespace

LogPanel::LogPanel(QWidget *parent)
    : QWidget(parent), m_view(new LogView(&m_model)), m_bar(new LogBar(m_view)), m_strip(new LogNotice(LogNotice::Form::Strip)), m_page(new LogNotice(LogNotice::Form::Page)), m_stack(new QStackedLayout)
{
    setArea(this, "card");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, cornerRoom);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_strip);
    column->addLayout(m_stack, 1);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_page);

    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    m_tick.setInterval(1s);
    connect(&m_patience, &QTimer::timeout, this, &LogPanel::refresh);
    connect(&m_tick, &QTimer::timeout, this, &LogPanel::refresh);
    connect(&m_model, &LogModel::shifted, this, &LogPanel::refresh);
    connect(&m_model, &LogModel::refiltered, this, &LogPanel::refresh);
    connect(&m_model, &LogModel::heldBackChanged, this, &LogPanel::refresh);
    connect(m_page, &LogNotice::buttonClicked, this, [this] { press(m_pageDeed); });
    connect(m_strip, &LogNotice::buttonClicked, this, [this] { press(Deed::Retry); });
    connect(m_view, &LogView::menuWanted, this, [this](QMenu *menu) {
        menu->addSeparator();
        menu->addActions(m_bar->moreMenu()->actions());
    });
    refresh();
}

// A feed that is this card's child goes after it.
LogPanel::~LogPanel()
{
    if (m_feed)
        m_feed->disconnect(this);
}

void LogPanel::setFeed(LogFeed *feed)
{
    if (m_feed == feed)
        return;
    if (m_feed)
        m_feed->disconnect(this);
    m_feed = feed;
    if (feed) {
        m_model.reset();
        connect(feed, &LogFeed::arrived, &m_model, &LogModel::append);
        connect(feed, &LogFeed::stateChanged, this, &LogPanel::refresh);
        connect(feed, &QObject::destroyed, this, &LogPanel::refresh);
    }
    refresh();
}

void LogPanel::refresh()
{
    const bool isConnecting = m_feed && m_feed->state() == LogFeed::State::Connecting;
    if (!isConnecting)
        m_patience.stop();
    else if (!m_isConnecting)
        m_patience.start();
    m_isConnecting = isConnecting;
    const bool waits = m_feed && m_feed->state() == LogFeed::State::Waiting;
    if (waits != m_tick.isActive())
        waits ? m_tick.start() : m_tick.stop();

    const Words standing = this->standing();
    const bool isEmpty = m_model.count() == 0;
    if (isEmpty) {
        // Where lines are out of view by the reader's own choice, that is what counts.
        const Words words = !standing.title.isEmpty() && m_model.lines() == 0 ? standing : nothing();
        m_page->say(words.title, words.text, words.button, words.isBad);
        m_pageDeed = words.deed;
    }
    const bool isStanding = !standing.title.isEmpty() && m_model.lines() > 0;
    if (isStanding)
        m_strip->say(standing.title, standing.text, standing.button, standing.isBad);
    m_strip->setVisible(isStanding);
    if (QWidget *shown = isEmpty ? static_cast<QWidget *>(m_page) : m_view; m_stack->currentWidget() != shown) {
        const bool hadFocus = m_stack->currentWidget()->isAncestorOf(focusWidget());
        m_stack->setCurrentWidget(shown);
        if (hadFocus)
            shown->setFocus();
    }
}

LogPanel::Words LogPanel::standing() const
{
    using State = LogFeed::State;
    switch (m_feed ? m_feed->state() : State::Idle) {
    case State::Idle: return {.title = tr("No node is running."), .text = m_model.lines() > 0 ? tr("These are the last lines of the one that was.") : tr("Its log stands here once one does.")};
    case State::Connecting: return {};
    case State::Live: return {};
    case State::Waiting: return {.title = tr("The node is out of reach."), .text = m_feed->reason() + u' ' + nextAttempt(), .button = tr("Try now"), .deed = Deed::Retry};
    case State::Refused: break;
    }
    return refusal();
}

LogPanel::Words LogPanel::refusal() const
{
    const Error &error = m_feed->error();
    switch (error.code) {
    case ErrorCode::Forbidden: return {.title = tr("The log is for operators."), .text = tr("This token is none of an operator's. Use one that is: pipitctl token create --role operator makes one."), .button = tr("Try again"), .deed = Deed::Retry, .isBad = true};
    case ErrorCode::Unauthenticated: return {.title = tr("The node does not know this token."), .text = error.message, .button = tr("Try again"), .deed = Deed::Retry, .isBad = true};
    case ErrorCode::NotFound: return {.title = tr("This node does not tell its log."), .text = tr("It is of an older version than this window. Its log is where it was started from."), .button = tr("Try again"), .deed = Deed::Retry, .isBad = true};
    default: return {.title = tr("The log cannot be read."), .text = error.message, .button = tr("Try again"), .deed = Deed::Retry, .isBad = true};
    }
}

QString LogPanel::nextAttempt() const
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_feed->retryAt() - std::chrono::steady_clock::now()).count();
    return left > 0 ? tr("Next attempt in %n second(s).", nullptr, int(left)) : tr("Trying…");
}

LogPanel::Words LogPanel::nothing() const
{
    if (m_model.lines() > m_model.heldBack())
        return {.title = tr("No line fits."), .text = tr("Lines are there, of other levels or areas, or without this text."), .button = tr("Show all lines"), .deed = Deed::ShowAll};
    if (m_model.isPaused() && m_model.heldBack() > 0)
        return {.title = tr("Paused."), .text = tr("%n line(s) came meanwhile.", nullptr, int(m_model.heldBack())), .button = tr("Go on"), .deed = Deed::GoOn};
    if (m_feed && m_feed->state() == LogFeed::State::Connecting)
        return m_patience.isActive() ? Words() : Words{.title = tr("The log is being fetched…")};
    return {.title = tr("Nothing was logged yet."), .text = tr("Each line stands here as soon as it comes.")};
}

void LogPanel::press(Deed deed)
{
    switch (deed) {
    case Deed::None: break;
    case Deed::ShowAll: m_bar->openFilter(); break;
    case Deed::GoOn: m_model.setPaused(false); break;
    case Deed::Retry:
        if (m_feed)
            m_feed->retryNow();
        break;
    }
}

bool LogPanel::event(QEvent *event)
{
    // Else a shortcut of the window would take it.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void LogPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find))
        m_bar->focusSearch();
    else
        QWidget::keyPressEvent(event);
}

void LogPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace pipit
