// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reader stands while messages are laid out in steps, and where they are led.
#include "ui/chat/messages/message_view.h"

#include <algorithm>

namespace pipit {

namespace {

// Whether two texts have more in common at their ends than at their beginnings.
bool endsAlike(QStringView a, QStringView b)
{
    if (a == b)
        return false;
    const auto [a1, b1] = std::ranges::mismatch(a, b);
    const auto [a2, b2] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    return a2 - a.rbegin() > a1 - a.begin();
}

} // namespace

// What the reader looks at stays where it is, whatever came or went around it.
void MessageView::followRows()
{
    const std::vector<RowWindow::Placed> &placed = m_window.placed();
    const std::size_t held = m_window.held();
    const auto rowAt = [this](std::size_t place) { return m_model->rowOfKey(m_placedKeys.value(qsizetype(place))); };
    // Where that is gone, the next below it, else the next above.
    std::size_t place = held;
    while (place < placed.size() && rowAt(place) < 0)
        ++place;
    for (; place >= placed.size() || rowAt(place) < 0; --place) {
        if (place == 0)
            return m_selection.locate(*m_model);
    }
    const bool hasOlder = rowAt(place) > placed[place].row;
    if (hasOlder)
        m_olderAsked = false;
    if (m_isOpenEnded) {
        // What has come below is not where the reader is.
        m_newerAsked = false;
        if (m_window.isAtBottom())
            return m_window.hold(place, rowAt(place)), m_selection.locate(*m_model);
    }
    // The first of all has a head that it loses when others come above.
    if (hasOlder && placed[place].row == 0 && place + 1 < placed.size() && rowAt(place + 1) >= 0)
        ++place;
    m_window.rowIsNow(place, rowAt(place));
    m_selection.locate(*m_model);
}

// What the reader does in a message leaves it where it is.
void MessageView::holdRow(const QString &key)
{
    if (m_arrangeTimer.isActive())
        arrangeInPlace();
    const qsizetype place = m_placedKeys.indexOf(key);
    const int row = m_model->rowOfKey(key);
    if (place < 0 || row < 0)
        return;
    m_window.hold(std::size_t(place), row);
    m_layouts[key].growsUp = false;
}

// A picture that gets its size makes room where less is seen, unless the reader asked for it there.
void MessageView::holdBeside(const QString &address)
{
    if (m_window.isAtBottom())
        return;
    for (std::size_t place = 0; place < m_window.placed().size(); ++place) {
        const RowWindow::Placed &placed = m_window.placed()[place];
        const MessageLayout *layout = visibleLayout(place);
        if (!layout || !layout->content().shows(address))
            continue;
        const bool isAbove = placed.top + placed.bottom() < viewport()->height() && place + 1 < m_window.placed().size();
        const std::size_t held = layout->row().key != m_askedKey && isAbove ? place + 1 : place;
        const int row = m_model->rowOfKey(m_placedKeys.value(qsizetype(held)));
        if (row >= 0 && (placed.top >= 0 || held > place || layout->row().key == m_askedKey))
            m_window.hold(held, row);
    }
}

// What is seen stays also in a message that fills the window, and in an answer that is being written in most of it.
void MessageView::arrangeInPlace()
{
    const MessageLayout *layout = m_window.isAtBottom() || m_window.isHolding() || m_kept ? nullptr : visibleLayout(0);
    const RowWindow::Placed first = layout ? m_window.placed().front() : RowWindow::Placed();
    const bool isComing = layout && layout->row().isUnderWay();
    if (!layout || first.top >= 0 || first.bottom() < viewport()->height() / (isComing ? 2 : 1))
        return arrange();
    const ChatRow before = layout->row();
    const int row = m_model->rowOfKey(before.key);
    if (row < 0)
        return arrange();
    if (-first.top < layout->contentPlace().y()) {
        m_window.hold(0, row);
        return arrange();
    }
    const std::size_t block = layout->heightAt(-first.top).block;
    const std::size_t behind = layout->content().blockCount() - block;
    const int top = first.top + layout->yOf({block, 0});
    const bool isCountedFromEnd = !isComing && endsAlike(before.text, m_model->row(row).text);
    arrange();
    const qsizetype place = m_placedKeys.indexOf(before.key);
    const MessageLayout *now = place < 0 ? nullptr : visibleLayout(std::size_t(place));
    const std::size_t count = now ? now->content().blockCount() : 0;
    if (count == 0)
        return;
    const std::size_t same = !isCountedFromEnd ? qMin(block, count - 1) : count > behind ? count - behind : 0;
    const int moved = m_window.placed()[std::size_t(place)].top + now->yOf({same, 0}) - top;
    if (moved == 0)
        return;
    m_window.scrollBy(moved);
    arrange();
}

// One step of the first visible message that is not laid out to its end.
void MessageView::growLayouts()
{
    if (m_arrangeTimer.isActive())
        return; // it asks for this again
    for (qsizetype i = 0; i < m_placedKeys.size(); ++i) {
        const auto found = m_layouts.find(m_placedKeys[i]);
        if (found == m_layouts.end() || !found->second.layout->isUnfinished())
            continue;
        // An answer under way is redrawn as often as always.
        if (m_streamTimer.isActive() && found->second.layout->row().isUnderWay())
            return m_growTimer.start(m_streamTimer.remainingTime());
        const bool keepsBelow = i == 0 && found->second.growsUp && !found->second.layout->row().isUnderWay() && m_placedKeys.size() > 1 && !m_kept;
        // What stands above its words, such as the reasoning, grows below the reader.
        const bool isInHead = i == 0 && !m_kept && -m_window.placed()[0].top < found->second.layout->contentPlace().y();
        const std::optional<ReadersPlace> place = m_kept ? m_kept : keepsBelow || isInHead ? std::nullopt : readersPlace();
        if (keepsBelow)
            m_window.rowIsNow(1, m_window.placed()[1].row);
        else if (isInHead && !m_window.isAtBottom())
            m_window.hold(0, m_window.placed()[0].row);
        found->second.layout->goOn();
        arrange();
        if (place)
            returnTo(*place);
        break;
    }
    seekFound();
}

std::optional<MessageView::ReadersPlace> MessageView::readersPlace() const
{
    const MessageLayout *layout = m_window.placed().empty() || m_window.isAtBottom() ? nullptr : visibleLayout(0);
    if (!layout)
        return std::nullopt;
    return ReadersPlace{m_placedKeys.front(), layout->heightAt(-m_window.placed().front().top)};
}

void MessageView::returnTo(const ReadersPlace &place)
{
    const qsizetype index = m_placedKeys.indexOf(place.key);
    const MessageLayout *layout = index < 0 ? nullptr : visibleLayout(std::size_t(index));
    if (!layout)
        return;
    // What is not laid out as far as that is seen coming.
    const RowWindow::Placed &placed = m_window.placed()[std::size_t(index)];
    const bool isThere = place.height.block < layout->content().blockCount();
    const int below = isThere ? placed.top + layout->yOf(place.height) : placed.bottom() - viewport()->height();
    if (below == 0)
        return;
    m_window.scrollBy(below);
    arrange();
}

// Whatever was to be returned to, the reader has gone somewhere else.
void MessageView::leavePlace()
{
    m_kept.reset();
    m_sought.reset();
}

void MessageView::forgetLayouts()
{
    if (!m_kept)
        m_kept = readersPlace();
    m_window.keepFraction();
    m_layouts.clear();
}

// The reader stays where they are: what follows comes below.
void MessageView::unfoldText(const QString &key)
{
    holdRow(key);
    m_unfolded[key].text = true;
    scheduleArrange();
}

void MessageView::showMessage(qint64 id)
{
    if (const int row = m_model->rowOfMessage(id); row >= 0)
        showRow(m_model->row(row).key);
}

void MessageView::showRow(const QString &key)
{
    leavePlace();
    if (m_arrangeTimer.isActive())
        arrange();
    const int row = m_model->rowOfKey(key);
    if (row < 0)
        return;
    m_currentKey = key;
    placeRow(row);
    arrange();
    tellCurrent();
}

void MessageView::setFound(const QString &text, const QString &currentKey)
{
    m_found = text;
    m_foundKey = currentKey;
    viewport()->update();
}

void MessageView::showFound(const QString &key)
{
    showRow(key);
    m_sought = Sought{key};
    seekFound();
}

// The place may be further down than the message is laid out, or folded.
void MessageView::seekFound()
{
    if (!m_sought)
        return;
    const qsizetype index = m_placedKeys.indexOf(m_sought->key);
    const auto found = index < 0 ? m_layouts.end() : m_layouts.find(m_sought->key);
    if (found == m_layouts.end())
        return m_sought.reset();
    MessageLayout &layout = *found->second.layout;
    found->second.growsUp = false;
    const QRect place = layout.firstPlaceOf(m_found, m_sought->block);
    if (place.isEmpty()) {
        m_sought->block = qMax(std::size_t(1), layout.content().blockCount()) - 1;
        if (layout.isFolded())
            unfoldText(m_sought->key);
        else if (!layout.isUnfinished())
            m_sought.reset();
        return;
    }
    showPart(QString(m_sought->key), place);
}

void MessageView::showPart(const QString &key, const QRect &inRow)
{
    leavePlace();
    const qsizetype index = m_placedKeys.indexOf(key);
    if (index < 0)
        return;
    const int top = m_window.placed()[std::size_t(index)].top + inRow.top();
    if (top >= 0 && top + inRow.height() <= viewport()->height())
        return;
    m_window.scrollBy(top - viewport()->height() / 3);
    arrange();
}

} // namespace pipit
