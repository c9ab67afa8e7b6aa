// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_deriver.h"

#include <QLoggingCategory>
#include <QScopeGuard>

#include <memory>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcSqlite, "pipit.store.sqlite")

constexpr int atOnce = 500;          // messages, in one piece of work of the writer
constexpr int beforeReading = 20'000; // when somebody waits for them

} // namespace

SqliteDeriver::SqliteDeriver(qint64 derivedTo, qint64 head, std::function<bool(Reading)> read, std::function<Result<qint64>(Writing)> write)
    : m_read(std::move(read)), m_write(std::move(write)), m_head(head), m_derivedTo(derivedTo)
{
}

// One piece of work at a time, and after it a pause twice as long: publishing comes first.
void SqliteDeriver::committed(qint64 head)
{
    m_head = head;
    if (head - m_derivedTo < atOnce || Clock::now() < m_next.load() || m_isDeriving.exchange(true))
        return;
    const bool taken = m_read([this](SqliteDatabase &database) {
        const auto over = qScopeGuard([this, begin = Clock::now()] {
            const auto end = Clock::now();
            m_next = end + 2 * (end - begin);
            m_isDeriving = false;
        });
        try {
            derive(database, atOnce);
        } catch (const SqlFault &fault) {
            qCInfo(lcSqlite).noquote() << "Search and the list of sessions are behind:" << fault.text();
        }
    });
    if (!taken)
        m_isDeriving = false;
}

void SqliteDeriver::catchUp(SqliteDatabase &database)
{
    derive(database, beforeReading);
}

void SqliteDeriver::derive(SqliteDatabase &database, int atMost)
{
    for (int left = atMost; left > 0 && m_head > m_derivedTo; left -= atOnce) {
        const qint64 head = m_head;
        const auto derived = std::make_shared<const Derived>(readDerived(database, atOnce));
        if (derived->from == derived->to) { // the newest messages were purged
            m_derivedTo = head;
            return;
        }
        const auto written = m_write([derived](SqliteDatabase &writer) {
            writeDerived(writer, *derived);
            return derivedTo(writer);
        });
        if (!written)
            return; // what is there so far has to do
        m_derivedTo = *written;
    }
}

} // namespace pipit::store
