// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/sessions/session_list.h"

#include "ui/chat/sessions/search_hits.h"
#include "ui/chat/sessions/session_delegate.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

SessionList::SessionList(QWidget *parent)
    : QWidget(parent), m_model(new SessionListModel(this)), m_filter(new SessionFilter(this)), m_search(new QLineEdit), m_new(new QToolButton), m_keys(new QLabel), m_list(new QListView), m_empty(new QLabel), m_archived(new QToolButton), m_hits(new SearchHits)
{
    setArea(this, "side");
    m_filter->setSourceModel(m_model);

    m_search->setObjectName("search");
    addClearButton(m_search);
    m_search->addAction(themedIcon("search", &Tokens::faint), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_keys->setObjectName("keys");
    m_keys->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_keys->setText(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    auto *inSearch = new QHBoxLayout(m_search);
    inSearch->setContentsMargins(0, 0, 9, 0);
    inSearch->addStretch();
    inSearch->addWidget(m_keys, 0, Qt::AlignVCenter);
    m_search->setTextMargins(0, 0, m_keys->sizeHint().width() + 8, 0);
    setLook(m_new, "kind", "ghost");
    m_new->setIcon(themedIcon("plus"));
    m_new->setIconSize(QSize(20, 20));
    m_list->setObjectName("sessions");
    m_list->setModel(m_filter);
    m_list->setItemDelegate(new SessionDelegate(m_list));
    Theme::measure(m_list, [this] { m_list->doItemsLayout(); });
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLook(m_archived, "kind", "row");
    m_archived->setCheckable(true);
    m_archived->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_archived->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_archived->hide();
    setLook(m_empty, "tone", "dim");
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(20, 24, 20, 0);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(12, 11, 8, 11);
    top->setSpacing(6);
    top->addWidget(m_search, 1);
    top->addWidget(m_new);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 1, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hits, 1);
    layout->addWidget(m_archived);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setWords(text);
        m_hits->search()->setText(text);
        m_keys->setVisible(text.isEmpty());
        m_search->setTextMargins(0, 0, text.isEmpty() ? m_keys->sizeHint().width() + 8 : 0, 0);
        setCurrentSession(m_current);
        updateEmptyText();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (m_filter->rowCount() > 0)
            Q_EMIT sessionChosen(m_filter->index(0, 0).data(SessionListModel::IdRole).toString());
        else
            m_hits->chooseFirst();
    });
    connect(m_hits, &SearchHits::chosen, this, &SessionList::messageChosen);
    connect(m_hits, &SearchHits::leftAtTop, this, [this] { (m_filter->rowCount() > 0 ? static_cast<QWidget *>(m_list) : m_search)->setFocus(Qt::BacktabFocusReason); });
    connect(m_new, &QToolButton::clicked, this, &SessionList::newSessionRequested);
    const auto choose = [this](const QModelIndex &index) {
        const QString id = index.data(SessionListModel::IdRole).toString();
        if (index.isValid() && id != m_current)
            Q_EMIT sessionChosen(id);
    };
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { Q_EMIT sessionChosen(index.data(SessionListModel::IdRole).toString()); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this, choose](const QModelIndex &index) {
        if (m_list->hasFocus())
            choose(index);
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        setCurrentSession(m_current);
        updateEmptyText();
    });
    m_list->installEventFilter(this);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, &SessionList::updateArchived);
    connect(m_archived, &QToolButton::toggled, this, [this](bool shown) {
        m_filter->setArchivedShown(shown);
        setCurrentSession(m_current);
        updateEmptyText();
    });
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        // From the keyboard it has no place of its own.
        const QModelIndex under = m_list->indexAt(at);
        const QModelIndex index = under.isValid() ? under : m_list->currentIndex();
        if (index.isValid())
            Q_EMIT menuRequested(index.data(SessionListModel::IdRole).toString(), m_list->viewport()->mapToGlobal(under.isValid() ? at : m_list->visualRect(index).center()));
    });
    setReady(false);
    retranslate();
}

void SessionList::setCurrentSession(const QString &sessionId)
{
    m_current = sessionId;
    m_model->setOpenSession(sessionId);
    const int row = m_model->rowOf(sessionId);
    const QModelIndex index = row < 0 ? QModelIndex() : m_filter->mapFromSource(m_model->index(row));
    const QSignalBlocker quiet(m_list->selectionModel());
    m_list->setCurrentIndex(index);
    m_list->viewport()->update();
}

QString SessionList::currentSession() const
{
    return m_current;
}

void SessionList::setReady(bool ready)
{
    m_ready = ready;
    m_new->setEnabled(ready);
    updateEmptyText();
}

void SessionList::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void SessionList::search(const QString &words)
{
    m_search->setText(words);
    focusSearch();
}

void SessionList::selectNeighbour(int step)
{
    const int count = m_filter->rowCount();
    if (count == 0)
        return;
    const QModelIndex current = m_list->currentIndex();
    const int row = current.isValid() ? qBound(0, current.row() + step, count - 1) : 0;
    Q_EMIT sessionChosen(m_filter->index(row, 0).data(SessionListModel::IdRole).toString());
}

void SessionList::updateArchived()
{
    const int count = m_filter->archivedCount();
    m_archived->setVisible(count > 0 && m_search->text().isEmpty());
    m_archived->setText(m_archived->isChecked() ? tr("Hide archived sessions") : tr("%n archived session(s)", nullptr, count));
}

MessageSearch *SessionList::messageSearch() const
{
    return m_hits->search();
}

void SessionList::updateEmptyText()
{
    const bool isSearching = !m_hits->search()->text().isEmpty();
    m_empty->setVisible(m_filter->rowCount() == 0 && (!isSearching || !m_hits->search()->canSearch()));
    m_empty->setText(!m_ready ? tr("The sessions are not here yet.") : isSearching ? tr("Nothing found for “%1”.").arg(m_search->text()) : tr("No sessions yet. Start one with +."));
    updateArchived();
    layOutLists();
}

// While something is sought, the sessions take what they need, up to a third, and the messages the rest.
void SessionList::layOutLists()
{
    const bool isShared = m_hits->isVisibleTo(this);
    const int rows = m_filter->rowCount();
    const int wanted = rows == 0 ? 0 : rows * m_list->sizeHintForRow(0);
    m_list->setMinimumHeight(isShared ? qMin(wanted, height() / 3) : 0);
    m_list->setMaximumHeight(isShared ? m_list->minimumHeight() : QWIDGETSIZE_MAX);
}

bool SessionList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            if (m_filter->rowCount() == 0 && m_hits->search()->rowCount() > 0) {
                m_hits->enter();
                return true;
            }
            m_list->setFocus(Qt::TabFocusReason);
            selectNeighbour(m_list->currentIndex().isValid() ? 1 : 0);
            return true;
        case Qt::Key_Escape:
            m_search->clear();
            return true;
        default:
            break;
        }
    }
    const bool isDown = watched == m_list && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down;
    if (isDown && m_list->currentIndex().row() >= m_filter->rowCount() - 1 && m_hits->search()->rowCount() > 0) {
        m_hits->enter();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SessionList::retranslate()
{
    m_search->setPlaceholderText(tr("Search"));
    m_search->setToolTip(tr("Search sessions and messages"));
    m_search->setAccessibleName(tr("Search sessions and messages"));
    m_new->setToolTip(tr("New session (Ctrl+N)"));
    m_new->setAccessibleName(tr("New session"));
    m_list->setAccessibleName(tr("Sessions"));
    updateEmptyText();
}

void SessionList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
