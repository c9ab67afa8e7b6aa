// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config.h"

#include "core/config_file.h"
#include "core/config_table.h"
#include "core/database_settings.h"
#include "core/paths.h"
#include "core/setting_names.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <algorithm>

namespace pipit {

namespace {

QStringList listOf(const QString &written)
{
    QStringList list;
    for (const QString &element : written.split(u',', Qt::SkipEmptyParts))
        list << element.trimmed();
    return list;
}

std::optional<QString> assignWritten(const Setting &setting, Config &config, const QString &written)
{
    if (setting.isText())
        return setting.assign(config, written);
    if (setting.isList())
        return setting.assign(config, listOf(written));
    if (setting.isSwitch())
        return written == u"true" || written == u"false" ? setting.assign(config, qint64(written == u"true")) : QStringLiteral("must be true or false");
    bool isNumber = false;
    const qint64 number = written.toLongLong(&isNumber);
    return isNumber ? setting.assign(config, number) : QStringLiteral("must be a whole number");
}

std::optional<Error> readEnvironment(Config &config, const QMap<QString, QString> &environment)
{
    QMap<QString, const Setting *> known;
    for (const auto &setting : configTable())
        known.insert(environmentName(setting), &setting);

    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (const Setting *setting = known.value(it.key())) {
            const QString key = QString::fromLatin1(setting->key);
            if (const auto fault = assignWritten(*setting, config, it.value()))
                return faultAt(it.key(), key, *fault);
            config.origins.insert(key, {ConfigOrigin::Kind::Environment, it.key()});
            continue;
        }
        // PIPIT_URL, PIPIT_TOKEN and whatever else people call their own is left alone; a misspelt setting is not.
        for (const QString &table : tableNames()) {
            if (!it.key().startsWith(QString(QStringLiteral("PIPIT_") + table.toUpper() + u'_')))
                continue;
            if (table == botsKey || table == alertsKey)
                return faultAt(it.key(), table, QStringLiteral("can only be set in the file"));
            return unknownAt(QStringLiteral("environment"), it.key(), known.keys());
        }
    }
    return std::nullopt;
}

std::optional<Error> readFlags(Config &config, const QMap<QString, QString> &flags)
{
    for (auto it = flags.begin(); it != flags.end(); ++it) {
        const auto setting = std::ranges::find_if(configTable(), [&it](const Setting &s) { return it.key() == QLatin1StringView(s.key); });
        if (setting == configTable().end())
            return unknownAt(QStringLiteral("flag"), it.key(), keysOf(configTable()));
        if (const auto fault = assignWritten(*setting, config, it.value()))
            return faultAt(flagName(*setting), it.key(), *fault);
        config.origins.insert(it.key(), {ConfigOrigin::Kind::Flag, flagName(*setting)});
    }
    return std::nullopt;
}

// What holds between the settings, after each was read by itself.
std::optional<Error> faultBetween(const Config &config)
{
    const QString key = QStringLiteral("limits.body_bytes");
    const ConfigOrigin body = config.origin(key), message = config.origin(QStringLiteral("limits.message_bytes"));
    if (config.limits.bodyBytes < config.limits.messageBytes)
        return faultAt((body.kind == ConfigOrigin::Kind::Default ? message : body).toString(), key, QStringLiteral("is %1, less than limits.message_bytes, which is %2").arg(config.limits.bodyBytes).arg(config.limits.messageBytes));
    const QString cert = QStringLiteral("tls.cert_file"), tlsKey = QStringLiteral("tls.key_file");
    if (config.tls.certFile.isEmpty() != config.tls.keyFile.isEmpty()) {
        const bool isCertMissing = config.tls.certFile.isEmpty();
        const QString &there = isCertMissing ? tlsKey : cert, &missing = isCertMissing ? cert : tlsKey;
        return faultAt(config.origin(there).toString(), missing, QStringLiteral("is missing: %1 is set, and a certificate and its key are of use only together").arg(there));
    }
    return std::nullopt;
}

// All but the file that database.url_file names.
Result<Config> readSettings(const ConfigInputs &inputs)
{
    Config config;
    if (!inputs.file.isEmpty()) {
        if (auto fault = readConfigFile(config, inputs.file))
            return *fault;
    }
    if (auto fault = readEnvironment(config, inputs.environment))
        return *fault;
    if (auto fault = readFlags(config, inputs.flags))
        return *fault;
    if (auto fault = faultBetween(config))
        return *fault;
    config.server.dataDir = absolutePath(config.server.dataDir, QDir::currentPath());
    for (QString *file : {&config.files.dir, &config.tls.certFile, &config.tls.keyFile, &config.auth.jwtSecretFile, &config.auth.jwksFile, &config.log.file}) {
        if (!file->isEmpty())
            *file = absolutePath(*file, config.server.dataDir);
    }
    return config;
}

} // namespace

QString defaultDataDir()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/pipit");
}

QString ConfigOrigin::toString() const
{
    switch (kind) {
    case Kind::Default: return QStringLiteral("default");
    case Kind::File: return place;
    case Kind::Environment: return QStringLiteral("environment ") + place;
    case Kind::Flag: return QStringLiteral("flag ") + place;
    }
    Q_UNREACHABLE();
}

QString Config::databasePath() const
{
    const auto url = databaseUrl();
    return url ? url->sqlitePath(server.dataDir) : QString();
}

QString Config::filesDir() const
{
    return files.dir.isEmpty() ? QString(server.dataDir + QStringLiteral("/files")) : files.dir;
}

QMap<QString, QString> processEnvironment()
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    QMap<QString, QString> variables;
    for (const QString &name : environment.keys())
        variables.insert(name, environment.value(name));
    return variables;
}

Result<Config> readConfigText(const QByteArray &text, const QString &file)
{
    Config config;
    if (auto fault = readConfigBytes(config, text, file))
        return *fault;
    return config;
}

Result<Config> loadConfig(const ConfigInputs &inputs)
{
    auto config = readSettings(inputs);
    if (!config)
        return config;
    if (auto fault = settleDatabaseUrl(*config, inputs.file))
        return *fault;
    return config;
}

Result<Config> loadProgramConfig(const QMap<QString, QString> &flags, const QString &file)
{
    ConfigInputs inputs{.file = file, .environment = processEnvironment(), .flags = flags};
    if (inputs.file.isEmpty()) {
        // Without the file that holds the URL: it may be a pipe, which can be read once only.
        const auto withoutFile = readSettings(inputs);
        if (!withoutFile)
            return withoutFile;
        const QString found = QDir(withoutFile->server.dataDir).filePath(QStringLiteral("pipit.toml"));
        if (QFile::exists(found))
            inputs.file = found;
    }
    return loadConfig(inputs);
}

} // namespace pipit
