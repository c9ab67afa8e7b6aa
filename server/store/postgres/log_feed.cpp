// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/log_feed.h"

namespace pipit::store {

void LogFeed::setListener(CommitListener listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

bool LogFeed::bring(PostgresDatabase &database, qint64 before, const QList<Message> &committed)
{
    const std::lock_guard lock(m_mutex);
    if (!m_listener)
        return true;
    if (m_position < before) {
        // Other nodes and programs came between: as a rule a few messages.
        const LogPage page = selectLog(database, m_position);
        handOn(page.messages);
        return page.isLast;
    }
    handOn(committed);
    return true;
}

qint64 LogFeed::readOn(PostgresDatabase &database)
{
    qint64 count = 0;
    for (bool isLast = false; !isLast;) {
        // Let go between two pages: a publisher should not wait for a long catch-up.
        const std::lock_guard lock(m_mutex);
        if (!m_listener)
            break;
        const LogPage page = selectLog(database, m_position);
        handOn(page.messages);
        count += page.messages.size();
        isLast = page.isLast;
    }
    return count;
}

void LogFeed::handOn(const QList<Message> &messages)
{
    QList<Message> fresh = messages;
    if (!fresh.isEmpty() && fresh.first().id <= m_position)
        fresh.removeIf([this](const Message &message) { return message.id <= m_position; });
    if (fresh.isEmpty())
        return;
    m_position = fresh.last().id;
    m_listener(fresh);
}

} // namespace pipit::store
