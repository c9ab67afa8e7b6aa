// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/node_settings.h"

#include "core/config_text.h"
#include "core/host_port.h"
#include "core/private_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

namespace pipit {

namespace {

constexpr char openToNetwork[] = "node/openToNetwork";
constexpr char portOfNode[] = "node/port";
constexpr char stoppedNode[] = "node/isStopped";

const QString listenKey = QStringLiteral("server.listen");
const QString dataDirKey = QStringLiteral("server.data_dir");
const QString urlKey = QStringLiteral("database.url");
const QString urlFileKey = QStringLiteral("database.url_file");

using Kind = ConfigOrigin::Kind;

// Stronger than the file.
QString decidedAbove(const ConfigOrigin &origin)
{
    return origin.kind == Kind::Environment || origin.kind == Kind::Flag ? origin.toString() : QString();
}

// Nothing: there is no such file.
Result<std::optional<QByteArray>> contentOfFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<QByteArray>();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, NodeSettings::tr("%1 cannot be read: %2.").arg(path, file.errorString())};
    return std::optional(file.readAll());
}

} // namespace

NodeSettings::NodeSettings(QSettings *settings, QString directory, bool isGiven, QObject *parent) : QObject(parent), m_settings(settings), m_directory(std::move(directory)), m_isGiven(isGiven)
{
}

Result<Config> NodeSettings::config() const
{
    auto config = loadProgramConfig(m_isGiven ? QMap<QString, QString>{{dataDirKey, m_directory}} : QMap<QString, QString>());
    if (!config || config->origin(listenKey).kind != Kind::Default)
        return config;
    const auto usual = HostPort::parse(config->server.listen);
    const int port = m_settings->value(portOfNode).toInt();
    config->server.listen = QStringLiteral("%1:%2").arg(m_settings->value(openToNetwork).toBool() ? QStringLiteral("0.0.0.0") : usual->host).arg(port > 0 && port <= 65535 ? port : usual->port);
    return config;
}

QString NodeSettings::file() const
{
    const QString named = m_isGiven ? QString() : qEnvironmentVariable("PIPIT_SERVER_DATA_DIR");
    return QDir(named.isEmpty() ? m_directory : named).filePath(QStringLiteral("pipit.toml"));
}

QString NodeSettings::urlFile() const
{
    return QFileInfo(file()).dir().absoluteFilePath(QStringLiteral("database.url"));
}

NodeSettings::View NodeSettings::view() const
{
    const auto config = this->config();
    if (!config)
        return {.isOpen = m_settings->value(openToNetwork).toBool(), .dataDir = m_directory, .fault = config.error()};
    const auto listen = HostPort::parse(config->server.listen);
    const auto url = config->databaseUrl();
    View view{.port = listen ? listen->port : quint16(0), .dataDir = config->server.dataDir, .dataDirBy = decidedAbove(config->origin(dataDirKey)), .databaseBy = decidedAbove(config->origin(urlKey))};
    view.isOpen = listen && listen->host != u"127.0.0.1" && listen->host != u"localhost" && listen->host != u"::1";
    if (const ConfigOrigin origin = config->origin(listenKey); origin.kind != Kind::Default)
        view.listenBy = origin.toString();
    if (url) {
        view.database = url->kind();
        view.databaseName = url->kind() == DatabaseKind::Sqlite ? config->databasePath() : url->masked();
    }
    return view;
}

void NodeSettings::setOpenToNetwork(bool isOpen)
{
    if (m_settings->value(openToNetwork).toBool() == isOpen)
        return;
    m_settings->setValue(openToNetwork, isOpen);
    Q_EMIT changed();
}

void NodeSettings::setPort(quint16 port)
{
    m_settings->setValue(portOfNode, port);
    Q_EMIT changed();
}

Result<Done> NodeSettings::setDataDir(const QString &path)
{
    if (!QDir().mkpath(path) || !QFileInfo(path).isWritable())
        return Error{ErrorCode::InvalidRequest, tr("%1 cannot be written to. Choose a folder of your own.").arg(path), dataDirKey};
    const bool isUsual = QDir::cleanPath(path) == QDir::cleanPath(m_directory);
    return write({{dataDirKey, isUsual ? std::nullopt : std::optional(QDir::cleanPath(path))}}, std::nullopt);
}

Result<Done> NodeSettings::setDatabase(DatabaseKind kind, const QString &url)
{
    switch (kind) {
    case DatabaseKind::Sqlite:
        return write({{urlKey, std::nullopt}, {urlFileKey, std::nullopt}}, std::nullopt);
    case DatabaseKind::LocalPostgres:
        return write({{urlKey, QStringLiteral("local-postgres")}, {urlFileKey, std::nullopt}}, std::nullopt);
    case DatabaseKind::Postgres:
        break;
    }
    const auto read = DatabaseUrl::parse(url.trimmed());
    if (!read || read->kind() != DatabaseKind::Postgres)
        return Error{ErrorCode::InvalidRequest, read ? tr("This is no address of a PostgreSQL. It begins with postgres://") : tr("This is no address of a database: %1").arg(read.error().message), urlKey};
    return write({{urlKey, std::nullopt}, {urlFileKey, urlFile()}}, read->text());
}

// The URL's file first: nothing names one that is not there.
Result<Done> NodeSettings::write(const SettingTexts &values, const std::optional<QString> &url)
{
    auto fileBefore = contentOfFile(file()), urlBefore = contentOfFile(urlFile());
    if (!fileBefore || !urlBefore)
        return fileBefore ? urlBefore.error() : fileBefore.error();
    if (url) {
        if (const auto written = writePrivateFile(urlFile(), url->toUtf8() + '\n'); !written)
            return written.error();
    }
    if (const auto written = writeSettings(file(), values); !written) {
        if (url)
            (void)putUrlBack(*urlBefore);
        return written.error();
    }
    if (!m_before) // several in a row: to the last one that was good
        m_before = Before{*fileBefore, *urlBefore};
    if (const auto since = contentOfFile(file()))
        m_before->since = *since;
    Q_EMIT changed();
    return Done{};
}

Result<Done> NodeSettings::putUrlBack(const std::optional<QByteArray> &url)
{
    if (url)
        return writePrivateFile(urlFile(), *url);
    QFile::remove(urlFile());
    return Done{};
}

Result<Done> NodeSettings::goBack()
{
    if (!m_before)
        return Done{};
    auto text = ConfigText::open(file());
    if (!text)
        return text.error();
    if (text->text() != m_before->since.value_or(QByteArray()))
        return Error{ErrorCode::Conflict, tr("%1 was changed meanwhile, and that would be lost. Start the server with it, or mend it there.").arg(file())};
    if (const auto done = putUrlBack(m_before->url); !done)
        return done.error();
    if (m_before->file) {
        text->setText(*m_before->file);
        if (const auto saved = text->save(); !saved)
            return saved.error();
    } else {
        QFile::remove(file());
    }
    m_before.reset();
    Q_EMIT changed();
    return Done{};
}

bool NodeSettings::isWanted() const
{
    return !m_settings->value(stoppedNode).toBool();
}

void NodeSettings::setWanted(bool isWanted)
{
    m_settings->setValue(stoppedNode, !isWanted);
}

} // namespace pipit
