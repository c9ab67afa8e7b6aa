// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive technology is told of the conversation; what it asks for is in accessible_message.h.
#include "ui/chat/messages/message_view.h"

#include <QAccessible>

#include <utility>

namespace pipit {

void MessageView::tellAssistants(const QStringList &placedBefore)
{
    if (!QAccessible::isActive() || m_placedKeys == placedBefore)
        return;
    QAccessibleEvent event(this, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

// Of a row that is in the window.
void MessageView::tellName(const QString &key)
{
    const qsizetype place = m_placedKeys.indexOf(key);
    if (!QAccessible::isActive() || place < 0)
        return;
    QAccessibleEvent event(this, QAccessible::NameChanged);
    event.setChild(int(place));
    QAccessible::updateAccessibility(&event);
}

// What a change of it is told by: not the time of what plays, which would be told all the time. Empty: nobody listens.
QString MessageView::wordsFor(const QString &key) const
{
    const auto found = m_layouts.find(key);
    if (!QAccessible::isActive() || found == m_layouts.end() || !m_placedKeys.contains(key))
        return {};
    const MessageLayout &layout = *found->second.layout;
    return layout.content().plainText(layout.all());
}

// An answer that came is there: also for a reader that does not say what is inserted (see AnswerTeller).
void MessageView::tellFinished()
{
    const QStringList comingBefore = std::exchange(m_comingKeys, {});
    for (qsizetype place = 0; place < m_placedKeys.size(); ++place) {
        const MessageLayout *layout = visibleLayout(std::size_t(place));
        if (layout && layout->row().isUnderWay())
            m_comingKeys << m_placedKeys[place];
        else if (comingBefore.contains(m_placedKeys[place]))
            tellName(m_placedKeys[place]);
    }
}

void MessageView::tellCurrent()
{
    const qsizetype place = m_placedKeys.indexOf(m_currentKey);
    if (!QAccessible::isActive() || place < 0 || !hasFocus())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(int(place));
    QAccessible::updateAccessibility(&event);
}

// Of the visible rows, each its own part, also where it has none any more; and where the end of it stands.
void MessageView::tellSelection()
{
    if (!QAccessible::isActive())
        return;
    const QStringList toldBefore = std::exchange(m_toldSelected, {});
    for (std::size_t place = 0; place < m_window.placed().size(); ++place) {
        const MessageLayout *layout = visibleLayout(place);
        if (!layout)
            continue;
        const QString key = m_placedKeys[qsizetype(place)];
        const TextSelection selected = m_selection.in(m_window.placed()[place].row);
        const Content &content = layout->content();
        if (!selected.isEmpty())
            m_toldSelected << key;
        if (!selected.isEmpty() || toldBefore.contains(key)) {
            QAccessibleTextSelectionEvent event(this, int(content.offsetOf(selected.from)), int(content.offsetOf(selected.isEmpty() ? selected.from : selected.to)));
            event.setChild(int(place));
            QAccessible::updateAccessibility(&event);
        }
        if (m_selection.isBegun() && m_selection.head().key == layout->row().key) {
            QAccessibleTextCursorEvent event(this, int(content.offsetOf(m_selection.head().position)));
            event.setChild(int(place));
            QAccessible::updateAccessibility(&event);
        }
    }
}

} // namespace pipit
