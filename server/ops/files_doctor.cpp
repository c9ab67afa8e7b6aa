// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/doctor.h"

#include "server/files/blob_store.h"

#include <QFileInfo>
#include <QStorageInfo>

using namespace Qt::StringLiterals;

namespace pipit::ops {

Finding examineFiles(const QString &directory, const std::optional<QString> &keptId)
{
    using Level = Finding::Level;
    const QString check = u"files"_s;
    if (!keptId)
        return {check, Level::Good, u"No node has kept files for this database yet."_s};
    const auto id = files::BlobStore::idIn(directory);
    const QString remedy = u"Set files.dir to the directory that all nodes of this database share, or mount it there; until then a node here takes and gives no files."_s;
    if (!QFileInfo(directory).isDir())
        return {check, Level::Failure, u"There is no directory %1, and the database has files."_s.arg(directory), remedy};
    if (!id || *id != *keptId)
        return {check, Level::Failure, u"%1 is not the directory of this database's files: its file pipit-files.id %2."_s.arg(directory, id ? u"names another"_s : u"is missing"_s), remedy};
    if (!QFileInfo(directory).isWritable())
        return {check, Level::Failure, u"%1 cannot be written to by this user."_s.arg(directory), u"Give the nodes' user the right to write there."_s};
    const qint64 free = QStorageInfo(directory).bytesAvailable();
    return {check, Level::Good, u"%1 is the directory of this database's files; %2 MB are free."_s.arg(directory).arg(free / 1'000'000), {}, {{u"freeBytes"_s, free}}};
}

} // namespace pipit::ops
