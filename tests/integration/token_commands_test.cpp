// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl token beside a running node: made, listed, taken back, given by invitation.
#include "tests/integration/ctl_process.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <thread>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

class TokenCommandsTest : public testing::Test
{
protected:
    NodeProcess node;
    QTemporaryDir directory;

    void SetUp() override { node.start(); }

    CtlOutcome token(QStringList arguments, bool onData = true)
    {
        if (onData)
            arguments << u"--data"_s << node.dataDirectory();
        return runCtl(QStringList{u"token"_s} + arguments);
    }

    // As the operator, over HTTP.
    CtlOutcome asOperator(const QStringList &arguments)
    {
        const QString file = node.dataDirectory() + u"/operator.token";
        return runCtl(QStringList{u"--url"_s, u"http://127.0.0.1:%1"_s.arg(node.port()), u"--token-file"_s, file} + arguments);
    }

    int statusFor(const QString &token, const QByteArray &target = "/api/sessions")
    {
        const auto answer = HttpConnection(node.port()).call(httpRequest("GET", target, "Bearer " + token.toLatin1()));
        return answer ? answer->status : 0;
    }

    bool isRefusedSoon(const QString &token)
    {
        for (int i = 0; i < 100 && statusFor(token) != 401; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return statusFor(token) == 401;
    }
};

TEST_F(TokenCommandsTest, AreListedWithoutThemselvesAndTakenBack)
{
    const QString ann = token({u"create"_s, u"--sub"_s, u"ann"_s, u"--sessions"_s, u"team-*"_s, u"--expires-in"_s, u"2h"_s}).output.trimmed(), bob = token({u"create"_s, u"--sub"_s, u"bob"_s}).output.trimmed();
    EXPECT_EQ(statusFor(ann), 200);
    EXPECT_EQ(statusFor(ann, "/api/messages?sessionId=other"), 403);

    const QString list = token({u"list"_s}).output;
    EXPECT_TRUE(list.contains(u"ann") && list.contains(u"bob") && list.contains(u"team-*")) << list.toStdString();
    EXPECT_FALSE(list.contains(ann) || list.contains(bob) || list.contains(ann.mid(6, 12)));
    const QString id = list.split(u'\n').filter(u"bob"_s).value(0).section(u' ', 0, 0);
    EXPECT_EQ(id.size(), 12);

    EXPECT_EQ(token({u"revoke"_s, u"abcdef"_s}).exitCode, 1);
    EXPECT_EQ(token({u"revoke"_s}).exitCode, 2);
    EXPECT_EQ(token({u"revoke"_s, u"--sub"_s, u"nobody"_s}).exitCode, 1);
    EXPECT_EQ(statusFor(bob), 200);
    EXPECT_EQ(token({u"revoke"_s, id}).exitCode, 0);
    EXPECT_TRUE(isRefusedSoon(bob));
    EXPECT_EQ(token({u"revoke"_s, u"--sub"_s, u"ann"_s}).exitCode, 0);
    EXPECT_TRUE(isRefusedSoon(ann));
    EXPECT_FALSE(token({u"list"_s}).output.contains(u"bob"));

    QFile log(node.dataDirectory() + u"/audit.log");
    ASSERT_TRUE(log.open(QIODevice::ReadOnly));
    const QByteArray lines = log.readAll();
    EXPECT_TRUE(lines.contains("of ann, user, team-*\",\"decision\":\"allowed\",\"from\":\"this machine\"")) << lines.toStdString();
    EXPECT_TRUE(lines.contains(QByteArray("\"about\":\"token " + id.toUtf8() + " of bob, user, *\""))) << lines.toStdString();
    EXPECT_EQ(lines.count("\"what\":\"pipitctl token revoke\""), 2) << lines.toStdString();
    EXPECT_EQ(lines.count("\"what\":\"pipitctl token create\""), 2) << lines.toStdString();
}

TEST_F(TokenCommandsTest, AnExpiredOneIsNone)
{
    const QString brief = token({u"create"_s, u"--sub"_s, u"ann"_s, u"--expires-in"_s, u"1s"_s}).output.trimmed();
    EXPECT_TRUE(isRefusedSoon(brief));
    for (const QString &bad : {u"5"_s, u"5x"_s, u"-1h"_s, u"h"_s})
        EXPECT_EQ(token({u"create"_s, u"--sub"_s, u"ann"_s, u"--expires-in"_s, bad}).exitCode, 2) << bad.toStdString();
}

TEST_F(TokenCommandsTest, AnInvitationIsTakenUpOnce)
{
    const CtlOutcome invited = asOperator({u"token"_s, u"invite"_s, u"--sub"_s, u"guest"_s, u"--sessions"_s, u"team-*"_s, u"--valid"_s, u"10m"_s});
    ASSERT_EQ(invited.exitCode, 0) << invited.errors.toStdString();
    const QString link = invited.output.trimmed();
    EXPECT_TRUE(link.startsWith(u"pipit:join?node=http")) << link.toStdString();
    const CtlOutcome redeemed = token({u"redeem"_s, link}, false);
    ASSERT_EQ(redeemed.exitCode, 0) << redeemed.errors.toStdString();
    EXPECT_EQ(statusFor(redeemed.output.trimmed()), 200);
    EXPECT_EQ(statusFor(redeemed.output.trimmed(), "/api/messages?sessionId=other"), 403);
    EXPECT_EQ(token({u"redeem"_s, link}, false).exitCode, 1);
    EXPECT_EQ(token({u"redeem"_s, u"https://example.org"_s}, false).exitCode, 2);

    // Who took what up, and who asked for it, stands in the audit log.
    QFile log(node.dataDirectory() + u"/audit.log");
    ASSERT_TRUE(log.open(QIODevice::ReadOnly));
    const QByteArray lines = log.readAll();
    EXPECT_TRUE(lines.contains(R"("what":"POST /api/auth/tickets","who":"operator")")) << lines.toStdString();
    EXPECT_TRUE(lines.contains(R"("what":"POST /api/auth/session","who":"guest")")) << lines.toStdString();
}

} // namespace
} // namespace pipit::test
