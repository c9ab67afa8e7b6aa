// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/address_counts.h"

namespace pipit::http {

AddressCounts::Place AddressCounts::take(const QHostAddress &address)
{
    if (address.isLoopback() || m_exempt.contains(address))
        return std::make_shared<char>();
    const QByteArray name = networkOf(address);
    const std::lock_guard lock(m_mutex);
    int &count = m_counts[name];
    if (count >= m_most)
        return {};
    ++count;
    return Place(new char, [counts = shared_from_this(), name](const char *place) {
        delete place;
        counts->giveBack(name);
    });
}

void AddressCounts::giveBack(const QByteArray &name)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_counts.find(name); found != m_counts.end() && --found->second == 0)
        m_counts.erase(found);
}

} // namespace pipit::http
