// SPDX-License-Identifier: GPL-3.0-or-later
// A bot of Coze, with its configuration and a pretended Coze to ask; and a host of files, or of tools.
// Thread rule: one thread with an event loop.
#pragma once

#include "server/bots/coze/coze_bot.h"
#include "tests/support/fake_coze.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace pipit::test {

using namespace bots;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A call and what it said.
struct Heard {
    std::unique_ptr<BotCall> call;
    QString text = {};
    QJsonObject place = {};
    std::optional<CallOutcome> outcome = {};
};

class CozeBotTest : public testing::Test
{
protected:
    static constexpr char tokenVariable[] = "COZE_BOT_TEST_TOKEN";
    static constexpr int limitMs = 20'000;

    void SetUp() override
    {
        qputenv(tokenVariable, coze.token());
        config = {.id = u"bot"_s, .provider = u"coze"_s, .name = u"Bot"_s, .baseUrl = coze.url().toString(), .botId = u"7566252531572473891"_s, .tokenEnv = QString::fromLatin1(tokenVariable),
                  .rawLog = true, .fetchPrivateUrls = true, .connectTimeout = 2s, .firstTokenTimeout = 2s, .silenceTimeout = 2s, .pollInterval = 100ms};
        question = {.runId = u"run-1"_s, .userId = u"ann"_s, .message = {.sessionId = u"s"_s, .content = u"hello"_s}};
    }

    void writeKey(const QByteArray &pem, QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
    {
        QFile file(directory.filePath(u"key.pem"_s));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(pem);
        file.setPermissions(permissions);
    }

    void useOauth(const QByteArray &pem)
    {
        config.tokenEnv.clear();
        config.oauthAppId = u"1133557799"_s;
        config.oauthKeyId = u"fingerprint"_s;
        config.oauthKeyFile = directory.filePath(u"key.pem"_s);
        writeKey(pem);
    }

    Bot &bot()
    {
        if (!m_bot)
            m_bot = std::move(makeCozeBot(config, directory.path()).value());
        return *m_bot;
    }

    std::unique_ptr<Heard> begin(bool fetch = false)
    {
        auto heard = std::make_unique<Heard>();
        heard->call = fetch ? bot().fetch(question) : bot().stream(question);
        QObject::connect(heard->call.get(), &BotCall::piece, heard->call.get(), [to = heard.get()](const QString &text) { to->text += text; });
        QObject::connect(heard->call.get(), &BotCall::placed, heard->call.get(), [to = heard.get()](const QJsonObject &place) {
            to->place = place;
            to->call->onKept(place); // as a run does when the store has it
        });
        QObject::connect(heard->call.get(), &BotCall::ended, heard->call.get(), [to = heard.get()](const CallOutcome &outcome) { to->outcome = outcome; });
        return heard;
    }

    CallOutcome endOf(const std::unique_ptr<Heard> &heard)
    {
        EXPECT_TRUE(QTest::qWaitFor([&] { return heard->outcome.has_value(); }, limitMs));
        return heard->outcome.value_or(CallOutcome{.error = {.message = u"It never ended."_s}});
    }

    CallOutcome ask(bool fetch = false) { return endOf(begin(fetch)); }

    void expectAnswer(const CallOutcome &outcome, const QString &answer = u"Hello!"_s)
    {
        EXPECT_EQ(outcome.end, CallOutcome::End::Whole) << qPrintable(outcome.error.message);
        EXPECT_EQ(outcome.answer, answer);
    }

    FakeCoze coze{"pat_secret_of_coze_bot"};
    QTemporaryDir directory;
    BotConfig config;
    Question question;

private:
    std::unique_ptr<Bot> m_bot;
};

// A host of files.
class FakeFiles : public FakeProvider
{
public:
    FakeFiles() { serve(); }
    ~FakeFiles() override { stop(); }

    Reply reply{.contentType = "image/png", .body = "not really a picture"};

protected:
    Reply answer(const test::ProviderRequest &) override { return reply; }
    void mark(Reply &, const QByteArray &) const override { }
};

} // namespace pipit::test
