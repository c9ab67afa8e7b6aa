// SPDX-License-Identifier: GPL-3.0-or-later
// A local copy in a directory of its own, opened again as the next start of the program would.
#pragma once

#include "client/local_store.h"
#include "core/redaction.h"
#include "one_session.h"
#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <memory>

namespace pipit::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline Message message(qint64 id, const QString &sessionId = s, const QString &content = {})
{
    return {.id = id, .sessionId = sessionId, .senderId = u"anna"_s, .content = content.isEmpty() ? QString::number(id) : content, .createdAtMs = 1'700'000'000'000 + id};
}

inline QList<Message> messages(qint64 first, qint64 last)
{
    QList<Message> list;
    for (qint64 id = first; id <= last; ++id)
        list << message(id);
    return list;
}

inline Message noticeOf(qint64 id, const Message &redacted)
{
    const MessageDraft draft = redactionNotice(redacted, {redacted.id}, u"olga"_s);
    return {.id = id, .sessionId = redacted.sessionId, .senderType = SenderType::System, .contentType = draft.contentType, .content = {}, .metadata = draft.metadata, .replaces = draft.replaces};
}

class LocalStoreFixture : public testing::Test
{
protected:
    LocalStore &open(const LocalLimits &limits = {})
    {
        store.reset();
        store = std::make_unique<LocalStore>(file(), limits);
        return *store;
    }
    // As the next start of the program finds it.
    LocalStore &reopen(const LocalLimits &limits = {})
    {
        EXPECT_TRUE(store->flush(20s));
        return open(limits);
    }
    QString file() const { return dir.filePath(u"local-own.db"_s); }
    // The databases; what a reader had open beside one of them goes with it.
    QStringList aside() const { return QDir(dir.path()).entryList({u"local-own.db-damaged-*"_s}).filter(QRegularExpression(u"\\d$"_s)); }
    // Waits for what the writer says to arrive.
    bool faults()
    {
        return waitUntil([this] {
            QCoreApplication::processEvents();
            return store->fault().has_value();
        }, 20s);
    }
    QList<qint64> newest(int count = 50, const QString &sessionId = s) { return idsOf(store->newest(sessionId, count).messages); }
    static QList<qint64> idsOf(const QList<Message> &list)
    {
        QList<qint64> ids;
        for (const Message &each : list)
            ids << each.id;
        return ids;
    }

    QTemporaryDir dir;
    std::unique_ptr<LocalStore> store;
};

} // namespace pipit::test
