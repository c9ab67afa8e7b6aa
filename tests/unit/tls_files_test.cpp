// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: what cannot be a certificate with its key is told by setting and reason, and never takes one from force.
#include "server/http/tls_files.h"

#include "core/private_file.h"
#include "tests/support/certificate_maker.h"
#include "tests/unit/log_capture.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::http;
using namespace Qt::StringLiterals;
using test::Issued;
using test::KeyKind;

namespace {

constexpr qint64 dayMs = 86'400'000;
const QString inForce = u"The certificate that was read before stays in force."_s;

class TlsFilesTest : public testing::Test
{
protected:
    void put(const QString &path, const QByteArray &content) const { ASSERT_TRUE(writePrivateFile(path, content).ok()); }
    void put(const Issued &issued) const
    {
        put(m_config.certFile, issued.certificate);
        put(m_config.keyFile, issued.key);
    }

    std::unique_ptr<TlsFiles> made()
    {
        auto files = TlsFiles::make(m_config, [this] { return m_nowMs; });
        EXPECT_TRUE(files.ok()) << files.error().message.toStdString();
        return files ? std::move(*files) : nullptr;
    }

    void expectFault(const QString &setting, const QString &says)
    {
        const auto files = TlsFiles::make(m_config);
        ASSERT_FALSE(files.ok()) << says.toStdString();
        EXPECT_EQ(files.error().field, setting);
        EXPECT_EQ(files.error().code, ErrorCode::Unavailable);
        const QString path = setting == u"tls.cert_file" ? m_config.certFile : m_config.keyFile;
        EXPECT_TRUE(files.error().message.startsWith(QString(setting + u' ' + path + u' ' + says))) << files.error().message.toStdString();
    }
    void expectCertificateFault(const QString &says) { expectFault(u"tls.cert_file"_s, says); }
    void expectKeyFault(const QString &says) { expectFault(u"tls.key_file"_s, says); }

    inline static const test::Issuer authority = test::Issuer::root();
    const LogCapture m_log;
    const QTemporaryDir m_directory;
    const TlsConfig m_config{.certFile = m_directory.filePath(u"cert.pem"_s), .keyFile = m_directory.filePath(u"key.pem"_s)};
    qint64 m_nowMs = QDateTime::currentMSecsSinceEpoch();
};

TEST_F(TlsFilesTest, AFaultNamesTheSettingAndTheReason)
{
    const Issued issued = authority.issue();
    expectCertificateFault(u"cannot be read: "_s);
    put(m_config.certFile, issued.certificate);
    expectKeyFault(u"cannot be read: "_s);
    put(m_config.keyFile, {});
    expectKeyFault(u"holds no private key in PEM form ("_s);
    put(m_config.keyFile, issued.key.first(issued.key.size() / 2));
    expectKeyFault(u"holds no private key in PEM form ("_s);
    put(m_config.keyFile, issued.certificate);
    expectKeyFault(u"holds no private key in PEM form ("_s);
    for (const KeyKind kind : {KeyKind::Ec, KeyKind::Rsa}) {
        put(m_config.keyFile, authority.issue({.key = kind}).key);
        expectKeyFault(u"is not the key of the first certificate in tls.cert_file."_s);
    }
    put(m_config.keyFile, issued.key);
    for (const QByteArray &nothing : {QByteArray(), QByteArray("garbage"), issued.key}) {
        put(m_config.certFile, nothing);
        expectCertificateFault(u"holds no certificate in PEM form."_s);
    }
    put(m_config.certFile, issued.certificate.first(issued.certificate.size() / 2));
    expectCertificateFault(u"cannot be used: its certificate 1 cannot be read ("_s);
    put(m_config.certFile, issued.certificate + authority.pem().first(300));
    expectCertificateFault(u"cannot be used: its certificate 2 cannot be read ("_s);
    put(m_config.certFile, authority.pem() + issued.certificate);
    expectKeyFault(u"is not the key of the first certificate in tls.cert_file."_s);
    put(m_config.certFile, issued.certificate);
    EXPECT_NE(made(), nullptr);
}

TEST_F(TlsFilesTest, AKeyWithAPasswordIsToldApart)
{
    const Issued issued = authority.issue();
    put(issued);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> plain(BIO_new_mem_buf(issued.key.constData(), int(issued.key.size())), &BIO_free_all), locked(BIO_new(BIO_s_mem()), &BIO_free_all);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_bio_PrivateKey(plain.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    PEM_write_bio_PrivateKey(locked.get(), key.get(), EVP_aes_256_cbc(), reinterpret_cast<const unsigned char *>("secret"), 6, nullptr, nullptr);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(locked.get(), &bytes);
    put(m_config.keyFile, QByteArray(bytes, size));
    expectKeyFault(u"has a password, which nobody could enter; take it away with: openssl pkey "_s);
}

#ifdef Q_OS_UNIX
TEST_F(TlsFilesTest, AKeyThatOthersCanReadIsRefused)
{
    put(authority.issue());
    for (const QFile::Permission permission : {QFile::ReadGroup, QFile::ReadOther}) {
        ASSERT_TRUE(QFile::setPermissions(m_config.keyFile, QFile::ReadOwner | permission));
        expectKeyFault(u"can be read by others; take that away with: chmod 600 '%1'."_s.arg(m_config.keyFile));
    }
    ASSERT_TRUE(QFile::setPermissions(m_config.keyFile, QFile::ReadOwner));
    ASSERT_TRUE(QFile::setPermissions(m_config.certFile, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    EXPECT_NE(made(), nullptr);
}
#endif

TEST_F(TlsFilesTest, APairIsTakenAsSoonAsItFits)
{
    const Issued first = authority.issue(), second = authority.issue({.key = KeyKind::Rsa});
    put(first);
    const auto files = made();
    const auto before = files->context();
    const auto lookThrice = [&] {
        for (int i = 0; i < 3; ++i)
            files->lookAgain();
    };
    lookThrice();
    EXPECT_EQ(files->context(), before);

    put(m_config.certFile, second.certificate);
    lookThrice();
    EXPECT_EQ(files->context(), before);
    EXPECT_EQ(m_log.count(inForce), 1);
    EXPECT_TRUE(m_log.has(u"is not the key of the first certificate"));
    put(m_config.keyFile, second.key);
    lookThrice();
    EXPECT_NE(files->context(), before);
    EXPECT_EQ(m_log.count(inForce), 1);
    EXPECT_EQ(m_log.count(u"HTTPS with the certificate of CN=localhost until "), 2);
}

TEST_F(TlsFilesTest, WhatIsBrokenLeavesTheOldOneInForce)
{
    const Issued first = authority.issue();
    put(first);
    const auto files = made();
    int warnings = 0;
    for (const auto &breaking : std::initializer_list<std::function<void()>>{[&] { put(m_config.certFile, "garbage"); }, [&] { put(m_config.certFile, first.certificate.first(200)); },
                                                                             [&] { QFile::remove(m_config.certFile); }, [&] { QFile::setPermissions(m_config.keyFile, QFile::ReadOwner | QFile::ReadOther); }}) {
        const auto before = files->context();
        breaking();
        files->lookAgain();
        files->lookAgain();
        EXPECT_EQ(files->context(), before);
        EXPECT_EQ(m_log.count(inForce), ++warnings);
        put(first);
        files->lookAgain();
        EXPECT_EQ(m_log.count(inForce), warnings);
    }
}

TEST_F(TlsFilesTest, ItsExpiryIsToldOnceADay)
{
    put(authority.issue({.lasts = std::chrono::hours(24 * 30)}));
    const auto files = made();
    const auto told = [&] {
        for (int i = 0; i < 3; ++i)
            files->lookAgain();
        return m_log.count(u" expires in ") + m_log.count(u" has expired on ");
    };
    m_nowMs += 15 * dayMs;
    EXPECT_EQ(told(), 0);
    m_nowMs += 2 * dayMs;
    EXPECT_EQ(told(), 1);
    EXPECT_TRUE(m_log.has(QString(u"tls.cert_file " + m_config.certFile + u" expires in 12 days, on "))); // and some hours
    m_nowMs += dayMs / 2;
    EXPECT_EQ(told(), 1);
    m_nowMs += dayMs / 2;
    EXPECT_EQ(told(), 2);
    m_nowMs += 20 * dayMs;
    EXPECT_EQ(told(), 3);
    EXPECT_EQ(m_log.count(u" has expired on "), 1);
    put(authority.issue({.lasts = std::chrono::hours(24 * 300)}));
    EXPECT_EQ(told(), 3);
}

TEST_F(TlsFilesTest, OneThatExpiresSoonIsToldAtTheStart)
{
    put(authority.issue({.lasts = std::chrono::hours(24 * 3)}));
    made();
    EXPECT_EQ(m_log.count(u" expires in "), 1);
}

// The chain ends with the first of its certificates.
TEST_F(TlsFilesTest, TheChainsEndCounts)
{
    const Issued shortLived = authority.issue({.lasts = std::chrono::hours(24 * 3)}), longLived = authority.issue();
    put(m_config.certFile, longLived.certificate + shortLived.certificate);
    put(m_config.keyFile, longLived.key);
    made();
    EXPECT_EQ(m_log.count(u" expires in 2 days"), 1);
}

} // namespace
