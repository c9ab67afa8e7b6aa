// SPDX-License-Identifier: GPL-3.0-or-later
// How the log is written, and from which level on.
#include "core/log_levels.h"
#include "core/log_output.h"
#include "core/log_text.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTimeZone>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

QByteArray logLine(bool isJson, QtMsgType level, const QString &area, const QString &text)
{
    static const QDateTime noon(QDate(2026, 11, 29), QTime(12, 0, 0, 5), QTimeZone::utc());
    return pipit::logLine(isJson, LogLine::of(noon.toMSecsSinceEpoch(), level, area, text));
}

TEST(LogLineTest, IsForPeopleOrForPrograms)
{
    const QString text = logText(u"Stored."_s, {{u"request", u"r1"_s}, {u"nothing", {}}, {u"session", u"回声"_s}});
    EXPECT_EQ(logLine(false, QtInfoMsg, u"pipit.http"_s, text).toStdString(), "2026-11-29T12:00:00.005Z info pipit.http Stored. request=r1 session=回声\n");
    const QByteArray line = logLine(true, QtWarningMsg, u"pipit.http"_s, text);
    EXPECT_EQ(line.count('\n'), 1);
    EXPECT_EQ(QJsonDocument::fromJson(line).object(), (QJsonObject{{u"time"_s, u"2026-11-29T12:00:00.005Z"_s}, {u"level"_s, u"warning"_s}, {u"area"_s, u"pipit.http"_s}, {u"text"_s, u"Stored."_s}, {u"request"_s, u"r1"_s}, {u"session"_s, u"回声"_s}}));
}

// Whoever chooses a name or a path must not write lines of the log, nor values of it, nor to the terminal of who reads it.
TEST(LogLineTest, IsOneLineWhateverIsLogged)
{
    const QString text = logText(u"a\nb\x1b[31m\u2028c"_s, {{u"path", u"x\ntime=0\x1f"_s + u"caller=root"_s}});
    EXPECT_EQ(logLine(false, QtInfoMsg, u"p"_s, text).toStdString(), "2026-11-29T12:00:00.005Z info p a\\nb\\x1b[31m\\x2028c path=\"x\\\\ntime=0caller=root\"\n");
    const QJsonObject json = QJsonDocument::fromJson(logLine(true, QtInfoMsg, u"p"_s, text)).object();
    EXPECT_EQ(json.value(u"path").toString(), u"x\ntime=0caller=root"_s);
    EXPECT_FALSE(json.contains(u"caller"));
    // Nor take the place of what the log itself says.
    EXPECT_EQ(QJsonDocument::fromJson(logLine(true, QtInfoMsg, u"p"_s, logText(u"t"_s, {{u"level", u"x"_s}}))).object().value(u"level").toString(), u"info"_s);
}

class LogFileTest : public testing::Test
{
protected:
    ~LogFileTest() override { qInstallMessageHandler(nullptr); }

    QByteArray contentOf(const QString &name) const
    {
        QFile file(directory.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir directory;
};

TEST_F(LogFileTest, GrowsAndIsPutAside)
{
    installLogOutput({.file = directory.filePath(u"pipit.log"_s), .fileBytes = 4096, .oldFiles = 2});
    for (int i = 0; i < 500; ++i)
        qInfo("line %d of the log", i);
    EXPECT_TRUE(contentOf(u"pipit.log"_s).endsWith("info default line 499 of the log\n"));
    EXPECT_EQ(QDir(directory.path()).entryList(QDir::Files), (QStringList{u"pipit.log"_s, u"pipit.log.1"_s, u"pipit.log.2"_s}));
    for (const QString &old : {u"pipit.log.1"_s, u"pipit.log.2"_s}) {
        EXPECT_GE(contentOf(old).size(), 4096);
        EXPECT_LT(contentOf(old).size(), 4096 + 100);
    }
    EXPECT_EQ(QFile::permissions(directory.filePath(u"pipit.log"_s)) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

TEST_F(LogFileTest, WhatItCannotTakeIsToldOnStandardError)
{
    testing::internal::CaptureStderr();
    installLogOutput({.file = directory.filePath(u"nowhere/pipit.log"_s)});
    qInfo("first");
    qInfo("second");
    const std::string told = testing::internal::GetCapturedStderr();
    EXPECT_NE(told.find("cannot be written"), std::string::npos) << told;
}

class LogLevelsTest : public testing::Test
{
protected:
    ~LogLevelsTest() override { EXPECT_TRUE(setLogLevels({})); }

    static bool isOn(const char *area, QtMsgType level) { return QLoggingCategory(area).isEnabled(level); }
};

TEST_F(LogLevelsTest, AreOfAnAreaAndAllBelowIt)
{
    ASSERT_TRUE(setLogLevels({}));
    EXPECT_FALSE(isOn("pipit.http", QtDebugMsg));
    EXPECT_TRUE(isOn("pipit.http", QtInfoMsg));

    ASSERT_TRUE(setLogLevels({u"pipit.http=debug"_s, u"pipit.streams=warning"_s, u"pipit.files=off"_s}));
    EXPECT_EQ(logLevels().size(), 3);
    EXPECT_TRUE(isOn("pipit.http", QtDebugMsg));
    EXPECT_TRUE(isOn("pipit.http.requests", QtDebugMsg));
    EXPECT_FALSE(isOn("pipit.bots", QtDebugMsg));
    EXPECT_FALSE(isOn("pipit.streams.deliveries", QtInfoMsg));
    EXPECT_TRUE(isOn("pipit.streams.deliveries", QtWarningMsg));
    EXPECT_FALSE(isOn("pipit.files", QtCriticalMsg));

    ASSERT_TRUE(setLogLevels({u"pipit=debug"_s, u"pipit.http=info"_s}));
    EXPECT_TRUE(isOn("pipit.files", QtDebugMsg));
    EXPECT_FALSE(isOn("pipit.http.requests", QtDebugMsg)) << "the later one counts";
}

TEST_F(LogLevelsTest, WhatIsWrongChangesNothing)
{
    ASSERT_TRUE(setLogLevels({u"pipit.http=debug"_s}));
    for (const QString &wrong : {u"pipit.http"_s, u"pipit.http=loud"_s, u"qt=debug"_s, u"pipit.*=debug"_s, u"pipit.http=debug\n*=true"_s, QString()})
        EXPECT_FALSE(setLogLevels({u"pipit.bots=debug"_s, wrong})) << qPrintable(wrong);
    EXPECT_EQ(logLevels(), QStringList{u"pipit.http=debug"_s});
    EXPECT_FALSE(isOn("pipit.bots", QtDebugMsg));
}

} // namespace
} // namespace pipit
