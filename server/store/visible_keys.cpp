// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/visible_keys.h"

namespace pipit::store {

namespace {

constexpr qsizetype pageRows = 5'000;

template<typename TextOf>
QString arrayOf(const QList<RowKey> &keys, TextOf textOf)
{
    QStringList texts;
    for (const RowKey &key : keys)
        texts << textOf(key);
    return u'[' + texts.join(u',') + u']';
}

} // namespace

RowKey keyOfRow(const QSqlQuery &row)
{
    return {.sessionId = row.value(0).toString(), .messageId = row.value(1).toLongLong()};
}

VisibleKeys visibleKeys(qsizetype wanted, const std::function<bool(QStringView)> &maySee, qsizetype looksAtMost,
                        const std::function<QList<RowKey>(qsizetype, const RowKey &, qsizetype)> &page)
{
    // As a rule a caller may see most of them.
    qsizetype rows = wanted + 1;
    VisibleKeys found;
    RowKey last;
    for (qsizetype seen = 0; seen < looksAtMost;) {
        rows = std::min(rows, looksAtMost - seen);
        const QList<RowKey> keys = page(seen, last, rows);
        for (const RowKey &key : keys) {
            if (maySee && !maySee(key.sessionId))
                continue;
            if (found.keys.size() == wanted) {
                found.isEnd = false;
                return found;
            }
            found.keys.append(key);
        }
        if (keys.size() < rows)
            return found;
        last = keys.last();
        seen += keys.size();
        rows = std::min(4 * rows, pageRows);
    }
    found.isEnd = false;
    return found;
}

QString messageIdsOf(const QList<RowKey> &keys)
{
    return arrayOf(keys, [](const RowKey &key) { return QString::number(key.messageId); });
}

// Session ids have no character that JSON would have to escape.
QString sessionIdsOf(const QList<RowKey> &keys)
{
    return arrayOf(keys, [](const RowKey &key) { return QString(u'"' + key.sessionId + u'"'); });
}

} // namespace pipit::store
