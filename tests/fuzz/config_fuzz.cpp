// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stands in pipit.toml: an error names the place and the setting; what is accepted is in range, known to come from the
// file, and means the same when it is written as a flag.
#include "core/config.h"
#include "core/config_table.h"
#include "core/host_port.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/sound_text.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QUrl>

#include <cstdint>

using namespace pipit;

namespace {

// In memory where the system has such a folder.
QString fileOfSettings()
{
    const QString memory = QStringLiteral("/dev/shm");
    static const QTemporaryDir folder((QDir(memory).exists() ? memory : QDir::tempPath()) + QStringLiteral("/pipit-fuzz-XXXXXX"));
    return folder.filePath(QStringLiteral("pipit.toml"));
}

void requireError(const Error &error, const QString &file, qsizetype lines)
{
    REQUIRE(error.code == ErrorCode::InvalidRequest || error.code == ErrorCode::NotFound || error.code == ErrorCode::TooLarge);
    REQUIRE(fuzz::isSentence(error.message, 1'000) && fuzz::isSoundText(error.field));
    REQUIRE(error.message.startsWith(QString(file + u':')));
    const QString place = error.message.sliced(file.size() + 1);
    const qsizetype line = QStringView(place).left(place.indexOf(u':')).toLongLong();
    REQUIRE(line >= 1 && line <= lines);
    // Only what is not read as settings has none.
    REQUIRE(!error.field.isEmpty() || place.contains(u": not TOML: ") || place.contains(u": more than 1000 dots "));
}

template<typename Owner>
void requireInRange(std::span<const SettingOf<Owner>> table, const Owner &owner)
{
    for (const auto &setting : table) {
        const QString value = setting.valueIn(owner);
        REQUIRE(fuzz::isSoundText(value));
        if (setting.isList())
            REQUIRE(value.isEmpty() || fuzz::isSentence(value, value.size()));
        if (setting.isText() || setting.isSwitch() || setting.isList())
            continue;
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        REQUIRE(isNumber && number >= setting.minimum && number <= setting.maximum);
    }
}

void requireBots(const std::vector<BotConfig> &bots)
{
    QSet<QString> ids;
    for (const BotConfig &bot : bots) {
        requireInRange(botTable(), bot);
        REQUIRE(!ids.contains(bot.id) && !bot.id.isEmpty() && bot.id.size() <= 46 && !bot.provider.isEmpty());
        ids.insert(bot.id);
        REQUIRE(fuzz::isSentence(bot.name, 200));
        REQUIRE(QStringList({u"auto"_qs, u"stream"_qs, u"poll"_qs}).contains(bot.streaming));
        REQUIRE(bot.baseUrl.isEmpty() || (bot.baseUrl.startsWith(u"http") && QUrl(bot.baseUrl).userName().isEmpty()));
    }
}

void requireFit(const Config &config, const QString &file)
{
    requireInRange(configTable(), config);
    requireBots(config.bots);
    REQUIRE(HostPort::parse(config.server.listen).has_value() && QDir::isAbsolutePath(config.server.dataDir));
    REQUIRE(config.limits.bodyBytes >= config.limits.messageBytes);
    REQUIRE(config.databaseUrl().ok());
    for (const ConfigOrigin &origin : config.origins)
        REQUIRE(origin.kind == ConfigOrigin::Kind::File && origin.place.startsWith(file));
    for (const QString &warning : config.warnings)
        REQUIRE(fuzz::isSentence(warning, 1'000));
}

// A setting from the file, given as a flag instead.
void requireSameAsFlags(const Config &config)
{
    ConfigInputs inputs;
    for (const Setting &setting : configTable()) {
        const QString key = QString::fromLatin1(setting.key);
        if (config.origins.contains(key) && (key != u"database.url" || config.database.urlFile.isEmpty()))
            inputs.flags.insert(key, setting.valueIn(config));
    }
    const auto again = loadConfig(inputs);
    REQUIRE(again.ok());
    for (const Setting &setting : configTable())
        REQUIRE(setting.valueIn(*again) == setting.valueIn(config));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QString path = fileOfSettings();
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();

    const auto config = loadConfig({.file = path});
    if (!config) {
        requireError(config.error(), path, bytes.count('\n') + 1);
        return 0;
    }
    requireFit(*config, path);
    requireSameAsFlags(*config);
    return 0;
}
