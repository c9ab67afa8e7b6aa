// SPDX-License-Identifier: GPL-3.0-or-later
// A small Coze: conversations, chats that go on whether anybody looks or not, files, bots, tokens. Written from the facts of
// the v3 chat protocol, without a line of the code that it tests.
//
// Each question gets the script of scriptNext(), in turn, else the one of setScript(), else an ordinary "Hello!".
// Requests that the facts call wrong are refused as the service does. Every answer bears a log id: ProviderRequest::answerId.
// Thread rule: as FakeProvider.
#pragma once

#include "tests/support/fake_coze_chat.h"

#include <QSet>

#include <deque>

namespace pipit::test {

struct CozeChatSeen {
    QString id, conversationId, botId, userId;
    QString status;
    bool streamed = false;
    QJsonArray questions;     // additional_messages
    QJsonArray toolOutputs;
    int retrieves = 0;
    int cancels = 0;          // also those that were refused
};

struct CozeFile {
    QString id, name;
    QByteArray contentType;
    QByteArray bytes;
};

struct CozeBotEntry {
    QString id, name;
    QString description = {};
    bool published = true;
};

// What an endpoint says that refuses; for answerNext().
Reply cozeError(int code, const QString &message, int status = 200);

class FakeCoze : public FakeProvider
{
public:
    explicit FakeCoze(QByteArray token = "pat_of_the_test");
    ~FakeCoze() override;

    const QByteArray &token() const { return m_token; }

    void setScript(const CozeScript &script);
    void scriptNext(const CozeScript &script);
    // Without any, every bot id is known.
    void setBots(const QList<CozeBotEntry> &bots);
    // What the OAuth endpoint gave is good no more.
    void revokeTokens();

    QList<CozeChatSeen> chats() const;
    QStringList conversations() const;
    QList<CozeFile> files() const;

protected:
    Reply answer(const ProviderRequest &request) override;
    void mark(Reply &reply, const QByteArray &answerId) const override;

private:
    using Endpoint = Reply (FakeCoze::*)(const ProviderRequest &);

    QString newId() { return QString::number(m_lastId += 1000); }
    bool knows(const ProviderRequest &request) const;
    bool isBusy(const QString &conversationId) const;
    FakeCozeChat *chatOf(const ProviderRequest &request) const;

    Reply createConversation(const ProviderRequest &request);
    Reply retrieveConversation(const ProviderRequest &request);
    Reply listConversation(const ProviderRequest &request);
    Reply chat(const ProviderRequest &request);
    Reply retrieveChat(const ProviderRequest &request);
    Reply listMessages(const ProviderRequest &request);
    Reply cancelChat(const ProviderRequest &request);
    Reply submitToolOutputs(const ProviderRequest &request);
    Reply uploadFile(const ProviderRequest &request);
    Reply listBots(const ProviderRequest &request);
    Reply oneBot(const ProviderRequest &request);
    Reply listWorkspaces(const ProviderRequest &request);
    Reply giveToken(const ProviderRequest &request);
    // Where it goes on: the events, or the chat as it is now.
    static Reply goesOn(FakeCozeChat &chat, bool stream);

    const QByteArray m_token;
    QSet<QByteArray> m_givenTokens;
    QSet<QString> m_tokenRequests; // their jti
    CozeScript m_script;
    std::deque<CozeScript> m_nextScripts;
    QList<CozeBotEntry> m_bots;
    QStringList m_conversations;
    std::vector<std::unique_ptr<FakeCozeChat>> m_chats;
    QList<CozeFile> m_files;
    qint64 m_lastId = 7'500'000'000'000'000'123; // beyond 2^53, as all ids of the service
};

} // namespace pipit::test
