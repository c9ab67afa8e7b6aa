// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/gate.h"

#include "core/wait.h"

#include <QCoroFuture>
#include <QDateTime>
#include <QFutureWatcher>

namespace pipit::auth {

namespace {

constexpr std::chrono::seconds rememberedFor{2};
constexpr std::chrono::minutes goodWithoutStore{5};
constexpr std::chrono::seconds patience{1}; // with the store, where the caller was known a moment ago
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
        co_return Caller(known->caller);

    Found found = Error{};
    if (isGoodWithoutStore(hash))
        found = co_await askForAWhile(hash);
    else
        found = co_await m_store.findToken(hash);
    if (!found) {
        if (!isGoodWithoutStore(hash))
            co_return found.error();
        Known &known = m_known[hash];
        known.lookAgainAt = m_now() + rememberedFor;
        co_return Caller(known.caller); // a copy: QCoro moves from what is named here
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

bool Gate::isGoodWithoutStore(const QByteArray &hash) const
{
    const auto known = m_known.constFind(hash);
    return known != m_known.cend() && m_now() < known->confirmedAt + goodWithoutStore && !isPast(known->expiresAtMs);
}

QCoro::Task<Gate::Found> Gate::askForAWhile(QByteArray hash)
{
    Wait wait(patience);
    QFutureWatcher<Found> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, wait.context(), [&wait] { wait.come(); });
    watcher.setFuture(m_store.findToken(hash));
    co_await wait.future();
    if (watcher.isFinished())
        co_return watcher.result();
    co_return Error{ErrorCode::Unavailable, QStringLiteral("The store takes too long to say who this is.")};
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
