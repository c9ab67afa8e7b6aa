// SPDX-License-Identifier: GPL-3.0-or-later
// A node as a client sees it, as small as it can be: one log, one stream, long polls of all sessions, the answers of the JSON interface.
//
// It does by itself what every node does (pages, replay from the cursor, storing once), and leaves the rest to the test:
// when history is answered, what else the stream says, when it breaks.
#pragma once

#include "core/event.h"
#include "core/message.h"
#include "fake_server.h"

#include <QHash>
#include <QJsonArray>

namespace pipit::test {

class FakeNode
{
public:
    FakeNode();

    QUrl url() const { return server.url(); }

    // Puts it into the log and, if there is a stream, onto it.
    Message store(const QString &sessionId, const QString &content, Message like = {});
    void say(const char *event, const QJsonObject &data);
    void say(const RunEvent &run) { say(event_name::run, run.toJson()); }
    void say(const DeltaEvent &delta) { say(event_name::delta, delta.toJson()); }
    void breakStream();

    // POST and GET /api/messages, after a test has answered them itself.
    void answerMessages();

    // History is answered as it was when it was asked for, but later.
    void holdHistory() { m_isHeld = true; }
    void releaseHistory();
    qsizetype heldHistory() const { return m_held.size(); }

    FakeServer server;
    FakeServer::Socket stream;
    QList<Message> messages;
    QJsonArray sessions;
    QHash<QString, qint64> purgedTo; // by session
    QByteArray afterPosition;  // sent behind the next positions
    bool nextIsReset = false;
    bool isStreamSilent = false; // what is stored does not reach the stream
    bool keepsStreamsBack = false; // as a proxy with a buffer does: a stream is taken, and nothing is heard of it
    bool comesInBursts = false;    // as through a proxy with a buffer that is full now and then: the test stream is told all at once
    bool nextPollIsGone = false;
    int heartbeatMs = 30'000;

private:
    QJsonArray allSessions() const;
    void answerStream(const FakeRequest &request, const FakeServer::Socket &socket);
    void answerHistory(const FakeRequest &request, const FakeServer::Socket &socket);
    void answerSearch(const FakeRequest &request, const FakeServer::Socket &socket);
    void answerPoll(const FakeRequest &request, const FakeServer::Socket &socket);
    void answerPost(const FakeRequest &request, const FakeServer::Socket &socket);

    struct Poll {
        qint64 after = 0;
        FakeServer::Socket socket;
    };
    void answer(const Poll &poll);

    QList<Poll> m_polls; // that wait
    bool m_isHeld = false;
    QList<std::function<void()>> m_held;
};

} // namespace pipit::test
