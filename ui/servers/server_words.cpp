// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/server_words.h"

namespace pipit {

QString ServerWords::nameOf(const ServerView &server)
{
    if (!server.name.isEmpty())
        return server.name;
    return server.isOwn ? tr("This computer") : server.url.authority();
}

ServerWords::Standing ServerWords::standingOf(const ServerView &server)
{
    if (!server.isOn)
        return {Tone::Off, tr("off"), {}};
    if (server.isOwn && server.connection) {
        switch (server.nodeState) {
        case NodeStatus::State::Stopped:
            return {Tone::Off, tr("stopped"), {}};
        case NodeStatus::State::Stopping:
            return {Tone::Warn, tr("stopping"), {}};
        case NodeStatus::State::Draining:
            return {Tone::Warn, tr("draining"), {}};
        case NodeStatus::State::Starting:
        case NodeStatus::State::Running:
        case NodeStatus::State::Failed:
            break;
        }
    }
    if (server.startError)
        return {Tone::Bad, tr("not running"), server.startError->message};
    if (!server.connection || server.connection->url().isEmpty())
        return {Tone::Warn, server.isOwn ? tr("starting") : tr("waiting for the keychain"), {}};
    const ConnectionStatus &status = server.connection->status();
    switch (status.state) {
    case ConnectionStatus::State::Live:
        return {Tone::Good, status.transport == TransportKind::Poll ? tr("connected by polling") : tr("connected"), status.transportReason};
    case ConnectionStatus::State::Connecting:
        return {Tone::Warn, tr("connecting"), {}};
    case ConnectionStatus::State::Waiting:
        return {Tone::Warn, tr("reconnecting"), status.reason};
    case ConnectionStatus::State::GaveUp:
        return {Tone::Bad, tr("offline"), status.reason};
    case ConnectionStatus::State::Refused:
        return {Tone::Bad, tr("refused"), status.reason};
    case ConnectionStatus::State::SignedOut:
        return {Tone::Bad, tr("signed out"), status.reason};
    }
    return {Tone::Bad, {}, {}};
}

QString ServerWords::tokenNote(const ServerView &server)
{
    switch (server.token) {
    case ServerView::Token::ThisRun:
        return tr("Your token is kept in memory only, so you will be asked for it again at the next start. %1").arg(server.keychainFault);
    case ServerView::Token::Missing:
        if (!server.keychainFault.isEmpty())
            return tr("Your token could not be read, so you have to sign in again. %1").arg(server.keychainFault);
        return tr("The keychain has no token for this server, or it is locked. Sign in again.");
    case ServerView::Token::None:
    case ServerView::Token::Asking:
    case ServerView::Token::Kept:
        break;
    }
    return {};
}

QString ServerWords::faultOf(const Error &error, bool isInvitation)
{
    if (error.details.value(u"tls").toBool())
        return tr("The certificate of this node is not trusted. %1 If its authority is your own, name the file with its certificate below.").arg(error.message);
    switch (error.code) {
    case ErrorCode::Network:
        return tr("Nobody answers there. %1 Look at the address again, and whether the node is running.").arg(error.message);
    case ErrorCode::Protocol:
    case ErrorCode::NotFound:
        return tr("There is no Pipit node at this address. %1").arg(error.message);
    case ErrorCode::Unauthenticated:
        return isInvitation ? tr("This invitation cannot be taken up: it was used already, is too old, or is for another node. Ask for another.")
                            : tr("The node does not know this token: it may have ended, or was taken back. Ask whoever runs the node for another, or for an invitation.");
    default:
        return error.message;
    }
}

int ServerWords::unreadOf(const ServerView &server)
{
    int unread = 0;
    if (server.connection) {
        for (const SessionSummary &session : server.connection->sessions())
            unread += session.unread;
    }
    return unread;
}

} // namespace pipit
