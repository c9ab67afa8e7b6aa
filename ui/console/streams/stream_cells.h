// SPDX-License-Identifier: GPL-3.0-or-later
// The cell of the table of streams with what waits for one, as a bar. Thread rule: the GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace pipit {

class QueuedCell : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace pipit
