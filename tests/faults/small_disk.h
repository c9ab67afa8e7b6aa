// SPDX-License-Identifier: GPL-3.0-or-later
// A small file system of its own, in memory, that can be full or read-only. Linux, and only where this process may mount:
// as root, or in a container that lets it.
//
// What is mounted is seen by this process and its children only, and is gone with them.
// Thread rule: the main thread. Errors: NotHere where it is not permitted; std::runtime_error.
#pragma once

#include <QString>
#include <QTemporaryDir>

namespace pipit::test {

// Before the first thread: from here on nobody else sees what is mounted. Does nothing where it is not permitted.
void haveOwnMounts();

class SmallDisk
{
public:
    explicit SmallDisk(qint64 mebibytes);
    ~SmallDisk();

    QString path() const { return m_directory.path(); }

    // Not a byte is left.
    void fill();
    void makeRoom();
    // Fails while anybody has a file open for writing.
    void setReadOnly(bool readOnly);

private:
    QString ballast() const { return m_directory.filePath(QStringLiteral("ballast")); }

    const qint64 m_mebibytes;
    QTemporaryDir m_directory;
};

// For as long as it lives, temporary folders are made there.
class TemporaryFoldersIn
{
public:
    explicit TemporaryFoldersIn(const QString &path) : m_before(qgetenv("TMPDIR")) { qputenv("TMPDIR", path.toUtf8()); }
    ~TemporaryFoldersIn() { m_before.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", m_before); }

private:
    const QByteArray m_before;
};

} // namespace pipit::test
