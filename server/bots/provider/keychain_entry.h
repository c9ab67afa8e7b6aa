// SPDX-License-Identifier: GPL-3.0-or-later
// One secret of the keychain, at hand without waiting: read when it is made, and again, in the background, when it is asked for
// and was read a while ago. So one that was replaced counts from the question after the next.
//
// Thread rule: one thread. Errors: those of the keychain; Unavailable, too, until it has answered for the first time.
#pragma once

#include "keychain/keychain.h"

#include <chrono>

namespace pipit::bots {

class KeychainEntry
{
public:
    // Waits for the keychain for two seconds at most.
    explicit KeychainEntry(const QString &name);

    Result<QByteArray> read();

private:
    using Clock = std::chrono::steady_clock;

    void take(std::chrono::milliseconds atMost);

    const QString m_name;
    std::future<Result<QByteArray>> m_asked;
    Result<QByteArray> m_last;
    Clock::time_point m_at{};
};

} // namespace pipit::bots
