// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/operator_token.h"

#include "core/private_file.h"

#include <QDateTime>
#include <QFile>

namespace pipit {

Result<QByteArray> operatorTokenIn(const store::DataDirectory &directory)
{
    const QString path = directory.filePath(QStringLiteral("operator.token"));
    QByteArray token;
    if (QFile file(path); file.exists()) {
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2. Mend its permissions, or remove it to have a new token made.").arg(path, file.errorString())};
        token = file.read(4096).trimmed();
    }
    if (token.isEmpty()) {
        token = auth::makeToken();
        if (const auto written = writePrivateFile(path, token + '\n'); !written)
            return written.error();
    }
    return token;
}

Result<Done> ensureKnown(const QByteArray &token, auth::TokenStore &tokens)
{
    // Also an old one: the database may have been replaced under it.
    const QByteArray hash = auth::hashOf(token);
    const auto known = tokens.findToken(hash).result();
    if (!known)
        return known.error();
    if (!*known) {
        const auto added = tokens.addToken({.hash = hash,
                                            .caller = {.sub = QStringLiteral("operator"), .name = QStringLiteral("Operator"), .role = auth::Role::Operator},
                                            .createdAtMs = QDateTime::currentMSecsSinceEpoch()}).result();
        if (!added)
            return added.error();
    }
    return Done();
}

} // namespace pipit
