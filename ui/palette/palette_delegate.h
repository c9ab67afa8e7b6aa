// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a row of the palette: icon, title with the letters that were found, where it belongs to, keys. Thread rule: the GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace pipit {

class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace pipit
