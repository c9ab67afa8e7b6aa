// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/sessions/session_delegate.h"

#include "ui/chat/sessions/session_list_model.h"
#include "ui/theme/avatar.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QLocale>
#include <QPainter>
#include <QTextLayout>

namespace pipit {

namespace {

constexpr int margin = 6;
constexpr int padding = 12;
constexpr int avatarSize = 36;
constexpr int compactAvatarSize = 32;
constexpr int avatarGap = 10;

void drawLine(QPainter &painter, const QRect &place, const QFont &font, const QColor &colour, const QString &text, Qt::Alignment alignment = Qt::AlignLeft)
{
    const QFontMetrics metrics(font);
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(place, alignment | Qt::AlignVCenter | Qt::TextSingleLine, metrics.elidedText(text, Qt::ElideRight, place.width()));
}

// The same, with these words marked.
void drawMarked(QPainter &painter, const QRect &place, const QFont &font, const QColor &colour, const QColor &marked, const QString &text, const QStringList &words)
{
    QTextLayout layout(QFontMetrics(font).elidedText(text, Qt::ElideRight, place.width()), font);
    QList<QTextLayout::FormatRange> marks;
    for (const QString &word : words) {
        for (qsizetype at = layout.text().indexOf(word, 0, Qt::CaseInsensitive); at >= 0; at = layout.text().indexOf(word, at + word.size(), Qt::CaseInsensitive)) {
            QTextCharFormat format;
            format.setForeground(marked);
            format.setFontWeight(QFont::DemiBold);
            marks.append({int(at), int(word.size()), format});
        }
    }
    layout.setFormats(marks);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(place.width() * 2); // bold words may be wider than what was cut
    layout.endLayout();
    painter.setPen(colour);
    painter.save();
    painter.setClipRect(place);
    layout.draw(&painter, QPointF(place.left(), place.top() + (place.height() - line.height()) / 2));
    painter.restore();
}

} // namespace

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return QSize(160, Theme::scaled(40) + Theme::spacing(16));
}

void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = Theme::tokens();
    const bool selected = option.state & QStyle::State_Selected;
    const QRect row = option.rect.adjusted(margin, 0, -margin, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (selected || option.state & QStyle::State_MouseOver) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? tokens.soft : tokens.hover);
        painter->drawRoundedRect(row, 10, 10);
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(tokens.accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
    }

    const QString title = index.data(SessionListModel::TitleRole).toString();
    const int avatar = Theme::scaled(Theme::instance().density() == Density::Compact ? compactAvatarSize : avatarSize);
    const QRect avatarRect(row.left() + padding, row.top() + (row.height() - avatar) / 2, avatar, avatar);
    paintAvatar(*painter, avatarRect, title, index.data(SessionListModel::IdRole).toString());

    const int left = avatarRect.right() + 1 + avatarGap;
    const int right = row.right() - padding + 1;
    const int lineHeight = Theme::scaled(19);
    const int top = row.top() + (row.height() - 2 * lineHeight) / 2;
    const QString time = index.data(SessionListModel::TimeRole).toString();
    const int timeWidth = QFontMetrics(Theme::small()).horizontalAdvance(time) + 2;
    drawLine(*painter, QRect(right - timeWidth, top, timeWidth, lineHeight), Theme::small(), tokens.faint, time, Qt::AlignRight);
    int titleRight = right - timeWidth - 8;
    for (const auto &[role, icon] : {std::pair(SessionListModel::MutedRole, QStringLiteral("volume-off")), std::pair(SessionListModel::PinnedRole, QStringLiteral("pin"))}) {
        if (!index.data(role).toBool())
            continue;
        const int size = Theme::scaled(14);
        const QRect place(titleRight - size, top + (lineHeight - size) / 2, size, size);
        painter->drawPixmap(place, iconPixmap(icon, tokens.faint, place.size(), painter->device()->devicePixelRatio()));
        titleRight = place.left() - 4;
    }
    drawLine(*painter, QRect(left, top, titleRight - left, lineHeight), Theme::strong(), tokens.text, title);

    int lineRight = right;
    if (const int unread = index.data(SessionListModel::UnreadRole).toInt(); unread > 0) {
        const QString count = unread > 99 ? QStringLiteral("99+") : QLocale().toString(unread);
        QFont font = Theme::small();
        font.setPixelSize(Theme::scaled(11));
        font.setWeight(QFont::Bold);
        const int height = Theme::scaled(18);
        const int width = qMax(height, QFontMetrics(font).horizontalAdvance(count) + 10);
        const QRect badge(right - width, top + lineHeight + (lineHeight - height) / 2 + 1, width, height);
        painter->setPen(Qt::NoPen);
        painter->setBrush(index.data(SessionListModel::MutedRole).toBool() ? tokens.dim : tokens.accent);
        painter->drawRoundedRect(badge, height / 2.0, height / 2.0);
        painter->setFont(font);
        painter->setPen(tokens.onAccent);
        painter->drawText(badge, Qt::AlignCenter, count);
        lineRight = badge.left() - 6;
    }
    const bool answering = index.data(SessionListModel::AnsweringRole).toBool();
    QFont lineFont = Theme::body();
    lineFont.setPixelSize(Theme::scaled(13));
    const QRect lastLine(left, top + lineHeight, lineRight - left, lineHeight);
    const QString text = index.data(SessionListModel::LastLineRole).toString();
    const QStringList words = index.data(SessionListModel::WordsRole).toStringList();
    if (words.isEmpty())
        drawLine(*painter, lastLine, lineFont, answering ? tokens.accent : tokens.dim, text);
    else
        drawMarked(*painter, lastLine, lineFont, tokens.dim, tokens.accent, text, words);
    painter->restore();
}

} // namespace pipit
