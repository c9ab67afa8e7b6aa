// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/operator_token.h"

#include "core/private_file.h"

#include <QDateTime>
#include <QFile>

namespace pipit {

namespace {

// Empty: there is no file.
Result<QByteArray> tokenIn(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2. Mend its permissions, or remove it to have a new token made.").arg(path, file.errorString())};
    return file.read(4096).trimmed();
}

// False: it was taken back.
Result<bool> makeKnown(const QByteArray &token, auth::TokenStore &tokens)
{
    // Also an old one: the database may have been replaced under it.
    const QByteArray hash = auth::hashOf(token);
    const auto known = tokens.findToken(hash).result();
    if (!known)
        return known.error();
    if (*known)
        return true;
    const auto added = tokens.addToken({.hash = hash,
                                        .caller = {.sub = QStringLiteral("operator"), .name = QStringLiteral("Operator"), .role = auth::Role::Operator},
                                        .createdAtMs = QDateTime::currentMSecsSinceEpoch()}).result();
    if (!added && added.error().code != ErrorCode::Conflict)
        return added.error();
    return added.ok();
}

} // namespace

Result<QByteArray> operatorToken(const QByteArray &kept, const store::DataDirectory &directory, auth::TokenStore &tokens)
{
    const QString path = directory.filePath(QStringLiteral("operator.token"));
    const auto found = kept.isEmpty() ? tokenIn(path) : Result<QByteArray>(kept);
    if (!found)
        return found.error();
    if (!found->isEmpty()) {
        const auto known = makeKnown(*found, tokens);
        if (!known)
            return known.error();
        if (*known)
            return *found;
        if (!kept.isEmpty())
            return operatorToken({}, directory, tokens);
    }
    const QByteArray fresh = auth::makeToken();
    if (const auto written = writePrivateFile(path, fresh + '\n'); !written)
        return written.error();
    if (const auto known = makeKnown(fresh, tokens); !known)
        return known.error();
    return fresh;
}

} // namespace pipit
