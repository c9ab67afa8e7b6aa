// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a .zip, read by the library as anybody would. Thread rule: a function without state.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QMap>
#include <QString>

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace pipit::test {

// None, where it is no whole .zip.
inline QMap<QString, QByteArray> unzipped(const QString &path)
{
    QMap<QString, QByteArray> files;
    const std::unique_ptr<archive, decltype(&archive_read_free)> zip(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(zip.get());
    if (archive_read_open_filename(zip.get(), QFile::encodeName(path).constData(), 65'536) != ARCHIVE_OK)
        return {};
    archive_entry *entry = nullptr;
    int read = ARCHIVE_OK;
    while ((read = archive_read_next_header(zip.get(), &entry)) == ARCHIVE_OK) {
        QByteArray content;
        char piece[65'536];
        for (la_ssize_t size = 0; (size = archive_read_data(zip.get(), piece, sizeof piece)) != 0;) {
            if (size < 0)
                return {};
            content.append(piece, size);
        }
        files.insert(QString::fromUtf8(archive_entry_pathname(entry)), content);
    }
    return read == ARCHIVE_EOF ? files : QMap<QString, QByteArray>();
}

} // namespace pipit::test
