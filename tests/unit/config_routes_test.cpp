// SPDX-License-Identifier: GPL-3.0-or-later
// What a node tells of its configuration: all of it, and none of its secrets.
#include "server/http/routes/config_routes.h"

#include "core/config_table.h"
#include "tests/unit/node_fixture.h"

#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

QJsonObject settingOf(const QJsonObject &data, const QString &key)
{
    const QJsonArray settings = data.value(u"settings").toArray();
    for (const QJsonValue setting : settings) {
        if (setting[u"key"] == key)
            return setting.toObject();
    }
    return {};
}

class ConfigRouteTest : public test::NodeFixture { };

TEST_F(ConfigRouteTest, TellsEverySettingAndWhereItCameFrom)
{
    config.origins.insert(u"server.listen"_s, {ConfigOrigin::Kind::Flag, u"--listen"_s});
    start();
    const auto answer = ask(operators(), "GET /api/ops/config");
    ASSERT_EQ(answer.status, 200) << answer.body.constData();
    const QJsonObject data = dataOf(answer);
    EXPECT_EQ(data.value(u"settings").toArray().size(), qsizetype(configTable().size()));
    EXPECT_EQ(settingOf(data, u"server.listen"_s).value(u"value"), u"127.0.0.1:0"_s);
    EXPECT_EQ(settingOf(data, u"server.listen"_s).value(u"origin"), u"flag --listen"_s);
    EXPECT_EQ(settingOf(data, u"streams.drain_s"_s).value(u"value"), u"30"_s);
    EXPECT_EQ(settingOf(data, u"streams.drain_s"_s).value(u"origin"), u"default"_s);
    EXPECT_EQ(data.value(u"bots")[0][u"settings"][u"id"], u"echo"_s);
    EXPECT_EQ(data.value(u"bots")[0][u"settings"][u"piece_interval_ms"], u"1"_s);
    EXPECT_EQ(data.value(u"alerts").toArray().size(), qsizetype(config.alerts.size()));
    EXPECT_EQ(data.value(u"alerts")[0][u"settings"][u"name"], config.alerts[0].name);
}

// Every secret that a configuration can have or point to is in here, read as the programs read it.
TEST_F(ConfigRouteTest, NoSecretLeaves)
{
    ASSERT_TRUE(qputenv("PIPIT_SECRET_OF_TEST", "secret-in-env"));
    const QString urlFile = written(u"url"_s, "postgres://pipit:secret-in-url-file@db.example.org/pipit?sslpassword=secret-in-parameter\n");
    const QString file = written(u"pipit.toml"_s, QStringLiteral(R"(
[server]
alert_webhook = "https://hooks.example.org/services/secret-in-path?key=secret-in-query"
[auth]
jwt_secret_file = "%1"
[database]
url_file = "%2"
[[bots]]
id = "one"
provider = "openai"
base_url = "https://models.example.org/v1?api_key=secret-in-base"
model = "m"
token_env = "PIPIT_SECRET_OF_TEST"
[[bots]]
id = "two"
provider = "coze"
base_url = "https://api.coze.cn"
bot_id = "7"
token_file = "%3"
tool_callback_url = "https://tools.example.org/secret-in-callback?sign=secret-in-sign"
[[bots]]
id = "three"
provider = "coze"
base_url = "https://api.coze.cn"
bot_id = "7"
oauth_app_id = "app"
oauth_key_id = "key"
oauth_key_file = "%4"
)").arg(written(u"jwt"_s, "secret-of-jwts that is long enough for it"), urlFile, written(u"token"_s, "secret-in-token-file"), written(u"key.pem"_s, "secret-in-key")).toUtf8());
    const auto read = loadConfig({.file = file});
    ASSERT_TRUE(read.ok()) << qPrintable(read.error().message);
    Config given = *read;
    ASSERT_TRUE(given.database.url.contains(u"secret-in-url-file")); // it does hold it
    given.bots[0].token = "secret-in-memory";
    const QByteArray told = QJsonDocument(http::shownConfig(given)).toJson();
    EXPECT_FALSE(told.contains("secret-")) << told.mid(told.indexOf("secret-") - 60, 100).constData();
    for (const char *kept : {"https://hooks.example.org/***", "postgres://pipit:***@db.example.org/pipit", "https://models.example.org/v1?***", "https://tools.example.org/***", "PIPIT_SECRET_OF_TEST", "pipit.toml:"})
        EXPECT_TRUE(told.contains(kept)) << kept;

    // The URL itself, in the file or by a flag.
    given.database.url = u"postgres://pipit:secret-in-url@db.example.org/pipit"_s;
    EXPECT_FALSE(QJsonDocument(http::shownConfig(given)).toJson().contains("secret-"));
}

} // namespace
