// SPDX-License-Identifier: GPL-3.0-or-later
// A real keychain (KeychainTest, which with_keychain.sh runs), and a machine without any (NoKeychainTest).
#include "keychain/keychain.h"
#include "server/bots/bot_checks.h"
#include "tests/integration/ctl_process.h"
#include "tests/support/fake_openai.h"

#include <gtest/gtest.h>

#include <QCoroTask>
#include <QFile>
#include <QProcessEnvironment>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

const QString name = u"the test's own"_s;

CtlOutcome runWithInput(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    startCtl(process, arguments);
    process.write(input);
    process.closeWriteChannel();
    return outcomeOf(process);
}

// Why a bot with its token in the keychain cannot be asked; empty where it can.
QString faultOfBot(const FakeOpenAi &provider)
{
    QTemporaryDir directory;
    const auto bots = bots::BotRegistry::make({{.id = u"bot"_s, .provider = u"openai"_s, .baseUrl = provider.url().toString(), .model = u"m"_s, .tokenKeychain = name}}, directory.path());
    EXPECT_TRUE(bots.ok());
    bots::BotChecks checks(**bots);
    const auto faults = QCoro::waitFor(checks.look());
    return faults.value(0).value_or(QString());
}

// Starts the desktop with its node on this data directory, waits until its window has settled, and lets it end. The hashes of the
// tokens that the node knows afterwards.
QStringList tokensAfterADesktop(const QString &dataDirectory)
{
    QProcess desktop;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"PIPIT_SERVER_LISTEN"_s, u"127.0.0.1:0"_s);
    desktop.setProcessEnvironment(environment);
    desktop.start(QStringLiteral(PIPIT), {u"--data"_s, dataDirectory, u"--screenshot"_s, dataDirectory + u"/window.png"_s});
    EXPECT_TRUE(desktop.waitForFinished(60'000));
    EXPECT_EQ(desktop.exitCode(), 0) << desktop.readAllStandardError().toStdString();
    const CtlOutcome list = runCtl({u"token"_s, u"list"_s, u"--data"_s, dataDirectory});
    EXPECT_EQ(list.exitCode, 0) << list.errors.toStdString();
    return list.output.split(u'\n', Qt::SkipEmptyParts).filter(u" operator "_s);
}

TEST(KeychainTest, TheDesktopsNodeHasItsTokenThere)
{
    QTemporaryDir directory;
    const QStringList first = tokensAfterADesktop(directory.path());
    EXPECT_EQ(first.size(), 1);
    EXPECT_FALSE(QFile::exists(directory.filePath(u"operator.token"_s)));
    EXPECT_EQ(tokensAfterADesktop(directory.path()), first) << "the same at each start";
    QTemporaryDir another;
    EXPECT_NE(tokensAfterADesktop(another.path()), first);

    // One that was taken back is replaced there too.
    EXPECT_EQ(runCtl({u"token"_s, u"revoke"_s, u"--sub"_s, u"operator"_s, u"--data"_s, directory.path()}).exitCode, 0);
    const QStringList second = tokensAfterADesktop(directory.path());
    EXPECT_EQ(second.size(), 1);
    EXPECT_NE(second, first);
    QFile::remove(directory.filePath(u"operator.token"_s));
    EXPECT_EQ(tokensAfterADesktop(directory.path()), second);
}

TEST(NoKeychainTest, TheDesktopsNodeHasItsTokenInAPrivateFile)
{
    QTemporaryDir directory;
    const QStringList first = tokensAfterADesktop(directory.path());
    EXPECT_EQ(first.size(), 1);
    const QString file = directory.filePath(u"operator.token"_s);
    EXPECT_TRUE(QFile::exists(file));
    EXPECT_FALSE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther));
    EXPECT_EQ(tokensAfterADesktop(directory.path()), first);
}

TEST(KeychainTest, KeepsGivesAndForgets)
{
    EXPECT_EQ(readSecret(name).get().error().code, ErrorCode::NotFound);
    ASSERT_TRUE(writeSecret(name, "one 字").get().ok());
    EXPECT_EQ(*readSecret(name).get(), QByteArray("one 字"));
    ASSERT_TRUE(writeSecret(name, "two").get().ok());
    EXPECT_EQ(*readSecret(name).get(), "two");
    ASSERT_TRUE(removeSecret(name).get().ok());
    EXPECT_EQ(readSecret(name).get().error().code, ErrorCode::NotFound);
}

TEST(KeychainTest, ABotUsesWhatTheCommandLineHasKept)
{
    FakeOpenAi provider("sk-in-the-keychain");
    EXPECT_TRUE(faultOfBot(provider).contains(u"pipitctl secret set"_s)) << qPrintable(faultOfBot(provider));
    const CtlOutcome kept = runWithInput({u"secret"_s, u"set"_s, name}, provider.key() + '\n');
    EXPECT_EQ(kept.exitCode, 0) << qPrintable(kept.errors);
    EXPECT_EQ(kept.output + kept.errors, QString());
    EXPECT_EQ(faultOfBot(provider), QString());
    EXPECT_EQ(provider.requests("/models").last().header("authorization"), "Bearer " + provider.key());

    EXPECT_EQ(runWithInput({u"secret"_s, u"set"_s, name}, "another").exitCode, 0);
    EXPECT_TRUE(faultOfBot(provider).contains(u"401"_s));
    EXPECT_EQ(runCtl({u"secret"_s, u"remove"_s, name}).exitCode, 0);
    EXPECT_EQ(runCtl({u"secret"_s, u"remove"_s, name}).exitCode, 0) << "as often as one likes";
    EXPECT_EQ(readSecret(name).get().error().code, ErrorCode::NotFound);
    EXPECT_EQ(runWithInput({u"secret"_s, u"set"_s, name}, "").exitCode, 2);
}

TEST(NoKeychainTest, WhoNeedsItIsToldWhatToDo)
{
    const auto secret = readSecret(name).get();
    ASSERT_FALSE(secret.ok());
    EXPECT_EQ(secret.error().code, ErrorCode::Unavailable);
    FakeOpenAi provider("sk-nowhere");
    const QString fault = faultOfBot(provider);
    EXPECT_TRUE(fault.contains(u"mode 0600"_s)) << qPrintable(fault);
    EXPECT_TRUE(provider.requests().isEmpty());
    const CtlOutcome kept = runWithInput({u"secret"_s, u"set"_s, name}, "sk-typed");
    EXPECT_EQ(kept.exitCode, 1);
    EXPECT_FALSE(QString(kept.output + kept.errors).contains(u"sk-typed"_s));
}

} // namespace
