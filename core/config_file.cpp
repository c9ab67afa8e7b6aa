// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config_file.h"

#include "core/setting_names.h"
#include "core/text_limits.h"

#include <QFile>
#include <QSet>

#include <toml++/toml.h>

#include <algorithm>
#include <functional>

namespace pipit {

namespace {

constexpr qint64 maxFileBytes = 1 << 20;
constexpr qsizetype maxDotsInALine = 1'000; // each may be one more table in a table, and toml++ takes those apart recursively

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

    // Each of these must be there, and the first must be no other member's.
    static std::optional<Error> checkNames(const QString &list, const QString &place, std::initializer_list<std::pair<const char *, QString>> names, QSet<QString> &taken)
    {
        for (const auto &[key, value] : names) {
            if (value.isEmpty())
                return faultAt(place, list + u'.' + QLatin1StringView(key), QStringLiteral("is missing"));
        }
        const auto &[key, name] = *names.begin();
        if (taken.contains(name))
            return faultAt(place, list + u'.' + QLatin1StringView(key), QStringLiteral("is given twice: %1").arg(name));
        taken.insert(name);
        return std::nullopt;
    }

    std::optional<Error> readBots(const toml::node &node, const QString &place)
    {
        m_config.bots.clear();
        QSet<QString> ids;
        return readList<BotConfig>(botsKey, node, place, botTable(), [&](BotConfig bot) -> std::optional<Error> {
            if (auto fault = checkNames(botsKey, bot.place, {{"id", bot.id}, {"provider", bot.provider}}, ids))
                return fault;
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
            if (auto fault = checkNames(alertsKey, alert.place, {{"name", alert.name}, {"metric", alert.metric}}, names))
                return fault;
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

} // namespace

std::optional<Error> readConfigFile(Config &config, const QString &file)
{
    return FileReader(config, file).read();
}

std::optional<Error> readConfigBytes(Config &config, const QByteArray &bytes, const QString &file)
{
    return FileReader(config, file).read(bytes);
}

} // namespace pipit
