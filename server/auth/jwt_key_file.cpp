// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_key_file.h"

#include "core/private_file.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcJwt, "pipit.auth.jwt")

namespace pipit::auth {

namespace {

constexpr qint64 fileBytes = 256 * 1024;
constexpr qsizetype reasonsLogged = 5;

} // namespace

JwtKeyFile::JwtKeyFile(Kind kind, QString path) : m_kind(kind), m_path(std::move(path)) { }

QString JwtKeyFile::name() const
{
    const auto setting = m_kind == Kind::Secret ? "auth.jwt_secret_file"_L1 : "auth.jwks_file"_L1;
    return setting + u' ' + m_path;
}

Error JwtKeyFile::fault(const QString &reason) const
{
    return Error{ErrorCode::Unavailable, u"%1 %2."_s.arg(name(), reason), m_kind == Kind::Secret ? u"auth.jwt_secret_file"_s : u"auth.jwks_file"_s};
}

Result<QByteArray> JwtKeyFile::read() const
{
    // Opening a pipe would wait for whoever writes into it.
    if (const QFileInfo info(m_path); info.exists() && !info.isFile())
        return fault(u"is no file"_s);
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return fault(u"cannot be read: %1"_s.arg(file.errorString()));
    if (m_kind == Kind::Secret && !isPrivateFile(m_path))
        return fault(u"can be read by others; take that away with: chmod 600 '%1'"_s.arg(m_path));
    QByteArray content = file.read(fileBytes + 1);
    if (file.error() != QFile::NoError)
        return fault(u"cannot be read: %1"_s.arg(file.errorString()));
    if (content.size() > fileBytes)
        return fault(u"is larger than %1 KiB"_s.arg(fileBytes / 1024));
    return content;
}

Result<Done> JwtKeyFile::take(const QByteArray &content)
{
    QByteArray secret = content;
    if (secret.endsWith('\n'))
        secret.chop(secret.endsWith("\r\n") ? 2 : 1); // an editor's, not the secret's
    const auto set = m_kind == Kind::Secret ? JwtKeySet::fromSecret(secret) : JwtKeySet::fromJwks(content);
    if (!set)
        return fault(set.error().message);
    m_keys = set->keys;
    qCInfo(lcJwt).noquote() << "JWTs are checked with" << m_keys.size() << "of" << m_keys.size() + set->leftOut.size() << "keys of" << name();
    if (!set->leftOut.isEmpty())
        qCWarning(lcJwt).noquote() << "In" << name() << "keys are left out," << set->leftOut.size() << "in all:" << set->leftOut.first(std::min(reasonsLogged, set->leftOut.size())).join("; "_L1);
    return Done();
}

Result<Done> JwtKeyFile::look()
{
    const auto content = read();
    if (!content) {
        m_seen.reset();
        return content.error();
    }
    if (m_seen != *content) {
        m_seen = *content;
        m_outcome = take(*content);
    }
    return m_outcome;
}

void JwtKeyFile::lookAgain()
{
    const auto looked = look();
    const QString fault = looked ? QString() : looked.error().message;
    if (!fault.isEmpty() && fault != m_logged)
        qCWarning(lcJwt).noquote() << fault << "The keys that were read before stay in force.";
    m_logged = fault;
}

} // namespace pipit::auth
