// SPDX-License-Identifier: GPL-3.0-or-later
// The access tokens of an OAuth application of Coze, which a server asks for with a signature instead of a person's consent.
//
// A token is asked for when it is needed, once for all who need it at that time, and kept until a minute before it ends. The
// key's file is read each time, so that a new key counts at once.
// Thread rule: the node's thread. Errors: with the setting, or in Coze's words; never the key or a token.
#pragma once

#include "server/bots/coze/coze_response.h"
#include "server/bots/provider/provider.h"

#include <QPointer>
#include <QUrl>

#include <vector>

namespace pipit::bots::coze {

class OauthTokens final : public QObject
{
    Q_OBJECT

public:
    struct Answer {
        QByteArray token = {};
        std::optional<ProviderError> error = {};
    };

    OauthTokens(Provider provider, QUrl base);

    // Calls `next` once, now or later; not at all once `context` is gone.
    void withToken(QObject *context, std::function<void(const Answer &)> next);
    // Coze takes this token no more.
    void forget(const QByteArray &token);
    // Why none can be asked for; nothing where one can.
    std::optional<QString> fault() const;

private:
    struct Waiting {
        QPointer<QObject> context;
        std::function<void(const Answer &)> next;
    };

    Result<QByteArray> assertion() const;
    void ask();
    void onResponse(const Response &response);
    void tell(const Answer &answer);

    const Provider m_provider;
    const QUrl m_base;
    QByteArray m_token;
    qint64 m_endsAt = 0; // in seconds since 1970
    std::vector<Waiting> m_waiting;
};

} // namespace pipit::bots::coze
