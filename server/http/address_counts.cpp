// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/address_counts.h"

namespace pipit::http {

namespace {

// Of an IPv6 address, the network of 64 bits: whoever has one address of it has them all.
QByteArray nameOf(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address.toString().toLatin1();
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(bytes.c), 8);
}

} // namespace

AddressCounts::Place AddressCounts::take(const QHostAddress &address)
{
    if (address.isLoopback() || m_exempt.contains(address))
        return std::make_shared<char>();
    const QByteArray name = nameOf(address);
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
