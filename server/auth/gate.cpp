// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/gate.h"

#include <QCoroFuture>
#include <QDateTime>

namespace pipit::auth {

namespace {

constexpr std::chrono::seconds rememberedFor{2};
constexpr std::chrono::minutes goodWithoutStore{5};
constexpr std::chrono::seconds sweepTime{10};
constexpr qsizetype rememberedAtMost = 50'000;

bool isPast(std::optional<qint64> atMs)
{
    return atMs && *atMs <= QDateTime::currentMSecsSinceEpoch();
}

} // namespace

QCoro::Task<Result<Caller>> Gate::identify(QByteArray token)
{
    if (token.isEmpty())
        co_return Error{ErrorCode::Unauthenticated, QStringLiteral("No token was given. Send `Authorization: Bearer TOKEN`; `pipitctl token create` makes one.")};

    const QByteArray hash = hashOf(token);
    if (const auto known = m_known.constFind(hash); known != m_known.cend() && m_now() < known->lookAgainAt)
        co_return known->caller;

    const auto found = co_await m_store.findToken(hash);
    if (!found) {
        const auto known = m_known.find(hash);
        const bool isGood = known != m_known.end() && m_now() < known->confirmedAt + goodWithoutStore && !isPast(known->expiresAtMs);
        if (!isGood)
            co_return found.error();
        known->lookAgainAt = m_now() + rememberedFor;
        co_return known->caller;
    }
    if (!*found) {
        m_known.remove(hash);
        co_return Error{ErrorCode::Unauthenticated, QStringLiteral("This token is not known here: it is misspelt, expired, taken back, or of another node.")};
    }

    Caller caller = (*found)->caller;
    caller.tokenHash = hash;
    if (m_known.size() >= rememberedAtMost && !m_known.contains(hash))
        makeRoom();
    m_known.insert(hash, {caller, m_now() + rememberedFor, m_now(), (*found)->expiresAtMs});
    co_return caller;
}

void Gate::makeRoom()
{
    // Not at each time: where everybody is of late, a look at all of them finds nobody.
    if (m_now() >= m_nextSweep) {
        m_nextSweep = m_now() + sweepTime;
        m_known.removeIf([this](QHash<QByteArray, Known>::iterator known) { return m_now() >= known->confirmedAt + goodWithoutStore; });
    }
    if (m_known.size() >= rememberedAtMost)
        m_known.erase(m_known.begin());
}

} // namespace pipit::auth
