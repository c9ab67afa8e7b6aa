// SPDX-License-Identifier: GPL-3.0-or-later
// How one gets in: with a token or an invitation, the node is asked first; the token goes into the keychain.
#include "client/servers.h"

#include "client/api_client.h"
#include "core/pipit_link.h"

namespace pipit {

namespace {

Error closed()
{
    return {ErrorCode::Cancelled, QStringLiteral("The program is ending.")};
}

} // namespace

// Who answers there is a Pipit node, and takes the token.
QCoro::Task<Result<QString>> Servers::check(QUrl node, QByteArray token)
{
    auto *api = new ApiClient(node, token, m_options.connectionTimeout, this);
    const auto answer = co_await api->get(QStringLiteral("/api/auth/session"));
    if (!answer && answer.error().code == ErrorCode::Cancelled)
        co_return answer.error();
    api->deleteLater();
    if (!answer)
        co_return answer.error();
    if (!answer->value(u"caller").isObject())
        co_return Error{ErrorCode::Protocol, QStringLiteral("%1 answers with something that no Pipit node says; is this its address?").arg(node.authority())};
    co_return answer->value(u"caller").toObject().value(u"sub").toString();
}

QCoro::Task<Result<QByteArray>> Servers::redeem(QUrl node, QString ticket)
{
    auto *api = new ApiClient(node, {}, m_options.connectionTimeout, this);
    const QJsonObject body{{QStringLiteral("ticket"), ticket}};
    const auto answer = co_await api->post(QStringLiteral("/api/auth/session"), body);
    if (!answer && answer.error().code == ErrorCode::Cancelled)
        co_return answer.error();
    api->deleteLater();
    if (!answer)
        co_return answer.error();
    const QByteArray token = answer->value(u"token").toString().toUtf8();
    if (token.isEmpty())
        co_return Error{ErrorCode::InvalidRequest, QStringLiteral("The node took this for a ticket of somebody who has a token already; it gives no new one. Ask for an invitation."), QStringLiteral("link")};
    co_return token;
}

Result<QString> Servers::addChecked(const QUrl &url, const QByteArray &token, const QString &name)
{
    const auto added = m_book->add(url, name);
    if (!added)
        return added.error();
    keep(*added, token);
    connectTo(*added, url, token);
    Q_EMIT listChanged();
    return *added;
}

QCoro::Task<Result<QString>> Servers::add(QString address, QByteArray token, QString name)
{
    const auto url = ServerBook::checkedUrl(address);
    if (!url)
        co_return url.error();
    if (m_book->find(ServerBook::idOf(*url)) || m_book->isFull())
        co_return m_book->add(*url, name).error();
    const auto good = co_await check(*url, token);
    if (!good)
        co_return good.error();
    co_return addChecked(*url, token, name);
}

QCoro::Task<Result<QString>> Servers::join(QString link, QString name)
{
    const auto invitation = readPipitLink(link);
    if (!invitation)
        co_return invitation.error();
    if (invitation->kind != PipitLink::Kind::Invitation)
        co_return Error{ErrorCode::InvalidRequest, QStringLiteral("This link leads to a session; it is no invitation. An invitation begins with pipit:join?"), QStringLiteral("link")};
    const auto url = ServerBook::checkedUrl(invitation->node.toString());
    if (!url)
        co_return url.error();
    // Before the ticket is used up.
    if (m_book->find(ServerBook::idOf(*url)) || m_book->isFull())
        co_return m_book->add(*url, name).error();
    const auto token = co_await redeem(*url, invitation->ticket);
    if (!token)
        co_return token.error();
    co_return addChecked(*url, *token, name);
}

QCoro::Task<Result<Done>> Servers::signIn(QString id, QString tokenOrLink)
{
    const QString given = tokenOrLink.trimmed();
    const QUrl url = urlOf(id);
    QByteArray token = given.toUtf8();
    if (given.startsWith(u"pipit:")) {
        const auto invitation = readPipitLink(given);
        if (!invitation)
            co_return invitation.error();
        const auto node = ServerBook::checkedUrl(invitation->node.toString());
        if (invitation->kind != PipitLink::Kind::Invitation || !node || *node != url)
            co_return Error{ErrorCode::InvalidRequest, QStringLiteral("This is no invitation to %1.").arg(url.authority()), QStringLiteral("link")};
        const auto redeemed = co_await redeem(url, invitation->ticket);
        if (!redeemed)
            co_return redeemed.error();
        token = *redeemed;
    }
    const auto caller = co_await check(url, token);
    if (!caller)
        co_return caller.error();
    if (!m_live.contains(id))
        co_return closed(); // removed meanwhile
    // What waits to be sent was written by somebody.
    if (const Connection *connection = m_live[id].connection.get(); connection && connection->pendingCount() > 0 && !connection->ownSenderId().isEmpty() && connection->ownSenderId() != *caller) {
        if (given.startsWith(u"pipit:"))
            co_return Error{ErrorCode::Conflict, tr("This invitation is for %1, but %n message(s) of %2 were not sent yet; they would go out as somebody else's. Discard them, and ask for another invitation.", nullptr, connection->pendingCount()).arg(*caller, connection->ownSenderId()), QStringLiteral("link")};
        co_return Error{ErrorCode::Conflict, tr("This token is %1's, but %n message(s) of %2 were not sent yet; they would go out as somebody else's. Sign in as %2, or discard them first.", nullptr, connection->pendingCount()).arg(*caller, connection->ownSenderId()), QStringLiteral("token")};
    }
    if (id != m_givenId || m_book->find(id))
        keep(id, token);
    // One that is there goes on with it: what it shows, and what waits in its outbox, stays.
    Live &live = m_live[id];
    if (live.connection)
        goOn(live, url, token);
    else
        connectTo(id, url, token);
    Q_EMIT listChanged();
    co_return Done{};
}

// In the keychain, if that takes it; else for this run.
void Servers::keep(const QString &id, const QByteArray &token)
{
    Live &live = m_live[id];
    live.token = token;
    live.keychainFault.clear();
    live.isReading = false; // what it still says is about the one before
    live.state = token.isEmpty() ? ServerView::Token::None : ServerView::Token::Asking;
    if (token.isEmpty())
        return;
    m_options.secrets.write(secretName(id), token, this, [this, id, token](const Result<Done> &kept) {
        const auto found = m_live.find(id);
        if (found == m_live.end() || found->second.token != token)
            return;
        found->second.state = kept ? ServerView::Token::Kept : ServerView::Token::ThisRun;
        if (!kept)
            found->second.keychainFault = kept.error().message;
        Q_EMIT listChanged();
    });
}

} // namespace pipit
