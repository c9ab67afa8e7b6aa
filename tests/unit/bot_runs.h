// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of one bot with a provider of the test's own, on a node's parts without its HTTP.
// Thread rule: one thread.
#pragma once

#include "server/bots/run_manager.h"
#include "server/log/dispatcher.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_provider.h"
#include "tests/unit/faulty_store.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

namespace pipit::test {

using namespace pipit::bots;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline constexpr char tokenVariable[] = "BOT_RUNS_TEST_TOKEN";
inline constexpr int limitMs = 30'000;

inline QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

class BotRuns
{
public:
    BotRuns(const FakeProvider &provider, const QString &kind, const QByteArray &token) : m_token(token)
    {
        qputenv(tokenVariable, token);
        config = {.id = u"bot"_s, .provider = kind, .name = u"Bot"_s, .baseUrl = provider.url().toString(), .botId = u"7566252531572473891"_s, .model = u"m"_s,
                  .tokenEnv = QString::fromLatin1(tokenVariable), .rawLog = true, .connectTimeout = 2s, .firstTokenTimeout = 20s, .silenceTimeout = 20s, .pollInterval = 100ms};
    }
    ~BotRuns() { die(); }

    BotConfig config;

    void open()
    {
        m_store = std::make_unique<FaultyStore>(std::move(store::openSqliteStore({.file = QDir(m_directory.path()).filePath(u"pipit.db"_s)}).value()));
        m_dispatcher = std::make_unique<log::Dispatcher>(*m_store, log::DispatcherOptions{});
        m_bots = std::move(BotRegistry::make({config}, m_directory.path()).value());
        m_runs = std::make_unique<RunManager>(*m_bots, *m_store, *m_dispatcher);
    }

    // As where the node is killed: nobody says goodbye to anybody.
    void die()
    {
        m_runs.reset();
        m_bots.reset();
        if (m_dispatcher)
            m_dispatcher->stop();
        if (m_store)
            m_store->close();
        m_dispatcher.reset();
        m_store.reset();
    }

    RunManager &runs()
    {
        if (!m_runs)
            open();
        return *m_runs;
    }

    Asked ask(const QString &text = u"hello"_s, std::optional<qint64> replaces = {})
    {
        const MessageDraft draft{.sessionId = u"s"_s, .clientMessageId = uuid(), .senderId = u"ann"_s, .content = text, .replaces = replaces};
        auto asked = QCoro::waitFor(asOptional(runs().ask(u"bot"_s, draft)));
        EXPECT_TRUE(asked->ok()) << (asked->ok() ? "" : qPrintable(asked->error().message));
        m_lastRun = asked->ok() ? asked->value().run.runId : QString();
        return asked->ok() ? asked->value() : Asked{};
    }

    QCoro::Task<std::optional<Result<Asked>>> tryToAsk(const MessageDraft &draft) { return asOptional(runs().ask(u"bot"_s, draft)); }

    Asked askAgain(qint64 answerId) { return QCoro::waitFor(asOptional(runs().askAgain(u"bot"_s, u"s"_s, answerId, uuid())))->value(); }

    QCoro::Task<std::optional<Result<RunEvent>>> cancel(const QString &runId)
    {
        co_return co_await runs().cancel(runId, [](QStringView) { return true; });
    }

    bool waitUntilIdle() { return QTest::qWaitFor([this] { return runs().active() == 0; }, limitMs); }
    Run *running() { return runs().find(m_lastRun); }
    store::RunRecord record(const QString &runId = {}) { return m_store->findRun(runId.isEmpty() ? m_lastRun : runId).result()->value(); }
    void append(const MessageDraft &draft) { EXPECT_TRUE(m_store->append(draft).result().ok()); }
    QList<Message> messages() { return m_store->history({.sessionId = u"s"_s}).result()->messages; }
    FaultyStore &store() { return *m_store; }

    // Every file below the data directory that has the token in it.
    QStringList filesWithTheToken() const
    {
        QStringList found;
        QDirIterator files(m_directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(m_token))
                found << file.fileName();
        }
        return found;
    }
    QByteArray rawLog() const
    {
        QFile file(m_directory.filePath(u"raw/bot.log"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    // QCoro::waitFor wants a type with a default.
    static QCoro::Task<std::optional<Result<Asked>>> asOptional(QCoro::Task<Result<Asked>> task) { co_return co_await task; }

    const QByteArray m_token;
    QTemporaryDir m_directory;
    std::unique_ptr<FaultyStore> m_store;
    std::unique_ptr<log::Dispatcher> m_dispatcher;
    std::unique_ptr<BotRegistry> m_bots;
    std::unique_ptr<RunManager> m_runs;
    QString m_lastRun;
};

// For a provider that hangs.
inline void hurry(BotConfig &config)
{
    config.firstTokenTimeout = config.silenceTimeout = 700ms;
}

// What a misfortune ends in.
struct Ending {
    RunState state = RunState::Completed;
    QString answer = u"Hello!"_s;
    QStringList error = {}; // the words that the error must have
};

inline const Ending whole{};

inline void expectEnding(BotRuns &runs, const Ending &wanted)
{
    ASSERT_TRUE(runs.waitUntilIdle());
    const store::RunRecord record = runs.record();
    EXPECT_EQ(runStateName(record.state), runStateName(wanted.state)) << qPrintable(record.error);
    if (wanted.state == RunState::Completed) {
        EXPECT_EQ(record.error, QString());
    }
    for (const QString &words : wanted.error)
        EXPECT_TRUE(record.error.contains(words)) << qPrintable(record.error);
    const QList<Message> all = runs.messages();
    const qsizetype answers = std::ranges::count(all, SenderType::Bot, &Message::senderType);
    ASSERT_EQ(answers, wanted.answer.isEmpty() ? 0 : 1);
    if (answers == 1) {
        EXPECT_EQ(all.last().content, wanted.answer);
    }
    EXPECT_EQ(runs.filesWithTheToken(), QStringList());
    EXPECT_FALSE(record.error.contains(u"secret"));
}

// Times of a run: each is there, and none before the one that is named before it.
inline void expectInOrder(const QJsonObject &figures, const QStringList &names)
{
    qint64 before = 0;
    for (const QString &name : names) {
        EXPECT_TRUE(figures.value(name).isDouble()) << qPrintable(name);
        EXPECT_GE(figures.value(name).toInteger(), before) << qPrintable(name);
        before = figures.value(name).toInteger();
    }
}

} // namespace pipit::test
