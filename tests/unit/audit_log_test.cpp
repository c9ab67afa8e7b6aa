// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/audit_log.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::auth;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QList<QJsonObject> linesOf(const QString &name)
{
    QFile file(name);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    QList<QJsonObject> lines;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (!line.isEmpty())
            lines << QJsonDocument::fromJson(line).object();
    }
    return lines;
}

TEST(AuditLogTest, HasALineForEachDecision)
{
    QTemporaryDir directory;
    const QString name = directory.filePath(u"audit.log"_s);
    {
        AuditLog log(directory.path());
        log.write({.what = u"DELETE /api/sessions/s"_s, .from = u"::1"_s, .caller = {.sub = u"ann"_s, .role = Role::Operator, .proof = Proof::Jwt}, .isAllowed = true, .status = 200});
        log.write({.what = u"GET /x\ny"_s, .from = u"10.0.0.1"_s, .status = 401, .reason = u"No token"_s});
    }
    const auto lines = linesOf(name) + linesOf(directory.filePath(u"audit-unknown.log"_s));
    ASSERT_EQ(lines.size(), 2);
    EXPECT_FALSE(lines[0].value(u"time").toString().isEmpty());
    QJsonObject first = lines[0], second = lines[1];
    first.remove(u"time");
    second.remove(u"time");
    EXPECT_EQ(first, (QJsonObject{{u"what"_s, u"DELETE /api/sessions/s"_s}, {u"from"_s, u"::1"_s}, {u"who"_s, u"ann"_s}, {u"role"_s, u"operator"_s}, {u"by"_s, u"jwt"_s}, {u"decision"_s, u"allowed"_s}, {u"status"_s, 200}}));
    EXPECT_EQ(second, (QJsonObject{{u"what"_s, u"GET /x\ny"_s}, {u"from"_s, u"10.0.0.1"_s}, {u"decision"_s, u"refused"_s}, {u"status"_s, 401}, {u"reason"_s, u"No token"_s}}));
    EXPECT_EQ(QFile::permissions(name) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

TEST(AuditLogTest, AFloodIsCounted)
{
    QTemporaryDir directory;
    const QString name = directory.filePath(u"audit-unknown.log"_s);
    AuditLog::Clock::time_point now{1h};
    AuditLog log(directory.path(), [&now] { return now; });
    int written = 0;
    for (int i = 0; i < 1'000; ++i)
        written += log.write({.what = u"x"_s});
    EXPECT_EQ(written, 200);
    now += 1s;
    log.write({.what = u"y"_s});
    const auto lines = linesOf(name);
    ASSERT_EQ(lines.size(), 202);
    EXPECT_EQ(lines[200].value(u"leftOut").toInt(), 800);
    EXPECT_EQ(lines[201].value(u"what").toString(), u"y"_s);
}

// Whoever is nobody cannot push out what is recorded of others.
TEST(AuditLogTest, AFloodOfStrangersLeavesTheOthersAlone)
{
    QTemporaryDir directory;
    AuditLog::Clock::time_point now{1h};
    AuditLog log(directory.path(), [&now] { return now; });
    for (int i = 0; i < 1'000; ++i)
        log.write({.what = u"x"_s});
    EXPECT_TRUE(log.write({.what = u"allowed"_s, .isAllowed = true}));
    EXPECT_TRUE(log.write({.what = u"refused"_s, .caller = {.sub = u"ann"_s}}));
    EXPECT_EQ(linesOf(directory.filePath(u"audit.log"_s)).size(), 2);
}

TEST(AuditLogTest, AFullFileIsPutAside)
{
    QTemporaryDir directory;
    const QString name = directory.filePath(u"audit-unknown.log"_s);
    AuditLog::Clock::time_point now{1h};
    AuditLog log(directory.path(), [&now] { return now; });
    const QString what(60'000, u'x');
    for (int i = 0; i < 1'400; ++i) { // 84 MB, ten files' worth
        log.write({.what = what});
        now += 10ms;
    }
    for (int i = 1; i <= 5; ++i)
        EXPECT_GE(QFile(name + u'.' + QString::number(i)).size(), 10 << 20) << i;
    EXPECT_FALSE(QFile::exists(name + u".6"));
    EXPECT_LT(QFile(name).size(), 11 << 20);
}

} // namespace
