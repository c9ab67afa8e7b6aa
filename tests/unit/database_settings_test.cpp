// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config_table.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

const QString secretUrl = u"postgres://u:secret@h/d"_s;

class DatabaseSettingsTest : public testing::Test
{
protected:
    QString write(const QString &name, const QByteArray &content)
    {
        const QString path = m_directory.filePath(name);
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return path;
    }

    // As written into a [database] table, into the environment and given as flags.
    Result<Config> load(const QByteArray &table, QMap<QString, QString> environment = {}, QMap<QString, QString> flags = {})
    {
        return loadConfig({.file = write(u"pipit.toml"_s, "[database]\n" + table), .environment = std::move(environment), .flags = std::move(flags)});
    }

    Error faultOf(const QByteArray &urlFile)
    {
        const auto config = load({}, {}, {{u"database.url_file"_s, write(u"url"_s, urlFile)}});
        return config.ok() ? Error{.message = u"no fault"_s} : config.error();
    }

    std::string withoutDirectory(QString message) { return message.replace(m_directory.path() + u'/', QString()).toStdString(); }

    static QString shown(const Config &config, const char *key)
    {
        const auto setting = std::ranges::find_if(configTable(), [key](const Setting &s) { return QLatin1StringView(s.key) == QLatin1StringView(key); });
        return setting->shownIn(config);
    }

    QTemporaryDir m_directory;
};

TEST_F(DatabaseSettingsTest, TheUrlMayStandInAFileOfItsOwn)
{
    const QString file = write(u"url"_s, "postgres://u:secret@h/d\n");
    const auto config = load({}, {{u"PIPIT_DATABASE_URL_FILE"_s, file}});
    ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
    EXPECT_EQ(config->database.url, secretUrl);
    EXPECT_EQ(config->database.urlFile, file);
    EXPECT_EQ(config->databaseUrl()->kind(), DatabaseKind::Postgres);
    EXPECT_EQ(config->databasePath(), QString());
    EXPECT_EQ(config->origin(u"database.url_file"_s).toString(), u"environment PIPIT_DATABASE_URL_FILE");
    EXPECT_EQ(withoutDirectory(config->origin(u"database.url"_s).toString()), "environment PIPIT_DATABASE_URL_FILE (url)");
    EXPECT_TRUE(config->warnings.isEmpty());
}

TEST_F(DatabaseSettingsTest, TheStrongerSourceCounts)
{
    const QString file = write(u"url"_s, "sqlite:of-file.db");
    const QByteArray inTable = "url_file = '" + file.toUtf8() + "'\n";
    const QMap<QString, QString> fileInEnvironment{{u"PIPIT_DATABASE_URL_FILE"_s, file}}, fileInFlag{{u"database.url_file"_s, file}};
    const QMap<QString, QString> urlInEnvironment{{u"PIPIT_DATABASE_URL"_s, u"sqlite:itself.db"_s}}, urlInFlag{{u"database.url"_s, u"sqlite:itself.db"_s}};

    for (const auto &config : {load(inTable), load("url = 'sqlite:itself.db'\n", fileInEnvironment), load("url = 'sqlite:itself.db'\n", {}, fileInFlag), load({}, urlInEnvironment, fileInFlag)}) {
        ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
        EXPECT_EQ(config->database.url, u"sqlite:of-file.db");
        EXPECT_EQ(config->database.urlFile, file);
    }
    for (const auto &config : {load(inTable, urlInEnvironment), load(inTable, {}, urlInFlag), load({}, fileInEnvironment, urlInFlag), load(inTable, fileInEnvironment, urlInFlag)}) {
        ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
        EXPECT_EQ(config->database.url, u"sqlite:itself.db");
        EXPECT_EQ(config->database.urlFile, QString());
        EXPECT_EQ(config->origin(u"database.url_file"_s).kind, ConfigOrigin::Kind::Default);
    }
}

// A file that does not count need not be there.
TEST_F(DatabaseSettingsTest, AFileThatDoesNotCountIsNotRead)
{
    EXPECT_TRUE(load("url_file = '/nowhere/url'\n", {}, {{u"database.url"_s, u"sqlite:a.db"_s}}).ok());
}

TEST_F(DatabaseSettingsTest, BothFromOneSourceIsAnError)
{
    const QString file = write(u"url"_s, "sqlite:of-file.db");
    const auto faults = {
        std::pair(load("url = 'postgres://u:secret@h/d'\nurl_file = 'x'\n"), "pipit.toml:3: database.url_file is given beside database.url (pipit.toml:2); remove one of the two."),
        std::pair(load({}, {{u"PIPIT_DATABASE_URL"_s, secretUrl}, {u"PIPIT_DATABASE_URL_FILE"_s, file}}),
                  "PIPIT_DATABASE_URL_FILE: database.url_file is given beside database.url (PIPIT_DATABASE_URL); remove one of the two."),
        std::pair(load({}, {}, {{u"database.url"_s, secretUrl}, {u"database.url_file"_s, file}}), "--database-url-file: database.url_file is given beside database.url (--database); remove one of the two."),
    };
    for (const auto &[config, message] : faults) {
        ASSERT_FALSE(config.ok());
        EXPECT_EQ(withoutDirectory(config.error().message), message);
        EXPECT_EQ(config.error().field, u"database.url_file");
    }
    // A stronger source settles it.
    EXPECT_TRUE(load("url = 'sqlite:a.db'\nurl_file = 'x'\n", {}, {{u"database.url"_s, u"sqlite:b.db"_s}}).ok());
    EXPECT_FALSE(load("url_file = '/nowhere/\xc2\x9b'\n").error().message.contains(u'\u009b'));
}

TEST_F(DatabaseSettingsTest, AFileWithoutAUrlIsNamedAndNotRepeated)
{
    const std::pair<QByteArray, std::string> faults[]{
        {"", "is empty; write the URL into it"},
        {" \n\n", "is empty; write the URL into it"},
        {"postgres://u:secret@h/d\nsecret\n", "has several lines; leave only the URL in it"},
        {"# secret\nsqlite:a.db\n", "has several lines; leave only the URL in it"},
        {QByteArray((16 << 10) + 1, 's'), "is larger than 16384 bytes; it should hold the URL only"},
        {"\xff\xfes\0e\0", "is not text in UTF-8"},
        {"secret", "holds a URL that must be sqlite:FILE, postgres://USER@HOST/DATABASE or local-postgres; such as sqlite:pipit.db, or postgres://pipit@localhost:5432/pipit"},
        {"postgres://u:secret@h:0/d", "holds a URL that has a port that is not a number of 1 to 65535 (an IPv6 address stands in brackets; / in a password is written %2F)"},
    };
    for (const auto &[content, reason] : faults) {
        const Error error = faultOf(content);
        EXPECT_EQ(withoutDirectory(error.message), "--database-url-file: database.url_file names url, which " + reason + '.');
        EXPECT_EQ(error.field, u"database.url_file");
        EXPECT_FALSE(error.message.contains(u"secret"));
    }
    EXPECT_EQ(faultOf(QByteArray((16 << 10) + 1, ' ')).code, ErrorCode::TooLarge);
    for (const QByteArray &fine : {QByteArray("sqlite:a.db"), QByteArray("sqlite:a.db\r\n"), QByteArray("\xef\xbb\xbfsqlite:a.db\n\n"), QByteArray("sqlite:a.db" + QByteArray((16 << 10) - 11, '\n'))})
        EXPECT_EQ(faultOf(fine).message, u"no fault");
}

TEST_F(DatabaseSettingsTest, AFileThatIsNotThereIsNamed)
{
    const auto config = load("url_file = 'nowhere/100%1'\n");
    ASSERT_FALSE(config.ok());
    EXPECT_EQ(config.error().code, ErrorCode::NotFound);
    EXPECT_EQ(config.error().field, u"database.url_file");
    EXPECT_TRUE(config.error().message.contains(QString(u"pipit.toml:2: database.url_file names "_s + QDir::current().filePath(u"nowhere/100%1"_s) + u", which cannot be read: ")))
        << config.error().message.toStdString();
    EXPECT_FALSE(load({}, {}, {{u"database.url_file"_s, m_directory.path()}}).ok());
    EXPECT_EQ(load({}, {{u"PIPIT_DATABASE_URL_FILE"_s, QString()}}).error().message, u"PIPIT_DATABASE_URL_FILE: database.url_file must name a file; it is \"\".");
}

TEST_F(DatabaseSettingsTest, NothingThatIsPrintedHoldsThePassword)
{
    const QString file = write(u"url"_s, secretUrl.toUtf8());
    const QByteArray inTable = "url = '" + secretUrl.toUtf8() + "'\n";
    for (const auto &config : {load(inTable), load({}, {{u"PIPIT_DATABASE_URL"_s, secretUrl}}), load({}, {}, {{u"database.url"_s, secretUrl}}), load({}, {}, {{u"database.url_file"_s, file}})}) {
        ASSERT_TRUE(config.ok());
        EXPECT_EQ(shown(*config, "database.url"), u"postgres://u:***@h/d");
        for (const Setting &setting : configTable()) {
            EXPECT_FALSE(setting.shownIn(*config).contains(u"secret")) << setting.key;
            EXPECT_FALSE(config->origin(QString::fromLatin1(setting.key)).toString().contains(u"secret")) << setting.key;
        }
        EXPECT_FALSE(config->warnings.join(u'\n').contains(u"secret"));
    }
}

TEST_F(DatabaseSettingsTest, AnErrorShowsTheUrlWithoutItsPassword)
{
    const QString bad = u"postgres://u:secret@h:0/d"_s;
    const std::string reason = "database.url has a port that is not a number of 1 to 65535 (an IPv6 address stands in brackets; / in a password is written %2F); it is \"postgres://u:***\".";
    EXPECT_EQ(withoutDirectory(load("url = '" + bad.toUtf8() + "'\n").error().message), "pipit.toml:2: " + reason);
    EXPECT_EQ(load({}, {{u"PIPIT_DATABASE_URL"_s, bad}}).error().message.toStdString(), "PIPIT_DATABASE_URL: " + reason);
    EXPECT_EQ(load({}, {}, {{u"database.url"_s, bad}}).error().message.toStdString(), "--database: " + reason);
    for (const char *line : {"url = postgres://u:secret@h/d\n", "url = \"postgres://u:secret@h/d\n", "url = 'postgres://u:secret@h/d\n", "url postgres://u:secret@h/d\n", "postgres://u:secret@h/d\n"}) {
        const auto config = load(line);
        ASSERT_FALSE(config.ok()) << line;
        EXPECT_FALSE(config.error().message.contains(u"secret")) << config.error().message.toStdString();
    }
}

TEST_F(DatabaseSettingsTest, APasswordInTheCommandLineIsWarnedOf)
{
    const auto open = load({}, {}, {{u"database.url"_s, secretUrl}});
    ASSERT_EQ(open->warnings.size(), 1);
    EXPECT_TRUE(open->warnings[0].contains(u"--database-url-file")) << open->warnings[0].toStdString();
    EXPECT_TRUE(load({}, {}, {{u"database.url"_s, u"postgres://u@h/d"_s}})->warnings.isEmpty());
    EXPECT_TRUE(load({}, {{u"PIPIT_DATABASE_URL"_s, secretUrl}})->warnings.isEmpty());
}

#ifdef Q_OS_UNIX
TEST_F(DatabaseSettingsTest, AFileThatOthersMayReadIsWarnedOf)
{
    const QString file = write(u"url"_s, secretUrl.toUtf8());
    const auto warningsWith = [&](QFile::Permissions permissions) {
        QFile::setPermissions(file, permissions);
        return load({}, {}, {{u"database.url_file"_s, file}})->warnings;
    };
    EXPECT_TRUE(warningsWith(QFile::ReadOwner | QFile::ReadGroup).isEmpty());
    const QStringList warnings = warningsWith(QFile::ReadOwner | QFile::ReadOther);
    ASSERT_EQ(warnings.size(), 1);
    EXPECT_EQ(withoutDirectory(warnings[0]), "url holds the database's password, and every user of this machine may read it; take that away: chmod o= url");

    // Without a password there is nothing to hide.
    EXPECT_TRUE(QFile::resize(file, 0));
    write(u"url"_s, "postgres://u@h/d");
    EXPECT_TRUE(warningsWith(QFile::ReadOwner | QFile::ReadOther).isEmpty());
}

TEST_F(DatabaseSettingsTest, AConfigurationFileWithAPasswordIsLookedAtToo)
{
    const QString file = write(u"pipit.toml"_s, "[database]\nurl = '" + secretUrl.toUtf8() + "'\n");
    EXPECT_TRUE(loadConfig({.file = file})->warnings.isEmpty());
    QFile::setPermissions(file, QFile::ReadOwner | QFile::ReadOther);
    EXPECT_EQ(loadConfig({.file = file})->warnings.size(), 1);
}

// `--database-url-file <(a password manager)`: what a pipe gives can be read once.
TEST_F(DatabaseSettingsTest, TheFileMayBeAPipe)
{
    const QString pipe = m_directory.filePath(u"pipe"_s);
    ASSERT_EQ(::mkfifo(qPrintable(pipe), 0600), 0);
    std::thread writer([&] {
        QFile file(pipe);
        if (file.open(QIODevice::WriteOnly))
            file.write("postgres://u:secret@h/d\n");
    });
    const auto config = loadProgramConfig({{u"server.data_dir"_s, m_directory.path()}, {u"database.url_file"_s, pipe}});
    writer.join();
    ASSERT_TRUE(config.ok()) << config.error().message.toStdString();
    EXPECT_EQ(config->database.url, secretUrl);
}
#endif

} // namespace
} // namespace pipit
