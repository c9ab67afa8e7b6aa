// SPDX-License-Identifier: GPL-3.0-or-later
// Every file below a directory is looked through for a word, as UTF-8 and as UTF-16. Thread rule: functions without state.
#pragma once

#include <QByteArray>
#include <QDirIterator>
#include <QFile>
#include <QStringList>

namespace pipit::test {

// Their paths below the directory.
inline QStringList filesWith(const QString &directory, const QString &word)
{
    const QByteArray utf16(reinterpret_cast<const char *>(word.utf16()), word.size() * qsizetype(sizeof(char16_t)));
    QStringList files;
    for (QDirIterator it(directory, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        if (bytes.contains(word.toUtf8()) || bytes.contains(utf16))
            files << it.filePath().mid(directory.size() + 1);
    }
    return files;
}

} // namespace pipit::test
