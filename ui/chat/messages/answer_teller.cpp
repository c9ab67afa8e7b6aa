// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/answer_teller.h"

#include "ui/chat/messages/message_view.h"

#include <QAccessible>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype longSentence = 400; // characters; of a longer one, such as code, its words are told

qsizetype commonLength(const QString &first, const QString &second)
{
    const qsizetype common = std::ranges::mismatch(first, second).in1 - first.begin();
    return common > 0 && first[common - 1].isHighSurrogate() ? common - 1 : common;
}

// As far as its sentences are whole, from a place that is told already.
qsizetype wholeLength(const QString &text, qsizetype from)
{
    const QStringView rest = QStringView(text).sliced(from);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, rest.data(), rest.size());
    finder.toEnd();
    const qsizetype end = qMax(qsizetype(0), finder.toPreviousBoundary());
    if (rest.size() - end <= longSentence)
        return from + end;
    return from + std::max({end, rest.lastIndexOf(u' ') + 1, rest.lastIndexOf(u'\n') + 1});
}

} // namespace

AnswerTeller::AnswerTeller(MessageView *view) : QObject(view), m_view(view)
{
    m_timer.setSingleShot(true);
    setInterval(usualInterval);
    connect(&m_timer, &QTimer::timeout, this, &AnswerTeller::look);
    connect(view, &MessageView::arranged, this, &AnswerTeller::look);
}

void AnswerTeller::look()
{
    if (!QAccessible::isActive())
        return m_told.clear();
    m_told.removeIf([this](const auto &told) { return m_view->model()->rowOfKey(told.key()) < 0; });
    const bool isTime = !m_timer.isActive();
    for (qsizetype place = 0; place < m_view->visibleKeys().size(); ++place) {
        const QString key = m_view->visibleKeys()[place];
        const MessageLayout *layout = m_view->visibleLayout(std::size_t(place));
        const bool isComing = layout && layout->row().isUnderWay();
        if (!layout || (isComing ? !isTime : !m_told.contains(key)))
            continue;
        const QString text = layout->content().plainText(layout->all());
        const QString before = isComing ? m_told.value(key) : m_told.take(key);
        const QString now = isComing ? text.first(wholeLength(text, commonLength(before, text))) : text;
        if (isComing) {
            m_told.insert(key, now);
            m_timer.start();
        }
        tell(int(place), before, now);
    }
}

void AnswerTeller::tell(int place, const QString &before, const QString &now)
{
    if (before == now)
        return;
    const qsizetype common = commonLength(before, now);
    if (common == before.size()) {
        QAccessibleTextInsertEvent event(m_view, int(common), now.sliced(common));
        event.setChild(place);
        QAccessible::updateAccessibility(&event);
        return;
    }
    QAccessibleTextUpdateEvent event(m_view, int(common), before.sliced(common), now.sliced(common));
    event.setChild(place);
    QAccessible::updateAccessibility(&event);
}

} // namespace pipit
