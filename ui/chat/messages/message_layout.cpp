// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_layout.h"

#include "ui/chat/content/text_content.h"
#include "ui/chat/content/text_stretch.h"
#include "ui/chat/messages/message_words.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFontMetrics>

#include <algorithm>
#include <tuple>

namespace pipit {

namespace {

constexpr int columnMax = 720;
constexpr int pageMargin = 20;
constexpr int avatarSize = 30;
constexpr int textLeft = 42;            // after the avatar
constexpr int groupGap = 14;
constexpr int rowGap = 4;
constexpr int cardGap = 8;
constexpr int bubblePaddingX = 13;
constexpr int bubblePaddingY = 8;
constexpr int quoteIndent = 12;
constexpr int footGap = 5;
constexpr qsizetype shownWeight = 50'000; // letters; a longer text is shown whole only when asked for
constexpr qsizetype rowStep = 24'000;     // letters; more than a window shows, or comes of an answer between two redraws
constexpr qsizetype firstStep = 8000;
constexpr qsizetype leastStep = 500;
constexpr qsizetype heaviestLetter = 24;
constexpr double stepMs = 10;             // what a step should take

int smallWidth(const QString &text)
{
    return QFontMetrics(Theme::small()).horizontalAdvance(text);
}

// What a character costs to lay out, in letters: each bar may be a table's cell.
qsizetype weightAt(QStringView text, qsizetype at)
{
    return text[at] == u'|' ? 6 : text[at].unicode() < 0x300 ? 1 : weightOf(text.sliced(at, 1));
}

// Where what begins at `from` becomes heavier than that.
qsizetype endOf(QStringView text, qsizetype from, qsizetype most)
{
    qsizetype weight = 0;
    for (qsizetype i = from; i < text.size(); ++i) {
        weight += weightAt(text, i);
        if (weight > most)
            return i > from && text[i - 1].isHighSurrogate() ? i - 1 : i;
    }
    return text.size();
}

// Whether two rows look the same but for their content and what they are known by.
bool looksTheSame(const ChatRow &a, const ChatRow &b)
{
    const auto look = [](const ChatRow &row) {
        return std::tie(row.state, row.reason, row.startsDay, row.startsGroup, row.own, row.senderName, row.createdAtMs, row.id, row.version, row.versions, row.isComment, row.reasoning,
                        row.suggestions, row.isAnswer, row.mark, row.upload);
    };
    return look(a) == look(b) && a.quote == b.quote;
}

} // namespace

MessageLayout::MessageLayout(const MediaStores &media) : m_media(media), m_step(firstStep)
{
}

void MessageLayout::setRow(const ChatRow &row, Unfolded unfolded)
{
    const ContentKind &kind = contentKind(row.contentType, row.text);
    const bool sameKind = m_content && m_kind == &kind && m_row.contentType == row.contentType;
    const bool same = sameKind && m_row.text == row.text && m_row.metadata == row.metadata && looksTheSame(m_row, row) && m_unfolded == unfolded;
    m_row = row;
    m_unfolded = unfolded;
    if (same)
        return;
    if (!sameKind) {
        m_kind = &kind;
        m_content = kind.make();
        m_frame = kind.frame;
        m_textPart = {};
    }
    update(row.isUnderWay() ? qMax(rowStep, m_step) : m_step);
}

void MessageLayout::setWidth(int width)
{
    if (m_width == width)
        return;
    m_width = width;
    layOut();
}

void MessageLayout::refresh()
{
    m_content->refresh();
    if (m_width > 0)
        layOut();
}

void MessageLayout::grow(Part &part, const QString &text, qsizetype wanted, qsizetype step)
{
    const bool hasGrown = !part.shown.isEmpty() && part.shown.size() <= wanted && text.startsWith(part.shown);
    const qsizetype from = hasGrown ? part.shown.size() : 0;
    const qsizetype end = qMin(wanted, endOf(text, from, hasGrown ? step : rowStep));
    part.wanted = wanted;
    if (!hasGrown || end > from)
        part.shown = end == text.size() ? text : text.first(end);
}

void MessageLayout::update(qsizetype step)
{
    QElapsedTimer clock;
    clock.start();
    const qsizetype before = m_textPart.shown.size() + m_reasoningPart.shown.size();
    // What is being written is seen being written.
    const bool isWhole = m_unfolded.text || m_row.isUnderWay();
    const qsizetype wanted = isWhole ? m_row.text.size() : endOf(m_row.text, 0, shownWeight);
    m_hidden = m_row.text.size() - wanted;
    grow(m_textPart, m_row.text, wanted, step);
    m_content->setSource({m_row.contentType, m_textPart.shown, m_row.metadata, m_media, m_row.upload});
    if (m_unfolded.reasoning && !m_row.reasoning.isEmpty()) {
        if (!m_reasoning)
            m_reasoning = std::make_unique<TextContent>(&Tokens::dim);
        grow(m_reasoningPart, m_row.reasoning, m_row.reasoning.size(), step);
        m_reasoning->setSource({{}, m_reasoningPart.shown});
    } else {
        m_reasoning.reset();
        m_reasoningPart = {};
    }
    if (m_width == 0)
        return;
    layOut();
    // So that the next step takes as long as it should; what was less than a step says nothing of that.
    if (m_textPart.shown.size() + m_reasoningPart.shown.size() - before < m_step / heaviestLetter)
        return;
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    m_step = qMax(leastStep, qsizetype(double(m_step) * qBound(0.25, stepMs / qMax(0.1, ms), 2.0)));
}

bool MessageLayout::isUnfinished() const
{
    const bool isBehind = m_content->isBehind() || (m_reasoning && m_reasoning->isBehind());
    return isBehind || m_textPart.shown.size() < m_textPart.wanted || m_reasoningPart.shown.size() < m_reasoningPart.wanted;
}

void MessageLayout::goOn()
{
    if (!m_content->isBehind() && !(m_reasoning && m_reasoning->isBehind()))
        return update(m_step);
    m_content->isBehind() ? m_content->goOn() : m_reasoning->goOn();
    layOut();
}

void MessageLayout::layOut()
{
    m_pixmap = {};
    m_dayRect = m_markRect = m_avatarRect = m_nameRect = m_boxRect = m_contentRect = m_reasoningRect = m_quoteRect = m_barRect = {};
    for (WordLine *line : {&m_reasoningLine, &m_foldLine, &m_foot, &m_suggestions})
        line->clear();
    const int columnWidth = qMax(160, qMin(Theme::scaled(columnMax), m_width - 2 * pageMargin));
    const int columnLeft = (m_width - columnWidth) / 2;
    int top = 0;
    if (m_row.startsDay) {
        m_dayRect = QRect(columnLeft, 10, columnWidth, Theme::scaled(24));
        top = m_dayRect.bottom() + 1;
    }
    if (m_row.mark) {
        m_markRect = QRect(columnLeft, top + 10, columnWidth, Theme::scaled(24));
        top = m_markRect.bottom() + 1;
    }
    top += m_row.startsGroup || m_frame == ContentFrame::Notice ? Theme::spacing(groupGap) : m_frame == ContentFrame::Card ? Theme::spacing(cardGap) : Theme::spacing(rowGap);
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
    const int available = qMax(80, qMin(Theme::scaled(columnMax), m_width - 2 * pageMargin) - 58);
    m_content->setWidth(available);
    std::vector<WordLine::Word> fold = foldWords(m_hidden);
    const bool isWide = m_content->isLong() && m_content->hasRightToLeft();
    const int inner = isWide ? available : qMax(m_content->usedWidth() + 1, WordLine::widthOf(fold));
    if (m_content->hasRightToLeft())
        m_content->setWidth(inner);
    const int left = (m_width - inner - 56) / 2;
    m_contentRect = QRect(left + 40, top + 6, inner, m_content->height());
    const int bottom = m_foldLine.layOut({left + 40, m_contentRect.bottom() + 1}, inner, std::move(fold));
    m_boxRect = QRect(left, top, inner + 56, bottom + 6 - top);
    return m_boxRect.bottom() + 1;
}

int MessageLayout::layOutQuote(int top, int left, int width)
{
    if (m_row.quote.id == 0)
        return top;
    const QString words = m_row.quote.senderName.isEmpty() ? QCoreApplication::translate("pipit::MessageLayout", "An earlier message")
                                                           : m_row.quote.senderName + QStringLiteral(": ") + m_row.quote.text;
    m_quoteText = QFontMetrics(Theme::small()).elidedText(words, Qt::ElideRight, width - quoteIndent);
    m_quoteRect = QRect(left, top, qMin(width, smallWidth(m_quoteText) + 1 + quoteIndent), Theme::scaled(20));
    return m_quoteRect.bottom() + 5;
}

int MessageLayout::layOutReasoning(int top, int left, int width)
{
    std::vector<WordLine::Word> words = reasoningWords(m_row, m_unfolded.reasoning);
    if (words.empty())
        return top;
    top = m_reasoningLine.layOut({left, top}, width, std::move(words)) + 4;
    if (!m_reasoning)
        return top;
    m_reasoning->setWidth(width - quoteIndent);
    m_reasoningRect = QRect(left + quoteIndent, top + 2, width - quoteIndent, m_reasoning->height());
    return m_reasoningRect.bottom() + 7;
}

int MessageLayout::layOutBubble(int top, int columnLeft, int columnWidth)
{
    const int maxWidth = columnWidth - qMin(80, columnWidth / 8);
    const bool card = m_frame == ContentFrame::Card;
    const int paddingX = card ? 0 : bubblePaddingX;
    const int most = maxWidth - 2 * paddingX;
    m_content->setWidth(most);
    std::vector<WordLine::Word> words = footWords(m_row);
    int bottom = layOutQuote(top + (card ? 0 : bubblePaddingY), 0, most);
    // A long text that runs from the right is not laid out a second time.
    const bool isWide = m_content->isLong() && m_content->hasRightToLeft();
    const int inner = isWide ? most : qMin(most, std::max({m_content->usedWidth() + 1, WordLine::widthOf(words), m_quoteRect.width()}));
    const int right = columnLeft + columnWidth;
    const int left = right - inner - paddingX;
    m_quoteRect.translate(left, 0);
    if (m_content->hasRightToLeft())
        m_content->setWidth(inner);
    m_contentRect = QRect(left, bottom, inner, m_content->height());
    if (card)
        m_contentRect.moveLeft(right - m_content->usedWidth());
    bottom = m_foldLine.layOut({left, m_contentRect.bottom() + 1}, inner, foldWords(m_hidden));
    bottom = m_foot.layOut({left, bottom}, inner, std::move(words), Qt::AlignRight);
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
        const bool isWide = m_content->isLong() && m_content->hasRightToLeft();
        const int inner = isWide ? most : qMax(m_content->usedWidth() + 1, m_quoteRect.width());
        if (m_content->hasRightToLeft())
            m_content->setWidth(inner);
        m_contentRect = QRect(left + bubblePaddingX, contentTop, inner, m_content->height());
        m_boxRect = QRect(left, top, m_contentRect.width() + 2 * bubblePaddingX, m_contentRect.bottom() + 1 - top + bubblePaddingY);
        top = m_boxRect.bottom() + 1;
    } else {
        m_content->setWidth(width);
        top = layOutQuote(top, left, width);
        top = layOutReasoning(top, left, width);
        const bool waiting = m_row.isUnderWay() && m_row.text.isEmpty();
        m_contentRect = QRect(left, top, width, waiting ? Theme::lineHeight() : m_row.text.isEmpty() && !m_row.runId.isEmpty() ? 0 : m_content->height());
        top = m_contentRect.bottom() + 1;
        if (m_row.isUnderWay() && !waiting && m_content->caretRect().isEmpty())
            top += Theme::lineHeight();
    }
    top = m_foldLine.layOut({left, top}, width, foldWords(m_hidden));
    if (std::vector<WordLine::Word> words = footWords(m_row); !words.empty())
        top = m_foot.layOut({left, top + footGap}, width, std::move(words));
    if (std::vector<WordLine::Word> words = suggestionWords(m_row); !words.empty())
        top = m_suggestions.layOut({left, top + 2 * footGap}, width, std::move(words), Qt::AlignLeft, WordLine::Shape::Chips);
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
    int bottom = m_foldLine.layOut({left, m_contentRect.bottom() + 1}, width, foldWords(m_hidden));
    bottom = m_foot.layOut({left, bottom}, width, footWords(m_row));
    m_barRect = QRect(barLeft, top, 2, bottom - top);
    return bottom;
}

MessageLayout::Hit MessageLayout::hit(const QPoint &point) const
{
    Hit hit;
    for (const WordLine *line : {&m_reasoningLine, &m_foldLine, &m_foot, &m_suggestions}) {
        if (const MessageAction *action = line->actionAt(point)) {
            hit.action = *action;
            return hit;
        }
    }
    if (m_quoteRect.contains(point)) {
        hit.action = MessageAction{MessageAction::Kind::ShowQuoted};
        return hit;
    }
    if (!m_contentRect.contains(point))
        return hit;
    const QPointF inContent = point - m_contentRect.topLeft();
    hit.copies = m_content->copyButtonAt(inContent);
    if (hit.copies)
        return hit;
    hit.block = m_content->actionAt(inContent);
    if (hit.block)
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
    for (const WordLine *line : {&m_reasoningLine, &m_foldLine, &m_foot, &m_suggestions})
        frame = frame.united(line->rect());
    return frame.adjusted(-6, -4, 6, 4).intersected(QRect(1, 0, m_width - 2, m_height));
}

TextPosition MessageLayout::positionAt(const QPoint &point) const
{
    return m_content->positionAt(point - m_contentRect.topLeft());
}

QList<QRectF> MessageLayout::placesOf(const QString &text, const QRect &exposed) const
{
    QList<QRectF> places = m_content->placesOf(text, QRectF(exposed.translated(-m_contentRect.topLeft())));
    for (QRectF &place : places)
        place.translate(m_contentRect.topLeft());
    return places;
}

QRect MessageLayout::firstPlaceOf(const QString &text, std::size_t fromBlock) const
{
    const auto found = m_content->find(text, fromBlock);
    const QList<QRectF> rects = found ? m_content->rectsOf(*found) : QList<QRectF>();
    return rects.isEmpty() ? QRect() : rects.first().translated(m_contentRect.topLeft()).toAlignedRect();
}

Content::Height MessageLayout::heightAt(int y) const
{
    return m_content->heightAt(y - m_contentRect.top());
}

int MessageLayout::yOf(const Content::Height &height) const
{
    return m_contentRect.top() + qRound(m_content->yOf(height));
}

TextSelection MessageLayout::all() const
{
    return m_content->all();
}

} // namespace pipit
