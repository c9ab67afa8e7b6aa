// SPDX-License-Identifier: GPL-3.0-or-later
// A store that hands everything on to another one: what a test wants otherwise, it overrides. Thread rule: as Store.
#pragma once

#include "server/store/store.h"

namespace pipit::test {

class ForwardingStore : public store::Store
{
public:
    explicit ForwardingStore(std::unique_ptr<store::Store> store) : m_store(std::move(store)) { }

    QString name() const override { return m_store->name(); }
    QString epoch() const override { return m_store->epoch(); }
    QString nodeId() const override { return m_store->nodeId(); }
    qint64 head() const override { return m_store->head(); }
    void setCommitListener(store::CommitListener listener) override { m_store->setCommitListener(std::move(listener)); }
    store::StoreFigures figures() const override { return m_store->figures(); }
    void setNodeStats(std::function<QJsonObject()> stats) override { m_store->setNodeStats(std::move(stats)); }
    QFuture<Result<QList<store::NodeRecord>>> nodes() override { return m_store->nodes(); }
    QFuture<Result<store::Stored>> append(MessageDraft draft) override { return m_store->append(std::move(draft)); }
    QFuture<Result<std::optional<Message>>> message(QString sessionId, qint64 id) override { return m_store->message(sessionId, id); }
    QFuture<Result<std::optional<Message>>> findByClientId(QString sessionId, QString id) override { return m_store->findByClientId(sessionId, id); }
    QFuture<Result<store::History>> history(store::HistoryQuery query) override { return m_store->history(std::move(query)); }
    QFuture<Result<store::NoteRecord>> note(QString sessionId, int comments) override { return m_store->note(sessionId, comments); }
    QFuture<Result<store::History>> search(store::SearchQuery query) override { return m_store->search(std::move(query)); }
    void replay(stream::SubscriptionPtr subscription, qint64 after, std::function<void(Result<store::ReplayPage>)> done) override
    {
        m_store->replay(std::move(subscription), after, std::move(done));
    }
    QFuture<Result<QList<store::SessionRecord>>> sessions(int limit, std::function<bool(QStringView)> maySee) override { return m_store->sessions(limit, std::move(maySee)); }
    QFuture<Result<std::optional<store::SessionRecord>>> session(QString id) override { return m_store->session(id); }
    QFuture<Result<std::pair<store::SessionRecord, bool>>> createSession(QString id, QString title) override { return m_store->createSession(id, title); }
    QFuture<Result<std::optional<store::SessionRecord>>> changeSession(QString id, store::SessionChange change) override { return m_store->changeSession(id, std::move(change)); }
    QFuture<Result<std::optional<auth::TokenRecord>>> findToken(QByteArray hash) override { return m_store->findToken(hash); }
    QFuture<Result<std::optional<auth::TokenRecord>>> takeToken(QByteArray hash, QList<auth::TokenRecord> made) override { return m_store->takeToken(hash, made); }
    QFuture<Result<QSet<QByteArray>>> goodTokens(QList<QByteArray> hashes) override { return m_store->goodTokens(std::move(hashes)); }
    QFuture<Result<Done>> addToken(auth::TokenRecord record) override { return m_store->addToken(std::move(record)); }
    QFuture<Result<Done>> removeToken(QByteArray hash) override { return m_store->removeToken(hash); }
    QFuture<Result<Done>> addFile(store::FileRecord record) override { return m_store->addFile(std::move(record)); }
    QFuture<Result<std::optional<store::FileRecord>>> findFile(QString id) override { return m_store->findFile(id); }
    QFuture<Result<Collected>> collectFiles(qint64 uploadedBeforeMs, int limit) override { return m_store->collectFiles(uploadedBeforeMs, limit); }
    QFuture<Result<QList<QByteArray>>> usedBlobs(QList<QByteArray> sha256s) override { return m_store->usedBlobs(std::move(sha256s)); }
    QFuture<Result<std::optional<QString>>> filesId(std::optional<QString> fresh) override { return m_store->filesId(fresh); }
    QFuture<Result<store::CreatedRun>> createRun(store::RunRecord record) override { return m_store->createRun(std::move(record)); }
    QFuture<Result<Done>> updateRun(QString runId, store::RunChange change) override { return m_store->updateRun(runId, std::move(change)); }
    QFuture<Result<std::optional<store::RunRecord>>> findRun(QString runId) override { return m_store->findRun(runId); }
    QFuture<Result<QList<store::RunRecord>>> runsOf(QString sessionId, int limit) override { return m_store->runsOf(sessionId, limit); }
    QFuture<Result<QList<store::RunRecord>>> claimRuns(int limit) override { return m_store->claimRuns(limit); }
    QFuture<Result<Done>> askToCancel(QString runId) override { return m_store->askToCancel(runId); }
    QFuture<Result<std::optional<QString>>> conversation(QString sessionId, QString botId) override { return m_store->conversation(sessionId, botId); }
    QFuture<Result<QString>> setConversation(QString sessionId, QString botId, QString id) override { return m_store->setConversation(sessionId, botId, id); }
    QFuture<Result<Done>> clearConversation(QString sessionId, QString botId, QString id) override { return m_store->clearConversation(sessionId, botId, id); }
    QFuture<Result<std::optional<store::ReadPosition>>> markRead(auth::Caller reader, QString sessionId, std::optional<qint64> position) override { return m_store->markRead(std::move(reader), sessionId, position); }
    QFuture<Result<Done>> noteReader(auth::Caller reader) override { return m_store->noteReader(std::move(reader)); }
    QFuture<Result<store::ReadStates>> readStates(QString sub, QStringList sessionIds) override { return m_store->readStates(sub, std::move(sessionIds)); }
    QFuture<Result<QList<store::MemberRecord>>> members(QString sessionId) override { return m_store->members(sessionId); }
    QFuture<Result<QStringList>> sessionsReadBy(QString sub, int limit) override { return m_store->sessionsReadBy(sub, limit); }
    QFuture<Result<std::optional<store::Redaction>>> redact(qint64 id, QString bySub, std::function<bool(QStringView)> maySee) override { return m_store->redact(id, bySub, std::move(maySee)); }
    QFuture<Result<std::optional<store::Deletion>>> deleteSession(QString id) override { return m_store->deleteSession(id); }
    QFuture<Result<store::Purge>> purge(store::PurgeLimits limits) override { return m_store->purge(limits); }
    void setPurgeListener(store::PurgeListener listener) override { m_store->setPurgeListener(std::move(listener)); }
    void close() override { m_store->close(); }

private:
    std::unique_ptr<store::Store> m_store;
};

} // namespace pipit::test
