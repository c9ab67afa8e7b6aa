// SPDX-License-Identifier: GPL-3.0-or-later
// What only the PostgreSQL store can show: what other programs, other nodes and the server's own misfortunes do to it.
#include "server/store/postgres/postgres_store.h"
#include "tests/support/postgres_test.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/wait_until.h"

#include <QUuid>

#include <future>
#include <mutex>

#include <signal.h>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto limit = 20s;

// A node on the database, and what it has heard of the log.
class Node
{
public:
    explicit Node(const QString &url, const QString &id = u"node"_s)
    {
        auto opened = openPostgresStore({.target = *parsePostgresUrl(url), .nodeId = id, .readers = 2});
        EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : qPrintable(opened.error().message));
        m_store = std::move(*opened);
        m_store->setCommitListener([this](const QList<Message> &messages) {
            const std::lock_guard lock(m_mutex);
            m_heard += messages;
        });
    }
    ~Node() { m_store->close(); }

    Store *operator->() { return m_store.get(); }

    Result<Stored> say(const QString &content, const QString &clientId = {}) { return append(content, clientId).result(); }
    QFuture<Result<Stored>> append(const QString &content, const QString &clientId = {})
    {
        return m_store->append({.sessionId = u"s"_s, .clientMessageId = clientId, .senderId = u"ann"_s, .content = content});
    }

    QStringList heard()
    {
        const std::lock_guard lock(m_mutex);
        QStringList contents;
        for (const Message &message : m_heard)
            contents << message.content;
        return contents;
    }

    bool faultTells(const QString &words)
    {
        return test::waitUntil([&] { return m_store->fault().value_or(QString()).contains(words); }, limit);
    }

private:
    std::mutex m_mutex;
    QList<Message> m_heard;
    std::unique_ptr<Store> m_store;
};

class PostgresStoreTest : public test::PostgresTest
{
protected:
    const QString url = server().createDatabase();

    QString sql(const QString &statements) { return server().sql(url, statements); }
    QString epoch() { return sql(u"SELECT value FROM kept WHERE key = 'epoch'"_s); }
    // As a restart of the server would.
    void endConnections() { sql(u"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"_s); }
    QString insert(const QString &content) { return u"INSERT INTO messages (session_id, sender_type, content) VALUES ('s', 'user', '%1');"_s.arg(content); }
};

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

// The server may have committed it or not.
TEST_F(PostgresStoreTest, AWriteWhoseConnectionBreaksIsInDoubt)
{
    Node node(url);
    ASSERT_TRUE(node.say(u"first"_s).ok());
    test::PsqlSession holder(url);
    holder.run(u"BEGIN; SELECT pg_advisory_xact_lock(1349087337, 1);"_s); // the order lock: the writer is under way until it is let go
    const QString id = uuid(), writer = u" FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pipit writer' AND wait_event_type = 'Lock'"_s;
    const auto written = node.append(u"second"_s, id);
    ASSERT_TRUE(test::waitUntil([&] { return sql(u"SELECT count(*)"_s + writer) == u"1"; }, limit));
    sql(u"SELECT pg_terminate_backend(pid)"_s + writer);
    const auto answer = written.result();
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::InDoubt) << qPrintable(answer.error().message);
    holder.run(u"ROLLBACK;"_s);
    const auto again = node.say(u"second"_s, id);
    ASSERT_TRUE(again.ok()) << qPrintable(again.error().message);
    EXPECT_EQ(sql(u"SELECT count(*) FROM messages"_s), u"2"_s);
}

// The process that notifies stands still: the connection is there, and nothing comes over it any more.
TEST_F(PostgresStoreTest, AListenerThatHearsNothingIsGivenUp)
{
    Node node(url);
    const QString listener = u"FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pipit listener' AND wait_event = 'ClientRead'"_s;
    ASSERT_TRUE(test::waitUntil([&] { return node->figures().listener->isConnected && sql(u"SELECT count(*) "_s + listener) == u"1"; }, limit));
    const auto process = pid_t(sql(u"SELECT pid "_s + listener).toInt());
    ASSERT_GT(process, 0);
    // In the middle of something it would hold up others.
    ASSERT_TRUE(test::waitUntil([&] {
        ::kill(process, SIGSTOP);
        if (sql(u"SELECT count(*) "_s + listener) == u"1")
            return true;
        ::kill(process, SIGCONT);
        return false;
    }, limit));
    const auto begin = std::chrono::steady_clock::now();
    const bool isGivenUp = test::waitUntil([&] { return node->figures().listener->reconnects > 0; }, 45s);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 12s) << "before the limit of 15 s, less a sign of life";
    ::kill(process, SIGCONT);
    EXPECT_TRUE(isGivenUp);
    const qint64 doorbells = node->figures().listener->doorbells;
    sql(insert(u"after"_s));
    EXPECT_TRUE(test::waitUntil([&] { return node->figures().listener->doorbells > doorbells; }, limit)) << "the new one hears nothing either";
}

TEST_F(PostgresStoreTest, ADatabaseThatWasReplacedIsNotWrittenTo)
{
    Node node(url);
    ASSERT_TRUE(node.say(u"old"_s).ok());
    const QString name = parsePostgresUrl(url)->database;
    server().sql(server().urlOf(u"postgres"_s, server().port()), u"DROP DATABASE %1 WITH (FORCE); CREATE DATABASE %1"_s.arg(name));
    EXPECT_TRUE(node.faultTells(u"holds no log any more"_s)) << qPrintable(node->fault().value_or(QString()));
    Node other(url, u"other"_s);
    ASSERT_TRUE(other.say(u"new"_s).ok());
    EXPECT_TRUE(node.faultTells(u"holds another log"_s)) << qPrintable(node->fault().value_or(QString()));
    const auto refused = node.say(u"stray"_s);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::NotStored);
    EXPECT_EQ(sql(u"SELECT string_agg(content, ',') FROM messages"_s), u"new"_s);
    EXPECT_EQ(node.heard(), QStringList{u"old"_s});
}

// As where a standby takes over that had not got the newest messages.
TEST_F(PostgresStoreTest, ALogThatHasLostItsNewestMessagesBeginsANewEpoch)
{
    Node node(url), other(url, u"other"_s);
    const QString before = epoch();
    for (const QString &content : {u"1"_s, u"2"_s, u"3"_s})
        ASSERT_TRUE(node.say(content).ok());
    ASSERT_TRUE(test::waitUntil([&] { return other.heard().size() == 3; }, limit));
    sql(u"DELETE FROM messages WHERE id > 1; SELECT setval('message_order', 1)"_s);
    endConnections();
    EXPECT_TRUE(node.faultTells(u"holds another log"_s)) << qPrintable(node->fault().value_or(QString()));
    EXPECT_TRUE(other.faultTells(u"holds another log"_s)) << qPrintable(other->fault().value_or(QString()));
    EXPECT_NE(epoch(), before);
    EXPECT_EQ(node.say(u"4"_s).error().code, ErrorCode::NotStored);

    Node restarted(url, u"restarted"_s);
    EXPECT_EQ(restarted->epoch(), epoch());
    EXPECT_EQ(restarted.say(u"4"_s)->message.id, 2);
}

// The same where somebody has written on before this node comes back. It has read none of the messages itself, and the new log
// has none under the newest id that it knows.
TEST_F(PostgresStoreTest, OtherMessagesUnderKnownIdsAreNoticed)
{
    {
        Node writer(url);
        for (const QString &content : {u"1"_s, u"2"_s, u"3"_s})
            ASSERT_TRUE(writer.say(content).ok());
    }
    test::TcpProxy proxy{server().port()};
    Node node(server().urlOf(parsePostgresUrl(url)->database, proxy.port()));
    const QString before = epoch();
    proxy.freeze();
    sql(u"BEGIN; DELETE FROM messages WHERE id > 1; SELECT setval('message_order', 1); COMMIT; "_s + insert(u"x"_s) + u"SELECT nextval('message_order'); "_s + insert(u"y"_s));
    ASSERT_EQ(sql(u"SELECT string_agg(id::text, ',' ORDER BY id) FROM messages"_s), u"1,2,4"_s);
    proxy.cut();
    proxy.thaw();
    EXPECT_TRUE(node.faultTells(u"holds another log"_s)) << qPrintable(node->fault().value_or(QString()));
    EXPECT_NE(epoch(), before);
}

TEST_F(PostgresStoreTest, APurgeIsNoLoss)
{
    Node node(url);
    const QString before = epoch();
    for (const QString &content : {u"1"_s, u"2"_s})
        ASSERT_TRUE(node.say(content).ok());
    sql(u"DELETE FROM messages"_s);
    endConnections();
    ASSERT_TRUE(test::waitUntil([&] { return node.say(u"3"_s).ok(); }, limit));
    EXPECT_EQ(epoch(), before);
    EXPECT_EQ(sql(u"SELECT max(id) > 2 FROM messages"_s), u"t"_s);
}

TEST_F(PostgresStoreTest, WhatWasCommittedWithTheTriggerOffIsSettled)
{
    Node node(url);
    sql(u"ALTER TABLE messages DISABLE TRIGGER messages_settle;"_s + insert(u"unseen"_s)
        // A provisional id that nothing has: the message comes all the same.
        + u"INSERT INTO messages (session_id, sender_type, content, reply_to) VALUES ('s', 'user', 'dangling', -99999);"_s);
    EXPECT_TRUE(test::waitUntil([&] { return node.heard() == QStringList{u"unseen"_s, u"dangling"_s}; }, limit)) << qPrintable(node.heard().join(u','));
    EXPECT_EQ(sql(u"SELECT count(*) FROM messages WHERE id < 0 OR reply_to IS NOT NULL"_s), u"0"_s);
}

TEST_F(PostgresStoreTest, AUuidInAnOpenTransactionHoldsUpNobodyElse)
{
    Node node(url);
    const QString id = uuid();
    test::PsqlSession other(url);
    other.run(u"BEGIN; INSERT INTO messages (session_id, sender_type, content, client_message_id) VALUES ('s', 'user', 'theirs', '%1');"_s.arg(id));
    // The first goes out alone, so that the rest share a transaction.
    std::vector<QFuture<Result<Stored>>> batch;
    for (int i = 0; i < 20; ++i)
        batch.push_back(node.append(QString::number(i), i == 7 ? id : uuid()));
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto stored = batch[i].result();
        EXPECT_EQ(stored.ok(), i != 7) << i;
        if (!stored.ok()) {
            EXPECT_TRUE(stored.error().code == ErrorCode::NotStored && stored.error().message.contains(u"open transaction")) << qPrintable(stored.error().message);
        }
    }
    other.run(u"ROLLBACK;"_s);
    const auto again = node.say(u"7"_s, id);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->created);
}

TEST_F(PostgresStoreTest, IdsGoOnBehindARowThatWasPutInByHand)
{
    Node node(url);
    ASSERT_TRUE(node.say(u"1"_s).ok());
    sql(u"SET pipit.writer = 'on'; INSERT INTO messages (id, session_id, sender_type, content) VALUES (1000, 's', 'user', 'by hand')"_s);
    EXPECT_EQ(node.say(u"2"_s)->message.id, 1001);
    sql(u"SET pipit.writer = 'on'; INSERT INTO messages (id, session_id, sender_type, content) VALUES (2000, 's', 'user', 'again'); RESET pipit.writer; "_s + insert(u"3"_s));
    EXPECT_TRUE(test::waitUntil([&] { return node.heard() == QStringList{u"1"_s, u"by hand"_s, u"2"_s, u"again"_s, u"3"_s}; }, limit)) << qPrintable(node.heard().join(u','));
    EXPECT_EQ(node->head(), 2001);
}

TEST_F(PostgresStoreTest, TheSecondNodeOfAnIdSaysSo)
{
    Node first(url, u"twin"_s), second(url, u"twin"_s);
    EXPECT_TRUE(second.faultTells(u"remove the file node.id"_s)) << qPrintable(second->fault().value_or(QString()));
    EXPECT_EQ(first->fault(), std::nullopt);
}

// What the planner would do with few sessions, of which one is quiet.
TEST_F(PostgresStoreTest, AQuietSessionIsReadWithoutTheLogOfTheOthers)
{
    Node node(url);
    sql(u"SET pipit.writer = 'on'; INSERT INTO messages (id, session_id, sender_type, content) SELECT i, CASE WHEN i <= 10 THEN 's' ELSE 'busy' || i % 4 END, 'user', 'x' FROM generate_series(1, 40000) i;"
        "INSERT INTO sessions (id, created_at, updated_at) SELECT DISTINCT session_id, now(), now() FROM messages; ANALYZE"_s);
    const auto read = [this](const QString &index) { return sql(u"SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '%1'"_s.arg(index)).toInt(); };
    const int before = read(u"messages_pkey"_s);
    auto subscription = std::make_shared<stream::Subscription>();
    subscription->sessions = {"s"};
    constexpr int rounds = 30; // more than the server looks at before it settles for a plan
    for (int i = 0; i < rounds; ++i) {
        EXPECT_EQ(node->history({.sessionId = u"s"_s}).result()->messages.size(), 10);
        EXPECT_EQ(node->history({.sessionId = u"s"_s, .after = 5}).result()->messages.size(), 5);
        EXPECT_TRUE(node->session(u"s"_s).result()->value().lastMessage);
        std::promise<qsizetype> count;
        node->replay(subscription, 5, [&count](const Result<ReplayPage> &page) { count.set_value(page->messages.size()); });
        EXPECT_EQ(count.get_future().get(), 5);
    }
    // The server counts a moment later, a connection's reads all at once.
    ASSERT_TRUE(test::waitUntil([&] { return read(u"messages_of_session"_s) >= rounds * (10 + 5 + 1 + 5); }, limit));
    // The follower reads the whole log once, and search behind it once, sooner or later.
    EXPECT_LT(read(u"messages_pkey"_s) - before, 100'000);
}

TEST_F(PostgresStoreTest, ASessionIsAsNewAsTheLog)
{
    Node node(url);
    for (int i = 0; i < 50; ++i) {
        const auto stored = node.say(QString::number(i));
        ASSERT_TRUE(stored.ok());
        const auto session = node->session(u"s"_s).result();
        ASSERT_TRUE(session.ok() && *session);
        EXPECT_EQ((*session)->lastMessage, stored->message);
        EXPECT_EQ((*session)->updatedAtMs, stored->message.createdAtMs);
    }
}

} // namespace
