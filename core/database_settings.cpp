// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/database_settings.h"

#include "core/paths.h"
#include "core/text_limits.h"

#include <QDir>
#include <QFile>
#include <QStringDecoder>

namespace pipit {

namespace {

using Kind = ConfigOrigin::Kind;

constexpr qint64 maxUrlFileBytes = 16 << 10;

const QString urlKey = QStringLiteral("database.url");
const QString fileKey = QStringLiteral("database.url_file");

bool othersMayRead(const QString &path)
{
#ifdef Q_OS_UNIX
    return QFile::permissions(path).testFlag(QFile::ReadOther);
#else
    // Access lists decide there, and Qt does not ask them.
    Q_UNUSED(path)
    return false;
#endif
}

void warnOfOpenPassword(Config &config, const QString &configFile)
{
    const auto url = config.databaseUrl();
    if (!url || !url->hasPassword())
        return;
    const ConfigOrigin origin = config.origin(urlKey);
    const QString file = !config.database.urlFile.isEmpty() ? config.database.urlFile : origin.kind == Kind::File ? configFile : QString();
    if (!file.isEmpty() && othersMayRead(file))
        config.warnings << QStringLiteral("%1 holds the database's password, and every user of this machine may read it; take that away: chmod o= %1").arg(file);
    else if (file.isEmpty() && origin.kind == Kind::Flag)
        config.warnings << QStringLiteral("The database's password stands in the command line, where other users of this machine can read it; write the URL into a file and name that with --database-url-file.");
}

} // namespace

Result<QString> readDatabaseUrl(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, QStringLiteral("cannot be read: %1").arg(file.errorString())};
    QByteArray bytes;
    // A pipe gives what it has, which need not be all.
    for (QByteArray piece = file.read(maxUrlFileBytes + 1); !piece.isEmpty(); piece = file.read(maxUrlFileBytes + 1 - bytes.size()))
        bytes += piece;
    if (bytes.size() > maxUrlFileBytes)
        return Error{ErrorCode::TooLarge, QStringLiteral("is larger than %1 bytes; it should hold the URL only").arg(maxUrlFileBytes)};
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = QString(decoder(bytes)).trimmed();
    if (decoder.hasError())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("is not text in UTF-8")};
    if (text.isEmpty())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("is empty; write the URL into it")};
    if (text.contains(u'\n') || text.contains(u'\r'))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("has several lines; leave only the URL in it")};
    if (const auto fault = faultOfDatabaseUrl(text))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("holds a URL that ") + *fault};
    return text;
}

std::optional<Error> settleDatabaseUrl(Config &config, const QString &configFile)
{
    const ConfigOrigin url = config.origin(urlKey), file = config.origin(fileKey);
    if (file.kind != Kind::Default) {
        if (file.kind == url.kind)
            return Error{ErrorCode::InvalidRequest, QStringLiteral("%1: %2 is given beside %3 (%4); remove one of the two.").arg(file.place, fileKey, urlKey, url.place), fileKey};
        if (url.kind > file.kind) {
            config.database.urlFile.clear();
            config.origins.remove(fileKey);
        } else {
            config.database.urlFile = absolutePath(config.database.urlFile, QDir::currentPath());
            const auto read = readDatabaseUrl(config.database.urlFile);
            if (!read)
                return Error{read.error().code, QStringLiteral("%1: %2 names %3, which %4.").arg(file.place, fileKey, inOneLine(config.database.urlFile), read.error().message), fileKey};
            config.database.url = *read;
            config.origins.insert(urlKey, {file.kind, QStringLiteral("%1 (%2)").arg(file.place, config.database.urlFile)});
        }
    }
    warnOfOpenPassword(config, configFile);
    return std::nullopt;
}

} // namespace pipit
