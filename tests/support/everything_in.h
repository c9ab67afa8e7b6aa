// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a folder, to be compared with what is there later. Thread rule: a function without state.
#pragma once

#include <QByteArray>
#include <QDirIterator>
#include <QFile>
#include <QMap>

#include <stdexcept>

namespace pipit::test {

// Every file and folder below it by its path from there, with its content. Error: std::runtime_error where a file cannot be read.
inline QMap<QString, QByteArray> everythingIn(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator entries(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        const bool isFile = entries.fileInfo().isFile();
        if (isFile && !file.open(QIODevice::ReadOnly))
            throw std::runtime_error("not to be read: " + file.fileName().toStdString());
        all.insert(file.fileName().sliced(folder.size() + 1), isFile ? file.readAll() : QByteArray());
    }
    return all;
}

} // namespace pipit::test
