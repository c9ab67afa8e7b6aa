// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to a small node, and a session that is watched through it.
#pragma once

#include "client/connection.h"

#include "fake_node.h"
#include "one_session.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include <memory>

namespace pipit::test {

using namespace std::chrono_literals;

class SessionFeedFixture : public testing::Test
{
protected:
    void connectToNode()
    {
        ConnectionOptions options;
        options.url = node.url();
        options.outboxFile = dir.filePath(QStringLiteral("outbox.db"));
        options.connectionTimeout = 5s;
        options.reconnectInterval = 10ms;
        options.refreshInterval = 50ms;
        options.runGrace = 300ms;
        connection = std::make_unique<Connection>(options);
        connection->start();
    }

    // With a receiver, so that the feed counts as watched.
    SessionFeed &watch(const QString &sessionId = s)
    {
        SessionFeed *feed = connection->feed(sessionId);
        QObject::connect(feed, &SessionFeed::reloaded, feed, [this] { signalled << QStringLiteral("reloaded"); });
        QObject::connect(feed, &SessionFeed::messagesAppended, feed, [this](int count) { signalled << QStringLiteral("+%1").arg(count); });
        QObject::connect(feed, &SessionFeed::messagesPrepended, feed, [this](int count) { signalled << QStringLiteral("%1+").arg(count); });
        QObject::connect(feed, &SessionFeed::runRemoved, feed, [this](const QString &runId) { signalled << QString(u"-" + runId); });
        return *feed;
    }

    bool isLive() { return waitUntil([&] { return connection->status().state == ConnectionStatus::State::Live; }); }

    void fill(int count, const QString &sessionId = s)
    {
        for (int i = 0; i < count; ++i)
            node.store(sessionId, QString::number(node.messages.size() + 1));
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

    static RunEvent run(RunState state, const QString &error = {})
    {
        return RunEvent{.runId = QStringLiteral("r"), .sessionId = s, .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("answer"), .state = state, .error = error};
    }

    static DeltaEvent delta(qint64 offset, const QString &text, bool reasoning = false)
    {
        return DeltaEvent{.runId = QStringLiteral("r"), .clientMessageId = QStringLiteral("answer"), .sessionId = s, .offset = offset, .text = text, .reasoning = reasoning};
    }

    static Message answer() { return Message{.sessionId = {}, .clientMessageId = QStringLiteral("answer"), .senderType = SenderType::Bot, .content = {}}; }

    FakeNode node;
    QTemporaryDir dir;
    std::unique_ptr<Connection> connection;
    QStringList signalled;
};

} // namespace pipit::test
