// SPDX-License-Identifier: GPL-3.0-or-later
// A store of each kind, and what its commit listener has heard.
// Thread rule: one thread; the listener is called on the store's.
#pragma once

#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QUuid>

#include <mutex>

namespace pipit::test {

using namespace store;
using namespace Qt::StringLiterals;

class StoreTest : public testing::TestWithParam<StoreKind>
{
protected:
    QTemporaryDir directory;
    std::unique_ptr<Store> store;
    std::mutex mutex;
    QList<Message> heard; // by the commit listener
    int commits = 0;

    void SetUp() override { open(); }

    void open()
    {
        store.reset();
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
        store->setCommitListener([this](const QList<Message> &messages) {
            const std::lock_guard lock(mutex);
            heard += messages;
            ++commits;
        });
    }

    static QString uuid() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

    static MessageDraft draft(const QString &session, const QString &content, const QString &clientId = {})
    {
        return {.sessionId = session, .clientMessageId = clientId, .senderId = u"ann"_s, .senderName = u"Ann"_s, .content = content};
    }

    Message say(const QString &session, const QString &content, const QString &clientId = {})
    {
        const auto stored = store->append(draft(session, content, clientId)).result();
        EXPECT_TRUE(stored.ok());
        return stored.ok() ? stored->message : Message{};
    }

    QStringList found(const QString &text, const QString &session = {})
    {
        QStringList contents;
        const auto result = store->search({.text = text, .sessionId = session}).result();
        EXPECT_TRUE(result.ok());
        for (const Message &message : result->messages)
            contents << message.content;
        return contents;
    }
};

} // namespace pipit::test
