// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_deriver.h"

#include <QLoggingCategory>

#include <algorithm>
#include <memory>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcSqlite, "pipit.store.sqlite")

constexpr int atOnce = 500;          // messages, in one piece of work of the writer
constexpr int beforeReading = 20'000; // when somebody waits for them
constexpr std::chrono::milliseconds patience{250}; // with another reader

} // namespace

SqliteDeriver::SqliteDeriver(qint64 derivedTo, qint64 head, std::function<bool(Reading)> read, std::function<Result<qint64>(Writing)> write, std::function<void(const SqlFault &)> met)
    : m_read(std::move(read)), m_write(std::move(write)), m_met(std::move(met)), m_head(head), m_derivedTo(derivedTo)
{
}

void SqliteDeriver::committed(qint64 head)
{
    m_head = head;
    if (head - m_derivedTo >= atOnce)
        deriveBeside();
}

// One piece of work at a time, as large as what has come meanwhile, and after it a pause as long: publishing comes first.
void SqliteDeriver::deriveBeside()
{
    if (Clock::now() < m_next.load() || m_isDeriving.exchange(true))
        return;
    const bool taken = m_read([this](SqliteDatabase &database) {
        const auto begin = Clock::now();
        try {
            // Goes on where nobody publishes meanwhile; then nothing else would bring it up.
            for (qint64 head = -1, derivedTo = -1; m_head - m_derivedTo >= atOnce && (head < 0 || head == m_head) && derivedTo != m_derivedTo;) {
                head = m_head;
                derivedTo = m_derivedTo;
                derive(database, int(std::clamp<qint64>(head - derivedTo, atOnce, beforeReading)));
            }
        } catch (const SqlFault &fault) {
            qCInfo(lcSqlite).noquote() << "Search and the list of sessions are behind:" << fault.text();
            m_met(fault);
        }
        const auto end = Clock::now();
        m_next = end + (end - begin);
        m_isDeriving = false;
    });
    if (!taken)
        m_isDeriving = false;
}

void SqliteDeriver::catchUp(SqliteDatabase &database, const QString &sessionId)
{
    const std::unique_lock turn(m_catchingUp, patience);
    if (!turn)
        return; // somebody else is at it, and waits for the writer: what is there so far has to do
    // A session is not to wait for what is behind elsewhere.
    if (sessionId.isEmpty() || m_head - m_derivedTo <= atOnce) {
        derive(database, beforeReading);
        return;
    }
    [[maybe_unused]] const auto brought = m_write([sessionId](SqliteDatabase &writer) {
        deriveSession(writer, sessionId);
        return derivedTo(writer);
    });
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
