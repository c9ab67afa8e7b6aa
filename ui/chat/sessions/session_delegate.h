// SPDX-License-Identifier: GPL-3.0-or-later
// Paints one session: avatar, title and time, last line and unread count. Thread rule: the GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace pipit {

class SessionDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace pipit
