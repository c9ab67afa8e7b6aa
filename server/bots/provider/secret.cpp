// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/secret.h"

#include "core/private_file.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr qint64 longestSecret = 16'384;

Result<QByteArray> readToken(const QString &path)
{
    const auto secret = readSecretFile(u"token_file"_s, path);
    if (secret && secret->contains('\n'))
        return Error{ErrorCode::Unavailable, u"token_file %1 must hold the token in one line, and nothing else."_s.arg(path)};
    return secret;
}

} // namespace

Result<QByteArray> readSecretFile(const QString &setting, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, u"%1 %2 cannot be read: %3."_s.arg(setting, path, file.errorString())};
    if (!isPrivateFile(path))
        return Error{ErrorCode::Unavailable, u"%1 %2 can be read by others; take that away with: chmod 600 '%2'"_s.arg(setting, path)};
    const QByteArray secret = file.read(longestSecret + 1).trimmed();
    if (secret.isEmpty() || secret.size() > longestSecret)
        return Error{ErrorCode::Unavailable, u"%1 %2 must hold the secret in at most %3 bytes, and nothing else."_s.arg(setting, path).arg(longestSecret)};
    return secret;
}

Result<Secret> Secret::of(const BotConfig &config)
{
    QStringList given(config.token.isEmpty() ? 0 : 1, u"a token"_s);
    for (const auto &[key, value] : {std::pair(u"token_env"_s, config.tokenEnv), std::pair(u"token_file"_s, config.tokenFile), std::pair(u"token_keychain"_s, config.tokenKeychain)}) {
        if (!value.isEmpty())
            given << key;
    }
    if (given.size() > 1)
        return Error{ErrorCode::InvalidRequest, u"is given beside %1; leave one of them out"_s.arg(given.first()), given.last()};
    Secret secret;
    secret.m_value = config.token;
    secret.m_env = config.tokenEnv;
    secret.m_file = config.tokenFile;
    if (!config.tokenKeychain.isEmpty())
        secret.m_entry = std::make_shared<KeychainEntry>(config.tokenKeychain);
    return secret;
}

Result<QByteArray> Secret::read() const
{
    if (!m_value.isEmpty())
        return m_value;
    if (!m_file.isEmpty())
        return readToken(m_file);
    if (m_entry)
        return m_entry->read();
    if (m_env.isEmpty())
        return QByteArray();
    const QByteArray secret = qgetenv(m_env.toUtf8().constData()).trimmed();
    if (secret.isEmpty())
        return Error{ErrorCode::Unavailable, u"The environment variable %1 (token_env) is not set where the node runs."_s.arg(m_env)};
    return secret;
}

} // namespace pipit::bots
