// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_key_file.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcJwt, "pipit.auth.jwt")

namespace pipit::auth {

namespace {

constexpr qsizetype reasonsLogged = 5;

} // namespace

JwtKeyFile::JwtKeyFile(Kind kind, QString path)
    : m_kind(kind), m_file({{.setting = kind == Kind::Secret ? u"auth.jwt_secret_file"_s : u"auth.jwks_file"_s, .path = std::move(path), .isSecret = kind == Kind::Secret}})
{
}

Result<Done> JwtKeyFile::take(const QByteArray &content)
{
    QByteArray secret = content;
    if (secret.endsWith('\n'))
        secret.chop(secret.endsWith("\r\n") ? 2 : 1); // an editor's, not the secret's
    const auto set = m_kind == Kind::Secret ? JwtKeySet::fromSecret(secret) : JwtKeySet::fromJwks(content);
    if (!set)
        return m_file.fault(0, set.error().message);
    // Of a file that had keys, an empty one takes them back.
    if (set->keys.isEmpty() && m_keys.isEmpty())
        return m_file.fault(0, u"has no key for RS256 or ES256: %1"_s.arg(set->leftOut.isEmpty() ? u"it has none"_s : set->leftOut.first(std::min(reasonsLogged, set->leftOut.size())).join("; "_L1)));
    m_keys = set->keys;
    qCInfo(lcJwt).noquote() << "JWTs are checked with" << m_keys.size() << "of" << m_keys.size() + set->leftOut.size() << "keys of" << m_file.nameOf(0);
    if (!set->leftOut.isEmpty())
        qCWarning(lcJwt).noquote() << "In" << m_file.nameOf(0) << "keys are left out," << set->leftOut.size() << "in all:" << set->leftOut.first(std::min(reasonsLogged, set->leftOut.size())).join("; "_L1);
    return Done();
}

Result<Done> JwtKeyFile::look()
{
    return m_file.look([this](const QList<QByteArray> &contents) { return take(contents.first()); });
}

void JwtKeyFile::lookAgain()
{
    if (const auto fault = m_file.newFault(look()))
        qCWarning(lcJwt).noquote() << *fault << "The keys that were read before stay in force.";
}

} // namespace pipit::auth
