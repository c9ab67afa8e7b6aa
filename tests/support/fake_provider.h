// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP part of a pretended provider of bots: it takes requests over real TCP, remembers them, and plays answers in which
// anything may go wrong.
//
// An answer is a row of steps. Where its connection is lost, by the answer's own doing or by the client's, the steps that are
// left still happen, unseen: a provider goes on with what it has begun. One request for each connection, as
// "Connection: close" says; ports are the system's choice.
// Thread rule: made and destroyed on one thread, the rest on any. It serves on a thread of its own, so neither the test's
// event loop nor another process can keep it waiting.
#pragma once

#include "tests/support/provider_http.h"

#include <QUrl>

#include <memory>
#include <mutex>

namespace pipit::test {

class FakeProvider
{
public:
    virtual ~FakeProvider();
    FakeProvider(const FakeProvider &) = delete;

    quint16 port() const;
    QUrl url(const QString &path = {}) const;

    // The next requests whose path ends so get this, and the provider's own work is not done.
    void answerNext(const QByteArray &pathEnd, const Reply &reply, int times = 1);

    // In the order of their arrival; of all paths, or of those that end so.
    QList<ProviderRequest> requests(const QByteArray &pathEnd = {}) const;
    int count(const QByteArray &pathEnd) const;
    int openConnections() const;

    // How many answers stand at a gate, and the word that lets these go on.
    int waiting() const;
    void goOn();

    // Nobody listens on the port; what is connected stays. And again as before.
    void goAway();
    void comeBack();

protected:
    FakeProvider();
    // A provider calls these at the end of its constructor, and at the start of its destructor.
    void serve();
    void stop();

    // Both on the server's thread with the mutex held, as is `played` of the steps; `bytes` must read only what stays.
    virtual Reply answer(const ProviderRequest &request) = 0;
    virtual void mark(Reply &reply, const QByteArray &answerId) const = 0;

    mutable std::mutex m_mutex;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit::test
