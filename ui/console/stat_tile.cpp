// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/stat_tile.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace pipit {

namespace {

constexpr double tileWidth = 168;
constexpr double leastWidth = 120; // what is beside the figure has no room then, and is told by the tool tip
constexpr double tileHeight = 66;
constexpr double tilePadding = 14;
constexpr double figureSize = 1.55; // of the body's

QFont figureFont()
{
    QFont font = Theme::strong();
    font.setPixelSize(qRound(font.pixelSize() * figureSize));
    return font;
}

} // namespace

StatTile::StatTile(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    Theme::measure(this, [this] {
        updateGeometry();
        update();
    });
}

void StatTile::setTitle(const QString &title)
{
    m_title = title;
    sayText();
}

void StatTile::setFigure(const QString &figure, const QString &beside, Tone tone)
{
    m_figure = figure;
    m_beside = beside;
    m_tone = tone;
    sayText();
}

void StatTile::sayText()
{
    setAccessibleName(QStringList{m_title, m_figure, m_beside}.join(u' '));
    setToolTip(m_beside.isEmpty() ? m_title : m_title + u'\n' + m_beside);
    update();
}

QSize StatTile::sizeHint() const
{
    return QSize(Theme::scaled(tileWidth), Theme::scaled(tileHeight));
}

QSize StatTile::minimumSizeHint() const
{
    return QSize(Theme::scaled(leastWidth), Theme::scaled(tileHeight));
}

void StatTile::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
    const int padding = Theme::scaled(tilePadding), inside = width() - 2 * padding;
    painter.setFont(Theme::small());
    painter.setPen(tokens.dim);
    const int titleHeight = painter.fontMetrics().height();
    painter.drawText(QRect(padding, Theme::scaled(9), inside, titleHeight), Qt::AlignVCenter, painter.fontMetrics().elidedText(m_title, Qt::ElideRight, inside));
    QFont font = figureFont();
    // A long one in a narrow tile is smaller, not cut off.
    if (const int wanted = QFontMetrics(font).horizontalAdvance(m_figure); wanted > inside && inside > 0)
        font.setPixelSize(font.pixelSize() * inside / wanted);
    painter.setFont(font);
    painter.setPen(tokens.text);
    const int top = Theme::scaled(9) + titleHeight + Theme::scaled(2), figureWidth = painter.fontMetrics().horizontalAdvance(m_figure);
    const int baseline = top + QFontMetrics(figureFont()).ascent();
    painter.drawText(padding, baseline, m_figure);
    int left = padding + figureWidth + Theme::scaled(8);
    if (m_tone == Tone::Warn) {
        const int side = Theme::scaled(14);
        painter.drawPixmap(left, baseline - side + Theme::scaled(1), iconPixmap(QStringLiteral("warning"), tokens.warn, QSize(side, side), devicePixelRatioF()));
        left += side + Theme::scaled(6);
    }
    painter.setFont(Theme::small());
    painter.setPen(m_tone == Tone::Warn ? tokens.warn : m_tone == Tone::Good ? tokens.good : tokens.dim);
    const int room = width() - padding - left;
    if (room > Theme::scaled(24))
        painter.drawText(left, baseline, painter.fontMetrics().elidedText(m_beside, Qt::ElideRight, room));
}

} // namespace pipit
