// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/toggle.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace pipit {

namespace {

constexpr int trackWidth = 34;
constexpr int trackHeight = 20;
constexpr int gap = 10;
constexpr int knobMargin = 3;

} // namespace

QSize Toggle::sizeHint() const
{
    const int words = text().isEmpty() ? 0 : gap + fontMetrics().horizontalAdvance(text());
    return QSize(Theme::scaled(trackWidth) + words + 4, qMax(Theme::scaled(trackHeight), fontMetrics().height()) + 4);
}

void Toggle::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int high = Theme::scaled(trackHeight);
    QRectF track(2, (height() - high) / 2.0, Theme::scaled(trackWidth), high);
    if (layoutDirection() == Qt::RightToLeft)
        track.moveRight(width() - 2);
    if (hasFocus()) {
        painter.setPen(QPen(tokens.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), high / 2.0 + 1.5, high / 2.0 + 1.5);
    }
    painter.setPen(isChecked() ? Qt::NoPen : QPen(isEnabled() ? tokens.dim : tokens.line, 1));
    painter.setBrush(!isChecked() ? tokens.surface : isEnabled() ? tokens.accent : tokens.faint);
    painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), high / 2.0, high / 2.0);
    const double knob = high - 2 * knobMargin;
    QRectF circle(track.left() + knobMargin, track.top() + knobMargin, knob, knob);
    if (isChecked() != (layoutDirection() == Qt::RightToLeft))
        circle.moveRight(track.right() - knobMargin);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? tokens.onAccent : isEnabled() ? tokens.dim : tokens.line);
    painter.drawEllipse(circle);
    if (text().isEmpty())
        return;
    painter.setPen(isEnabled() ? tokens.text : tokens.faint);
    QRect words = rect();
    layoutDirection() == Qt::RightToLeft ? words.setRight(int(track.left()) - gap) : words.setLeft(int(track.right()) + gap);
    painter.drawText(words, int(Qt::AlignVCenter | (layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft)), fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

} // namespace pipit
