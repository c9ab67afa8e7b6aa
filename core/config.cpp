// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config.h"

#include "core/config_table.h"
#include "core/database_settings.h"
#include "core/paths.h"
#include "core/text_limits.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QSet>
#include <QStandardPaths>

#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace pipit {

namespace {

constexpr qint64 maxFileBytes = 1 << 20;
constexpr qsizetype maxDotsInALine = 1'000; // each may be one more table in a table, and toml++ takes those apart recursively

// Of lists of tables; each can only be set in the file.
const QString botsKey = QStringLiteral("bots");
const QString alertsKey = QStringLiteral("alerts");

qsizetype editDistance(QStringView from, QStringView to)
{
    std::vector<qsizetype> row(std::size_t(to.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < from.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (qsizetype j = 0; j < to.size(); ++j) {
            const qsizetype replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[std::size_t(j) + 1];
            row[std::size_t(j) + 1] = std::min({replaced, diagonal + 1, row[std::size_t(j)] + 1});
        }
    }
    return row.back();
}

QString nearest(const QString &name, const QStringList &known)
{
    // Names come from a file and may be long; beyond this they are near to nothing anyway.
    const QStringView shortened = QStringView(name).left(100);
    return *std::ranges::min_element(known, {}, [shortened](const QString &candidate) { return editDistance(shortened, candidate); });
}

QStringList keysOf(auto table, const QString &prefix = {})
{
    QStringList keys;
    for (const auto &setting : table)
        keys << prefix + QLatin1StringView(setting.key);
    return keys;
}

QString tableOf(QStringView key)
{
    return key.left(key.indexOf(u'.')).toString();
}

QStringList tableNames()
{
    QStringList names;
    for (const auto &setting : configTable())
        names << tableOf(QString::fromLatin1(setting.key));
    names.removeDuplicates();
    return names << botsKey << alertsKey;
}

Error faultAt(const QString &place, const QString &key, const QString &reason)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("%1: %2 %3.").arg(place, key, reason), key};
}

Error unknownAt(const QString &place, const QString &key, const QStringList &known)
{
    return faultAt(place, forEcho(key), QStringLiteral("is not a setting; the nearest one is %1").arg(nearest(key, known)));
}

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

template<typename Owner>
std::optional<QString> assignNode(const SettingOf<Owner> &setting, Owner &owner, const toml::node &node)
{
    if (setting.isText()) {
        const auto *text = node.as_string();
        return text ? setting.assign(owner, QString::fromStdString(text->get())) : QStringLiteral("must be a string in quotation marks");
    }
    if (setting.isList()) {
        const auto *array = node.as_array();
        if (!array || (!array->empty() && !array->is_homogeneous<std::string>()))
            return QStringLiteral("must be a list of strings, such as [\"a\", \"b\"]");
        QStringList list;
        for (const toml::node &element : *array)
            list << QString::fromStdString(element.as_string()->get());
        return setting.assign(owner, list);
    }
    if (setting.isSwitch()) {
        const auto *truth = node.as_boolean();
        return truth ? setting.assign(owner, qint64(truth->get())) : QStringLiteral("must be true or false, without quotation marks");
    }
    const auto *number = node.as_integer();
    if (setting.isReal()) {
        const auto real = node.value<double>();
        return real && (number || node.is_floating_point()) ? setting.assignReal(owner, *real) : QStringLiteral("must be a number without quotation marks");
    }
    return number ? setting.assign(owner, qint64(number->get())) : QStringLiteral("must be a whole number without quotation marks");
}

// Reads one file into a configuration; made for one reading.
class FileReader
{
public:
    FileReader(Config &config, QString file) : m_config(config), m_file(std::move(file)) { }

    std::optional<Error> read()
    {
        QFile file(m_file);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(m_file, file.errorString())};
        const QByteArray bytes = file.read(maxFileBytes + 1);
        return read(bytes);
    }

    std::optional<Error> read(const QByteArray &bytes)
    {
        if (bytes.size() > maxFileBytes)
            return Error{ErrorCode::TooLarge, QStringLiteral("%1 is larger than %2 bytes; that is not a file of settings.").arg(m_file, QString::number(maxFileBytes))};
        const QList<QByteArray> lines = bytes.split('\n');
        const auto dotted = std::ranges::find_if(lines, [](const QByteArray &line) { return line.count('.') > maxDotsInALine; });
        if (dotted != lines.end())
            return Error{ErrorCode::InvalidRequest, QStringLiteral("%1:%2: more than %3 dots stand in this line; no setting needs that, so split the line.").arg(m_file).arg(dotted - lines.begin() + 1).arg(maxDotsInALine)};
        try {
            return readRoot(toml::parse(std::string_view(bytes.constData(), std::size_t(bytes.size()))));
        } catch (const toml::parse_error &fault) {
            return Error{ErrorCode::InvalidRequest, QStringLiteral("%1: not TOML: %2.").arg(placeOf(fault.source()), inOneLine(QString::fromUtf8(fault.description())))};
        }
    }

private:
    QString placeOf(const toml::source_region &region) const { return m_file + u':' + QString::number(region.begin.line); }

    std::optional<Error> readRoot(const toml::table &root)
    {
        for (const auto &[tomlKey, node] : root) {
            const QString name = QString::fromStdString(std::string(tomlKey.str()));
            const QString place = placeOf(tomlKey.source());
            std::optional<Error> fault;
            if (name == botsKey)
                fault = readBots(node, place);
            else if (name == alertsKey)
                fault = readAlerts(node, place);
            else if (!tableNames().contains(name))
                fault = unknownAt(place, name, tableNames());
            else if (const toml::table *table = node.as_table())
                fault = readTable(name, *table);
            else
                fault = faultAt(place, name, QStringLiteral("must be a table: [%1]").arg(name));
            if (fault)
                return fault;
        }
        return std::nullopt;
    }

    std::optional<Error> readTable(const QString &name, const toml::table &table)
    {
        for (const auto &[tomlKey, node] : table) {
            const QString key = name + u'.' + QString::fromStdString(std::string(tomlKey.str()));
            const QString place = placeOf(tomlKey.source());
            const auto setting = std::ranges::find_if(configTable(), [&key](const Setting &s) { return key == QLatin1StringView(s.key); });
            if (setting == configTable().end())
                return unknownAt(place, key, keysOf(configTable()));
            if (const auto fault = assignNode(*setting, m_config, node))
                return faultAt(place, key, *fault);
            m_config.origins.insert(key, {ConfigOrigin::Kind::File, place});
        }
        return std::nullopt;
    }

    // A list of tables, [[name]]: reads each, and hands it to `take`, which says what is wrong with it as a whole.
    template<typename Member>
    std::optional<Error> readList(const QString &name, const toml::node &node, const QString &place, std::span<const SettingOf<Member>> settings, const std::function<std::optional<Error>(Member)> &take)
    {
        const toml::array *list = node.as_array();
        if (!list || (!list->empty() && !list->is_homogeneous<toml::table>()))
            return faultAt(place, name, QStringLiteral("must be written as tables: [[%1]]").arg(name));
        for (const toml::node &element : *list) {
            Member member{};
            member.place = placeOf(element.source());
            if (auto fault = readMember(name, *element.as_table(), settings, member))
                return fault;
            if (auto fault = take(std::move(member)))
                return fault;
        }
        m_config.origins.insert(name, {ConfigOrigin::Kind::File, place});
        return std::nullopt;
    }

    template<typename Member>
    std::optional<Error> readMember(const QString &name, const toml::table &table, std::span<const SettingOf<Member>> settings, Member &member)
    {
        for (const auto &[tomlKey, node] : table) {
            const QString own = QString::fromStdString(std::string(tomlKey.str()));
            const QString key = name + u'.' + own;
            const QString place = placeOf(tomlKey.source());
            const auto setting = std::ranges::find_if(settings, [&own](const SettingOf<Member> &s) { return own == QLatin1StringView(s.key); });
            if (setting == settings.end())
                return unknownAt(place, key, keysOf(settings, name + u'.'));
            if (const auto fault = assignNode(*setting, member, node))
                return faultAt(place, key, *fault);
        }
        return std::nullopt;
    }

    std::optional<Error> readBots(const toml::node &node, const QString &place)
    {
        m_config.bots.clear();
        QSet<QString> ids;
        return readList<BotConfig>(botsKey, node, place, botTable(), [&](BotConfig bot) -> std::optional<Error> {
            for (const auto &[key, value] : {std::pair("id", bot.id), std::pair("provider", bot.provider)}) {
                if (value.isEmpty())
                    return faultAt(bot.place, QLatin1StringView("bots.") + QLatin1StringView(key), QStringLiteral("is missing"));
            }
            if (ids.contains(bot.id))
                return faultAt(bot.place, QStringLiteral("bots.id"), QStringLiteral("is given twice: %1").arg(bot.id));
            ids.insert(bot.id);
            if (bot.name.isEmpty())
                bot.name = bot.id;
            m_config.bots.push_back(std::move(bot));
            return std::nullopt;
        });
    }

    std::optional<Error> readAlerts(const toml::node &node, const QString &place)
    {
        m_config.alerts.clear();
        QSet<QString> names;
        return readList<AlertConfig>(alertsKey, node, place, alertTable(), [&](AlertConfig alert) -> std::optional<Error> {
            for (const auto &[key, value] : {std::pair("name", alert.name), std::pair("metric", alert.metric)}) {
                if (value.isEmpty())
                    return faultAt(alert.place, QLatin1StringView("alerts.") + QLatin1StringView(key), QStringLiteral("is missing"));
            }
            if (names.contains(alert.name))
                return faultAt(alert.place, QStringLiteral("alerts.name"), QStringLiteral("is given twice: %1").arg(alert.name));
            names.insert(alert.name);
            if (alert.above.has_value() == alert.below.has_value())
                return faultAt(alert.place, QStringLiteral("alerts.above"), QStringLiteral("or alerts.below must be there, and not both"));
            const double limit = alert.above ? *alert.above : *alert.below, clear = alert.clear.value_or(limit);
            if (alert.above ? clear > limit : clear < limit)
                return faultAt(alert.place, QStringLiteral("alerts.clear"), QStringLiteral("must be on the good side of the limit: it is %1, and the limit is %2").arg(clear).arg(limit));
            m_config.alerts.push_back(std::move(alert));
            return std::nullopt;
        });
    }

    Config &m_config;
    QString m_file;
};

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
        if (auto fault = FileReader(config, inputs.file).read())
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

std::optional<HostPort> HostPort::parse(QStringView text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QStringView host = text.left(std::max<qsizetype>(colon, 0));
    const QStringView digits = text.mid(colon + 1);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    else if (host.contains(u':'))
        return std::nullopt; // an IPv6 address without brackets: where it ends cannot be told

    const auto unfit = [](QChar c) { return c.isSpace() || c == u'[' || c == u']' || c == u'/' || c == u'@'; };
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    bool fits = false;
    const quint16 port = digits.toUShort(&fits);
    if (!fits || !std::ranges::all_of(digits, isDigit) || host.isEmpty() || faultOfName(host) || std::ranges::any_of(host, unfit))
        return std::nullopt;
    return HostPort{host.toString(), port};
}

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
    if (auto fault = FileReader(config, file).read(text))
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
