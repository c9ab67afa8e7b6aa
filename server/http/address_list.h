// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses and networks, as people write them into settings. Thread rule: immutable after it is made.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QStringList>

#include <utility>

namespace pipit::http {

// What one client has of an address: of IPv6 the network of 64 bits, for whoever has one address of it has them all.
QByteArray networkOf(const QHostAddress &address);

class AddressList
{
public:
    // Errors: InvalidRequest, where one is neither an address nor a network; `field` is the setting.
    static Result<AddressList> parse(const QStringList &texts, const QString &field);

    bool contains(const QHostAddress &address) const;

private:
    QList<std::pair<QHostAddress, int>> m_subnets;
};

} // namespace pipit::http
