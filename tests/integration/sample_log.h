// SPDX-License-Identifier: GPL-3.0-or-later
// A log on SQLite as a node leaves it: with replies, retractions and states, with runs and read marks, and with its newest message purged.
// Thread rule: one thread. Errors: expectations that fail.
#pragma once

#include "server/auth/tokens.h"
#include "server/store/sqlite/sqlite_database.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/store/stored_rows.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QUuid>

#include <vector>

namespace pipit::test {

using namespace Qt::StringLiterals;

struct SampleLog {
    static constexpr int messages = 20'000;
    static constexpr int sessions = 7;

    explicit SampleLog(const QString &path, int count = messages) : file(path)
    {
        const auto store = std::move(store::openSqliteStore({.file = file}).value());
        std::vector<QFuture<Result<store::Stored>>> stored;
        for (int i = 0; i <= count; ++i)
            stored.push_back(store->append(draft(i)));
        for (auto &future : stored)
            EXPECT_TRUE(future.result().ok()) << future.result().error().message.toStdString();
        store->createSession(u"empty"_s, u"一个空的会话"_s).waitForFinished();
        store->changeSession(u"s1"_s, {.title = u"Renamed"_s, .archived = true}).waitForFinished();
        store->addToken({.hash = auth::hashOf(token), .caller = {.sub = u"ann"_s, .name = u"Ann"_s, .role = auth::Role::Operator}, .createdAtMs = 1}).waitForFinished();
        addRuns(*store);
        EXPECT_TRUE(store->noteReader(ann).result().ok());
        EXPECT_TRUE(store->markRead(ann, u"s1"_s, 9).result().ok());
        epoch = store->epoch();
        head = store->head();
        store->close();
        store::SqliteDatabase(file).execute(u"DELETE FROM messages WHERE id = %1"_s.arg(head));
        bytes = hash();
    }

    // One under way, with what has come of its answer; one that has ended.
    void addRuns(store::Store &store)
    {
        const auto update = [&store](const QString &id, const store::RunChange &change) { EXPECT_TRUE(store.updateRun(id, change).result().ok()); };
        for (const QString &id : {u"open"_s, u"ended"_s})
            store.createRun({.runId = id, .sessionId = u"s1"_s, .botId = u"helper"_s, .clientMessageId = QUuid::createUuid().toString(QUuid::WithoutBraces), .questionId = 2, .replaces = 9}).waitForFinished();
        update(u"open"_s, {.state = RunState::Polling, .provider = QJsonObject{{u"chat"_s, u"\"字\\"_s}}, .answer = QString(QChar(QChar::ByteOrderMark) + u"so 'far' 👍\n"_s), .reasoning = u"想"_s});
        update(u"ended"_s, {.state = RunState::Failed, .error = u"No \"reason\""_s, .figures = QJsonObject{{u"outputTokens"_s, 7}}});
        EXPECT_TRUE(store.askToCancel(u"open"_s).result().ok());
        for (const QString &id : {u"open"_s, u"ended"_s})
            runs << store.findRun(id).result()->value();
        EXPECT_TRUE(store.setConversation(u"s1"_s, u"helper"_s, conversation).result().ok());
        EXPECT_TRUE(store.setConversation(u"s1"_s, u"other"_s, u"x"_s).result().ok());
    }

    static MessageDraft draft(int i)
    {
        MessageDraft draft;
        draft.sessionId = u"s%1"_s.arg(i % sessions);
        draft.clientMessageId = QUuid::createUuid().toString(QUuid::WithoutBraces);
        draft.senderType = SenderType(i % 3);
        draft.senderId = u"id-%1"_s.arg(i % 5);
        draft.senderName = i % 2 ? u"Änne \"quoted\" \\ 李"_s : QString();
        draft.contentType = i % 11 == 1 ? u"markdown"_s : u"text"_s;
        draft.content = i % 10 == 3 ? u"今天天气很好，第%1条"_s.arg(i) : u"message %1, \u2028 'quoted' \\ and 😀 {\"json\":1}"_s.arg(i);
        if (i % 4 == 0)
            draft.metadata = {{u"n"_s, i}, {u"large"_s, qint64(9'007'199'254'740'993)}, {u"list"_s, QJsonArray{1.5, true, QJsonValue(), u"字"_s}}};
        if (i % 100 == 50)
            draft.clientMessageId.clear();
        // The one before in its session: ids begin with 1.
        if (i % 20 == 13)
            draft.replyTo = i - sessions + 1;
        if (i % 20 == 17)
            draft.replaces = i - sessions + 1;
        return draft;
    }

    QList<Message> all() const
    {
        store::SqliteDatabase database(file, store::SqliteAccess::ReadOnly);
        QSqlQuery &row = database.run("SELECT id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, created_at FROM messages ORDER BY id");
        return store::SqlDatabase::all(row, store::messageOfRow);
    }

    QByteArray hash() const
    {
        QFile content(file);
        EXPECT_TRUE(content.open(QIODevice::ReadOnly));
        return QCryptographicHash::hash(content.readAll(), QCryptographicHash::Sha256);
    }

    const QString file;
    const QByteArray token = auth::makeToken();
    const auth::Caller ann{.sub = u"ann"_s, .name = u"Änne 李 \"\\"_s, .role = auth::Role::Operator};
    const QString conversation = QString(QChar(QChar::ByteOrderMark) + u"7566252531572473891"_s);
    QList<store::RunRecord> runs;
    QString epoch;
    qint64 head = 0;
    QByteArray bytes;
};

} // namespace pipit::test
