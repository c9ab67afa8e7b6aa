// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status_bar.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QStyleOption>

namespace pipit {

namespace {

constexpr int margin = 14;
constexpr int partGap = 18;

int digitWidth(const QFontMetrics &metrics)
{
    int widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = qMax(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

int tabularWidth(const QFontMetrics &metrics, const QString &text)
{
    const int cell = digitWidth(metrics);
    int width = 0;
    for (qsizetype i = 0, from = 0; i <= text.size(); ++i) {
        const bool digit = i < text.size() && text[i].isDigit();
        if (i < text.size() && !digit)
            continue;
        width += metrics.horizontalAdvance(text.sliced(from, i - from)) + (digit ? cell : 0);
        from = i + 1;
    }
    return width;
}

void drawTabular(QPainter &painter, int x, int baseline, const QString &text)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int cell = digitWidth(metrics);
    for (qsizetype i = 0, from = 0; i <= text.size(); ++i) {
        const bool digit = i < text.size() && text[i].isDigit();
        if (i < text.size() && !digit)
            continue;
        const QString words = text.sliced(from, i - from);
        painter.drawText(x, baseline, words);
        x += metrics.horizontalAdvance(words);
        if (digit) {
            painter.drawText(x + (cell - metrics.horizontalAdvance(text[i])) / 2, baseline, text[i]);
            x += cell;
        }
        from = i + 1;
    }
}

} // namespace

StatusBar::StatusBar(QWidget *parent) : QWidget(parent)
{
    setArea(this, "statusBar");
    Theme::measure(this, [this] { setFixedHeight(Theme::scaled(28)); });
    refresh();
}

void StatusBar::setOwnNode(bool own)
{
    m_own = own;
    refresh();
}

void StatusBar::setNodeState(Tone tone, const QString &word)
{
    m_tone = tone;
    m_word = word;
    refresh();
}

void StatusBar::setAddress(const QString &address)
{
    m_address = address;
    refresh();
}

void StatusBar::setStats(const std::optional<NodeStats> &stats)
{
    m_stats = stats;
    refresh();
}

void StatusBar::setUnsent(int count)
{
    m_unsent = count;
    refresh();
}

QStringList StatusBar::leftParts() const
{
    const QString node = m_own ? tr("Own node") : tr("Node");
    QStringList parts{m_address.isEmpty() ? QString(node + QStringLiteral(" · ") + m_word) : QString(node + u' ' + m_address + QStringLiteral(" · ") + m_word)};
    if (m_stats) {
        parts << tr("%n connection(s)", nullptr, int(m_stats->openStreams));
        if (m_stats->p99Ms)
            parts << tr("push p99 %1 ms").arg(QLocale().toString(*m_stats->p99Ms, 'f', *m_stats->p99Ms < 10 ? 1 : 0));
    }
    return parts;
}

QStringList StatusBar::rightParts() const
{
    QStringList parts;
    if (m_unsent > 0)
        parts << tr("%n unsent", nullptr, m_unsent);
    if (m_stats && !m_stats->store.isEmpty())
        parts << m_stats->store;
    return parts;
}

QString StatusBar::text() const
{
    return (leftParts() + rightParts()).join(QStringLiteral(", "));
}

void StatusBar::refresh()
{
    setAccessibleName(text());
    update();
}

void StatusBar::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    QStyleOption option;
    option.initFrom(this);
    style()->drawPrimitive(QStyle::PE_Widget, &option, &painter, this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::small());
    const QFontMetrics metrics = painter.fontMetrics();
    const int baseline = (height() + metrics.ascent() - metrics.descent()) / 2 + 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_tone == Tone::Good ? tokens.good : m_tone == Tone::Warn ? tokens.warn : tokens.bad);
    painter.drawEllipse(QRectF(margin, height() / 2.0 - 3.5, 8, 8));

    painter.setPen(tokens.dim);
    const QString right = rightParts().join(QStringLiteral(" · "));
    const int rightLeft = width() - margin - tabularWidth(metrics, right);
    drawTabular(painter, rightLeft, baseline, right);
    int x = margin + 14;
    for (const QString &part : leftParts()) {
        const int partWidth = tabularWidth(metrics, part);
        if (x + partWidth > rightLeft - partGap)
            break;
        drawTabular(painter, x, baseline, part);
        x += partWidth + partGap;
    }
}

void StatusBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace pipit
