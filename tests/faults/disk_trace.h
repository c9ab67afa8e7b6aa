// SPDX-License-Identifier: GPL-3.0-or-later
// What a power cut leaves of a folder whose processes ran under tests/faults/disk_shim_linux.cpp.
//
// A trace begins with a copy of the folder as it was when the first of them started. A position is a number of bytes of the trace
// file: whoever was told "stored" while the file had n bytes must find it in every image at n or later. A record that is not
// whole there does not count.
//
// What survives: what was synced, and of everything else what the seed says. Bytes: each write as a whole, not at all, or in some
// of its sectors of 512 bytes; a sector that was written several times may have any of these states. A sync that failed leaves
// what it should have covered in doubt for good, whatever the next one says. Names: each one that was made, renamed or
// removed stays as it is once its folder was synced, and may or may not be so before (a rename wholly or not at all; between two
// folders, once one of them was synced). A file whose bytes were synced and whose name was not can be gone. Permissions always
// survive; they are not what this is about.
//
// Thread rule: any; an object is not changed once made. Errors: std::runtime_error; a test can do nothing without an image.
#pragma once

#include <QFile>
#include <QList>
#include <QProcessEnvironment>
#include <QString>

#include <functional>

namespace pipit::test {

struct DiskRecord;

struct DiskImageOptions {
    // 0: nothing that was not synced survives; 1: all of it; others: some of it, the same for the same seed.
    quint64 seed = 0;
    // A disk that lies: its syncs do nothing.
    bool ignoresSyncs = false;
    // As ext4 does it, beyond POSIX: to sync a file makes its own names last, too. PostgreSQL counts on that (it syncs the files of a
    // new table, and not their folder); SQLite and a node's files do not.
    bool ext4Names = false;
};

class DiskTrace
{
public:
    // `start`: the copy of the folder. Neither is to change while this lives, except that the trace may grow.
    DiskTrace(QString start, const QString &trace);

    // Bytes of the trace; the image there is the last one.
    qint64 size() const { return m_size; }
    // After each sync that succeeded.
    QList<qint64> syncs() const;

    // `folder` must not exist; its parent must. An error also where something was done that no image can show.
    void imageAt(qint64 position, const QString &folder, const DiskImageOptions &options = {}) const;

private:
    void forEach(qint64 position, const std::function<void(const DiskRecord &, const char *, qint64)> &visit) const;
    bool isRecord(qint64 at, qint64 end) const;
    bool canBegin(qint64 at) const;
    qint64 nextRecord(qint64 from, qint64 end) const;

    const QString m_start;
    QFile m_file;
    const char *m_data = nullptr;
    qint64 m_size = 0;
};

// For a process that is to run on such a disk; without `trace` only `control` has a say.
QProcessEnvironment onDisk(const QString &folder, const QString &trace, const QString &control = {});

// Copies a folder with its permissions.
void copyFolder(const QString &from, const QString &to);

} // namespace pipit::test
