// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_store.h"

#include "server/store/file_rows.h"
#include "server/store/people_rows.h"
#include "server/store/postgres/node_beat.h"
#include "server/store/postgres/postgres_derive.h"
#include "server/store/postgres/postgres_deriver.h"
#include "server/store/postgres/postgres_disturbance.h"
#include "server/store/postgres/postgres_eraser.h"
#include "server/store/postgres/postgres_follower.h"
#include "server/store/postgres/postgres_people.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_runs.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/postgres/postgres_writer.h"
#include "server/store/random_name.h"

#include <QLoggingCategory>
#include <QThread>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcPostgres, "pipit.store.postgres")

constexpr std::size_t maxWaitingReads = 50'000;
constexpr std::chrono::seconds readPatience{10};
constexpr std::chrono::milliseconds firstBeatTime{3'000};
constexpr std::chrono::milliseconds unreadyAfter{9'000}; // three signs of life
constexpr int deriveBeforeRead = 20'000; // messages, when somebody waits for them

// Through a link of the pool, and not at all where whoever asked has given up by now.
template<typename Question>
auto patient(Question question)
{
    return [question = std::move(question), since = CallWatchdog::Clock::now()](PostgresLink &link) {
        if (CallWatchdog::Clock::now() - since > readPatience)
            throw SqlFault("the database is too slow; this waited for 10 s.");
        return link.read(question);
    };
}

class PostgresStore final : public Store, private Peers
{
public:
    struct Opened {
        QString epoch;
        LogPlace place;
        qint64 newestPurge = 0;
    };

    PostgresStore(const PostgresOptions &options, const Opened &opened)
        : m_epoch(opened.epoch), m_nodeId(options.nodeId), m_runs({.node = options.nodeId, .instance = randomName(nameLetters)}), m_feed(opened.place), m_log{options.target, m_epoch, [this] { return m_feed.place(); }},
          m_writer(m_log, m_watchdog, m_feed, [this] { m_follower.readOn(); }), m_beat(m_nodeId, m_epoch, m_runs, m_writer, [this] { m_follower.beatWritten(); }),
          m_readers(options.readers, maxWaitingReads, [this] { return std::make_unique<PostgresLink>(m_log, u"pipit reader"_s, m_watchdog); }), m_deriver(m_readers),
          m_eraser(m_log, m_watchdog, m_feed, opened.newestPurge, [this] { m_follower.readOn(); }),
          m_follower(m_log, m_watchdog, m_feed, m_nodeId,
                     {.beat = [this] { m_beat.beat(); }, .silent = [this] { m_listener->abandon(); }, .derive = [this](qint64 position) { m_deriver.upTo(position); },
                      .look = [this](PostgresDatabase &database) { m_eraser.lookForOthers(database); }}),
          m_listener(std::make_unique<PostgresListener>(options.target, m_watchdog, QStringList{channel::messages.toString(), channel::live.toString(), channel::beat(m_nodeId)},
                                                        [this](const QString &name, const QString &payload) { m_follower.heard(name, payload); },
                                                        [this] {
                                                            m_follower.listening();
                                                            m_beat.beat();
                                                        })),
          m_disturbance(m_readers, *m_listener)
    {
        m_follower.start();
    }

    ~PostgresStore() override { close(); }

    void close() override
    {
        m_beat.close();
        m_deriver.close();
        m_eraser.close();
        m_writer.close();
        m_follower.close();
        m_listener->close();
        m_readers.close();
    }

    // For a smooth start only: a database without notifications is followed by looking.
    void waitForFirstBeat()
    {
        const auto until = CallWatchdog::Clock::now() + firstBeatTime;
        while (!m_follower.everHeard() && CallWatchdog::Clock::now() < until)
            QThread::msleep(5);
    }

    QString name() const override { return u"PostgreSQL"_s; }
    QString epoch() const override { return m_epoch; }
    QString nodeId() const override { return m_nodeId; }
    qint64 head() const override { return m_feed.position(); }
    void setCommitListener(CommitListener listener) override
    {
        m_feed.setListener(std::move(listener));
        m_follower.readOn();
    }
    void setNodeStats(std::function<QJsonObject()> stats) override { m_beat.setStats(std::move(stats)); }
    Peers *peers() override { return this; }
    void setPeerListener(Listener listener) override { m_follower.setPeerListener(std::move(listener)); }
    void send(QJsonObject event) override { m_follower.send(std::move(event)); }
    Disturbance *disturbance() override { return &m_disturbance; }

    std::optional<QString> fault() const override
    {
        if (const auto fault = m_writer.fault())
            return u"The database cannot be written to: %1"_s.arg(*fault);
        if (!m_listener->isConnected())
            return u"The connection that listens to the database is lost; another is being opened."_s;
        if (m_beat.isIdTaken())
            return u"Another node runs with this node's id (%1): a data directory was copied, or is used twice. Stop this node, remove the file node.id in its data directory, and start it again."_s.arg(m_nodeId);
        if (m_follower.sinceBeat() > unreadyAfter && m_beat.isUnderWay())
            return u"The database is slow: for %1 s it has not written this node's sign of life; `pipitctl doctor` looks for the reason."_s.arg(m_follower.sinceBeat().count() / 1000);
        if (m_follower.sinceBeat() > unreadyAfter)
            return u"No notification has come back from the database for %1 s; `pipitctl doctor` looks for the reason."_s.arg(m_follower.sinceBeat().count() / 1000);
        return std::nullopt;
    }

    StoreFigures figures() const override
    {
        StoreFigures figures = m_writer.figures();
        figures.listener = m_follower.figures();
        figures.listener->isConnected = m_listener->isConnected();
        figures.listener->reconnects = m_listener->reconnects();
        return figures;
    }

    QFuture<Result<Stored>> append(MessageDraft draft) override { return m_writer.append(std::move(draft)); }

    QFuture<Result<std::pair<SessionRecord, bool>>> createSession(QString id, QString title) override
    {
        return m_writer.write<std::pair<SessionRecord, bool>>([=](PostgresDatabase &database) -> Result<std::pair<SessionRecord, bool>> {
            deriveSession(database, id); // it may have begun with a message
            return insertSession(database, id, title);
        });
    }

    QFuture<Result<std::optional<SessionRecord>>> changeSession(QString id, SessionChange change) override
    {
        return m_writer.write<std::optional<SessionRecord>>([=](PostgresDatabase &database) -> Result<std::optional<SessionRecord>> {
            deriveSession(database, id);
            return updateSession(database, id, change);
        });
    }

    QFuture<Result<Done>> addToken(auth::TokenRecord record) override
    {
        return m_writer.write<Done>([record = std::move(record)](PostgresDatabase &database) -> Result<Done> { return insertToken(database, record) ? Result<Done>(Done()) : tokenExists(); });
    }

    QFuture<Result<Done>> removeToken(QByteArray hash) override
    {
        return m_writer.write<Done>([hash](PostgresDatabase &database) -> Result<Done> { deleteToken(database, hash); return Done(); });
    }

    QFuture<Result<std::optional<auth::TokenRecord>>> takeToken(QByteArray hash, QList<auth::TokenRecord> made) override
    {
        return m_writer.write<std::optional<auth::TokenRecord>>([hash, made = std::move(made)](PostgresDatabase &database) -> Result<std::optional<auth::TokenRecord>> { return store::takeToken(database, hash, made); });
    }

    QFuture<Result<std::optional<Message>>> message(QString sessionId, qint64 id) override
    {
        return ask<std::optional<Message>>([=](PostgresDatabase &database) { return selectMessage(database, sessionId, id); });
    }

    QFuture<Result<std::optional<Message>>> findByClientId(QString sessionId, QString clientMessageId) override
    {
        return ask<std::optional<Message>>([=](PostgresDatabase &database) { return selectByClientId(database, sessionId, clientMessageId); });
    }

    QFuture<Result<NoteRecord>> note(QString sessionId, int comments) override
    {
        return ask<NoteRecord>([=](PostgresDatabase &database) { return selectNote(database, sessionId, comments); });
    }

    QFuture<Result<History>> history(HistoryQuery query) override
    {
        return ask<History>([query = std::move(query)](PostgresDatabase &database) { return selectHistory(database, query); });
    }

    QFuture<Result<History>> search(SearchQuery query) override
    {
        return ask<History>([query = std::move(query)](PostgresDatabase &database) {
            deriveFromLog(database, deriveBeforeRead);
            return selectMatches(database, query);
        });
    }

    QFuture<Result<QList<SessionRecord>>> sessions(int limit, std::function<bool(QStringView)> maySee) override
    {
        return ask<QList<SessionRecord>>([limit, maySee = std::move(maySee)](PostgresDatabase &database) {
            deriveFromLog(database, deriveBeforeRead);
            return selectSessions(database, limit, maySee);
        });
    }

    QFuture<Result<std::optional<SessionRecord>>> session(QString id) override
    {
        return ask<std::optional<SessionRecord>>([id](PostgresDatabase &database) {
            if (const auto found = selectSession(database, id))
                return found;
            deriveSession(database, id); // its first message may have come a moment ago
            return selectSession(database, id);
        });
    }

    QFuture<Result<std::optional<auth::TokenRecord>>> findToken(QByteArray hash) override
    {
        return ask<std::optional<auth::TokenRecord>>([hash](PostgresDatabase &database) { return selectToken(database, hash); });
    }

    QFuture<Result<QSet<QByteArray>>> goodTokens(QList<QByteArray> hashes) override
    {
        return ask<QSet<QByteArray>>([hashes = std::move(hashes)](PostgresDatabase &database) { return selectGoodTokens(database, hashes); });
    }

    QFuture<Result<Done>> addFile(FileRecord record) override
    {
        return m_writer.write<Done>([record = std::move(record)](PostgresDatabase &database) -> Result<Done> { insertFile(database, record); return Done(); });
    }

    QFuture<Result<Collected>> collectFiles(qint64 uploadedBeforeMs, int limit) override
    {
        return m_writer.write<Collected>([=](PostgresDatabase &database) -> Result<Collected> { return store::collectFiles(database, uploadedBeforeMs, limit); });
    }

    QFuture<Result<std::optional<QString>>> filesId(std::optional<QString> fresh) override
    {
        return m_writer.write<std::optional<QString>>([=](PostgresDatabase &database) -> Result<std::optional<QString>> { return store::filesId(database, fresh); });
    }

    QFuture<Result<std::optional<FileRecord>>> findFile(QString id) override
    {
        return ask<std::optional<FileRecord>>([id](PostgresDatabase &database) { return selectFile(database, id); });
    }

    QFuture<Result<QList<QByteArray>>> usedBlobs(QList<QByteArray> sha256s) override
    {
        return ask<QList<QByteArray>>([sha256s = std::move(sha256s)](PostgresDatabase &database) { return selectUsedBlobs(database, sha256s); });
    }

    QFuture<Result<CreatedRun>> createRun(RunRecord record) override
    {
        return m_writer.write<CreatedRun>([this, record = std::move(record)](PostgresDatabase &database) { return m_runs.create(database, record); });
    }

    QFuture<Result<Done>> updateRun(QString runId, RunChange change) override
    {
        const std::size_t bytes = bytesOf(change);
        return m_writer.write<Done>([this, runId, change = std::move(change)](PostgresDatabase &database) { return m_runs.update(database, runId, change); }, PostgresWriter::Turn::Last, bytes);
    }

    QFuture<Result<QList<RunRecord>>> claimRuns(int limit) override
    {
        m_beat.noteAttendance();
        // A node with another's id has no earlier lives: those runs are the other's.
        return m_writer.write<QList<RunRecord>>([this, limit](PostgresDatabase &database) -> Result<QList<RunRecord>> { return m_runs.claim(database, !m_beat.isIdTaken(), limit); });
    }

    QFuture<Result<Done>> askToCancel(QString runId) override
    {
        return m_writer.write<Done>([runId](PostgresDatabase &database) -> Result<Done> { askToCancelRun(database, runId); return Done(); });
    }

    QFuture<Result<std::optional<RunRecord>>> findRun(QString runId) override
    {
        return ask<std::optional<RunRecord>>([runId](PostgresDatabase &database) { return selectRun(database, runId); });
    }

    QFuture<Result<QList<RunRecord>>> runsOf(QString sessionId, int limit) override
    {
        return ask<QList<RunRecord>>([sessionId, limit](PostgresDatabase &database) { return selectRunsOf(database, sessionId, limit); });
    }

    QFuture<Result<std::optional<QString>>> conversation(QString sessionId, QString botId) override
    {
        return ask<std::optional<QString>>([sessionId, botId](PostgresDatabase &database) { return selectConversation(database, sessionId, botId); });
    }

    QFuture<Result<QString>> setConversation(QString sessionId, QString botId, QString conversationId) override
    {
        return m_writer.write<QString>([=](PostgresDatabase &database) -> Result<QString> { return insertConversation(database, sessionId, botId, conversationId); });
    }

    QFuture<Result<Done>> clearConversation(QString sessionId, QString botId, QString conversationId) override
    {
        return m_writer.write<Done>([=](PostgresDatabase &database) -> Result<Done> { deleteConversation(database, sessionId, botId, conversationId); return Done(); });
    }

    QFuture<Result<std::optional<ReadPosition>>> markRead(auth::Caller reader, QString sessionId, std::optional<qint64> position) override
    {
        return m_writer.write<std::optional<ReadPosition>>([=, reader = std::move(reader)](PostgresDatabase &database) -> Result<std::optional<ReadPosition>> { return store::markRead(database, reader, sessionId, position); });
    }

    QFuture<Result<Done>> noteReader(auth::Caller reader) override
    {
        return m_writer.write<Done>([reader = std::move(reader)](PostgresDatabase &database) -> Result<Done> { store::noteReader(database, reader); return Done(); });
    }

    QFuture<Result<ReadStates>> readStates(QString sub, QStringList sessionIds) override
    {
        return ask<ReadStates>([sub, sessionIds = std::move(sessionIds)](PostgresDatabase &database) { return store::readStates(database, sub, sessionIds); });
    }

    QFuture<Result<QList<MemberRecord>>> members(QString sessionId) override
    {
        return ask<QList<MemberRecord>>([sessionId](PostgresDatabase &database) { return membersOf(database, sessionId); });
    }

    QFuture<Result<QStringList>> sessionsReadBy(QString sub, int limit) override
    {
        return ask<QStringList>([sub, limit](PostgresDatabase &database) { return selectSessionsReadBy(database, sub, limit); });
    }

    QFuture<Result<QList<NodeRecord>>> nodes() override
    {
        return ask<QList<NodeRecord>>([](PostgresDatabase &database) { return selectNodes(database); });
    }

    QFuture<Result<std::optional<Redaction>>> redact(qint64 id, QString bySub, std::function<bool(QStringView)> maySee) override { return m_eraser.redact(id, bySub, std::move(maySee)); }
    QFuture<Result<std::optional<Deletion>>> deleteSession(QString id) override { return m_eraser.deleteSession(id); }
    QFuture<Result<Purge>> purge(PurgeLimits limits) override { return m_eraser.purge(limits); }
    void setPurgeListener(PurgeListener listener) override { m_eraser.setListener(std::move(listener)); }

    void replay(stream::SubscriptionPtr subscription, qint64 after, std::function<void(Result<ReplayPage>)> done) override
    {
        m_readers.answer<ReplayPage>(patient([=](PostgresDatabase &database) { return selectReplay(database, *subscription, after); }), std::move(done));
    }

private:
    template<typename T, typename Question>
    QFuture<Result<T>> ask(Question question)
    {
        return m_readers.ask<T>(patient(std::move(question)));
    }

    const QString m_epoch;
    const QString m_nodeId;
    PostgresRuns m_runs; // the writer's thread
    CallWatchdog m_watchdog;
    LogFeed m_feed;
    const PostgresLog m_log;
    PostgresWriter m_writer;
    NodeBeat m_beat;
    ReaderPool<PostgresLink> m_readers;
    PostgresDeriver m_deriver;
    PostgresEraser m_eraser;
    PostgresFollower m_follower;
    std::unique_ptr<PostgresListener> m_listener;
    PostgresDisturbance m_disturbance;
};

} // namespace

Result<std::unique_ptr<Store>> openPostgresStore(const PostgresOptions &options)
{
    try {
        PostgresStore::Opened opened;
        {
            CallWatchdog watchdog;
            PostgresDatabase database(options.target, u"pipit start"_s, watchdog);
            checkServer(database);
            if (const TablesVersion tables = tablesVersion(database); !tables.isUsable()) {
                PostgresDatabase migrating(options.target, u"pipit migration"_s, watchdog, migrationLimits);
                migratePostgres(migrating);
            } else if (tables.isNewer()) {
                qCWarning(lcPostgres).noquote() << tables.newerText();
            }
            if (findKept(database, kept::moving))
                return Error{ErrorCode::Unavailable, u"A move into this database is not finished. Run the same `pipitctl move` again; it goes on where it was."_s};
            opened.epoch = keptValue(database, kept::epoch, randomName(nameLetters));
            opened.newestPurge = database.value("SELECT coalesce(max(number), 0) FROM purged")->toLongLong();
            opened.place = selectPlace(database);
        }
        auto store = std::make_unique<PostgresStore>(options, opened);
        store->waitForFirstBeat();
        return std::unique_ptr<Store>(std::move(store));
    } catch (const SqlFault &fault) {
        return Error{ErrorCode::Unavailable, u"The message log on %1 cannot be opened: %2"_s.arg(options.target.name(), fault.text())};
    }
}

} // namespace pipit::store
