// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <limits>
#include <new>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr char http1[] = "\x08http/1.1"; // as ALPN writes it

template<typename T, void (*release)(T *)>
struct Release {
    void operator()(T *object) const { release(object); }
};
using Certificate = std::unique_ptr<X509, Release<X509, &X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, &EVP_PKEY_free>>;

struct BioRelease {
    void operator()(BIO *bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, BioRelease>;

Bio reading(const QByteArray &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

Error faultOf(const QString &setting, const QString &reason)
{
    return Error{ErrorCode::InvalidRequest, reason, setting};
}

Error faultOfCertificate(const QString &reason)
{
    return faultOf(u"tls.cert_file"_s, reason);
}

Error faultOfKey(const QString &reason)
{
    return faultOf(u"tls.key_file"_s, reason);
}

// What OpenSSL said last; its queue is empty afterwards.
QString lastReason()
{
    const char *const reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return reason ? QString::fromLatin1(reason) : u"unknown reason"_s;
}

// There is nobody to ask for a password; OpenSSL would ask the terminal.
int noPassword(char *, int, int, void *asked)
{
    *static_cast<bool *>(asked) = true;
    return -1;
}

qint64 endOf(const X509 &certificate)
{
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0), &ASN1_TIME_free);
    int days = 0, seconds = 0;
    if (!ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(&certificate)))
        return 0;
    return (qint64(days) * 86'400 + seconds) * 1000;
}

QString subjectOf(const X509 &certificate)
{
    const Bio text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), X509_get_subject_name(&certificate), 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB & ~XN_FLAG_SPC_EQ);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(text.get(), &bytes);
    return QString::fromUtf8(bytes, size);
}

// A client that offers protocols, and HTTP/1.1 is not among them, would not understand an answer.
int chooseProtocol(SSL *, const unsigned char **chosen, unsigned char *chosenSize, const unsigned char *offered, unsigned int offeredSize, void *)
{
    auto *out = const_cast<unsigned char **>(chosen);
    const auto *ours = reinterpret_cast<const unsigned char *>(http1);
    return SSL_select_next_proto(out, chosenSize, ours, sizeof http1 - 1, offered, offeredSize) == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

} // namespace

TlsContext::TlsContext() : m_context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free)
{
    SSL_CTX *const context = m_context.get();
    if (!context)
        throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    // Of TLS 1.2 only what TLS 1.3 would take too: keys that are not kept, ciphers that notice every change.
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // Sessions are resumed by tickets, which the client keeps; their key dies with this context, so a client that resumes has seen
    // the certificate in force.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, &chooseProtocol, nullptr);
}

std::optional<Error> TlsContext::takeCertificates(const QByteArray &pem)
{
    const Bio bytes = reading(pem);
    qint64 earliest = std::numeric_limits<qint64>::max();
    int count = 0;
    while (true) {
        Certificate certificate(PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr));
        if (!certificate) {
            const bool isEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
            const QString reason = lastReason();
            if (!isEnd)
                return faultOfCertificate(u"cannot be used: its certificate %1 cannot be read (%2)"_s.arg(count + 1).arg(reason));
            break;
        }
        earliest = std::min(earliest, endOf(*certificate));
        if (++count == 1) {
            m_subject = subjectOf(*certificate);
            if (!SSL_CTX_use_certificate(m_context.get(), certificate.get()))
                return faultOfCertificate(u"cannot be used: its certificate is refused (%1)"_s.arg(lastReason()));
        } else if (SSL_CTX_add0_chain_cert(m_context.get(), certificate.get())) {
            certificate.release();
        } else {
            return faultOfCertificate(u"cannot be used: its certificate %1 is refused (%2)"_s.arg(count).arg(lastReason()));
        }
    }
    if (count == 0)
        return faultOfCertificate(u"holds no certificate in PEM form"_s);
    m_expiresAtMs = earliest;
    return std::nullopt;
}

std::optional<Error> TlsContext::takeKey(const QByteArray &pem)
{
    bool isEncrypted = false;
    const Key key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, &noPassword, &isEncrypted));
    const QString reason = key ? QString() : lastReason();
    if (isEncrypted)
        return faultOfKey(u"has a password, which nobody could enter; take it away with: openssl pkey -in FILE -out FILE.plain"_s);
    if (!key)
        return faultOfKey(u"holds no private key in PEM form (%1)"_s.arg(reason));
    if (!X509_check_private_key(SSL_CTX_get0_certificate(m_context.get()), key.get())) {
        ERR_clear_error();
        return faultOfKey(u"is not the key of the first certificate in tls.cert_file"_s);
    }
    if (!SSL_CTX_use_PrivateKey(m_context.get(), key.get()))
        return faultOfKey(u"cannot be used (%1)"_s.arg(lastReason()));
    return std::nullopt;
}

Result<std::shared_ptr<const TlsContext>> TlsContext::make(const QByteArray &certificates, const QByteArray &key)
{
    ERR_clear_error();
    std::shared_ptr<TlsContext> made(new TlsContext);
    if (const auto fault = made->takeCertificates(certificates))
        return *fault;
    if (const auto fault = made->takeKey(key))
        return *fault;
    return std::shared_ptr<const TlsContext>(std::move(made));
}

} // namespace pipit::http
