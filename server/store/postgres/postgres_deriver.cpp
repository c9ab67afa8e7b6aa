// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_deriver.h"

#include "server/store/postgres/postgres_derive.h"

#include <QLoggingCategory>
#include <QScopeGuard>

#include <algorithm>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcDeriver, "pipit.store.postgres")

constexpr int deriveAtOnce = 10'000; // messages, beside the publishing
constexpr std::chrono::milliseconds derivePause{700}; // and longer after a long piece of work

} // namespace

void PostgresDeriver::upTo(qint64 position)
{
    if (position <= m_derivedTo || m_isClosed || Clock::now() < m_nextTime.load() || m_isBusy.exchange(true))
        return;
    const bool taken = m_readers.submit([this, position](PostgresLink &link) {
        const auto over = qScopeGuard([this] { m_isBusy = false; });
        const auto begin = Clock::now();
        try {
            if (link.read([](PostgresDatabase &database) { return deriveFromLog(database, deriveAtOnce); }))
                m_derivedTo = position;
        } catch (const SqlFault &fault) {
            qCInfo(lcDeriver).noquote() << "Search and the list of sessions are behind:" << fault.text();
        }
        const auto end = Clock::now();
        m_nextTime = end + std::max<Clock::duration>(derivePause, 2 * (end - begin));
    });
    if (!taken)
        m_isBusy = false;
}

} // namespace pipit::store
