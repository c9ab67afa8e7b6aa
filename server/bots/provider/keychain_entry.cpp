// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/keychain_entry.h"

using namespace std::chrono_literals;

namespace pipit::bots {

namespace {

constexpr std::chrono::milliseconds firstWait{2'000};
constexpr std::chrono::seconds keptFor{10};
constexpr std::chrono::seconds faultKeptFor{2};

} // namespace

KeychainEntry::KeychainEntry(const QString &name)
    : m_name(name), m_asked(readSecret(name)), m_last(Error{ErrorCode::Unavailable, QStringLiteral("The keychain has not answered yet; it may be asking on the screen to be unlocked.")})
{
    take(firstWait);
}

Result<QByteArray> KeychainEntry::read()
{
    take(0ms);
    if (!m_asked.valid() && Clock::now() - m_at > (m_last ? keptFor : faultKeptFor))
        m_asked = readSecret(m_name);
    return m_last;
}

void KeychainEntry::take(std::chrono::milliseconds atMost)
{
    if (!m_asked.valid() || m_asked.wait_for(atMost) != std::future_status::ready)
        return;
    m_last = m_asked.get();
    m_at = Clock::now();
}

} // namespace pipit::bots
