// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/tokens.h"

#include "core/base64url.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace pipit::auth {

QByteArray makeToken()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(random.data()), sizeof random);
    return "pipit_" + base64UrlEncoded(bytes);
}

QByteArray hashOf(QByteArrayView token)
{
    return QCryptographicHash::hash(token.toByteArray(), QCryptographicHash::Sha256);
}

} // namespace pipit::auth
