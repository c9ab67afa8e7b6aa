// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_key_file.h"

#include "core/private_file.h"
#include "tests/unit/jwt_maker.h"
#include "tests/unit/log_capture.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace pipit;
using namespace pipit::auth;
using namespace pipit::test;

namespace {

using Kind = JwtKeyFile::Kind;

const QByteArray fileSecret = "0123456789abcdef0123456789abcdef";
const QByteArray otherSecret = "fedcba9876543210fedcba9876543210";
const QString secretSetting = u"auth.jwt_secret_file"_s;
const QString jwksSetting = u"auth.jwks_file"_s;

class JwtKeyFileTest : public testing::Test
{
protected:
    // Under a new name first: another file then stands under the old one.
    void write(const QByteArray &content)
    {
        ASSERT_TRUE(writePrivateFile(m_path, content).ok());
    }

    void expectFault(Kind kind, const QString &says)
    {
        JwtKeyFile file(kind, m_path);
        const auto looked = file.look();
        ASSERT_FALSE(looked.ok()) << qPrintable(says);
        const QString setting = kind == Kind::Secret ? secretSetting : jwksSetting;
        EXPECT_EQ(looked.error().field, setting);
        EXPECT_EQ(looked.error().code, ErrorCode::Unavailable);
        EXPECT_TRUE(looked.error().message.startsWith(QString(setting + u' ' + m_path + u' ' + says))) << qPrintable(looked.error().message);
        EXPECT_TRUE(file.keys().isEmpty());
    }

    static bool isKeyOf(const JwtKeyFile &file, const QByteArray &key)
    {
        return file.keys().size() == 1 && file.keys()[0].thumbprint() == JwtKey::fromSecret(key)->thumbprint();
    }

    const LogCapture m_log;
    const QTemporaryDir m_directory;
    const QString m_path = m_directory.filePath(u"keys"_s);
};

TEST_F(JwtKeyFileTest, NamesTheSettingOfAFileThatCannotBeUsed)
{
    for (const Kind kind : {Kind::Secret, Kind::Jwks}) {
        expectFault(kind, u"cannot be read: "_s);
        ASSERT_TRUE(QDir().mkdir(m_path));
        expectFault(kind, u"is no file"_s);
        ASSERT_TRUE(QDir().rmdir(m_path));
    }
    write(fileSecret.chopped(1) + '\n'); // 32 bytes with it
    expectFault(Kind::Secret, u"has 31 bytes"_s);
    expectFault(Kind::Jwks, u"is not JSON"_s);
    write({});
    expectFault(Kind::Secret, u"has 0 bytes"_s);
    write(QByteArray(256 * 1024 + 1, ' '));
    expectFault(Kind::Secret, u"is larger than 256 KiB"_s);
    expectFault(Kind::Jwks, u"is larger than 256 KiB"_s);
}

#ifdef Q_OS_UNIX
// Whoever opens a pipe waits until somebody writes into it.
TEST_F(JwtKeyFileTest, APipeIsNotWaitedFor)
{
    ASSERT_EQ(mkfifo(QFile::encodeName(m_path).constData(), 0600), 0);
    expectFault(Kind::Secret, u"is no file"_s);
}

TEST_F(JwtKeyFileTest, OnlyASecretMustBeItsOwnersAlone)
{
    write(fileSecret);
    for (const QFile::Permission permission : {QFile::ReadGroup, QFile::ReadOther}) {
        ASSERT_TRUE(QFile::setPermissions(m_path, QFile::ReadOwner | permission));
        expectFault(Kind::Secret, u"can be read by others; take that away with: chmod 600 '%1'."_s.arg(m_path));
    }
    write(jwksOf({SigningKey::ec().jwk()}));
    ASSERT_TRUE(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    EXPECT_TRUE(JwtKeyFile(Kind::Jwks, m_path).look().ok());
}
#endif

TEST_F(JwtKeyFileTest, ATrailingLineBreakIsTheEditors)
{
    for (const auto &[content, key] : {std::pair<QByteArray, QByteArray>(fileSecret, fileSecret), {fileSecret + '\n', fileSecret}, {fileSecret + "\r\n", fileSecret}, {fileSecret + "\n\n", fileSecret + '\n'}, {fileSecret + ' ', fileSecret + ' '}}) {
        write(content);
        JwtKeyFile file(Kind::Secret, m_path);
        EXPECT_TRUE(file.look().ok());
        EXPECT_TRUE(isKeyOf(file, key)) << content.toHex().constData();
    }
}

TEST_F(JwtKeyFileTest, AnotherFileUnderTheNameIsRead)
{
    write(fileSecret);
    JwtKeyFile file(Kind::Secret, m_path);
    ASSERT_TRUE(file.look().ok());
    write(otherSecret);
    file.lookAgain();
    EXPECT_TRUE(isKeyOf(file, otherSecret));
}

TEST_F(JwtKeyFileTest, AChangeOfTheSameSizeAndTimeIsSeen)
{
    write(fileSecret);
    JwtKeyFile file(Kind::Secret, m_path);
    ASSERT_TRUE(file.look().ok());
    QFile inPlace(m_path);
    ASSERT_TRUE(inPlace.open(QIODevice::ReadWrite));
    const QDateTime before = inPlace.fileTime(QFile::FileModificationTime);
    inPlace.write(otherSecret);
    ASSERT_TRUE(inPlace.flush());
    ASSERT_TRUE(inPlace.setFileTime(before, QFile::FileModificationTime));
    inPlace.close();
    file.lookAgain();
    EXPECT_TRUE(isKeyOf(file, otherSecret));
}

TEST_F(JwtKeyFileTest, KeysStayUntilThereAreOthersAndEachFaultIsLoggedOnce)
{
    const QString staysInForce = u"stay in force"_s;
    write(fileSecret);
    JwtKeyFile file(Kind::Secret, m_path);
    ASSERT_TRUE(file.look().ok());
    const auto lookThrice = [&] {
        for (int i = 0; i < 3; ++i)
            file.lookAgain();
    };

    write("short");
    lookThrice();
    EXPECT_TRUE(isKeyOf(file, fileSecret));
    EXPECT_EQ(m_log.count(staysInForce), 1);
    EXPECT_TRUE(m_log.has(QString(secretSetting + u' ' + m_path + u" has 5 bytes")));

    ASSERT_TRUE(QFile::remove(m_path));
    lookThrice();
    EXPECT_TRUE(isKeyOf(file, fileSecret));
    EXPECT_EQ(m_log.count(staysInForce), 2);

    // Once it is mended, the next fault is a new one.
    write(otherSecret);
    lookThrice();
    EXPECT_TRUE(isKeyOf(file, otherSecret));
    EXPECT_EQ(m_log.count(staysInForce), 2);
    write("short");
    lookThrice();
    EXPECT_EQ(m_log.count(staysInForce), 3);
    EXPECT_FALSE(m_log.has(QString::fromLatin1(fileSecret)));
    EXPECT_FALSE(m_log.has(QString::fromLatin1(otherSecret)));
}

// A file that has none at the start is a mistake; one that has none any more takes its keys back.
TEST_F(JwtKeyFileTest, AnEmptySetTakesTheKeysBack)
{
    write(R"({"keys":[]})");
    expectFault(Kind::Jwks, u"has no key for RS256 or ES256: it has none"_s);
    write(R"({"keys":[{"kty":"oct","k":"AAAA"}]})");
    expectFault(Kind::Jwks, u"has no key for RS256 or ES256: key 1: its kty oct is a secret"_s);

    write(jwksOf({SigningKey::ec().jwk()}));
    JwtKeyFile file(Kind::Jwks, m_path);
    ASSERT_TRUE(file.look().ok());
    EXPECT_EQ(file.keys().size(), 1);
    write(R"({"keys":[]})");
    file.lookAgain();
    EXPECT_TRUE(file.keys().isEmpty());
    write(jwksOf({SigningKey::ec().jwk(), SigningKey::ec().jwk()}));
    file.lookAgain();
    EXPECT_EQ(file.keys().size(), 2);
}

TEST_F(JwtKeyFileTest, SaysWhichKeysAreLeftOut)
{
    QJsonObject other = SigningKey::ec().jwk(u"mail"_s);
    other.insert(u"use"_s, u"enc"_s);
    write(jwksOf({SigningKey::ec().jwk(u"e"_s), other}));
    JwtKeyFile file(Kind::Jwks, m_path);
    ASSERT_TRUE(file.look().ok());
    ASSERT_TRUE(file.look().ok());
    EXPECT_EQ(m_log.count(QString(u"1 of 2 keys of auth.jwks_file " + m_path)), 1);
    EXPECT_EQ(m_log.count(u"left out, 1 in all: key 2 (kid \"mail\"): its use is not \"sig\""), 1);
}

} // namespace
