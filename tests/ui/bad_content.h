// SPDX-License-Identifier: GPL-3.0-or-later
// Content that was made to hurt, or that somebody pasted, and how long the event loop stands still over it.
#pragma once

#include "tests/support/cost_growth.h"
#include "ui/chat/messages/message_view.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QString>

#include <utility>
#include <vector>

namespace pipit {

inline std::vector<std::pair<const char *, QString>> badContents()
{
    constexpr qsizetype mebibyte = 1 << 20;
    QString lists, fences;
    for (int depth = 0; depth < 400; ++depth)
        lists += QString(2 * depth, u' ') + QStringLiteral("- x\n");
    for (int length = 1; length < 400; ++length)
        fences += QString(length, u'`') + u' ';
    return {
        {"one line of 1 MiB", QString(mebibyte, u'x')},
        {"one line of 1 MiB, words", QStringLiteral("word ").repeated(mebibyte / 5)},
        {"one line of 1 MiB, emphasis", QStringLiteral("some **bold** and `code` ").repeated(mebibyte / 25)},
        {"one line of 1 MiB, Chinese", QString(mebibyte / 3, QChar(0x6c49))},
        {"1 MiB of short lines", QStringLiteral("a line of it\n").repeated(mebibyte / 13)},
        {"200,000 empty lines", QString(200'000, u'\n')},
        {"table of 10,000 rows", QStringLiteral("|a|b|c|\n|-|-|-|\n") + QStringLiteral("|1|**two**|3|\n").repeated(10'000)},
        {"table of 2,000 columns", QStringLiteral("|a").repeated(2'000) + QStringLiteral("|\n") + QStringLiteral("|-").repeated(2'000) + QStringLiteral("|\n") + QStringLiteral("|1").repeated(2'000)},
        {"deep quotes", QStringLiteral("> ").repeated(100'000) + u'x'},
        {"deep lists", lists},
        {"brackets that never close", QString(100'000, u'[')},
        {"asterisks", QStringLiteral("*a **b ").repeated(20'000)},
        {"backticks", fences},
        {"fence that never closes", QStringLiteral("```cpp\n") + QStringLiteral("int a = \"b\"; /* \n").repeated(mebibyte / 17)},
        {"code of one line", QStringLiteral("```json\n") + QStringLiteral("{\"a\":[1,2,3]},").repeated(mebibyte / 14)},
        {"10,000 links", QStringLiteral("[a](https://example.org/b) https://example.org/c ").repeated(10'000)},
        {"zero width and bidi", QStringLiteral("a\u200b\u200d\u202e\u2066b\u0301").repeated(20'000)},
        {"combining marks", QString(u'a' + QString(60'000, QChar(0x0301)))},
        {"emoji", QStringLiteral("👩‍👩‍👧‍👦🏳️‍🌈").repeated(5'000)},
        {"Arabic and English", QStringLiteral("صباح الخير and good morning ").repeated(10'000)},
        {"code in Arabic", QStringLiteral("`-x` صب ").repeated(20'000)},
        {"lone surrogates", QString(50'000, QChar(0xd800))},
    };
}

// Takes the time of each step in time of this program's own, whatever else the machine does.
class LongestStop
{
public:
    void step(auto work)
    {
        const double ms = test::processorMs(work);
        m_longest = qMax(m_longest, ms);
        m_sum += ms;
        ++m_steps;
    }
    void turn()
    {
        step([] { QCoreApplication::processEvents(QEventLoop::AllEvents, 1); });
    }
    double ms() const { return m_longest; }
    double mean() const { return m_steps > 0 ? m_sum / m_steps : 0; }

private:
    double m_longest = 0;
    double m_sum = 0;
    int m_steps = 0;
};

// Presses what opens a message that is visible, the last one if none is named; false: it is not offered.
inline bool pressShowAllOf(MessageView &view, qint64 id)
{
    for (std::size_t i = view.visibleRows().size(); i-- > 0;) {
        const RowWindow::Placed &placed = view.visibleRows()[i];
        const MessageLayout *layout = view.visibleLayout(i);
        if (!layout || (id > 0 && layout->row().id != id))
            continue;
        for (int y = qMin(placed.bottom(), view.viewport()->height()) - 1; y > qMax(0, placed.bottom() - 120); y -= 2) {
            for (int x = 0; x < view.width(); x += 10) {
                const auto hit = layout->hit({x, y - placed.top});
                if (!hit.action || hit.action->kind != MessageAction::Kind::ShowAll)
                    continue;
                for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
                    QMouseEvent event(type, QPointF(x, y), view.viewport()->mapToGlobal(QPointF(x, y)), Qt::LeftButton, type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, {});
                    QCoreApplication::sendEvent(view.viewport(), &event);
                }
                return true;
            }
        }
        return false;
    }
    return false;
}

inline bool pressShowAll(MessageView &view)
{
    return pressShowAllOf(view, 0);
}

} // namespace pipit
