// SPDX-License-Identifier: GPL-3.0-or-later
// Two nodes that hear each other, each with a store and an engine of its own, and clients of one session on them.
// Thread rule: one thread; a reader waits for what it is sent.
#pragma once

#include "server/log/dispatcher.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/unit/peer_network.h"
#include "tests/unit/socket_pair.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>

namespace pipit::test {

using namespace log;
using namespace Qt::StringLiterals;

class PeerNode
{
public:
    explicit PeerNode(PeerNetwork &network)
        : m_network(network), m_store(std::move(store::openSqliteStore({.file = QDir(m_directory.path()).filePath(u"pipit.db"_s), .readers = 1}).value()), network),
          m_dispatcher(std::make_unique<Dispatcher>(m_store, DispatcherOptions()))
    {
        network.join(id());
    }

    ~PeerNode()
    {
        m_dispatcher->stop();
        m_network.remove(id());
        m_store.close();
    }

    QString id() const { return m_store.nodeId(); }
    Dispatcher &dispatcher() { return *m_dispatcher; }

    void run(RunState state, const QString &runId = u"r"_s) { m_dispatcher->publish(runEvent(state, runId)); }

    // Adds to the answer.
    void say(const QString &text)
    {
        m_dispatcher->publish(delta(m_answer.size(), text));
        m_answer += text;
    }
    const QString &answer() const { return m_answer; }

    static RunEvent runEvent(RunState state, const QString &runId = u"r"_s)
    {
        return {.runId = runId, .sessionId = u"s"_s, .botId = u"b"_s, .clientMessageId = u"c"_s, .state = state};
    }
    static DeltaEvent delta(qint64 offset, const QString &text, const QString &runId = u"r"_s)
    {
        return {.runId = runId, .clientMessageId = u"c"_s, .sessionId = u"s"_s, .offset = offset, .text = text};
    }

private:
    PeerNetwork &m_network;
    QTemporaryDir m_directory;
    StoreWithPeers m_store;
    std::unique_ptr<Dispatcher> m_dispatcher;
    QString m_answer;
};

// A client of one session on one node.
class PeerReader
{
public:
    explicit PeerReader(PeerNode &node)
    {
        auto subscription = std::make_shared<stream::Subscription>();
        subscription->sessions = {"s"};
        node.dispatcher().engine().adopt(m_pair.takeWriter(), {.head = "\n\n", .subscription = subscription});
        m_pair.readUntil("event: position");
    }

    void await(const std::string &text) { m_pair.readUntil(text); }

    // The answer, put together from its pieces; each must begin where the last one ended.
    QString answer(const QString &runId = u"r"_s)
    {
        QString text;
        for (const QJsonObject &data : events("delta")) {
            const auto delta = DeltaEvent::fromJson(data);
            if (!delta.ok() || delta->runId != runId)
                continue;
            EXPECT_EQ(delta->offset, text.size());
            text += delta->text;
        }
        return text;
    }

    QStringList states(const QString &runId = u"r"_s)
    {
        QStringList states;
        for (const QJsonObject &data : events("run")) {
            if (data.value(u"runId") == runId)
                states << data.value(u"state").toString();
        }
        return states;
    }

private:
    QList<QJsonObject> events(const char *name)
    {
        QList<QJsonObject> found;
        for (const QString &block : QString::fromStdString(m_pair.received()).split(u"\n\n"_s)) {
            if (block.startsWith(u"event: %1\n"_s.arg(QLatin1StringView(name))))
                found << QJsonDocument::fromJson(block.section(u"data: "_s, 1).toUtf8()).object();
        }
        return found;
    }

    SocketPair m_pair;
};

class PeerRelayTest : public testing::Test
{
protected:
    PeerNetwork network;
    PeerNode a{network};
    PeerNode b{network};
    int marks = 0;

    // Everything that was published on `from` before has reached the reader.
    void settle(PeerReader &reader, PeerNode &from)
    {
        const QString title = u"mark %1."_s.arg(++marks);
        from.dispatcher().publish(store::SessionRecord{.id = u"s"_s, .title = title});
        reader.await(title.toStdString());
    }

    static QJsonObject peerEvent(const QString &kind, const QJsonObject &data) { return {{u"kind"_s, kind}, {u"sessionId"_s, u"s"_s}, {u"data"_s, data}}; }
};

} // namespace pipit::test
