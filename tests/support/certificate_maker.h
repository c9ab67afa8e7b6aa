// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates as an authority issues them, made anew for each test.
#pragma once

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <chrono>
#include <memory>
#include <utility>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace pipit::test {

enum class KeyKind { Ec, Rsa };

struct Issue {
    QByteArray name = "localhost"; // 127.0.0.1 is another name of it
    KeyKind key = KeyKind::Ec;
    std::chrono::seconds lasts = std::chrono::hours(90 * 24);
};

// A certificate in PEM form with its private key.
struct Issued {
    QByteArray certificate;
    QByteArray key;
};

// An authority, or one between it and the certificates of servers.
class Issuer
{
public:
    static Issuer root() { return Issuer({.name = "Test authority"}, nullptr); }
    Issuer between() const { return Issuer({.name = "Test authority, second floor"}, this); }

    QByteArray pem() const { return pemOf(m_certificate.get()); }
    QSslCertificate certificate() const { return QSslCertificate(pem()); }

    // What a client that trusts nobody else is set up with.
    QSslConfiguration trusted() const
    {
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({certificate()});
        return configuration;
    }

    Issued issue(const Issue &what = {}) const
    {
        const Key key = makeKey(what.key);
        const Certificate made = sign(what, key.get(), this, nullptr);
        const Bio bytes(BIO_new(BIO_s_mem()), &BIO_free_all);
        PEM_write_bio_PrivateKey(bytes.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        return {pemOf(made.get()), contentOf(bytes.get())};
    }

private:
    using Key = std::shared_ptr<EVP_PKEY>;
    using Certificate = std::shared_ptr<X509>;
    using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

    Issuer(const Issue &what, const Issuer *above) : m_key(makeKey(what.key)), m_certificate(sign(what, m_key.get(), above, m_key.get())) { }

    static Key makeKey(KeyKind kind) { return Key(kind == KeyKind::Rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"), &EVP_PKEY_free); }

    // `own`: of an issuer; the certificate may sign others, and without an issuer above it signs itself.
    static Certificate sign(const Issue &what, EVP_PKEY *key, const Issuer *above, EVP_PKEY *own)
    {
        static long serial = 1;
        Certificate made(X509_new(), &X509_free);
        X509_set_version(made.get(), X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), long(what.lasts.count()));
        X509_set_pubkey(made.get(), key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(what.name.constData()), -1, -1, 0);
        X509 *const issuer = above ? above->m_certificate.get() : made.get();
        X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
        extend(made.get(), issuer, NID_basic_constraints, own ? "critical,CA:TRUE" : "critical,CA:FALSE");
        if (own)
            extend(made.get(), issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
        else
            extend(made.get(), issuer, NID_subject_alt_name, QByteArray("DNS:" + what.name + ",IP:127.0.0.1").constData());
        X509_sign(made.get(), above ? above->m_key.get() : own, EVP_sha256());
        return made;
    }

    static void extend(X509 *certificate, X509 *issuer, int extension, const char *value)
    {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
        X509_EXTENSION *const made = X509V3_EXT_conf_nid(nullptr, &context, extension, value);
        X509_add_ext(certificate, made, -1);
        X509_EXTENSION_free(made);
    }

    static QByteArray pemOf(X509 *certificate)
    {
        const Bio bytes(BIO_new(BIO_s_mem()), &BIO_free_all);
        PEM_write_bio_X509(bytes.get(), certificate);
        return contentOf(bytes.get());
    }

    static QByteArray contentOf(BIO *bytes)
    {
        char *data = nullptr;
        const long size = BIO_get_mem_data(bytes, &data);
        return {data, qsizetype(size)};
    }

    Key m_key;
    Certificate m_certificate;
};

} // namespace pipit::test
