// SPDX-License-Identifier: GPL-3.0-or-later
// How the console's tables look, and the cell with what waits for a stream as a bar. Thread rule: the GUI thread.
#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace pipit {

// Rows of one line under a thin line each; one is chosen at a time, with the keyboard too.
void prepareTable(QTableView *table);

class QueuedCell : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace pipit
