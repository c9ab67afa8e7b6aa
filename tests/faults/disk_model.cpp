// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/disk_model.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr std::uint32_t kindBits = 0170000, folderKind = 0040000; // of a mode, as every Unix has them

} // namespace

DiskModel::DiskModel(const QString &start, bool ignoresSyncs, bool ext4Names) : m_ignoresSyncs(ignoresSyncs), m_ext4Names(ext4Names)
{
    newObject(true, 0);
    m_objects[0].start = start;
    readFolder(start, 0);
}

int DiskModel::newObject(bool isFolder, std::uint32_t mode)
{
    m_objects.push_back({.isFolder = isFolder, .mode = mode & 07777});
    return int(m_objects.size()) - 1;
}

void DiskModel::readFolder(const QString &path, int folder)
{
    for (const QFileInfo &entry : QDir(path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const int object = newObject(entry.isDir(), 0);
        m_objects[std::size_t(object)].start = entry.filePath();
        const QByteArray name = QFile::encodeName(entry.fileName());
        m_objects[std::size_t(folder)].names[name] = m_objects[std::size_t(folder)].namesAtStart[name] = object;
        if (entry.isDir())
            readFolder(entry.filePath(), object);
    }
}

int DiskModel::objectAt(const QByteArray &path) const
{
    int object = 0;
    if (path.isEmpty())
        return object;
    for (const QByteArray &name : path.split('/')) {
        const auto &names = m_objects[std::size_t(object)].names;
        const auto found = names.find(name);
        if (found == names.end())
            return -1;
        object = found->second;
    }
    return object;
}

int DiskModel::folderOf(const QByteArray &path, QByteArray &name) const
{
    const qsizetype slash = path.lastIndexOf('/');
    name = path.sliced(slash + 1);
    return objectAt(slash < 0 ? QByteArray() : path.first(slash));
}

int DiskModel::objectOf(const DiskRecord &record, const QByteArray &path)
{
    const Inode inode{record.device, record.inode};
    const auto known = m_inodes.find(inode);
    if (known != m_inodes.end())
        return known->second;
    // The first that is heard of a file that was there at the start; or it has lost its name, and then it does not matter.
    const bool isNameless = path.isEmpty() && (record.mode & kindBits) != folderKind;
    int object = isNameless ? -1 : objectAt(path);
    if (object < 0) {
        if (!isNameless)
            blame(path, u"is there, and nobody has made it"_s);
        object = newObject((record.mode & kindBits) == folderKind, record.mode);
    }
    m_inodes[inode] = object;
    return object;
}

void DiskModel::blame(const QByteArray &path, const QString &what)
{
    if (m_fault.isEmpty())
        m_fault = QString(QFile::decodeName(path) + u": "_s + what);
}

void DiskModel::setName(int object, const QByteArray &path)
{
    NameChange change{.object = object, .number = m_number};
    change.toFolder = folderOf(path, change.to);
    if (change.toFolder < 0) {
        blame(path, u"has come into a folder that nobody has made"_s);
        return;
    }
    m_objects[std::size_t(change.toFolder)].names[change.to] = object;
    m_names.push_back(change);
}

void DiskModel::dropName(const QByteArray &path)
{
    NameChange change{.object = objectAt(path), .number = m_number};
    change.fromFolder = folderOf(path, change.from);
    if (change.object < 0) {
        blame(path, u"was removed, and nobody has made it"_s);
        return;
    }
    m_objects[std::size_t(change.fromFolder)].names.erase(change.from);
    m_names.push_back(change);
}

void DiskModel::rename(int object, const QByteArray &from, const QByteArray &to)
{
    const int moved = objectAt(from);
    if (moved < 0 || moved != object) {
        blame(from, u"was renamed, and nobody has made it"_s);
        return;
    }
    if (objectAt(to) == object)
        return; // two names of one file: POSIX leaves both
    NameChange change{.object = object, .number = m_number};
    change.fromFolder = folderOf(from, change.from);
    change.toFolder = folderOf(to, change.to);
    m_objects[std::size_t(change.fromFolder)].names.erase(change.from);
    m_objects[std::size_t(change.toFolder)].names[change.to] = object;
    m_names.push_back(change);
}

void DiskModel::change(const DiskRecord &record, const QByteArray &path, const char *data)
{
    const bool lasts = !m_ignoresSyncs && (record.flags & DiskRecord::isDurable) != 0;
    m_objects[std::size_t(objectOf(record, path))].changes.push_back({record.call, record.place, data, record.dataBytes, m_number, lasts});
}

void DiskModel::endSync(const DiskRecord &record)
{
    const auto found = m_syncs.find(record.token);
    if (found == m_syncs.end())
        return;
    const Sync sync = found->second;
    m_syncs.erase(found);
    if (m_ignoresSyncs)
        return;
    const bool isDone = record.call == DiskCall::SyncDone;
    const auto settle = [&](auto &change) {
        if (!change.lasts && !change.isInDoubt)
            (isDone ? change.lasts : change.isInDoubt) = true;
    };
    for (std::size_t object = sync.object < 0 ? 0 : std::size_t(sync.object); object < m_objects.size(); ++object) {
        auto &changes = m_objects[object].changes;
        std::size_t &at = m_settled[int(object)];
        for (; at < changes.size() && changes[at].number < sync.number; ++at)
            settle(changes[at]);
        if (sync.object >= 0)
            break;
    }
    while (m_namesSettled < m_names.size() && (m_names[m_namesSettled].lasts || m_names[m_namesSettled].isInDoubt))
        ++m_namesSettled;
    for (std::size_t at = m_namesSettled; at < m_names.size() && m_names[at].number < sync.number; ++at) {
        NameChange &name = m_names[at];
        if (sync.object < 0 || name.fromFolder == sync.object || name.toFolder == sync.object || (m_ext4Names && isDone && name.object == sync.object && name.toFolder >= 0))
            settle(name);
    }
}

void DiskModel::add(const DiskRecord &record, const char *body)
{
    ++m_number;
    const QByteArray path(body, record.pathBytes);
    const QByteArray other(body + record.pathBytes, record.otherBytes);
    const char *data = body + record.pathBytes + record.otherBytes;
    const Inode inode{record.device, record.inode};
    switch (record.call) {
    case DiskCall::Opened:
        objectOf(record, path);
        break;
    case DiskCall::Made:
    case DiskCall::FolderMade:
        // The number may have been another's, who is gone.
        m_inodes[inode] = newObject(record.call == DiskCall::FolderMade, record.mode);
        if (!path.isEmpty())
            setName(m_inodes[inode], path);
        break;
    case DiskCall::Linked:
        setName(objectOf(record, other), path);
        break;
    case DiskCall::Renamed:
        rename(objectOf(record, path), path, other);
        break;
    case DiskCall::Unlinked:
        dropName(path);
        break;
    case DiskCall::Written:
    case DiskCall::Resized:
    case DiskCall::Grown:
        change(record, path, data);
        break;
    case DiskCall::ModeSet:
        m_objects[std::size_t(objectOf(record, path))].mode = std::uint32_t(record.place);
        break;
    case DiskCall::SyncBegun:
        m_syncs[record.token] = {record.inode == 0 ? -1 : objectOf(record, {}), m_number};
        break;
    case DiskCall::SyncDone:
    case DiskCall::SyncFailed:
        endSync(record);
        break;
    case DiskCall::Unfollowable:
        blame(path, QString::fromUtf8(data, record.dataBytes));
        break;
    }
}

} // namespace pipit::test
