// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/address_list.h"

#include "core/text_limits.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::http {

QByteArray networkOf(const QHostAddress &address)
{
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address.toString().toLatin1();
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(bytes.c), 8).toHex() + "::/64";
}

Result<AddressList> AddressList::parse(const QStringList &texts, const QString &field)
{
    AddressList list;
    for (const QString &text : texts) {
        const auto subnet = QHostAddress::parseSubnet(text);
        if (subnet.first.isNull() || subnet.second < 0)
            return Error{ErrorCode::InvalidRequest, u"%1: \"%2\" is not an address or a network, such as 127.0.0.1 or 10.0.0.0/8."_s.arg(field, forEcho(text)), field};
        list.m_subnets.append(subnet);
    }
    return list;
}

bool AddressList::contains(const QHostAddress &address) const
{
    return std::ranges::any_of(m_subnets, [&address](const auto &subnet) { return address.isInSubnet(subnet); });
}

} // namespace pipit::http
