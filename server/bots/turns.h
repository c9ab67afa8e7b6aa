// SPDX-License-Identifier: GPL-3.0-or-later
// Who comes to the same place goes one at a time, in the order of coming. Thread rule: a value on one thread.
#pragma once

#include <QHash>
#include <QString>

#include <algorithm>
#include <deque>
#include <functional>

namespace pipit::bots {

class Turns
{
public:
    // Calls `go` as soon as all who came before have left: at once (then it returns true), or from leave().
    bool enter(const QString &place, const QString &who, std::function<void()> go)
    {
        Line &line = m_lines[place];
        const bool isFirst = line.empty();
        line.push_back({who, go});
        if (isFirst)
            go();
        return isFirst;
    }

    // Also of one whose turn did not come yet, or that never entered.
    void leave(const QString &place, const QString &who)
    {
        const auto line = m_lines.find(place);
        if (line == m_lines.end())
            return;
        const auto found = std::ranges::find(*line, who, &Waiting::who);
        if (found == line->end())
            return;
        const bool wasItsTurn = found == line->begin();
        line->erase(found);
        if (line->empty()) {
            m_lines.erase(line);
        } else if (wasItsTurn) {
            const auto go = line->front().go; // it may leave at once
            go();
        }
    }

    // With the one whose turn it is.
    int size(const QString &place) const
    {
        const auto line = m_lines.constFind(place);
        return line == m_lines.cend() ? 0 : int(line->size());
    }

private:
    struct Waiting {
        QString who;
        std::function<void()> go;
    };
    using Line = std::deque<Waiting>;

    QHash<QString, Line> m_lines;
};

} // namespace pipit::bots
