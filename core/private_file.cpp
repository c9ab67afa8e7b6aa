// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/private_file.h"

#include <QFile>
#include <QSaveFile>

namespace pipit {

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

void ensurePrivateFile(const QString &path)
{
    (void)QFile(path).open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly);
}

Result<Done> writePrivateFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    // Before the content is there: at no moment can another user read it.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly) || file.write(content) != content.size() || !file.commit())
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString())};
    return Done();
}

bool isPrivateFile(const QString &path)
{
#ifdef Q_OS_WIN
    Q_UNUSED(path)
    return true;
#else
    return !(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther));
#endif
}

} // namespace pipit
