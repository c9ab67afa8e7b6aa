// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a stream of the table: its menu, by pointer or key; disconnecting it; another order.
#include "ui/console/streams/streams_panel.h"

#include "client/api_client.h"
#include "ui/console/streams/stream_details.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPointer>
#include <QTableView>

namespace pipit {

void StreamsPanel::showMenu(const QPoint &place)
{
    const QModelIndex index = m_table->indexAt(place);
    if (!index.isValid())
        return;
    const NodeStream stream = m_model.stream(index.row());
    const QPointer<StreamsPanel> self(this); // the node may go while the menu is open, and both with it
    const QPointer<QMenu> menu(new QMenu(this));
    QAction *look = menu->addAction(tr("Story"));
    QAction *listen = m_details ? menu->addAction(tr("Listen in")) : nullptr;
    if (listen)
        listen->setEnabled(stream.canBeClosed() && stream.isOfMessages);
    QAction *close = menu->addAction(tr("Disconnect"));
    close->setEnabled(stream.canBeClosed());
    menu->addSeparator();
    fillSortMenu(menu->addMenu(tr("Sort by")));
    QAction *alike = menu->addAction(tr("All of %1").arg(stream.displayName()));
    QAction *copy = menu->addAction(tr("Copy the address"));
    const QAction *chosen = menu->exec(m_table->viewport()->mapToGlobal(place));
    if (!menu || !self)
        return;
    menu->deleteLater();
    if (!chosen)
        return;
    if (chosen == look && !m_details) {
        Q_EMIT detailsRequested(stream.id);
    } else if (chosen == look || chosen == listen) {
        select(stream.id);
        if (chosen == listen && m_details->streamId() == stream.id)
            m_details->listen();
    } else if (chosen == close) {
        disconnectStream(stream.id);
    } else if (chosen == alike) {
        find(stream.caller);
    } else if (chosen == copy) {
        QGuiApplication::clipboard()->setText(stream.address);
    }
}

// For those who have no mouse for the heads.
void StreamsPanel::fillSortMenu(QMenu *menu)
{
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (StreamsModel::sortName(column).isEmpty() || m_table->isColumnHidden(column))
            continue;
        QAction *action = menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(column == m_sortColumn);
        connect(action, &QAction::triggered, this, [this, column] { sortByTurns(column); });
    }
}

// Chosen again, the other way round.
void StreamsPanel::sortByTurns(int column)
{
    sortBy(column, column == m_sortColumn && m_sortOrder == Qt::DescendingOrder ? Qt::AscendingOrder : Qt::DescendingOrder);
}

bool StreamsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete) {
        if (const int row = m_model.rowOf(selectedId()); row >= 0 && m_model.stream(row).canBeClosed())
            disconnectStream(m_model.stream(row).id);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QCoro::Task<> StreamsPanel::disconnectStream(qint64 id)
{
    if (!m_api)
        co_return;
    const QPointer<StreamsPanel> self(this);
    const QString path = QStringLiteral("/api/ops/connections/%1").arg(id);
    const auto closed = co_await m_api->remove(path);
    if (!self || (!closed && closed.error().code == ErrorCode::Cancelled))
        co_return;
    if (!closed)
        Q_EMIT notice(closed.error().message);
    if (m_poll)
        m_poll->askNow();
}

} // namespace pipit
