// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/log/log_bar.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>

#include <array>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::array chosenLevels{QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg};
constexpr int leastSearch = 104, leastHits = 110; // beside the rest
constexpr int leastPill = 64;
constexpr int leftMargin = 14, rightMargin = 10, sideMargins = leftMargin + rightMargin;
constexpr int between = 8, betweenDeeds = 2;

QToolButton *pillWithMenu(QMenu *menu)
{
    auto *button = new QToolButton;
    setLook(button, "kind", "pill");
    button->setIcon(themedIcon("chevron-down"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setLayoutDirection(Qt::RightToLeft); // the arrow behind the words
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    // Where there is no room at all, its words are cut off.
    button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    Theme::measure(button, [button] { button->setMinimumWidth(Theme::scaled(leastPill)); });
    return button;
}

QToolButton *iconButton(const char *icon)
{
    auto *button = new QToolButton;
    setLook(button, "kind", "ghost");
    button->setIcon(themedIcon(icon));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

LogBar::LogBar(LogView *view, QWidget *parent)
    : QWidget(parent), m_view(view), m_model(view->model()), m_title(new QLabel), m_level(pillWithMenu(new QMenu(this))), m_areas(pillWithMenu(new QMenu(this))), m_search(new QLineEdit), m_hits(new QLabel), m_pause(iconButton("pause")),
      m_wrap(iconButton("wrap")), m_copy(iconButton("copy")), m_clear(new QToolButton), m_open(iconButton("more")), m_more(new QMenu(this)), m_levels(new QActionGroup(this)), m_grid(new QGridLayout(this)), m_searching(new QHBoxLayout)
{
    setArea(this, "cardHeader");
    Theme::measure(m_title, [this] { m_title->setFont(Theme::strong()); });
    setLook(m_hits, "tone", "dim");
    Theme::measure(m_hits, [this] { m_hits->setFont(Theme::small()); });
    setLook(m_search, "kind", "pill");
    setLook(m_clear, "kind", "pill");
    m_search->setMaxLength(200);
    addClearButton(m_search);
    m_search->installEventFilter(this);

    for (const QtMsgType level : chosenLevels) {
        QAction *action = m_levels->addAction(QString());
        action->setCheckable(true);
        action->setData(int(level));
        m_level->menu()->addAction(action);
    }
    m_open->setMenu(m_more);
    m_open->setPopupMode(QToolButton::InstantPopup);
    m_next = m_more->addAction(QString(), m_view, [this] { m_view->find(false); });
    m_previous = m_more->addAction(QString(), m_view, [this] { m_view->find(true); });
    m_more->addSeparator();
    m_wrapAction = m_more->addAction(QString());
    m_wrapAction->setCheckable(true);
    m_more->addSeparator();
    m_copySelected = m_more->addAction(QString(), this, &LogBar::copy);
    m_copyShown = m_more->addAction(QString(), this, [this] { QGuiApplication::clipboard()->setText(m_view->shownText()); });
    m_more->addSeparator();
    m_clearAction = m_more->addAction(QString(), m_model, &LogModel::clear);
    m_wrap->setCheckable(true);
    m_pause->setCheckable(true);

    m_grid->setContentsMargins(leftMargin, 9, rightMargin, 9);
    m_grid->setHorizontalSpacing(between);
    m_grid->setVerticalSpacing(7);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(between);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_level, m_areas})
        choices->addWidget(widget);
    auto *deeds = new QHBoxLayout;
    deeds->setSpacing(betweenDeeds);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_pause, m_wrap, m_copy, m_clear, m_open})
        deeds->addWidget(widget);
    m_searching->setSpacing(between);
    m_searching->addWidget(m_search, 1);
    m_searching->addWidget(m_hits);
    m_grid->addLayout(choices, 0, 0);
    m_grid->addLayout(m_searching, 0, 1);
    m_grid->addLayout(deeds, 0, 2);
    m_grid->setColumnStretch(1, 1);

    connect(m_levels, &QActionGroup::triggered, this, [this](const QAction *action) {
        LogFilter filter = m_model->filter();
        filter.from = QtMsgType(action->data().toInt());
        setFilter(filter);
    });
    connect(m_areas->menu(), &QMenu::aboutToShow, this, [this] { fill(m_areas->menu()); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        LogFilter filter = m_model->filter();
        filter.text = text;
        setFilter(filter);
    });
    connect(m_more, &QMenu::aboutToShow, this, &LogBar::refresh);
    connect(m_wrapAction, &QAction::toggled, m_wrap, &QToolButton::setChecked);
    connect(m_wrap, &QToolButton::toggled, this, [this](bool isOn) {
        m_wrapAction->setChecked(isOn);
        m_view->setWrapped(isOn);
    });
    connect(m_pause, &QToolButton::clicked, m_model, &LogModel::setPaused);
    connect(m_copy, &QToolButton::clicked, this, &LogBar::copy);
    connect(m_clear, &QToolButton::clicked, m_model, &LogModel::clear);
    connect(m_model, &LogModel::heldBackChanged, this, &LogBar::refreshPause);
    connect(m_model, &LogModel::refiltered, this, &LogBar::refresh);
    connect(m_model, &LogModel::shifted, this, &LogBar::refresh);
    connect(m_view, &LogView::currentChanged, this, &LogBar::refresh);
    connect(m_view, &LogView::searchWanted, this, &LogBar::look);
    connect(&Theme::instance(), &Theme::changed, this, &LogBar::fold, Qt::QueuedConnection);
    retranslate();
}

void LogBar::look(const QString &text)
{
    m_search->setText(text);
}

void LogBar::focusSearch()
{
    m_search->selectAll();
    m_search->setFocus(Qt::ShortcutFocusReason);
}

void LogBar::openFilter()
{
    m_search->clear();
    setFilter({});
}

void LogBar::setFilter(const LogFilter &filter)
{
    m_model->setFilter(filter);
    refresh();
    fold();
}

void LogBar::fill(QMenu *areas)
{
    areas->clear();
    QAction *all = areas->addAction(tr("All areas"), this, [this] {
        LogFilter filter = m_model->filter();
        filter.areas.clear();
        setFilter(filter);
    });
    all->setCheckable(true);
    all->setChecked(m_model->filter().areas.isEmpty());
    areas->addSeparator();
    // Also one that was chosen and of which no line is left.
    QStringList names = m_model->areas() + m_model->filter().areas;
    names.sort();
    names.removeDuplicates();
    for (const QString &area : std::as_const(names)) {
        QAction *action = areas->addAction(area);
        action->setCheckable(true);
        action->setChecked(m_model->filter().areas.contains(area));
        connect(action, &QAction::toggled, this, [this, area](bool isChosen) { chooseArea(area, isChosen); });
    }
}

void LogBar::chooseArea(const QString &area, bool isChosen)
{
    LogFilter filter = m_model->filter();
    filter.areas.removeAll(area);
    if (isChosen)
        filter.areas << area;
    filter.areas.sort();
    setFilter(filter);
}

void LogBar::refresh()
{
    const LogFilter &filter = m_model->filter();
    for (QAction *action : m_levels->actions()) {
        action->setChecked(action->data().toInt() == int(filter.from));
        if (action->isChecked())
            m_level->setText(action->text());
    }
    m_areas->setText(filter.areas.isEmpty() ? tr("All areas") : filter.areas.size() <= 2 ? filter.areas.join(u", "_s) : tr("%n area(s)", nullptr, int(filter.areas.size())));
    const bool isSought = !filter.text.isEmpty();
    m_hits->setVisible(isSought);
    if (isSought) {
        const qsizetype count = m_model->count(), place = m_view->current() < 0 ? count : m_model->placeOf(m_view->current());
        const bool isHit = place < count && m_model->idOf(place) == m_view->current();
        const QLocale locale;
        m_hits->setText(count == 0 ? tr("Not found") : isHit ? tr("%1 of %2").arg(locale.toString(place + 1), locale.toString(count)) : locale.toString(count));
    }
    for (QAction *action : {m_next, m_previous})
        action->setEnabled(isSought && m_model->count() > 0);
    m_copySelected->setEnabled(m_view->hasSelection());
    m_copyShown->setEnabled(m_model->count() > 0);
    m_copy->setEnabled(m_model->count() > 0);
    for (QToolButton *button : {m_level, m_areas})
        setLook(button, "tone", (button == m_level ? filter.from != QtDebugMsg : !filter.areas.isEmpty()) ? "chosen" : "");
}

void LogBar::refreshPause()
{
    const bool isPaused = m_model->isPaused();
    m_pause->setChecked(isPaused);
    m_pause->setIcon(themedIcon(isPaused ? "play" : "pause"));
    const QString name = isPaused ? tr("Go on (%n new line(s))", nullptr, int(m_model->heldBack())) : tr("Pause: new lines wait");
    m_pause->setToolTip(name);
    m_pause->setAccessibleName(name);
}

void LogBar::copy()
{
    const QString chosen = m_view->selectedText(); // what was chosen may be gone
    QGuiApplication::clipboard()->setText(chosen.isEmpty() ? m_view->shownText() : chosen);
    QToolTip::showText(m_copy->mapToGlobal(QPoint(0, m_copy->height())), tr("Copied"), m_copy, {}, 1500);
}

bool LogBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F3:
        m_view->find(key->modifiers() & Qt::ShiftModifier);
        return true;
    case Qt::Key_Down:
        m_view->setFocus(Qt::ShortcutFocusReason);
        return true;
    case Qt::Key_Escape:
        if (m_search->text().isEmpty())
            m_view->setFocus(Qt::ShortcutFocusReason);
        else
            m_search->clear();
        return true;
    default:
        return false;
    }
}

void LogBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LogBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

QSize LogBar::minimumSizeHint() const
{
    const int width = sideMargins + 2 * Theme::scaled(leastPill) + m_pause->sizeHint().width() + m_open->sizeHint().width() + 4 * between;
    return {width, QWidget::minimumSizeHint().height()};
}

// By the lengths of the language: all in one line where there is room for it.
void LogBar::fold()
{
    const auto widthOf = [](std::initializer_list<const QWidget *> widgets, int spacing) {
        int width = 0;
        for (const QWidget *widget : widgets)
            width += widget->sizeHint().width() + spacing;
        return width;
    };
    const int choices = sideMargins + widthOf({m_title, m_level, m_areas}, between) + widthOf({m_pause, m_open}, betweenDeeds);
    const int all = choices + widthOf({m_wrap, m_copy, m_clear}, betweenDeeds);
    const int searching = Theme::scaled(leastSearch + (m_search->text().isEmpty() ? 0 : leastHits)) + between;
    m_title->setVisible(width() >= choices);
    for (QToolButton *button : {m_wrap, m_copy, m_clear})
        button->setVisible(width() >= all);
    const bool isFolded = width() < all + searching;
    if (std::exchange(m_isFolded, isFolded) == isFolded)
        return;
    m_grid->removeItem(m_searching);
    m_grid->addLayout(m_searching, isFolded ? 1 : 0, isFolded ? 0 : 1, 1, isFolded ? 3 : 1);
}

void LogBar::retranslate()
{
    m_title->setText(tr("Log"));
    const std::array levels{tr("All levels"), tr("Info and graver"), tr("Warnings and errors"), tr("Errors only")};
    for (std::size_t i = 0; i < levels.size(); ++i)
        m_levels->actions().at(qsizetype(i))->setText(levels[i]);
    m_level->setAccessibleName(tr("From which level on"));
    m_areas->setAccessibleName(tr("Of which areas"));
    m_search->setPlaceholderText(tr("Search…"));
    m_search->setAccessibleName(tr("Show lines with this text"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Lines up to now do not come back"));
    m_next->setText(tr("Next hit (F3)"));
    m_previous->setText(tr("Previous hit (Shift+F3)"));
    m_wrapAction->setText(tr("Wrap long lines"));
    m_copySelected->setText(tr("Copy the selected lines"));
    m_copyShown->setText(tr("Copy all shown lines"));
    m_clearAction->setText(tr("Clear"));
    const std::pair<QToolButton *, QString> names[] = {{m_wrap, tr("Wrap long lines")}, {m_copy, tr("Copy the selected lines, or all that are shown")}, {m_open, tr("More")}};
    for (const auto &[button, name] : names) {
        button->setToolTip(name);
        button->setAccessibleName(name);
    }
    refreshPause();
    refresh();
    fold();
}

} // namespace pipit
