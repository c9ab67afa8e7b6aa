// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/streams/stream_cells.h"

#include "ui/console/streams/streams_model.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>

namespace pipit {

namespace {

constexpr double barWidth = 60;
constexpr double barHeight = 6;
constexpr double nearlyFull = 0.5;

} // namespace

void QueuedCell::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const double share = index.data(StreamsModel::queuedShareRole).toDouble();
    QStyledItemDelegate::paint(painter, option, index);
    const Tokens &tokens = Theme::tokens();
    const double height = Theme::scaled(barHeight);
    const QRectF bar(option.rect.left() + Theme::scaled(8), option.rect.center().y() - height / 2, Theme::scaled(barWidth), height);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.rail);
    painter->drawRoundedRect(bar, height / 2, height / 2);
    if (share > 0) {
        painter->setBrush(share > nearlyFull ? tokens.warn : tokens.accent);
        painter->drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(height / 2, bar.width() * share), height)), height / 2, height / 2);
    }
    painter->restore();
}

} // namespace pipit
