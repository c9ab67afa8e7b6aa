// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_verifier.h"

#include "core/base64url.h"
#include "server/auth/jwt_claims.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit::auth {

namespace {

constexpr qsizetype tokenBytes = 8192;
constexpr int keysTried = 10; // for one token: each costs a check of its signature
constexpr std::chrono::seconds lookEvery{1};

// In JSON that is well formed: how many members its outermost object is written with.
qsizetype writtenMembers(QByteArrayView json)
{
    qsizetype members = 0;
    int depth = 0;
    bool isInString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (isInString) {
            i += c == '\\';
            isInString = c != '"';
        } else if (c == '"') {
            isInString = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ':' && depth == 1) {
            ++members;
        }
    }
    return members;
}

Result<QJsonObject> objectOf(const QByteArray &json, QLatin1StringView part)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return jwtRefusal(u"The %1 of this JWT is no JSON object."_s.arg(part));
    // Of two members with one name, each reader may take another.
    QJsonObject object = document.object();
    if (writtenMembers(json) != object.size())
        return jwtRefusal(u"The %1 of this JWT has a member twice."_s.arg(part));
    return object;
}

} // namespace

bool looksLikeJwt(QByteArrayView token)
{
    return token.startsWith("eyJ") && token.count('.') == 2;
}

JwtVerifier::JwtVerifier(Options options, std::function<qint64()> nowMs, std::function<Clock::time_point()> now)
    : m_audience(std::move(options.audience)), m_nowMs(std::move(nowMs)), m_now(std::move(now))
{
    if (!options.secretFile.isEmpty())
        m_files.emplace_back(JwtKeyFile::Kind::Secret, options.secretFile);
    if (!options.jwksFile.isEmpty())
        m_files.emplace_back(JwtKeyFile::Kind::Jwks, options.jwksFile);
    m_lookAgainAt = m_now() + lookEvery;
}

Result<std::unique_ptr<JwtVerifier>> JwtVerifier::make(Options options, std::function<qint64()> nowMs, std::function<Clock::time_point()> now)
{
    std::unique_ptr<JwtVerifier> verifier(new JwtVerifier(std::move(options), std::move(nowMs), std::move(now)));
    for (JwtKeyFile &file : verifier->m_files) {
        if (const auto looked = file.look(); !looked)
            return looked.error();
    }
    return verifier;
}

void JwtVerifier::lookAgain()
{
    if (m_now() < m_lookAgainAt)
        return;
    m_lookAgainAt = m_now() + lookEvery;
    for (JwtKeyFile &file : m_files)
        file.lookAgain();
}

bool JwtVerifier::knowsKey(const QByteArray &thumbprint)
{
    lookAgain();
    return std::ranges::any_of(m_files, [&thumbprint](const JwtKeyFile &file) {
        return std::ranges::any_of(file.keys(), [&thumbprint](const JwtKey &key) { return key.thumbprint() == thumbprint; });
    });
}

bool JwtVerifier::hasKeyNamed(const QString &id) const
{
    return std::ranges::any_of(m_files, [&id](const JwtKeyFile &file) { return std::ranges::any_of(file.keys(), [&id](const JwtKey &key) { return key.id() == id; }); });
}

Result<JwtVerifier::Header> JwtVerifier::readHeader(const QByteArray &json)
{
    const auto header = objectOf(json, "header"_L1);
    if (!header)
        return header.error();
    if (const QJsonValue type = header->value(u"typ"); !type.isUndefined()) {
        const QString name = type.toString();
        if (name.compare("JWT"_L1, Qt::CaseInsensitive) != 0 && name.compare("at+jwt"_L1, Qt::CaseInsensitive) != 0)
            return jwtRefusal(u"The typ of this JWT must be JWT or at+jwt."_s);
    }
    if (header->contains(u"crit"))
        return jwtRefusal(u"This JWT asks for extensions (crit), and this node has none."_s);
    const auto algorithm = jwtAlgorithmFromName(header->value(u"alg").toString());
    if (!algorithm)
        return jwtRefusal(u"The alg of this JWT must be HS256, RS256 or ES256."_s);
    const QJsonValue keyId = header->value(u"kid");
    if (!keyId.isUndefined() && !keyId.isString())
        return jwtRefusal(u"The kid of this JWT must be a string."_s);
    return Header{*algorithm, keyId.isString() ? std::optional(keyId.toString()) : std::nullopt};
}

const JwtKey *JwtVerifier::signerOf(const Header &header, QByteArrayView text, QByteArrayView signature) const
{
    // The secret has no name, but those who make tokens may give it one: it serves every name that is not another key's.
    const bool isForeignName = header.keyId && !hasKeyNamed(*header.keyId);
    int tried = 0;
    for (const JwtKeyFile &file : m_files) {
        for (const JwtKey &key : file.keys()) {
            const bool isMeant = !header.keyId || key.id() == header.keyId || (isForeignName && key.algorithm() == JwtAlgorithm::HS256);
            if (key.algorithm() != header.algorithm || !isMeant)
                continue;
            if (key.verifies(text, signature))
                return &key;
            if (++tried == keysTried)
                return nullptr;
        }
    }
    return nullptr;
}

Result<VerifiedJwt> JwtVerifier::verify(const QByteArray &token)
{
    if (!isConfigured())
        return jwtRefusal(u"This node takes no JWTs: its operator sets auth.jwt_secret_file or auth.jwks_file. `pipitctl token create` makes a token of another kind."_s);
    lookAgain();
    if (token.size() > tokenBytes)
        return jwtRefusal(u"This JWT has %1 bytes, and at most %2 are taken: give it fewer claims."_s.arg(token.size()).arg(tokenBytes));
    if (const qsizetype dots = token.count('.'); dots != 2)
        return jwtRefusal(u"A JWT has three parts with dots between them, and this one has %1."_s.arg(dots + 1));
    const QByteArrayList parts = token.split('.');
    std::array<QByteArray, 3> decoded;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        auto bytes = base64UrlDecoded(parts[i]);
        if (!bytes)
            return jwtRefusal(u"Part %1 of this JWT is not base64url without padding."_s.arg(i + 1));
        decoded[std::size_t(i)] = std::move(*bytes);
    }
    const auto &[headerJson, payloadJson, signature] = decoded;

    const auto header = readHeader(headerJson);
    if (!header)
        return header.error();
    const JwtKey *const signer = signerOf(*header, QByteArrayView(token).first(parts[0].size() + 1 + parts[1].size()), signature);
    if (!signer)
        return jwtRefusal(u"The signature of this JWT is not of a key that this node trusts."_s);
    const auto payload = objectOf(payloadJson, "payload"_L1);
    if (!payload)
        return payload.error();
    auto claims = readJwtClaims(*payload, m_audience, m_nowMs());
    if (!claims)
        return claims.error();
    return VerifiedJwt{std::move(claims->caller), claims->expiresAtMs, signer->thumbprint()};
}

} // namespace pipit::auth
