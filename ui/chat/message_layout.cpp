// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_layout.h"

#include "ui/chat/times.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>

#include <algorithm>
#include <iterator>

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
constexpr int quoteIndent = 12;
constexpr int footGap = 10;
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
        && m_row.own == row.own && m_row.senderName == row.senderName && m_row.createdAtMs == row.createdAtMs && m_row.id == row.id && m_row.version == row.version
        && m_row.versions == row.versions && m_row.isComment == row.isComment && m_row.quote == row.quote;
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

QStringList MessageLayout::figures() const
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
    return parts;
}

std::vector<MessageLayout::FootPart> MessageLayout::versionParts() const
{
    if (m_row.versions < 2)
        return {};
    const QString place = QStringLiteral("%1/%2").arg(QLocale().toString(m_row.version + 1), QLocale().toString(m_row.versions));
    const bool hasOlder = m_row.version > 0, hasNewer = m_row.version + 1 < m_row.versions;
    return {{QStringLiteral("‹"), hasOlder ? std::optional(Action::OlderVersion) : std::nullopt, hasOlder ? &Tokens::accent : &Tokens::faint},
            {place},
            {QStringLiteral("›"), hasNewer ? std::optional(Action::NewerVersion) : std::nullopt, hasNewer ? &Tokens::accent : &Tokens::faint}};
}

std::vector<MessageLayout::FootPart> MessageLayout::footParts() const
{
    using State = ChatRow::State;
    std::vector<FootPart> parts;
    const bool ended = m_row.state == State::Failed || m_row.state == State::Cancelled || m_row.state == State::Interrupted;
    if (m_row.state == State::NotSent) {
        parts = {{stateText(), {}, &Tokens::bad}, {QCoreApplication::translate("pipit::MessageLayout", "Retry"), Action::Retry, &Tokens::bad},
                 {QCoreApplication::translate("pipit::MessageLayout", "Delete"), Action::Discard, &Tokens::bad}};
    } else if (ended) {
        parts = {{m_row.reason.isEmpty() ? stateText() : stateText() + QStringLiteral(": ") + m_row.reason, {}, m_row.state == State::Failed ? &Tokens::bad : &Tokens::dim},
                 {QCoreApplication::translate("pipit::MessageLayout", "Dismiss"), Action::Dismiss, &Tokens::accent}};
    } else if (m_row.own) {
        const bool edited = m_row.versions > 1 && m_row.version > 0;
        QStringList words{clockTime(m_row.createdAtMs), stateText()};
        if (edited)
            words.prepend(QCoreApplication::translate("pipit::MessageLayout", "Edited"));
        parts = {{words.join(QStringLiteral(" · "))}};
    } else if (m_row.senderType != SenderType::Bot && m_row.versions > 1 && m_row.version > 0) {
        parts = {{QCoreApplication::translate("pipit::MessageLayout", "Edited")}};
    } else if (const QStringList words = figures(); !words.isEmpty()) {
        parts = {{words.join(QStringLiteral("    "))}};
    }
    std::ranges::copy(versionParts(), std::back_inserter(parts));
    return parts;
}

// The parts in one line; the first gives way where there is no room for all.
void MessageLayout::layOutFoot(int top, int left, int width, std::vector<FootPart> parts, Qt::Alignment alignment)
{
    const int gap = Theme::scaled(footGap);
    int needed = -gap;
    for (const FootPart &part : parts)
        needed += smallWidth(part.label) + 1 + gap;
    if (needed > width && !parts.empty()) {
        const int room = qMax(0, smallWidth(parts[0].label) - (needed - width));
        parts[0].label = QFontMetrics(Theme::small()).elidedText(parts[0].label, Qt::ElideRight, room);
        needed = qMin(needed, width);
    }
    if (alignment & Qt::AlignRight)
        left += width - needed;
    for (FootPart &part : parts) {
        const QRect rect(left, top, smallWidth(part.label) + 1, footHeight());
        left = rect.right() + 1 + gap;
        m_zones.push_back({rect, std::move(part)});
    }
}

void MessageLayout::layOut()
{
    m_pixmap = {};
    m_zones.clear();
    m_dayRect = m_avatarRect = m_nameRect = m_boxRect = m_contentRect = m_quoteRect = m_barRect = {};
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
    else if (m_row.isComment)
        top = layOutComment(top, columnLeft, columnWidth);
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

int MessageLayout::layOutQuote(int top, int left, int width)
{
    if (m_row.quote.id == 0)
        return top;
    const QString words = m_row.quote.senderName.isEmpty() ? QCoreApplication::translate("pipit::MessageLayout", "An earlier message")
                                                           : m_row.quote.senderName + QStringLiteral(": ") + m_row.quote.text;
    m_quoteText = QFontMetrics(Theme::small()).elidedText(words, Qt::ElideRight, width - quoteIndent);
    m_quoteRect = QRect(left, top, qMin(width, smallWidth(m_quoteText) + 1 + quoteIndent), footHeight());
    return m_quoteRect.bottom() + 5;
}

int MessageLayout::layOutFold(int top, int left)
{
    if (m_hidden == 0)
        return top;
    const QString label = QCoreApplication::translate("pipit::MessageLayout", "Show all (%n more character(s))", nullptr, int(m_hidden));
    m_zones.push_back({QRect(left, top, smallWidth(label) + 1, footHeight()), {label, Action::ShowAll, &Tokens::accent}});
    return top + footHeight();
}

int MessageLayout::layOutBubble(int top, int columnLeft, int columnWidth)
{
    const int maxWidth = columnWidth - qMin(80, columnWidth / 8);
    const bool card = m_frame == ContentFrame::Card;
    const int paddingX = card ? 0 : bubblePaddingX;
    const int most = maxWidth - 2 * paddingX;
    m_content->setWidth(most);
    std::vector<FootPart> parts = footParts();
    int footWidth = -Theme::scaled(footGap);
    for (const FootPart &part : parts)
        footWidth += smallWidth(part.label) + 1 + Theme::scaled(footGap);
    int bottom = layOutQuote(top + (card ? 0 : bubblePaddingY), 0, most);
    const int inner = qMin(most, std::max({m_content->usedWidth() + 1, footWidth, m_quoteRect.width()}));
    const int right = columnLeft + columnWidth;
    const int left = right - inner - paddingX;
    m_quoteRect.translate(left, 0);
    m_contentRect = QRect(left, bottom, inner, m_content->height());
    if (card)
        m_contentRect.moveLeft(right - m_content->usedWidth());
    bottom = layOutFold(m_contentRect.bottom() + 1, left);
    layOutFoot(bottom, left, inner, std::move(parts), Qt::AlignRight);
    bottom += footHeight();
    if (card)
        return bottom;
    m_boxRect = QRect(left - paddingX, top, inner + 2 * paddingX, bottom - top + bubblePaddingY - 3);
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
        const int most = width - qMin(60, width / 10) - 2 * bubblePaddingX;
        m_content->setWidth(most);
        const int contentTop = layOutQuote(top + bubblePaddingY, left + bubblePaddingX, most);
        m_contentRect = QRect(left + bubblePaddingX, contentTop, qMax(m_content->usedWidth() + 1, m_quoteRect.width()), m_content->height());
        m_boxRect = QRect(left, top, m_contentRect.width() + 2 * bubblePaddingX, m_contentRect.bottom() + 1 - top + bubblePaddingY);
        top = m_boxRect.bottom() + 1;
    } else {
        m_content->setWidth(width);
        top = layOutQuote(top, left, width);
        const bool waiting = m_row.isUnderWay() && m_row.text.isEmpty();
        m_contentRect = QRect(left, top, width, waiting ? Theme::lineHeight() : m_row.text.isEmpty() && !m_row.runId.isEmpty() ? 0 : m_content->height());
        top = m_contentRect.bottom() + 1;
        if (m_row.isUnderWay() && !waiting && m_content->caretRect().isEmpty())
            top += Theme::lineHeight();
    }
    top = layOutFold(top + (m_hidden > 0 ? 2 : 0), left);
    if (std::vector<FootPart> parts = footParts(); !parts.empty()) {
        layOutFoot(top + 5, left, width, std::move(parts), Qt::AlignLeft);
        top += 5 + footHeight();
    }
    if (m_row.startsGroup)
        top = qMax(top, m_avatarRect.bottom() + 1);
    return top;
}

// Who said it stands before the words, a bar joins it to what it is about.
int MessageLayout::layOutComment(int top, int columnLeft, int columnWidth)
{
    const int barLeft = columnLeft + Theme::scaled(textLeft);
    const int left = barLeft + quoteIndent;
    const int width = columnLeft + columnWidth - left;
    m_nameRect = QRect(left, top, width, Theme::scaled(20));
    m_content->setWidth(width);
    m_contentRect = QRect(left, m_nameRect.bottom() + 1, width, m_content->height());
    int bottom = layOutFold(m_contentRect.bottom() + 1, left);
    if (std::vector<FootPart> parts = m_row.own && m_row.state == ChatRow::State::Stored ? versionParts() : footParts(); !parts.empty()) {
        layOutFoot(bottom, left, width, std::move(parts), Qt::AlignLeft);
        bottom += footHeight();
    }
    m_barRect = QRect(barLeft, top, 2, bottom - top);
    return bottom;
}

MessageLayout::Hit MessageLayout::hit(const QPoint &point) const
{
    Hit hit;
    for (const Zone &zone : m_zones) {
        if (zone.part.action && zone.rect.adjusted(-4, 0, 4, 0).contains(point)) {
            hit.action = zone.part.action;
            return hit;
        }
    }
    if (m_quoteRect.contains(point)) {
        hit.action = Action::ShowQuoted;
        return hit;
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
    QRect frame = m_contentRect.united(m_boxRect).united(m_avatarRect).united(m_nameRect).united(m_quoteRect);
    for (const Zone &zone : m_zones)
        frame = frame.united(zone.rect);
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

} // namespace pipit
