// SPDX-License-Identifier: GPL-3.0-or-later
// How a connection goes on by itself: when the network comes back, or the node, with another token, where its stream is kept back.
#include "client/connection_p.h"

#include <QHostAddress>
#include <QNetworkInformation>

namespace pipit {

using State = ConnectionStatus::State;

void Connection::Private::retryWhenTheNetworkIsBack()
{
    // The way to this machine itself does not depend on any network.
    if (QHostAddress(options.url.host()).isLoopback() || options.url.host() == u"localhost")
        return;
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this, [this](QNetworkInformation::Reachability reachability) {
        if (reachability == QNetworkInformation::Reachability::Online && (status.state == State::Waiting || status.state == State::GaveUp))
            q->retryNow();
    });
}

// Not every system tells when its network is back, and none when a node is.
void Connection::Private::lookAgain()
{
    options.clock->start(lookTimer, lookPauses.next());
}

QCoro::Task<> Connection::Private::look()
{
    const auto answer = co_await api.get(QStringLiteral("/api/auth/session"));
    if ((!answer && answer.error().code == ErrorCode::Cancelled) || status.state != State::GaveUp)
        co_return;
    // Also where it says no: that is the node's answer, and whoever waits shall see it.
    if (answer || !isPassing(answer.error()))
        q->retryNow();
    else
        lookAgain();
}

// The node has it, so the stream has to bring it; where nothing comes at all, somebody between keeps it back, though it let the
// beginning through.
void Connection::Private::awaitEcho(const Message &sent)
{
    if (sent.id <= position || isPolling() || echoTimer.isActive())
        return;
    echoId = sent.id;
    echoSince = position;
    echoTimer.start();
}

void Connection::Private::checkEcho()
{
    if (status.state != State::Live || isPolling() || position >= echoId)
        return;
    if (position > echoSince) { // it is on its way through what lies before
        echoSince = position;
        echoTimer.start();
        return;
    }
    transport.heldBack(QStringLiteral("What was sent from here is kept back on its way."));
}

void Connection::Private::setToken(const QByteArray &token)
{
    api.setToken(token);
    transport.setToken(token);
    if (status.state == State::Live) {
        isMending = !isPolling();
        transport.resume(QStringLiteral("There is a new token."));
        outbox.wake();
        loadCaller();
    } else {
        transport.retryNow(); // also what is under way, with the old one
        outbox.wake();
    }
}

} // namespace pipit
