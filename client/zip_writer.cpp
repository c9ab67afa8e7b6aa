// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/zip_writer.h"

#include <QFile>
#include <QSaveFile>

#include <archive.h>
#include <archive_entry.h>

#include <chrono>
#include <memory>

namespace pipit {

namespace {

la_ssize_t takePiece(archive *, void *file, const void *piece, std::size_t size)
{
    return static_cast<QSaveFile *>(file)->write(static_cast<const char *>(piece), qint64(size));
}

} // namespace

Result<Done> writeZip(const QString &path, const QList<ZippedFile> &files, const std::function<bool()> &goesOn)
{
    QSaveFile file(path);
    const auto failed = [](const QString &reason) { return Error{ErrorCode::Unavailable, reason}; };
    // Before the content is there: at no moment can another user read it.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failed(file.errorString());
    const std::unique_ptr<archive, decltype(&archive_write_free)> zip(archive_write_new(), archive_write_free);
    const auto fault = [&] { return failed(file.error() != QFileDevice::NoError ? file.errorString() : QString::fromUtf8(archive_error_string(zip.get()))); };
    if (archive_write_set_format_zip(zip.get()) != ARCHIVE_OK || archive_write_set_bytes_in_last_block(zip.get(), 1) != ARCHIVE_OK || archive_write_open(zip.get(), &file, nullptr, takePiece, nullptr) != ARCHIVE_OK)
        return fault();
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    for (const ZippedFile &zipped : files) {
        if (!goesOn())
            return Error{ErrorCode::Cancelled, QStringLiteral("It was cancelled.")};
        const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), archive_entry_free);
        archive_entry_set_pathname(entry.get(), zipped.name.toLatin1().constData());
        archive_entry_set_size(entry.get(), zipped.content.size());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0600);
        archive_entry_set_mtime(entry.get(), now, 0);
        if (archive_write_header(zip.get(), entry.get()) != ARCHIVE_OK || archive_write_data(zip.get(), zipped.content.constData(), std::size_t(zipped.content.size())) != zipped.content.size())
            return fault();
    }
    if (archive_write_close(zip.get()) != ARCHIVE_OK)
        return fault();
    if (!goesOn())
        return Error{ErrorCode::Cancelled, QStringLiteral("It was cancelled.")};
    if (!file.commit())
        return failed(file.errorString());
    return Done();
}

} // namespace pipit
