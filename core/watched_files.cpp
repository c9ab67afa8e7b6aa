// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/watched_files.h"

#include "core/private_file.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr qint64 fileBytes = 256 * 1024;

} // namespace

QString WatchedFiles::nameOf(qsizetype file) const
{
    return m_files[file].setting + u' ' + m_files[file].path;
}

Error WatchedFiles::fault(qsizetype file, const QString &reason) const
{
    return Error{ErrorCode::Unavailable, u"%1 %2."_s.arg(nameOf(file), reason), m_files[file].setting};
}

Result<QByteArray> WatchedFiles::read(qsizetype index) const
{
    const QString &path = m_files[index].path;
    // Opening a pipe would wait for whoever writes into it.
    if (const QFileInfo info(path); info.exists() && !info.isFile())
        return fault(index, u"is no file"_s);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fault(index, u"cannot be read: %1"_s.arg(file.errorString()));
    if (m_files[index].isSecret && !isPrivateFile(path))
        return fault(index, u"can be read by others; take that away with: chmod 600 '%1'"_s.arg(path));
    QByteArray content = file.read(fileBytes + 1);
    if (file.error() != QFile::NoError)
        return fault(index, u"cannot be read: %1"_s.arg(file.errorString()));
    if (content.size() > fileBytes)
        return fault(index, u"is larger than %1 KiB"_s.arg(fileBytes / 1024));
    return content;
}

Result<Done> WatchedFiles::look(const Take &take)
{
    QList<QByteArray> contents;
    QByteArray digests;
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        auto content = read(i);
        if (!content) {
            m_seen.reset();
            return content.error();
        }
        digests += QCryptographicHash::hash(*content, QCryptographicHash::Sha256);
        contents.append(std::move(*content));
    }
    if (m_seen != digests) {
        m_seen = digests;
        m_outcome = take(contents);
    }
    return m_outcome;
}

std::optional<QString> WatchedFiles::newFault(const Result<Done> &outcome)
{
    const QString fault = outcome ? QString() : outcome.error().message;
    const bool isNew = !fault.isEmpty() && fault != m_told;
    m_told = fault;
    return isNew ? std::optional(fault) : std::nullopt;
}

} // namespace pipit
