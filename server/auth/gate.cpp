// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/gate.h"

#include <QCoroFuture>

namespace pipit::auth {

namespace {

constexpr std::chrono::seconds rememberedFor{2};
constexpr qsizetype rememberedAtMost = 10'000;

} // namespace

QCoro::Task<Result<Caller>> Gate::identify(QByteArray token)
{
    if (token.isEmpty())
        co_return Error{ErrorCode::Unauthenticated, QStringLiteral("No token was given. Send `Authorization: Bearer TOKEN`; `pipitctl token create` makes one.")};

    const QByteArray hash = hashOf(token);
    const auto now = std::chrono::steady_clock::now();
    if (const auto known = m_known.constFind(hash); known != m_known.cend() && now < known->until)
        co_return known->caller;

    const auto found = co_await m_store.findToken(hash);
    if (!found)
        co_return found.error();
    if (!*found)
        co_return Error{ErrorCode::Unauthenticated, QStringLiteral("This token is not known here: it is misspelt, expired, taken back, or of another node.")};

    Caller caller = (*found)->caller;
    caller.tokenHash = hash;
    if (m_known.size() >= rememberedAtMost)
        m_known.clear();
    m_known.insert(hash, {caller, now + rememberedFor});
    co_return caller;
}

} // namespace pipit::auth
