// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_layout.h"

#include "ui/chat/times.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>

#include <algorithm>

namespace pipit {

namespace {

constexpr int columnMax = 720;
constexpr int pageMargin = 20;
constexpr int avatarSize = 30;
constexpr int textLeft = 42;            // after the avatar
constexpr int groupGap = 14;
constexpr int rowGap = 4;
constexpr int bubblePaddingX = 13;
constexpr int bubblePaddingY = 8;
constexpr qsizetype shownCharacters = 50'000; // a longer text is shown whole only when asked for

int footHeight()
{
    return Theme::scaled(20);
}

int smallWidth(const QString &text)
{
    return QFontMetrics(Theme::small()).horizontalAdvance(text);
}

} // namespace

void MessageLayout::setRow(const ChatRow &row)
{
    const bool sameKind = m_content && m_row.contentType == row.contentType;
    const bool sameText = sameKind && m_row.text == row.text && m_row.metadata == row.metadata;
    const bool sameRest = m_row.state == row.state && m_row.reason == row.reason && m_row.startsDay == row.startsDay && m_row.startsGroup == row.startsGroup
        && m_row.own == row.own && m_row.senderName == row.senderName && m_row.createdAtMs == row.createdAtMs && m_row.id == row.id;
    m_row = row;
    if (sameText && sameRest)
        return;
    if (!sameKind) {
        const ContentKind &kind = contentKind(row.contentType);
        m_content = kind.make();
        m_frame = kind.frame;
    }
    update();
}

void MessageLayout::setExpanded()
{
    m_expanded = true;
    update();
}

void MessageLayout::setWidth(int width)
{
    if (m_width == width)
        return;
    m_width = width;
    layOut();
}

void MessageLayout::update()
{
    m_hidden = m_expanded ? 0 : qMax(qsizetype(0), m_row.text.size() - shownCharacters);
    QString text = m_row.text;
    if (m_hidden > 0) {
        text.truncate(shownCharacters);
        if (text.back().isHighSurrogate())
            text.chop(1);
    }
    m_content->setSource({m_row.contentType, text, m_row.metadata});
    if (m_width > 0)
        layOut();
}

QString MessageLayout::stateText() const
{
    using State = ChatRow::State;
    switch (m_row.state) {
    case State::Stored:
        return QCoreApplication::translate("pipit::MessageLayout", "Sent");
    case State::Waiting:
        return QCoreApplication::translate("pipit::MessageLayout", "Waiting for the connection");
    case State::Sending:
        return QCoreApplication::translate("pipit::MessageLayout", "Sending");
    case State::NotSent:
        return QCoreApplication::translate("pipit::MessageLayout", "Not sent: %1").arg(m_row.reason);
    case State::Queued:
        return QCoreApplication::translate("pipit::MessageLayout", "Waiting for its turn");
    case State::Streaming:
        return QCoreApplication::translate("pipit::MessageLayout", "Answering");
    case State::Fetching:
        return QCoreApplication::translate("pipit::MessageLayout", "Fetching the answer");
    case State::Failed:
        return QCoreApplication::translate("pipit::MessageLayout", "Failed");
    case State::Cancelled:
        return QCoreApplication::translate("pipit::MessageLayout", "Stopped");
    case State::Interrupted:
        return QCoreApplication::translate("pipit::MessageLayout", "Interrupted");
    }
    return {};
}

QString MessageLayout::figures() const
{
    QStringList parts;
    // An answer that did not come to its end is stored as far as it came.
    if (const auto ended = runStateFromName(m_row.metadata.value(u"runState").toString())) {
        if (*ended == RunState::Cancelled)
            parts << QCoreApplication::translate("pipit::MessageLayout", "Stopped");
        else if (*ended == RunState::Interrupted)
            parts << QCoreApplication::translate("pipit::MessageLayout", "Interrupted");
        else if (*ended == RunState::Failed)
            parts << QCoreApplication::translate("pipit::MessageLayout", "Failed");
    }
    if (const QString error = m_row.metadata.value(u"error").toString(); !error.isEmpty())
        parts << error;
    if (const QJsonValue value = m_row.metadata.value(u"firstTokenMs"); value.isDouble())
        parts << QCoreApplication::translate("pipit::MessageLayout", "First token %1").arg(duration(value.toInteger()));
    if (const QJsonValue value = m_row.metadata.value(u"durationMs"); value.isDouble())
        parts << QCoreApplication::translate("pipit::MessageLayout", "Took %1").arg(duration(value.toInteger()));
    return parts.join(QStringLiteral("    "));
}

void MessageLayout::layOut()
{
    m_pixmap = {};
    m_zones.clear();
    m_dayRect = m_avatarRect = m_nameRect = m_boxRect = m_contentRect = m_footRect = {};
    m_footText.clear();
    const int columnWidth = qMax(160, qMin(Theme::scaled(columnMax), m_width - 2 * pageMargin));
    const int columnLeft = (m_width - columnWidth) / 2;
    int top = 0;
    if (m_row.startsDay) {
        m_dayRect = QRect(columnLeft, 10, columnWidth, Theme::scaled(24));
        top = m_dayRect.bottom() + 1;
    }
    top += m_row.startsGroup ? groupGap : rowGap;
    if (m_frame == ContentFrame::Notice)
        top = layOutNotice(top);
    else if (m_row.own)
        top = layOutBubble(top, columnLeft, columnWidth);
    else
        top = layOutPage(top, columnLeft, columnWidth);
    m_height = top;
}

int MessageLayout::layOutNotice(int top)
{
    const int available = qMin(Theme::scaled(columnMax), m_width - 2 * pageMargin) - 58;
    m_content->setWidth(qMax(80, available));
    const int width = m_content->usedWidth() + 56;
    m_boxRect = QRect((m_width - width) / 2, top, width, m_content->height() + 12);
    m_contentRect = QRect(m_boxRect.left() + 40, top + 6, m_content->usedWidth() + 1, m_content->height());
    return m_boxRect.bottom() + 1;
}

int MessageLayout::layOutBubble(int top, int columnLeft, int columnWidth)
{
    const bool failed = m_row.state == ChatRow::State::NotSent;
    const int maxWidth = columnWidth - qMin(80, columnWidth / 8);
    const bool card = m_frame == ContentFrame::Card;
    const int paddingX = card ? 0 : bubblePaddingX;
    m_content->setWidth(maxWidth - 2 * paddingX);
    m_footText = failed ? stateText() : clockTime(m_row.createdAtMs) + QStringLiteral(" · ") + stateText();

    const QString retry = QCoreApplication::translate("pipit::MessageLayout", "Retry");
    const QString discard = QCoreApplication::translate("pipit::MessageLayout", "Delete");
    const int separator = smallWidth(QStringLiteral(" · "));
    const int actionsWidth = failed ? smallWidth(retry) + smallWidth(discard) + 2 * separator : 0;
    const int maxFoot = maxWidth - 2 * paddingX - actionsWidth;
    if (smallWidth(m_footText) > maxFoot)
        m_footText = QFontMetrics(Theme::small()).elidedText(m_footText, Qt::ElideRight, maxFoot);
    const int footWidth = smallWidth(m_footText) + actionsWidth + 1;

    const int inner = qMin(maxWidth - 2 * paddingX, qMax(m_content->usedWidth() + 1, footWidth));
    const int right = columnLeft + columnWidth;
    const int left = right - inner - 2 * paddingX;
    m_contentRect = QRect(left + paddingX, top + (card ? 0 : bubblePaddingY), inner, m_content->height());
    if (card)
        m_contentRect.moveLeft(right - m_content->usedWidth());
    int bottom = m_contentRect.bottom() + 1;
    if (m_hidden > 0) {
        int zoneLeft = m_contentRect.left();
        addZone(&zoneLeft, bottom, QCoreApplication::translate("pipit::MessageLayout", "Show all (%n more character(s))", nullptr, int(m_hidden)), Action::ShowAll, &Tokens::accent);
        bottom += footHeight();
    }
    m_footRect = QRect(right - paddingX - footWidth, bottom, footWidth - actionsWidth, footHeight());
    if (failed) {
        int zoneLeft = m_footRect.right() + 1 + separator;
        addZone(&zoneLeft, bottom, retry, Action::Retry, &Tokens::bad);
        zoneLeft += separator;
        addZone(&zoneLeft, bottom, discard, Action::Discard, &Tokens::bad);
    }
    bottom += footHeight();
    if (card)
        return bottom;
    m_boxRect = QRect(left, top, inner + 2 * paddingX, bottom - top + bubblePaddingY - 3);
    return m_boxRect.bottom() + 1;
}

int MessageLayout::layOutPage(int top, int columnLeft, int columnWidth)
{
    const int left = columnLeft + Theme::scaled(textLeft);
    const int width = columnLeft + columnWidth - left;
    if (m_row.startsGroup) {
        m_avatarRect = QRect(columnLeft, top, Theme::scaled(avatarSize), Theme::scaled(avatarSize));
        m_nameRect = QRect(left, top - 1, width, Theme::scaled(22));
        top = m_nameRect.bottom() + 2;
    }
    const bool bubble = m_frame == ContentFrame::Words && m_row.senderType == SenderType::User;
    if (bubble) {
        const int maxWidth = width - qMin(60, width / 10);
        m_content->setWidth(maxWidth - 2 * bubblePaddingX);
        m_contentRect = QRect(left + bubblePaddingX, top + bubblePaddingY, m_content->usedWidth() + 1, m_content->height());
        m_boxRect = QRect(left, top, m_contentRect.width() + 2 * bubblePaddingX, m_contentRect.height() + 2 * bubblePaddingY);
        top = m_boxRect.bottom() + 1;
    } else {
        m_content->setWidth(width);
        const bool waiting = m_row.isUnderWay() && m_row.text.isEmpty();
        m_contentRect = QRect(left, top, width, waiting ? Theme::lineHeight() : m_row.text.isEmpty() && !m_row.runId.isEmpty() ? 0 : m_content->height());
        top = m_contentRect.bottom() + 1;
        if (m_row.isUnderWay() && !waiting && m_content->caretRect().isEmpty())
            top += Theme::lineHeight();
    }
    if (m_hidden > 0) {
        int zoneLeft = left;
        addZone(&zoneLeft, top + 2, QCoreApplication::translate("pipit::MessageLayout", "Show all (%n more character(s))", nullptr, int(m_hidden)), Action::ShowAll, &Tokens::accent);
        top += footHeight() + 2;
    }
    using State = ChatRow::State;
    if (m_row.state == State::Failed || m_row.state == State::Cancelled || m_row.state == State::Interrupted) {
        const QString dismiss = QCoreApplication::translate("pipit::MessageLayout", "Dismiss");
        m_footText = m_row.reason.isEmpty() ? stateText() : stateText() + QStringLiteral(": ") + m_row.reason;
        const int maxFoot = width - smallWidth(dismiss) - 24;
        m_footText = QFontMetrics(Theme::small()).elidedText(m_footText, Qt::ElideRight, maxFoot);
        m_footRect = QRect(left, top + 4, smallWidth(m_footText) + 1, footHeight());
        int zoneLeft = m_footRect.right() + 13;
        addZone(&zoneLeft, m_footRect.top(), dismiss, Action::Dismiss, &Tokens::accent);
        top = m_footRect.bottom() + 1;
    } else if (const QString text = figures(); !text.isEmpty()) {
        m_footText = QFontMetrics(Theme::small()).elidedText(text, Qt::ElideRight, width);
        m_footRect = QRect(left, top + 6, width, footHeight());
        top = m_footRect.bottom() + 1;
    }
    if (m_row.startsGroup)
        top = qMax(top, m_avatarRect.bottom() + 1);
    return top;
}

void MessageLayout::addZone(int *left, int top, const QString &label, Action action, QColor Tokens::*colour)
{
    const QRect rect(*left, top, smallWidth(label) + 1, footHeight());
    m_zones.push_back({rect, label, action, colour});
    *left = rect.right() + 1;
}

MessageLayout::Hit MessageLayout::hit(const QPoint &point) const
{
    Hit hit;
    for (const Zone &zone : m_zones) {
        if (zone.rect.adjusted(-3, 0, 3, 0).contains(point)) {
            hit.action = zone.action;
            return hit;
        }
    }
    if (!m_contentRect.contains(point))
        return hit;
    const QPointF inContent = point - m_contentRect.topLeft();
    hit.copies = m_content->copyButtonAt(inContent);
    if (hit.copies)
        return hit;
    hit.link = m_content->linkAt(inContent);
    hit.text = true;
    return hit;
}

QRect MessageLayout::hoverButton() const
{
    if (m_row.id == 0 || m_frame == ContentFrame::Notice)
        return {};
    const int size = Theme::scaled(24);
    if (m_row.own)
        return QRect((m_boxRect.isEmpty() ? m_contentRect : m_boxRect).left() - size - 4, m_contentRect.top(), size, size);
    if (!m_boxRect.isEmpty())
        return QRect(m_boxRect.right() + 5, m_boxRect.top() + 4, size, size);
    return m_nameRect.isEmpty() ? QRect(m_contentRect.right() + 1, m_contentRect.top(), qMin(size, pageMargin), size)
                                : QRect(m_nameRect.right() - size, m_nameRect.top() - 1, size, size);
}

QRect MessageLayout::focusFrame() const
{
    QRect frame = m_contentRect.united(m_boxRect).united(m_footRect).united(m_avatarRect).united(m_nameRect);
    return frame.adjusted(-6, -4, 6, 4).intersected(QRect(1, 0, m_width - 2, m_height));
}

TextPosition MessageLayout::positionAt(const QPoint &point) const
{
    return m_content->positionAt(point - m_contentRect.topLeft());
}

TextSelection MessageLayout::wordAt(const QPoint &point) const
{
    return m_content->wordAt(positionAt(point));
}

TextSelection MessageLayout::all() const
{
    return m_content->all();
}

QString MessageLayout::plainText(const TextSelection &selection) const
{
    return m_content->plainText(selection);
}

} // namespace pipit
