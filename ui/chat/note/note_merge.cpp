// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/note/note_merge.h"

#include <QStringList>

#include <algorithm>

namespace pipit {

QString mergedNote(const QString &mine, const QString &theirs, const QString &mineMark, const QString &theirsMark)
{
    const QStringList own = mine.split(u'\n'), other = theirs.split(u'\n');
    const qsizetype shorter = std::min(own.size(), other.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && own[head] == other[head])
        ++head;
    while (tail < shorter - head && own[own.size() - 1 - tail] == other[other.size() - 1 - tail])
        ++tail;
    if (head == own.size() && head == other.size())
        return mine;
    QStringList merged = own.first(head);
    merged << QStringLiteral("<<<<<<< ") + mineMark << own.sliced(head, own.size() - head - tail) << QStringLiteral("=======") << other.sliced(head, other.size() - head - tail)
           << QStringLiteral(">>>>>>> ") + theirsMark << own.last(tail);
    return merged.join(u'\n');
}

} // namespace pipit
