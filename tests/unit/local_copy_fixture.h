// SPDX-License-Identifier: GPL-3.0-or-later
// A connection with a local copy, to a small node that can be left and visited again.
#pragma once

#include "client/connection.h"
#include "core/redaction.h"
#include "tests/support/files_with.h"

#include "fake_node.h"
#include "one_session.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include <algorithm>
#include <memory>

namespace pipit::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class LocalCopyFixture : public testing::Test
{
protected:
    // As the next start of the program.
    Connection &open() { return open(node.url()); }
    Connection &open(const QUrl &url)
    {
        connection.reset();
        signalled.clear();
        told.clear();
        ConnectionOptions options;
        options.url = url;
        options.outboxFile = dir.filePath(u"outbox.db"_s);
        options.localFile = dir.filePath(u"local.db"_s);
        options.connectionTimeout = 5s;
        options.reconnectInterval = 10ms;
        options.refreshInterval = 50ms;
        options.maxReconnectAttempts = 2;
        connection = std::make_unique<Connection>(options);
        QObject::connect(connection.get(), &Connection::messageArrived, connection.get(), [this](const Message &message) { told << message.id; });
        return *connection;
    }
    // Once with the node, and over.
    void visit(const QString &sessionId = s)
    {
        open().start();
        SessionFeed *feed = connection->feed(sessionId);
        ASSERT_TRUE(waitUntil([&] { return feed->isLoaded() && isComplete(); }));
        connection.reset();
    }
    // The node has told everything that is kept.
    bool isComplete() { return connection->status().state == ConnectionStatus::State::Live && !connection->bots().isEmpty() && connection->ownSenderId() == u"me" && !connection->stats().store.isEmpty(); }

    SessionFeed &watch(const QString &sessionId = s)
    {
        SessionFeed *feed = connection->feed(sessionId);
        QObject::connect(feed, &SessionFeed::reloaded, feed, [this] { signalled << u"reloaded"_s; });
        QObject::connect(feed, &SessionFeed::messagesAppended, feed, [this](int count) { signalled << u"+%1"_s.arg(count); });
        QObject::connect(feed, &SessionFeed::messagesPrepended, feed, [this](int count) { signalled << u"%1+"_s.arg(count); });
        QObject::connect(feed, &SessionFeed::loadFailed, feed, [this] { signalled << u"failed"_s; });
        QObject::connect(feed, &SessionFeed::localEnded, feed, [this] { signalled << u"ended"_s; });
        return *feed;
    }
    void fill(int count, const QString &sessionId = s)
    {
        for (int i = 0; i < count; ++i)
            node.store(sessionId, QString::number(node.messages.size() + 1));
    }
    Message redact(qint64 id)
    {
        Message &message = node.messages[id - 1];
        const MessageDraft notice = redactionNotice(message, {id}, u"olga"_s);
        message = tombstoneOf(message);
        return node.store(message.sessionId, {}, {.sessionId = {}, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata, .replaces = id});
    }
    void remove(const QString &sessionId)
    {
        for (Message &message : node.messages) {
            if (message.sessionId == sessionId)
                message = Message{.id = message.id, .sessionId = u"~another"_s, .content = u"else"_s}; // positions stay
        }
        node.sessions = {};
    }
    qsizetype pagesAsked() const { return std::ranges::count_if(node.server.requests("/api/messages"), [](const FakeRequest &request) { return request.query(u"after"_s).isEmpty(); }); }
    bool isNowhere(const QString &text)
    {
        return waitUntil([&] { return filesWith(dir.path(), text).isEmpty(); });
    }
    static QList<qint64> ids(const SessionFeed &feed)
    {
        QList<qint64> list;
        for (const Message &message : feed.messages())
            list << message.id;
        return list;
    }
    static QList<qint64> range(qint64 first, qint64 last)
    {
        QList<qint64> list;
        for (qint64 id = first; id <= last; ++id)
            list << id;
        return list;
    }

    const QUrl nowhere{u"http://127.0.0.1:1"_s};
    FakeNode node;
    QTemporaryDir dir;
    std::unique_ptr<Connection> connection;
    QStringList signalled;
    QList<qint64> told;
};

} // namespace pipit::test
