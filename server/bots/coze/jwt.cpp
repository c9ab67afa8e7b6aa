// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/jwt.h"

#include "core/base64url.h"

#include <QJsonDocument>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr int fewestBits = 2048; // what RS256 asks for

QByteArray encoded(const QJsonObject &object)
{
    return base64UrlEncoded(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// Without it, OpenSSL asks for the password on the terminal.
int noPassword(char *, int, int, void *)
{
    return -1;
}

} // namespace

void RsaPrivateKey::Free::operator()(EVP_PKEY *key) const
{
    EVP_PKEY_free(key);
}

Result<RsaPrivateKey> RsaPrivateKey::fromPem(const QByteArray &pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new_mem_buf(pem.constData(), int(pem.size())), &BIO_free);
    RsaPrivateKey key(bytes ? PEM_read_bio_PrivateKey(bytes.get(), nullptr, &noPassword, nullptr) : nullptr);
    ERR_clear_error();
    if (!key.m_key)
        return Error{ErrorCode::Unavailable, u"holds no private key in PEM form without a password"_s};
    if (EVP_PKEY_base_id(key.m_key.get()) != EVP_PKEY_RSA || EVP_PKEY_bits(key.m_key.get()) < fewestBits)
        return Error{ErrorCode::Unavailable, u"holds a key that is not of RSA with %1 bits or more"_s.arg(fewestBits)};
    return key;
}

Result<QByteArray> RsaPrivateKey::sign(QJsonObject header, const QJsonObject &payload) const
{
    header.insert(u"alg"_s, u"RS256"_s);
    header.insert(u"typ"_s, u"JWT"_s);
    const QByteArray text = encoded(header) + '.' + encoded(payload);
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    QByteArray signature(EVP_PKEY_size(m_key.get()), Qt::Uninitialized);
    std::size_t size = std::size_t(signature.size());
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const bool isSigned = context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1
                          && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes, std::size_t(text.size())) == 1;
    ERR_clear_error();
    if (!isSigned)
        return Error{ErrorCode::Unavailable, u"holds a key with which nothing can be signed"_s};
    signature.truncate(qsizetype(size));
    return QByteArray(text + '.' + base64UrlEncoded(signature));
}

} // namespace pipit::bots::coze
