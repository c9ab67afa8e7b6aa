// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that a caller may see, found over their keys: what is left out is never read whole.
// Thread rule: functions without state. Errors: what `page` throws.
#pragma once

#include "server/store/sql_database.h"

#include <functional>

namespace pipit::store {

struct RowKey {
    QString sessionId = {};
    qint64 messageId = 0; // where the rows are messages
};

// The first two columns of a row: the session's id, and the message's where there is one.
RowKey keyOfRow(const QSqlQuery &row);

struct VisibleKeys {
    QList<RowKey> keys = {};
    bool isEnd = true; // nothing that may be seen comes after them
};

// `page` gives the next rows, as many as it is asked for where there are as many; `seen` came before them, `last` was the last
// of those. Without `maySee` everything may be seen.
VisibleKeys visibleKeys(qsizetype wanted, const std::function<bool(QStringView)> &maySee, qsizetype looksAtMost,
                        const std::function<QList<RowKey>(qsizetype seen, const RowKey &last, qsizetype rows)> &page);

// As the databases take several at once: a JSON array.
QString messageIdsOf(const QList<RowKey> &keys);
QString sessionIdsOf(const QList<RowKey> &keys);

} // namespace pipit::store
