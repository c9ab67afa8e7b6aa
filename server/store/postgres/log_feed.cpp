// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/log_feed.h"

namespace pipit::store {

void LogFeed::setListener(CommitListener listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

LogPlace LogFeed::place() const
{
    const std::lock_guard lock(m_mutex);
    return m_place;
}

// Pages are read without the lock, so that nobody waits for another's connection: a page begins where the log had got to, which
// may be further by now, and what is known already is left out.
bool LogFeed::bring(PostgresDatabase &database, qint64 before, const QList<Message> &committed)
{
    const qint64 from = m_position;
    if (from >= before) {
        const std::lock_guard lock(m_mutex);
        handOn(committed);
        return true;
    }
    // Other nodes and programs came between: as a rule a few messages.
    if (!isHeard())
        return true;
    const LogPage page = selectLog(database, from);
    const std::lock_guard lock(m_mutex);
    handOn(page.messages);
    return page.isLast;
}

qint64 LogFeed::readOn(PostgresDatabase &database)
{
    qint64 count = 0;
    for (bool isLast = !isHeard(); !isLast;) {
        const LogPage page = selectLog(database, m_position);
        const std::lock_guard lock(m_mutex);
        count += handOn(page.messages);
        isLast = page.isLast;
    }
    return count;
}

bool LogFeed::isHeard()
{
    const std::lock_guard lock(m_mutex);
    return m_listener != nullptr;
}

qint64 LogFeed::handOn(const QList<Message> &messages)
{
    if (!m_listener)
        return 0;
    QList<Message> fresh = messages;
    if (!fresh.isEmpty() && fresh.first().id <= m_position)
        fresh.removeIf([this](const Message &message) { return message.id <= m_position; });
    if (fresh.isEmpty())
        return 0;
    m_place.add(fresh);
    m_position = m_place.position;
    m_listener(fresh);
    return fresh.size();
}

} // namespace pipit::store
