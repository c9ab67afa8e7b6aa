// SPDX-License-Identifier: GPL-3.0-or-later
// A folder as the records of a trace build it up: for each change, whether a sync vouches for it. The half of
// tests/faults/disk_trace.h that knows nothing of chance and of files.
//
// Thread rule: one thread. Errors: fault(), what the records cannot have come from.
#pragma once

#include "tests/faults/disk_record.h"

#include <QByteArray>

#include <QString>

#include <map>
#include <unordered_map>
#include <vector>

namespace pipit::test {

// Of a file's content.
struct DiskChange {
    DiskCall call = DiskCall::Written;
    std::uint64_t place = 0;
    const char *data = nullptr;
    std::uint64_t bytes = 0;
    std::size_t number = 0; // of the record
    bool lasts = false;     // a sync vouches for it
    bool isInDoubt = false; // one should have, and failed
};

// A name that came, went, or both. Object 0 is the folder itself.
struct NameChange {
    int object = -1; // what gets the name `to`, and loses `from`
    int fromFolder = -1, toFolder = -1;
    QByteArray from = {}, to = {};
    std::size_t number = 0;
    bool lasts = false;
    bool isInDoubt = false;
};

struct DiskObject {
    bool isFolder = false;
    QString start = {}; // where it is in the copy that the trace begins with; empty: it came later
    std::uint32_t mode = 0;
    std::vector<DiskChange> changes = {};
    std::map<QByteArray, int> names = {}, namesAtStart = {}; // of a folder: as its programs see it, and as it was
};

class DiskModel
{
public:
    DiskModel(const QString &start, bool ignoresSyncs, bool ext4Names);

    // In the order of the trace; the record's body must outlive this.
    void add(const DiskRecord &record, const char *body);

    const std::vector<DiskObject> &objects() const { return m_objects; }
    const std::vector<NameChange> &names() const { return m_names; }
    // The first; empty: none.
    const QString &fault() const { return m_fault; }

private:
    struct Inode {
        std::uint64_t device = 0, number = 0;
        bool operator==(const Inode &) const = default;
    };
    struct InodeHash {
        std::size_t operator()(const Inode &inode) const { return std::hash<std::uint64_t>()(inode.number * 31 + inode.device); }
    };
    struct Sync {
        int object = -1; // -1: everything
        std::size_t number = 0;
    };

    void readFolder(const QString &path, int folder);
    int newObject(bool isFolder, std::uint32_t mode);
    int objectAt(const QByteArray &path) const;
    // The folder of a path and its last name; -1: there is none.
    int folderOf(const QByteArray &path, QByteArray &name) const;
    int objectOf(const DiskRecord &record, const QByteArray &path);
    void blame(const QByteArray &path, const QString &what);
    void setName(int object, const QByteArray &path);
    void dropName(const QByteArray &path);
    void rename(int object, const QByteArray &from, const QByteArray &to);
    void change(const DiskRecord &record, const QByteArray &path, const char *data);
    void endSync(const DiskRecord &record);

    const bool m_ignoresSyncs, m_ext4Names;
    std::size_t m_number = 0;
    std::vector<DiskObject> m_objects;
    std::vector<NameChange> m_names;
    std::unordered_map<Inode, int, InodeHash> m_inodes;
    std::unordered_map<std::uint64_t, Sync> m_syncs; // under way
    // What was settled already is not looked at again: a log file is synced thousands of times.
    std::unordered_map<int, std::size_t> m_settled;
    std::size_t m_namesSettled = 0;
    QString m_fault;
};

} // namespace pipit::test
