// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a backup: contents from one directory of files into another, checked on the way, and what is known of a long work.
//
// Thread rule: blocks, on one thread; `stop` may be set from any. Errors: NoRoom, Unavailable, InvalidRequest (not what it should be),
// Cancelled, each with what to do.
#pragma once

#include "core/result.h"
#include "server/files/blob_store.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>

namespace pipit::ops {

struct BackupProgress {
    enum class Step { Log, Check, Files };
    Step step = Step::Log;
    qint64 done = 0;  // bytes, of Files a number
    qint64 total = 0; // 0: not known
};

struct BackupWatch {
    std::function<void(const BackupProgress &)> progress; // often
    const std::atomic<bool> &stop;
};

// One that is stopped.
Error brokenOff();

// The SHA-256 of a file, hexadecimal.
Result<QByteArray> hashOfFile(const QString &path, const BackupWatch &watch);
// A copy that is on the disk when it returns, and the SHA-256 of what was read. `to` is written over.
Result<QByteArray> copyFile(const QString &from, const QString &to, const BackupWatch &watch);

class BlobCopier
{
public:
    // `to`: made where it is missing, and claimed for the log that `id` names.
    static Result<BlobCopier> open(const QString &from, const QString &to, const QString &id);

    // True: it is there. False: the source has not got it, or other bytes under its name. Errors: of the target.
    Result<bool> copy(const QByteArray &sha256);

    qint64 number() const { return m_number; }
    qint64 bytes() const { return m_bytes; }
    // Takes back all that it has brought, and the directory where it made that.
    void undo();

private:
    BlobCopier(files::BlobTree from, QString directory, std::unique_ptr<files::BlobStore> to, bool wasThere, bool wasOurs)
        : m_from(std::move(from)), m_directory(std::move(directory)), m_to(std::move(to)), m_wasThere(wasThere), m_wasOurs(wasOurs) { }

    Error cannotWrite(const Error &error) const;

    files::BlobTree m_from;
    QString m_directory;
    std::unique_ptr<files::BlobStore> m_to;
    bool m_wasThere; // the directory
    bool m_wasOurs;  // it had files of this log
    QList<QByteArray> m_new;
    qint64 m_number = 0;
    qint64 m_bytes = 0;
};

} // namespace pipit::ops
