// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config.h"
#include "core/config_table.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit {
namespace {

class ConfigTest : public testing::Test
{
protected:
    QString fileOf(const QByteArray &text)
    {
        const QString path = m_directory.filePath(u"pipit.toml"_s);
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
        return path;
    }

    Result<Config> load(const QByteArray &text, QMap<QString, QString> environment = {}, QMap<QString, QString> flags = {})
    {
        return loadConfig({.file = fileOf(text), .environment = std::move(environment), .flags = std::move(flags)});
    }

    std::string faultOf(const QByteArray &text, QMap<QString, QString> environment = {}, QMap<QString, QString> flags = {})
    {
        const auto config = load(text, std::move(environment), std::move(flags));
        // The directory is left out: the messages are compared as a person reads them.
        return config.ok() ? "no fault" : QString(config.error().message).replace(m_directory.path() + u'/', QString()).toStdString();
    }

    QTemporaryDir m_directory;
};

TEST_F(ConfigTest, DefaultsNeedNoFile)
{
    const auto config = loadConfig({});
    ASSERT_TRUE(config.ok());
    EXPECT_EQ(config->server.listen, u"127.0.0.1:5000");
    EXPECT_TRUE(QDir::isAbsolutePath(config->server.dataDir));
    EXPECT_TRUE(config->server.dataDir.endsWith(u"/pipit"));
    EXPECT_EQ(config->streams.heartbeatInterval, 30s);
    EXPECT_EQ(config->streams.queueBytes, 1048576);
    EXPECT_EQ(config->client.connectionTimeout, 10s);
    EXPECT_EQ(config->client.reconnectInterval, 3s);
    EXPECT_EQ(config->client.maxReconnectAttempts, 10);
    EXPECT_EQ(config->origin(u"server.listen"_s).toString(), u"default");
    ASSERT_EQ(config->bots.size(), 1u);
    EXPECT_EQ(config->bots[0].provider, u"echo");
    EXPECT_EQ(config->databasePath(), QString(config->server.dataDir + u"/pipit.db"));
    EXPECT_EQ(config->database.poolSize, 8);
    EXPECT_TRUE(config->warnings.isEmpty());
}

TEST_F(ConfigTest, FlagsBeatEnvironmentBeatsFileBeatsDefault)
{
    const QByteArray file = "[database]\npool_size = 3\n[server]\nlisten = \"127.0.0.1:1\"\n[limits]\nconnections = 100\n";
    const auto config = load(file, {{u"PIPIT_SERVER_LISTEN"_s, u"127.0.0.1:2"_s}, {u"PIPIT_LIMITS_CONNECTIONS"_s, u"200"_s}}, {{u"server.listen"_s, u"127.0.0.1:3"_s}});
    ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
    EXPECT_EQ(config->server.listen, u"127.0.0.1:3");
    EXPECT_EQ(config->origin(u"server.listen"_s).toString(), u"flag --listen");
    EXPECT_EQ(config->limits.connections, 200);
    EXPECT_EQ(config->origin(u"limits.connections"_s).toString(), u"environment PIPIT_LIMITS_CONNECTIONS");
    EXPECT_EQ(config->database.poolSize, 3);
    EXPECT_TRUE(config->origin(u"database.pool_size"_s).toString().endsWith(u"pipit.toml:2"));
}

// Whatever stands in the table can be set in each of the three ways, and reads back as it was written.
TEST_F(ConfigTest, EverySettingOfTheTableWorksEveryWay)
{
    const QString urlFile = m_directory.filePath(u"url"_s);
    QFile file(urlFile);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("sqlite:other.db\n");
    file.close();
    for (const Setting &setting : configTable()) {
        const QString key = QString::fromLatin1(setting.key);
        static const QMap<QString, QString> examples{
            {u"server.listen"_s, u"[::1]:7000"_s},
            {u"server.allowed_hosts"_s, u"chat.example.org,pipit"_s},
            {u"server.cors_origins"_s, u"https://app.example.org,http://localhost:3000"_s},
            {u"server.trusted_proxies"_s, u"127.0.0.1,10.0.0.0/8,fd00::/8"_s},
            {u"server.alert_webhook"_s, u"https://hooks.example.org/T0/B0"_s},
            {u"auth.anonymous"_s, u"demo-*"_s},
            {u"log.format"_s, u"json"_s},
            {u"log.levels"_s, u"pipit.http=debug,pipit.bots=off"_s},
            {u"files.types"_s, u"image/*,application/pdf"_s},
            {u"client.transport"_s, u"poll"_s},
            {u"client.update_feed"_s, u"https://example.org/pipit/releases.atom"_s},
            {u"database.url"_s, u"sqlite:other.db"_s},
            {u"database.url_file"_s, urlFile},
        };
        const bool isNumber = !setting.isText() && !setting.isList();
        const QString value = isNumber ? QString::number(setting.maximum) : examples.value(key, u"/tmp/elsewhere"_s);
        // What must be there beside it: the largest message asks for a body that holds it, a certificate for its key.
        static const QMap<QString, QByteArray> companions{
            {u"limits.message_bytes"_s, "body_bytes = 268435456\n"},
            {u"tls.cert_file"_s, "key_file = \"/tmp/key\"\n"},
            {u"tls.key_file"_s, "cert_file = \"/tmp/cert\"\n"},
        };
        const QByteArray room = companions.value(key);
        const qsizetype dot = key.indexOf(u'.');
        const QByteArray quoted = '"' + value.toUtf8() + '"';
        const QByteArray written = isNumber ? value.toUtf8() : setting.isList() ? '[' + QByteArray(quoted).replace(",", "\", \"") + ']' : quoted;
        const QByteArray line = '[' + key.left(dot).toLatin1() + "]\n" + room + key.mid(dot + 1).toLatin1() + " = " + written + '\n';
        const QByteArray roomOnly = room.isEmpty() ? QByteArray() : '[' + key.left(dot).toLatin1() + "]\n" + room;

        for (const auto &config : {load(line), load(roomOnly, {{environmentName(setting), value}}), load(roomOnly, {}, {{key, value}})}) {
            ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
            EXPECT_EQ(setting.valueIn(*config), value) << setting.key;
            EXPECT_NE(config->origin(key).kind, ConfigOrigin::Kind::Default) << setting.key;
        }
        EXPECT_FALSE(QLatin1StringView(setting.help).isEmpty()) << setting.key;
        EXPECT_TRUE(isNumber || *setting.unit) << setting.key;
    }
}

TEST_F(ConfigTest, NumbersAreTakenAtTheirBoundsAndNotBeyond)
{
    for (const Setting &setting : configTable()) {
        if (setting.isText() || setting.isList())
            continue;
        const QString key = QString::fromLatin1(setting.key);
        for (const qint64 beyond : {setting.minimum - 1, setting.maximum + 1}) {
            const auto config = load({}, {}, {{key, QString::number(beyond)}});
            ASSERT_FALSE(config.ok()) << setting.key << ' ' << beyond;
            EXPECT_EQ(config.error().field, key);
        }
    }
    EXPECT_TRUE(load("[streams]\nheartbeat_interval_ms = 1000\n").ok());
    EXPECT_TRUE(load("[streams]\nheartbeat_interval_ms = 300000\n").ok());
    EXPECT_EQ(faultOf("[streams]\nheartbeat_interval_ms = 999\n"), "pipit.toml:2: streams.heartbeat_interval_ms must be 1000 to 300000; it is 999.");
}

TEST_F(ConfigTest, AListIsWrittenAsOneAndEachOfItIsChecked)
{
    EXPECT_EQ(load("[server]\nallowed_hosts = []\n")->server.allowedHosts, QStringList());
    EXPECT_EQ(load({}, {{u"PIPIT_SERVER_TRUSTED_PROXIES"_s, u" ::1 , 10.0.0.0/8,"_s}})->server.trustedProxies, (QStringList{u"::1"_s, u"10.0.0.0/8"_s}));
    EXPECT_EQ(faultOf("[server]\nallowed_hosts = \"a\"\n"), "pipit.toml:2: server.allowed_hosts must be a list of strings, such as [\"a\", \"b\"].");
    EXPECT_EQ(faultOf("[server]\nallowed_hosts = [\"a\", 1]\n"), "pipit.toml:2: server.allowed_hosts must be a list of strings, such as [\"a\", \"b\"].");
    EXPECT_EQ(faultOf("[server]\nallowed_hosts = [\"a\", \"b:80\"]\n"), "pipit.toml:2: server.allowed_hosts must be host names without a port, such as chat.example.org; one is \"b:80\".");
    EXPECT_FALSE(load("[server]\nallowed_hosts = [\"a\\n\"]\n").ok());
    for (const char *bad : {"*", "https://a.example/", "https://a.example/x", "HTTPS://a.example", "ftp://a.example", "https://u@a.example", "null", ""})
        EXPECT_FALSE(load("[server]\ncors_origins = [\"" + QByteArray(bad) + "\"]\n").ok()) << bad;
    for (const char *bad : {"proxy.example", "10.0.0.0/", "1", "", "::1\\n"})
        EXPECT_FALSE(load("[server]\ntrusted_proxies = [\"" + QByteArray(bad) + "\"]\n").ok()) << bad;
}

TEST_F(ConfigTest, UnknownKeyNamesLineAndNearest)
{
    EXPECT_EQ(faultOf("\n[server]\n# a remark\nlisten_on = \"127.0.0.1:5000\"\n"), "pipit.toml:4: server.listen_on is not a setting; the nearest one is server.listen.");
    EXPECT_EQ(faultOf("[sever]\nlisten = 1\n"), "pipit.toml:1: sever is not a setting; the nearest one is server.");
    EXPECT_EQ(faultOf("server.lisen = \"127.0.0.1:5000\"\n"), "pipit.toml:1: server.lisen is not a setting; the nearest one is server.listen.");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\nprovidr = \"echo\"\n"), "pipit.toml:3: bots.providr is not a setting; the nearest one is bots.provider.");
    EXPECT_EQ(load("[server]\nlisen = 1\n").error().field, u"server.lisen");
}

TEST_F(ConfigTest, AnEndlessOrUnprintableKeyIsNotEchoed)
{
    EXPECT_LT(faultOf("[server]\n" + QByteArray(10'000, 'x') + " = 1\n").size(), 300u);
    EXPECT_EQ(faultOf("[server]\n\"a\\nb\" = 1\n"), "pipit.toml:2: (unprintable) is not a setting; the nearest one is server.listen.");
}

TEST_F(ConfigTest, WrongTypeNamesKeyAndLine)
{
    EXPECT_EQ(faultOf("[server]\nlisten = 5000\n"), "pipit.toml:2: server.listen must be a string in quotation marks.");
    EXPECT_EQ(faultOf("[database]\npool_size = \"8\"\n"), "pipit.toml:2: database.pool_size must be a whole number without quotation marks.");
    EXPECT_EQ(faultOf("[database]\npool_size = 8.0\n"), "pipit.toml:2: database.pool_size must be a whole number without quotation marks.");
    EXPECT_EQ(faultOf("server = 1\n"), "pipit.toml:1: server must be a table: [server].");
    EXPECT_EQ(faultOf("[server.listen]\nhost = \"a\"\n"), "pipit.toml:1: server.listen must be a string in quotation marks.");
    EXPECT_EQ(faultOf("[bots]\nid = \"a\"\n"), "pipit.toml:1: bots must be written as tables: [[bots]].");
    EXPECT_EQ(faultOf("bots = [1, 2]\n"), "pipit.toml:1: bots must be written as tables: [[bots]].");
}

TEST_F(ConfigTest, WhatIsNotTomlNamesTheLine)
{
    EXPECT_TRUE(faultOf("[server]\nlisten = \n").starts_with("pipit.toml:2: not TOML: "));
    EXPECT_TRUE(faultOf("[database]\npool_size = 1\npool_size = 2\n").starts_with("pipit.toml:3: not TOML: "));
    EXPECT_TRUE(faultOf("x = \"\xff\"\n").starts_with("pipit.toml:1: not TOML: "));
    // A terminal would take what the parser quotes for an order.
    EXPECT_EQ(faultOf("\n\xc2\x9b = 1\n").find('\x9b'), std::string::npos);
}

// Tables in tables without end would be taken apart by a function that calls itself as often.
TEST_F(ConfigTest, AKeyOfVeryManyPartsIsRefused)
{
    const QByteArray parts = QByteArray(".a").repeated(500'000);
    EXPECT_EQ(faultOf("\na" + parts + " = 1\n"), "pipit.toml:2: more than 1000 dots stand in this line; no setting needs that, so split the line.");
    EXPECT_TRUE(faultOf("[a" + parts + ']').starts_with("pipit.toml:1: more than 1000 dots"));
    EXPECT_TRUE(faultOf("a = {b" + parts + "=1}").starts_with("pipit.toml:1: more than 1000 dots"));
    EXPECT_TRUE(faultOf('a' + parts.first(2000) + " = 1\n").starts_with("pipit.toml:1: a is not a setting"));
    EXPECT_TRUE(load("[[bots]]\nid = \"a\"\nprovider = \"echo\"\nsystem_prompt = \"\"\"\n" + QByteArray("Once. Twice.\n").repeated(1000) + "\"\"\"\n").ok());
}

TEST_F(ConfigTest, AFileThatCannotBeReadIsNamed)
{
    const auto missing = loadConfig({.file = m_directory.filePath(u"100%1.toml"_s)});
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_TRUE(missing.error().message.contains(u"100%1.toml cannot be read: "));
    EXPECT_EQ(load(QByteArray((1 << 20) + 1, '#')).error().code, ErrorCode::TooLarge);
    EXPECT_TRUE(load(QByteArray(1 << 20, '#')).ok());
}

TEST_F(ConfigTest, AMisspeltVariableOfATableIsAnError)
{
    EXPECT_EQ(faultOf({}, {{u"PIPIT_SERVER_LISTN"_s, u"x"_s}}), "environment: PIPIT_SERVER_LISTN is not a setting; the nearest one is PIPIT_SERVER_LISTEN.");
    EXPECT_EQ(faultOf({}, {{u"PIPIT_BOTS_ID"_s, u"x"_s}}), "PIPIT_BOTS_ID: bots can only be set in the file.");
    EXPECT_EQ(faultOf({}, {{u"PIPIT_SERVER_LISTEN"_s, QString()}}), "PIPIT_SERVER_LISTEN: server.listen must be HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000; it is \"\".");
    EXPECT_EQ(faultOf({}, {{u"PIPIT_DATABASE_POOL_SIZE"_s, u"4x"_s}}), "PIPIT_DATABASE_POOL_SIZE: database.pool_size must be a whole number.");
}

TEST_F(ConfigTest, OtherVariablesAreLeftAlone)
{
    EXPECT_TRUE(load({}, {{u"PIPIT_URL"_s, u"http://x"_s}, {u"PIPIT_TOKEN"_s, u"t"_s}, {u"PIPIT_TOKEN_FILE"_s, u"f"_s}, {u"PIPIT_SERVER"_s, u"y"_s}, {u"SERVER_LISTEN"_s, u"z"_s}}).ok());
}

TEST_F(ConfigTest, AFlagThatIsNoSettingIsAnError)
{
    EXPECT_EQ(faultOf({}, {}, {{u"server.lissen"_s, u"x"_s}}), "flag: server.lissen is not a setting; the nearest one is server.listen.");
    EXPECT_EQ(faultOf({}, {}, {{u"server.listen"_s, u"5000"_s}}), "--listen: server.listen must be HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000; it is \"5000\".");
}

TEST_F(ConfigTest, PathsBecomeAbsolute)
{
    const auto config = load("[server]\ndata_dir = \"~/node\"\n[database]\nurl = \"sqlite:logs/a.db\"\n");
    ASSERT_TRUE(config.ok());
    EXPECT_EQ(config->server.dataDir, QString(QDir::homePath() + u"/node"));
    EXPECT_EQ(config->databasePath(), QString(QDir::homePath() + u"/node/logs/a.db"));
    EXPECT_EQ(load({}, {}, {{u"server.data_dir"_s, u"here/../there"_s}})->server.dataDir, QDir::current().filePath(u"there"_s));
    EXPECT_EQ(load("[database]\nurl = \"sqlite:/var/a.db\"\n")->databasePath(), u"/var/a.db");
}

TEST_F(ConfigTest, ABodyMustHoldAMessage)
{
    EXPECT_EQ(faultOf("[limits]\nbody_bytes = 65536\n"), "pipit.toml:2: limits.body_bytes is 65536, less than limits.message_bytes, which is 1048576.");
    EXPECT_EQ(faultOf("[limits]\nmessage_bytes = 16777216\n"), "pipit.toml:2: limits.body_bytes is 8388608, less than limits.message_bytes, which is 16777216.");
}

TEST_F(ConfigTest, ACertificateComesWithItsKey)
{
    EXPECT_EQ(faultOf("[tls]\ncert_file = \"c.pem\"\n"), "pipit.toml:2: tls.key_file is missing: tls.cert_file is set, and a certificate and its key are of use only together.");
    EXPECT_EQ(faultOf({}, {{u"PIPIT_TLS_KEY_FILE"_s, u"k.pem"_s}}), "environment PIPIT_TLS_KEY_FILE: tls.cert_file is missing: tls.key_file is set, and a certificate and its key are of use only together.");
    const auto config = load("[tls]\ncert_file = \"c.pem\"\n[server]\ndata_dir = \"/data\"\n", {}, {{u"tls.key_file"_s, u"/etc/k.pem"_s}});
    ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
    EXPECT_EQ(config->tls.certFile, u"/data/c.pem");
    EXPECT_EQ(config->tls.keyFile, u"/etc/k.pem");
    EXPECT_FALSE(load({})->tls.isOn());
}

TEST_F(ConfigTest, BotsOfTheFileReplaceTheBuiltInOne)
{
    const auto config = load("[[bots]]\nid = \"slow\"\nprovider = \"echo\"\npiece_interval_ms = 500\n\n[[bots]]\nid = \"named\"\nname = \"回声\"\nprovider = \"echo\"\n");
    ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
    ASSERT_EQ(config->bots.size(), 2u);
    EXPECT_EQ(config->bots[0].id, u"slow");
    EXPECT_EQ(config->bots[0].name, u"slow");
    EXPECT_EQ(config->bots[0].pieceInterval, 500ms);
    EXPECT_EQ(config->bots[1].name, u"回声");
    EXPECT_TRUE(config->origin(u"bots"_s).toString().endsWith(u"pipit.toml:1"));
    EXPECT_TRUE(load("bots = []\n")->bots.empty());
}

TEST_F(ConfigTest, AlertsOfTheFileReplaceTheBuiltInOnes)
{
    const auto config = load("[[alerts]]\nname = \"slow push\"\nmetric = \"pipit_commit_to_wire_seconds\"\nquantile = 0.9\nabove = 0.5\nfor_s = 10\n\n[[alerts]]\nname = \"disk\"\nmetric = \"pipit_disk_free_bytes\"\nbelow = 1_000_000_000\nclear = 2e9\n");
    ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
    ASSERT_EQ(config->alerts.size(), 2u);
    EXPECT_EQ(config->alerts[0].quantile, 0.9);
    EXPECT_EQ(config->alerts[0].above, 0.5);
    EXPECT_EQ(config->alerts[0].below, std::nullopt);
    EXPECT_EQ(config->alerts[0].forS, 10);
    EXPECT_EQ(config->alerts[0].windowS, 60);
    EXPECT_EQ(config->alerts[1].below, 1e9);
    EXPECT_EQ(config->alerts[1].clear, 2e9);
    EXPECT_TRUE(config->alerts[1].place.endsWith(u"pipit.toml:8"));
    EXPECT_GT(load({})->alerts.size(), 5u);
    EXPECT_TRUE(load("alerts = []\n")->alerts.empty());
}

TEST_F(ConfigTest, AnAlertNeedsAFigureAndOneLimit)
{
    const QByteArray begin = "[[alerts]]\nname = \"a\"\nmetric = \"m\"\n";
    EXPECT_EQ(faultOf("[[alerts]]\nname = \"a\"\nabove = 1\n"), "pipit.toml:1: alerts.metric is missing.");
    EXPECT_EQ(faultOf(begin), "pipit.toml:1: alerts.above or alerts.below must be there, and not both.");
    EXPECT_EQ(faultOf(begin + "above = 1\nbelow = 2\n"), "pipit.toml:1: alerts.above or alerts.below must be there, and not both.");
    EXPECT_EQ(faultOf(begin + "above = 1\nclear = 2\n"), "pipit.toml:1: alerts.clear must be on the good side of the limit: it is 2, and the limit is 1.");
    EXPECT_EQ(faultOf(begin + "above = \"1\"\n"), "pipit.toml:4: alerts.above must be a number without quotation marks.");
    EXPECT_EQ(faultOf(begin + "above = nan\n"), "pipit.toml:4: alerts.above must be -1000000000000000 to 1000000000000000; it is nan.");
    EXPECT_EQ(faultOf(begin + "above = 1\nquantile = 1.5\n"), "pipit.toml:5: alerts.quantile must be 0 to 1; it is 1.5.");
    EXPECT_EQ(faultOf(begin + "above = 1\nfor = 5\n"), "pipit.toml:5: alerts.for is not a setting; the nearest one is alerts.for_s.");
    EXPECT_EQ(faultOf(begin + "above = 1\n" + begin + "above = 2\n"), "pipit.toml:5: alerts.name is given twice: a.");
    EXPECT_EQ(faultOf({}, {{u"PIPIT_ALERTS_NAME"_s, u"a"_s}}), "PIPIT_ALERTS_NAME: alerts can only be set in the file.");
}

TEST_F(ConfigTest, ABotNeedsIdAndKnownProvider)
{
    EXPECT_EQ(faultOf("[[bots]]\nprovider = \"echo\"\n"), "pipit.toml:1: bots.id is missing.");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\n"), "pipit.toml:1: bots.provider is missing.");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\nprovider = \"a b\"\n"), "pipit.toml:3: bots.provider must name a provider, such as echo, coze or openai; it is \"a b\".");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\nprovider = \"coze\"\nbase_url = \"api.coze.cn\"\n"), "pipit.toml:4: bots.base_url must be an http or https URL without a user name, such as https://api.coze.cn; it is \"api.coze.cn\".");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\nprovider = \"coze\"\nstreaming = \"never\"\n"), "pipit.toml:4: bots.streaming must be auto, stream or poll; it is \"never\".");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\nprovider = \"coze\"\nraw_log = \"yes\"\n"), "pipit.toml:4: bots.raw_log must be true or false, without quotation marks.");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a b\"\nprovider = \"echo\"\n"), "pipit.toml:2: bots.id must be 1 to 46 characters of A-Z a-z 0-9 _ - :; it is \"a b\".");
    EXPECT_EQ(faultOf("[[bots]]\nid = \"a\"\nprovider = \"echo\"\n[[bots]]\nid = \"a\"\nprovider = \"echo\"\n"), "pipit.toml:4: bots.id is given twice: a.");
    EXPECT_FALSE(load("[[bots]]\nid = \"a\"\nprovider = \"echo\"\nname = \"two\\nlines\"\n").ok());
}

TEST(ProgramConfigTest, FindsTheFileOfItsDataDirectory)
{
    const QTemporaryDir directory;
    const QMap<QString, QString> flags{{QStringLiteral("server.data_dir"), directory.path()}};
    EXPECT_EQ(loadProgramConfig(flags)->database.poolSize, 8);

    QFile file(directory.filePath(QStringLiteral("pipit.toml")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("[database]\npool_size = 5\n");
    file.close();
    EXPECT_EQ(loadProgramConfig(flags)->database.poolSize, 5);

    QFile other(directory.filePath(QStringLiteral("other.toml")));
    ASSERT_TRUE(other.open(QIODevice::WriteOnly));
    other.write("[database]\npool_size = 7\n");
    other.close();
    EXPECT_EQ(loadProgramConfig(flags, other.fileName())->database.poolSize, 7);
}

TEST(ConfigTableTest, NamesAreDerived)
{
    QStringList keys;
    QStringList flags;
    for (const Setting &setting : configTable()) {
        keys << QString::fromLatin1(setting.key);
        flags << flagName(setting);
    }
    EXPECT_EQ(keys.removeDuplicates(), 0);
    EXPECT_EQ(flags.removeDuplicates(), 0);
    EXPECT_TRUE(flags.contains(u"--listen"_s));
    EXPECT_TRUE(flags.contains(u"--data"_s));
    EXPECT_TRUE(flags.contains(u"--database"_s));
    EXPECT_TRUE(flags.contains(u"--database-url-file"_s));
    EXPECT_TRUE(flags.contains(u"--streams-heartbeat-interval-ms"_s));
}

} // namespace
} // namespace pipit
