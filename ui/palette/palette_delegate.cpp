// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_delegate.h"

#include "ui/palette/palette_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QTextLayout>

namespace pipit {

namespace {

constexpr int padding = 12;
constexpr int iconSize = 18;
constexpr int gap = 10;

// Returns how wide it is.
int drawTitle(QPainter &painter, const QRect &place, const QString &title, const QList<qsizetype> &marked)
{
    const Tokens &tokens = Theme::tokens();
    QTextLayout layout(QFontMetrics(Theme::body()).elidedText(title, Qt::ElideRight, place.width()), Theme::body());
    QList<QTextLayout::FormatRange> marks;
    for (const qsizetype at : marked) {
        if (at >= layout.text().size())
            continue;
        QTextCharFormat format;
        format.setForeground(tokens.accent);
        format.setFontWeight(QFont::DemiBold);
        marks.append({int(at), 1, format});
    }
    layout.setFormats(marks);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(2.0 * place.width());
    layout.endLayout();
    painter.setPen(tokens.text);
    layout.draw(&painter, QPointF(place.left(), place.top() + (place.height() - line.height()) / 2));
    return int(line.naturalTextWidth());
}

} // namespace

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(200, Theme::scaled(38));
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = Theme::tokens();
    const QRect row = option.rect.adjusted(6, 0, -6, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? tokens.soft : tokens.hover);
        painter->drawRoundedRect(row, 7, 7);
    }
    const int icon = Theme::scaled(iconSize);
    const QRect iconPlace(row.left() + padding, row.top() + (row.height() - icon) / 2, icon, icon);
    painter->drawPixmap(iconPlace, iconPixmap(index.data(PaletteModel::IconRole).toString(), tokens.dim, iconPlace.size(), painter->device()->devicePixelRatio()));

    int right = row.right() - padding;
    if (const QString keys = index.data(PaletteModel::KeysRole).toString(); !keys.isEmpty()) {
        const QFontMetrics metrics(Theme::small());
        const int width = metrics.horizontalAdvance(keys) + 12;
        const int height = Theme::scaled(20);
        const QRectF box(right - width, row.top() + (row.height() - height) / 2, width, height);
        painter->setPen(tokens.line);
        painter->setBrush(tokens.surface);
        painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter->setFont(Theme::small());
        painter->setPen(tokens.dim);
        painter->drawText(box, Qt::AlignCenter, keys);
        right -= width + gap;
    }
    const int left = iconPlace.right() + 1 + gap;
    const int used = drawTitle(*painter, QRect(left, row.top(), right - left, row.height()), index.data().toString(), index.data(PaletteModel::PlacesRole).value<QList<qsizetype>>());
    const QString detail = index.data(PaletteModel::DetailRole).toString();
    const QRect detailPlace(left + used + gap, row.top(), right - left - used - gap, row.height());
    if (!detail.isEmpty() && detailPlace.width() > 40) {
        painter->setFont(Theme::small());
        painter->setPen(tokens.dim);
        painter->drawText(detailPlace, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, QFontMetrics(Theme::small()).elidedText(detail, Qt::ElideRight, detailPlace.width()));
    }
    painter->restore();
}

} // namespace pipit
