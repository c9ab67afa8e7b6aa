// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_store.h"

#include "core/private_file.h"
#include "server/store/file_rows.h"
#include "server/store/people_rows.h"
#include "server/store/random_name.h"
#include "server/store/reader_pool.h"
#include "server/store/sqlite/sqlite_deriver.h"
#include "server/store/sqlite/sqlite_eraser.h"
#include "server/store/sqlite/sqlite_health.h"
#include "server/store/sqlite/sqlite_messages.h"
#include "server/store/sqlite/sqlite_people.h"
#include "server/store/sqlite/sqlite_records.h"
#include "server/store/sqlite/sqlite_runs.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "server/store/sqlite/sqlite_writer.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <atomic>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcSqliteStore, "pipit.store.sqlite")

constexpr std::size_t maxWaitingReads = 50'000;

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

// What the question meets is known to the node, whoever asked it.
template<typename Question>
auto noted(SqliteHealth &health, Question question)
{
    return [&health, question = std::move(question)](SqliteDatabase &database) {
        try {
            return question(database);
        } catch (const SqlFault &fault) {
            health.note(fault);
            throw;
        }
    };
}

class SqliteStore final : public Store
{
public:
    // Throws SqlFault.
    explicit SqliteStore(const SqliteOptions &options) : m_health(options.file)
    {
        ensurePrivateFile(options.file);
        {
            SqliteDatabase database(options.file);
            if (const TablesVersion tables = migrateSqlite(database); tables.isNewer())
                qCWarning(lcSqliteStore).noquote() << tables.newerText();
            m_epoch = keptValue(database, QStringLiteral("epoch"), randomName(nameLetters));
            m_nodeId = keptValue(database, QStringLiteral("node_id"), randomName(nameLetters));
            m_head = selectHead(database);
            m_deriver = std::make_unique<SqliteDeriver>(derivedTo(database), m_head, [this](SqliteDeriver::Reading reading) { return m_readers->submit(std::move(reading)); },
                                                        [this](SqliteDeriver::Writing writing) {
                                                            return m_writer->write<qint64>([writing = std::move(writing)](SqliteDatabase &writer, QList<Message> &) -> Result<qint64> { return writing(writer); }).result();
                                                        },
                                                        [this](const SqlFault &fault) { m_health.note(fault); });
        }
        m_owner = {.node = m_nodeId, .instance = randomName(nameLetters)};
        m_readers = std::make_unique<ReaderPool<SqliteDatabase>>(options.readers, maxWaitingReads, [file = options.file] { return std::make_unique<SqliteDatabase>(file); });
        m_writer = std::make_unique<SqliteWriter>(options.file, m_health, [this](const QList<Message> &messages) { committed(messages); });
        m_eraser = std::make_unique<SqliteEraser>(options.file, [this](SqliteEraser::Work work) {
            return m_writer->write<Done>([work = std::move(work)](SqliteDatabase &database, QList<Message> &committed) -> Result<Done> { work(database, committed); return Done(); }).result();
        }, [this](const SqlFault &fault) { m_health.note(fault); });
    }

    ~SqliteStore() override { close(); }

    void close() override
    {
        // The writer last: whoever is alone as it closes brings the write-ahead log into the file and takes it away. Of several that
        // close at once none is, and the next start would have to take this run for one that was cut off.
        m_eraser->close();
        m_readers->close();
        m_writer->close();
    }

    QString name() const override { return QStringLiteral("SQLite"); }
    QString epoch() const override { return m_epoch; }
    QString nodeId() const override { return m_nodeId; }
    qint64 head() const override { return m_head; }
    std::optional<QString> fault() const override { return m_health.fault(); }
    StoreFigures figures() const override { return {.appended = m_appended.reading(), .transactions = m_transactions, .messages = m_messages, .writes = m_writer->figures()}; }
    void setCommitListener(CommitListener listener) override { m_listener = std::move(listener); }
    void setNodeStats(std::function<QJsonObject()> stats) override { m_stats = std::move(stats); }

    QFuture<Result<QList<NodeRecord>>> nodes() override
    {
        auto [promise, future] = makePromise<QList<NodeRecord>>();
        fulfil<QList<NodeRecord>>(promise, QList<NodeRecord>{{.id = m_nodeId, .startedAtMs = m_startedAtMs, .seenAtMs = nowMs(), .stats = m_stats ? m_stats() : QJsonObject()}});
        return future;
    }

    QFuture<Result<Stored>> append(MessageDraft draft) override
    {
        const std::size_t bytes = std::size_t(draft.content.size()) * sizeof(QChar);
        const SenderType origin = draft.senderType;
        const auto insert = [draft = std::move(draft)](SqliteDatabase &database, QList<Message> &committed) {
            Result<Stored> stored = insertMessage(database, draft, nowMs());
            if (stored && stored->created)
                committed.append(stored->message);
            return stored;
        };
        return m_writer->write<Stored>(insert, bytes, [this, origin](const Result<Stored> &stored) { m_appended.count(origin, stored); });
    }

    QFuture<Result<std::pair<SessionRecord, bool>>> createSession(QString id, QString title) override
    {
        return m_writer->write<std::pair<SessionRecord, bool>>([=](SqliteDatabase &database, QList<Message> &) -> Result<std::pair<SessionRecord, bool>> { return insertSession(database, id, title, nowMs()); });
    }

    QFuture<Result<std::optional<SessionRecord>>> changeSession(QString id, SessionChange change) override
    {
        return m_writer->write<std::optional<SessionRecord>>([=](SqliteDatabase &database, QList<Message> &) -> Result<std::optional<SessionRecord>> { return updateSession(database, id, change, nowMs()); });
    }

    QFuture<Result<Done>> addToken(auth::TokenRecord record) override
    {
        return m_writer->write<Done>([record = std::move(record)](SqliteDatabase &database, QList<Message> &) -> Result<Done> { return insertToken(database, record) ? Result<Done>(Done()) : tokenExists(); });
    }

    QFuture<Result<Done>> removeToken(QByteArray hash) override
    {
        return m_writer->write<Done>([hash](SqliteDatabase &database, QList<Message> &) -> Result<Done> { deleteToken(database, hash); return Done(); });
    }

    QFuture<Result<std::optional<auth::TokenRecord>>> takeToken(QByteArray hash, QList<auth::TokenRecord> made) override
    {
        return m_writer->write<std::optional<auth::TokenRecord>>([hash, made = std::move(made)](SqliteDatabase &database, QList<Message> &) -> Result<std::optional<auth::TokenRecord>> { return store::takeToken(database, hash, made, nowMs()); });
    }

    QFuture<Result<CreatedRun>> createRun(RunRecord record) override
    {
        return m_writer->write<CreatedRun>([this, record = std::move(record)](SqliteDatabase &database, QList<Message> &) -> Result<CreatedRun> { return insertRun(database, record, m_owner, nowMs()); });
    }

    QFuture<Result<Done>> updateRun(QString runId, RunChange change) override
    {
        const std::size_t bytes = bytesOf(change);
        return m_writer->write<Done>([this, runId, change = std::move(change)](SqliteDatabase &database, QList<Message> &) { return store::updateRun(database, runId, change, m_owner, nowMs()); }, bytes);
    }

    QFuture<Result<QList<RunRecord>>> claimRuns(int limit) override
    {
        return m_writer->write<QList<RunRecord>>([this, limit](SqliteDatabase &database, QList<Message> &) -> Result<QList<RunRecord>> { return store::claimRuns(database, m_owner, limit, nowMs()); });
    }

    QFuture<Result<Done>> askToCancel(QString runId) override
    {
        return m_writer->write<Done>([runId](SqliteDatabase &database, QList<Message> &) -> Result<Done> { askToCancelRun(database, runId); return Done(); });
    }

    QFuture<Result<QString>> setConversation(QString sessionId, QString botId, QString conversationId) override
    {
        return m_writer->write<QString>([=](SqliteDatabase &database, QList<Message> &) -> Result<QString> { return insertConversation(database, sessionId, botId, conversationId); });
    }

    QFuture<Result<Done>> clearConversation(QString sessionId, QString botId, QString conversationId) override
    {
        return m_writer->write<Done>([=](SqliteDatabase &database, QList<Message> &) -> Result<Done> { deleteConversation(database, sessionId, botId, conversationId); return Done(); });
    }

    QFuture<Result<Done>> addFile(FileRecord record) override
    {
        return m_writer->write<Done>([record = std::move(record)](SqliteDatabase &database, QList<Message> &) -> Result<Done> { insertFile(database, record); return Done(); });
    }

    QFuture<Result<Collected>> collectFiles(qint64 uploadedBeforeMs, int limit) override
    {
        return m_writer->write<Collected>([=](SqliteDatabase &database, QList<Message> &) -> Result<Collected> { return store::collectFiles(database, uploadedBeforeMs, limit); });
    }

    QFuture<Result<std::optional<QString>>> filesId(std::optional<QString> fresh) override
    {
        return m_writer->write<std::optional<QString>>([=](SqliteDatabase &database, QList<Message> &) -> Result<std::optional<QString>> { return store::filesId(database, fresh); });
    }

    QFuture<Result<std::optional<FileRecord>>> findFile(QString id) override
    {
        return read<std::optional<FileRecord>>([id](SqliteDatabase &database) { return selectFile(database, id); });
    }

    QFuture<Result<QList<QByteArray>>> usedBlobs(QList<QByteArray> sha256s) override
    {
        return read<QList<QByteArray>>([sha256s = std::move(sha256s)](SqliteDatabase &database) { return selectUsedBlobs(database, sha256s); });
    }

    QFuture<Result<std::optional<RunRecord>>> findRun(QString runId) override
    {
        return read<std::optional<RunRecord>>([runId](SqliteDatabase &database) { return selectRun(database, runId); });
    }

    QFuture<Result<QList<RunRecord>>> runsOf(QString sessionId, int limit) override
    {
        return read<QList<RunRecord>>([=](SqliteDatabase &database) { return selectRunsOf(database, sessionId, limit); });
    }

    QFuture<Result<std::optional<QString>>> conversation(QString sessionId, QString botId) override
    {
        return read<std::optional<QString>>([=](SqliteDatabase &database) { return selectConversation(database, sessionId, botId); });
    }

    QFuture<Result<std::optional<Message>>> message(QString sessionId, qint64 id) override
    {
        return read<std::optional<Message>>([=](SqliteDatabase &database) { return selectMessage(database, sessionId, id); });
    }

    QFuture<Result<std::optional<Message>>> findByClientId(QString sessionId, QString clientMessageId) override
    {
        return read<std::optional<Message>>([=](SqliteDatabase &database) { return selectByClientId(database, sessionId, clientMessageId); });
    }

    QFuture<Result<History>> history(HistoryQuery query) override
    {
        return read<History>([query = std::move(query)](SqliteDatabase &database) { return selectHistory(database, query); });
    }

    QFuture<Result<NoteRecord>> note(QString sessionId, int comments) override
    {
        return read<NoteRecord>([=](SqliteDatabase &database) { return selectNote(database, sessionId, comments); });
    }

    QFuture<Result<History>> search(SearchQuery query) override
    {
        return read<History>([this, query = std::move(query)](SqliteDatabase &database) {
            m_deriver->catchUp(database);
            return selectMatches(database, query);
        });
    }

    QFuture<Result<QList<SessionRecord>>> sessions(int limit, std::function<bool(QStringView)> maySee) override
    {
        return read<QList<SessionRecord>>([this, limit, maySee = std::move(maySee)](SqliteDatabase &database) {
            m_deriver->catchUp(database);
            return selectSessions(database, limit, maySee);
        });
    }

    QFuture<Result<std::optional<SessionRecord>>> session(QString id) override
    {
        return read<std::optional<SessionRecord>>([this, id](SqliteDatabase &database) {
            m_deriver->catchUp(database, id);
            return selectSession(database, id);
        });
    }

    QFuture<Result<std::optional<auth::TokenRecord>>> findToken(QByteArray hash) override
    {
        return read<std::optional<auth::TokenRecord>>([hash](SqliteDatabase &database) { return selectToken(database, hash, nowMs()); });
    }

    QFuture<Result<QSet<QByteArray>>> goodTokens(QList<QByteArray> hashes) override
    {
        return read<QSet<QByteArray>>([hashes = std::move(hashes)](SqliteDatabase &database) { return selectGoodTokens(database, hashes, nowMs()); });
    }

    QFuture<Result<std::optional<ReadPosition>>> markRead(auth::Caller reader, QString sessionId, std::optional<qint64> position) override
    {
        return m_writer->write<std::optional<ReadPosition>>([=, reader = std::move(reader)](SqliteDatabase &database, QList<Message> &) -> Result<std::optional<ReadPosition>> { return store::markRead(database, reader, sessionId, position, nowMs()); });
    }

    QFuture<Result<Done>> noteReader(auth::Caller reader) override
    {
        return m_writer->write<Done>([reader = std::move(reader)](SqliteDatabase &database, QList<Message> &) -> Result<Done> { store::noteReader(database, reader, nowMs()); return Done(); });
    }

    QFuture<Result<ReadStates>> readStates(QString sub, QStringList sessionIds) override
    {
        return read<ReadStates>([sub, sessionIds = std::move(sessionIds)](SqliteDatabase &database) { return store::readStates(database, sub, sessionIds); });
    }

    QFuture<Result<QList<MemberRecord>>> members(QString sessionId) override
    {
        return read<QList<MemberRecord>>([sessionId](SqliteDatabase &database) { return membersOf(database, sessionId); });
    }

    QFuture<Result<QStringList>> sessionsReadBy(QString sub, int limit) override
    {
        return read<QStringList>([sub, limit](SqliteDatabase &database) { return selectSessionsReadBy(database, sub, limit); });
    }

    QFuture<Result<std::optional<Redaction>>> redact(qint64 id, QString bySub, std::function<bool(QStringView)> maySee) override { return m_eraser->redact(id, bySub, std::move(maySee)); }
    QFuture<Result<std::optional<Deletion>>> deleteSession(QString id) override { return m_eraser->deleteSession(id); }
    QFuture<Result<Purge>> purge(PurgeLimits limits) override { return m_eraser->purge(limits); }
    void setPurgeListener(PurgeListener listener) override { m_eraser->setListener(std::move(listener)); }

    void replay(stream::SubscriptionPtr subscription, qint64 after, std::function<void(Result<ReplayPage>)> done) override
    {
        m_readers->answer<ReplayPage>(noted(m_health, [=](SqliteDatabase &database) { return selectReplay(database, *subscription, after); }), std::move(done));
    }

private:
    template<typename T, typename Question>
    QFuture<Result<T>> read(Question question)
    {
        return m_readers->ask<T>(noted(m_health, std::move(question)));
    }

    // On the writer's thread.
    void committed(const QList<Message> &messages)
    {
        m_head = messages.last().id;
        ++m_transactions;
        m_messages += messages.size();
        m_deriver->committed(m_head); // first: whoever hears of a message may ask for its session at once
        if (m_listener)
            m_listener(messages);
    }

    SqliteHealth m_health; // first: all the others tell it
    QString m_epoch;
    QString m_nodeId;
    RunOwner m_owner;
    const qint64 m_startedAtMs = nowMs();
    std::function<QJsonObject()> m_stats;
    std::atomic<qint64> m_head = 0;
    std::atomic<qint64> m_transactions = 0, m_messages = 0; // of messages
    AppendCounts m_appended;
    CommitListener m_listener;
    std::unique_ptr<SqliteDeriver> m_deriver; // both use it
    std::unique_ptr<ReaderPool<SqliteDatabase>> m_readers;
    std::unique_ptr<SqliteWriter> m_writer;
    std::unique_ptr<SqliteEraser> m_eraser; // last: it uses the writer
};

} // namespace

Result<std::unique_ptr<Store>> openSqliteStore(const SqliteOptions &options)
{
    try {
        return std::unique_ptr<Store>(std::make_unique<SqliteStore>(options));
    } catch (const SqlFault &fault) {
        return Error{ErrorCode::Unavailable, QStringLiteral("The message log %1 cannot be opened: %2").arg(options.file, fault.text())};
    }
}

} // namespace pipit::store
