// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/sessions/search_hits.h"

#include "ui/chat/sessions/session_delegate.h"
#include "ui/chat/sessions/session_list_model.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

SearchHits::SearchHits(QWidget *parent)
    : QWidget(parent), m_search(new MessageSearch(this)), m_heading(new QLabel), m_list(new QListView), m_state(new QLabel), m_retry(new QPushButton)
{
    setLook(m_heading, "tone", "heading");
    m_heading->setContentsMargins(18, 8, 18, 4);
    m_list->setObjectName("sessions");
    m_list->setModel(m_search);
    m_list->setItemDelegate(new SessionDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    setLook(m_state, "tone", "dim");
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setContentsMargins(18, 2, 18, 6);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_heading);
    layout->addWidget(m_state);
    layout->addWidget(m_retry, 0, Qt::AlignHCenter);
    layout->addWidget(m_list, 1);

    connect(m_list, &QListView::clicked, this, &SearchHits::choose);
    connect(m_list, &QListView::activated, this, &SearchHits::choose);
    connect(m_retry, &QPushButton::clicked, m_search, &MessageSearch::retry);
    connect(m_search, &MessageSearch::changed, this, &SearchHits::update);
    update();
}

void SearchHits::choose(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT chosen(index.data(SessionListModel::IdRole).toString(), index.data(SessionListModel::MessageIdRole).toLongLong());
}

bool SearchHits::chooseFirst()
{
    if (m_search->rowCount() == 0)
        return false;
    choose(m_search->index(0));
    return true;
}

void SearchHits::enter()
{
    m_list->setFocus(Qt::TabFocusReason);
    m_list->setCurrentIndex(m_search->index(0));
}

void SearchHits::update()
{
    setVisible(!m_search->text().isEmpty() && m_search->canSearch());
    const bool hasRows = m_search->rowCount() > 0;
    const bool failed = !m_search->problem().isEmpty();
    m_heading->setText(tr("Messages"));
    m_list->setVisible(hasRows);
    m_list->setAccessibleName(tr("Messages that were found"));
    m_retry->setVisible(failed);
    m_retry->setText(tr("Try again"));
    m_state->setVisible(failed || !hasRows);
    m_state->setText(failed ? tr("Messages could not be searched: %1").arg(m_search->problem()) : m_search->isSearching() ? tr("Searching…") : tr("No message holds these words."));
}

bool SearchHits::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Up && m_list->currentIndex().row() <= 0) {
        Q_EMIT leftAtTop();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SearchHits::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        update();
}

} // namespace pipit
