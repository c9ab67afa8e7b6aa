// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/backup_manifest.h"

#include "core/private_file.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

constexpr qint64 largest = 1 << 20;
const QString checkKey = u"check"_s;

QString pathIn(const QString &folder)
{
    return folder + u"/backup.json"_s;
}

// Of all members but the check sum itself, in the order of their names.
QString checkOf(QJsonObject object)
{
    object.remove(checkKey);
    return QString::fromLatin1(QCryptographicHash::hash(QJsonDocument(object).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256).toHex());
}

Error damaged(const QString &path, const QString &why)
{
    return Error{ErrorCode::InvalidRequest, u"%1 is damaged: %2. Take another backup."_s.arg(path, why)};
}

} // namespace

Result<Done> BackupManifest::write(const QString &folder) const
{
    QJsonObject object{{u"format"_s, backupFormat}, {u"store"_s, isPostgres ? u"postgresql"_s : u"sqlite"_s}, {u"program"_s, program}, {u"madeAt"_s, madeAt}, {u"tables"_s, tables},
                       {u"oldestProgram"_s, oldestProgram}, {u"epoch"_s, epoch}, {u"position"_s, position}, {u"messages"_s, messages}, {u"sessions"_s, sessions}, {u"log"_s, logName()}, {u"logBytes"_s, logBytes},
                       {u"logSha256"_s, QString::fromLatin1(logSha256)}, {u"filesId"_s, filesId}, {u"files"_s, files}, {u"fileBytes"_s, fileBytes}, {u"missingFiles"_s, missingFiles},
                       {u"filesSha256"_s, QString::fromLatin1(listSha256)}};
    if (isPostgres) {
        object.insert(u"schema"_s, schema);
        object.insert(u"server"_s, server);
        object.insert(u"kept"_s, kept);
    }
    object.insert(checkKey, checkOf(object));
    return writePrivateFile(pathIn(folder), QJsonDocument(object).toJson());
}

Result<BackupManifest> BackupManifest::read(const QString &folder)
{
    const QString path = pathIn(folder);
    QFile file(path);
    if (!QFileInfo::exists(path))
        return Error{ErrorCode::NotFound, u"%1 is no backup: it has no file backup.json. Name the folder that `pipitctl backup` has made."_s.arg(folder)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, u"%1 cannot be read: %2. Mend its permissions, or do this as the user that made it."_s.arg(path, file.errorString())};
    QJsonParseError fault;
    const QJsonObject object = QJsonDocument::fromJson(file.read(largest), &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return damaged(path, fault.errorString());
    // First of all: what a newer format says besides is not known here, and how it makes its check sum is not either.
    const int format = object[u"format"].toInt();
    if (format > backupFormat)
        return Error{ErrorCode::InvalidRequest, u"The backup %1 is of format %2; this program knows %3. Restore it with the Pipit that made it (%4), or a newer one."_s.arg(folder).arg(format).arg(backupFormat).arg(object[u"program"].toString())};
    if (object[checkKey].toString() != checkOf(object))
        return damaged(path, u"its check sum is not that of what it says"_s);
    return BackupManifest{.isPostgres = object[u"store"] == u"postgresql"_s,
                          .program = object[u"program"].toString(),
                          .madeAt = object[u"madeAt"].toString(),
                          .tables = object[u"tables"].toInt(),
                          .oldestProgram = object[u"oldestProgram"].toInt(),
                          .epoch = object[u"epoch"].toString(),
                          .position = object[u"position"].toInteger(),
                          .messages = object[u"messages"].toInteger(),
                          .sessions = object[u"sessions"].toInteger(),
                          .logBytes = object[u"logBytes"].toInteger(),
                          .logSha256 = object[u"logSha256"].toString().toLatin1(),
                          .filesId = object[u"filesId"].toString(),
                          .files = object[u"files"].toInteger(),
                          .fileBytes = object[u"fileBytes"].toInteger(),
                          .missingFiles = object[u"missingFiles"].toInteger(),
                          .listSha256 = object[u"filesSha256"].toString().toLatin1(),
                          .schema = object[u"schema"].toString(),
                          .server = object[u"server"].toInt(),
                          .kept = object[u"kept"].toObject()};
}

} // namespace pipit::ops
