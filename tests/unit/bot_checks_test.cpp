// SPDX-License-Identifier: GPL-3.0-or-later
// Whether each bot can be reached, and what there is to choose from, as real answers of providers say.
#include "server/bots/bot_checks.h"
#include "tests/support/fake_coze.h"
#include "tests/support/fake_openai.h"
#include "tests/support/tls_front.h"

#include <gtest/gtest.h>

#include <QCoroTask>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

constexpr char tokenVariable[] = "BOT_CHECKS_TEST_TOKEN";
constexpr char path[] = "/v1/bots/7566252531572473891";

class BotChecksTest : public testing::Test
{
protected:
    BotConfig config(const FakeProvider &provider, const QString &kind, const QByteArray &token)
    {
        qputenv(tokenVariable, token);
        return {.id = u"bot"_s, .provider = kind, .name = u"Bot"_s, .baseUrl = provider.url().toString(), .botId = u"7566252531572473891"_s, .model = u"m"_s, .tokenEnv = QString::fromLatin1(tokenVariable)};
    }

    void open(const std::vector<BotConfig> &configs)
    {
        checks.reset();
        registry = std::move(BotRegistry::make(configs, directory.path()).value());
        checks = std::make_unique<BotChecks>(*registry);
    }

    QList<std::optional<QString>> look() { return QCoro::waitFor(checks->look()); }
    // Empty: it can be asked.
    QString fault(const BotConfig &bot)
    {
        open({bot});
        return look().value(0).value_or(QString());
    }

    QStringList offers(const BotConfig &bot)
    {
        open({bot});
        QStringList rows;
        QCoro::waitFor(ask(rows));
        return rows;
    }

    QTemporaryDir directory;
    std::unique_ptr<BotRegistry> registry;
    std::unique_ptr<BotChecks> checks;

private:
    QCoro::Task<void> ask(QStringList &rows)
    {
        const auto list = co_await checks->offersOf(registry->find(u"bot"));
        if (!list)
            rows << list.error().message;
        else
            for (const Offer &offer : *list)
                rows << offer.id + u'|' + offer.name + u'|' + offer.group;
    }
};

TEST_F(BotChecksTest, OpenAiIsAskedForItsModels)
{
    FakeOpenAi openAi("sk-checks");
    const BotConfig bot = config(openAi, u"openai"_s, openAi.key());
    EXPECT_EQ(fault(bot), QString());
    for (const auto &[status, expected] : {std::pair(404, QString()), std::pair(401, u"401"_s), std::pair(503, u"503"_s)}) {
        openAi.answerNext("/models", openAiError(status, u"no"_s, u"x"_s));
        EXPECT_TRUE(expected.isEmpty() ? fault(bot).isEmpty() : fault(bot).contains(expected)) << status;
        EXPECT_FALSE(fault(bot).contains(u"sk-checks"_s));
    }
    openAi.setModels({u"qwen3"_s, u"/models/a file.gguf"_s});
    EXPECT_EQ(offers(bot), (QStringList{u"qwen3||"_s, u"/models/a file.gguf||"_s}));
    openAi.setModels({});
    EXPECT_EQ(offers(bot), QStringList());
    openAi.answerNext("/models", htmlReply(502));
    EXPECT_TRUE(offers(bot).value(0).contains(u"502"_s));
}

// A provider inside an organisation has a certificate that nobody else trusts.
TEST_F(BotChecksTest, AnAuthorityIsTrustedWhereItIsNamed)
{
    const Issuer authority = Issuer::root();
    FakeOpenAi openAi("sk-checks");
    const TlsFront front(authority.issue(), openAi.port());
    BotConfig bot = config(openAi, u"openai"_s, openAi.key());
    bot.baseUrl = front.url({});
    EXPECT_TRUE(fault(bot).endsWith(u"name the file of its certificate as ca_file of the bot."_s)) << fault(bot).toStdString();

    bot.caFile = directory.filePath(u"authority.pem"_s);
    const auto refusal = [&] {
        const auto made = BotRegistry::make({bot}, directory.path());
        return made ? QString() : made.error().field + u": "_s + made.error().message;
    };
    EXPECT_TRUE(refusal().startsWith(u"bots.ca_file: ") && refusal().contains(u"ca_file of bot bot cannot be read: ")) << refusal().toStdString();
    QFile file(bot.caFile);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    file.write("not a certificate\n");
    EXPECT_TRUE(refusal().contains(u"ca_file of bot bot holds no certificate in PEM form.")) << refusal().toStdString();
    file.resize(0);
    file.write(authority.pem());
    EXPECT_EQ(fault(bot), QString());
    EXPECT_EQ(openAi.requests("/models").last().header("Authorization"), "Bearer " + openAi.key());
}

TEST_F(BotChecksTest, CozeIsAskedForTheBot)
{
    FakeCoze coze("pat_checks");
    BotConfig bot = config(coze, u"coze"_s, coze.token());
    EXPECT_EQ(fault(bot), QString());
    coze.setBots({{.id = u"1"_s, .name = u"Other"_s}});
    EXPECT_TRUE(fault(bot).contains(u"4200"_s)) << qPrintable(fault(bot));
    coze.setBots({});
    coze.answerNext(path, cozeError(4101, u"lacks permission getBot"_s));
    EXPECT_EQ(fault(bot), QString()) << "a token that may chat need not be allowed to look";
    coze.answerNext(path, {.status = 404, .body = "404 page not found"});
    EXPECT_EQ(fault(bot), QString()) << "Coze Studio";
    coze.answerNext(path, htmlReply(502));
    EXPECT_TRUE(fault(bot).contains(u"502"_s));
    bot = config(coze, u"coze"_s, "pat_of another");
    EXPECT_TRUE(fault(bot).contains(u"700012006"_s)) << qPrintable(fault(bot));
    EXPECT_FALSE(fault(bot).contains(u"pat_of"_s));
}

TEST_F(BotChecksTest, CozeListsTheBotsOfItsWorkspaces)
{
    FakeCoze coze("pat_checks");
    QList<CozeBotEntry> bots;
    for (int i = 1; i <= 120; ++i)
        bots << CozeBotEntry{.id = QString::number(7'566'252'531'572'473'000 + i), .name = u"Bot %1"_s.arg(i)};
    coze.setBots(bots);
    const BotConfig bot = config(coze, u"coze"_s, coze.token());
    const QStringList rows = offers(bot);
    ASSERT_EQ(rows.size(), 120);
    EXPECT_EQ(rows.first(), u"7566252531572473001|Bot 1|Team"_s);
    EXPECT_EQ(rows.last(), u"7566252531572473120|Bot 120|Team"_s);
    coze.answerNext("/v1/bots", cozeError(4101, u"lacks permission listBot"_s));
    EXPECT_TRUE(offers(bot).value(0).contains(u"Team"_s) && offers(bot).size() == 120);
}

TEST_F(BotChecksTest, WhatIsYetToBeChosenIsSaid)
{
    FakeOpenAi openAi("sk-checks");
    FakeCoze coze("pat_checks");
    BotConfig bot = config(openAi, u"openai"_s, openAi.key());
    bot.model.clear();
    EXPECT_EQ(fault(bot), u"model of bot bot is missing. `pipitctl bots --offers bot` lists what can be chosen."_s);
    bot = config(coze, u"coze"_s, coze.token());
    bot.botId.clear();
    EXPECT_EQ(fault(bot), u"bot_id of bot bot is missing. `pipitctl bots --offers bot` lists what can be chosen."_s);
    coze.setBots({{.id = u"7"_s, .name = u"One"_s}});
    EXPECT_EQ(offers(bot), QStringList{u"7|One|Team"_s});
    EXPECT_EQ(offers({.id = u"bot"_s, .provider = u"echo"_s}), QStringList{u"The provider echo has nothing to choose from."_s});
}

// Requirement: answers that come in the same moment end the node no more than others do.
TEST_F(BotChecksTest, ManyMayAnswerAtOnce)
{
    FakeOpenAi openAi("sk-checks");
    std::vector<BotConfig> configs;
    for (int i = 0; i < 20; ++i) {
        configs.push_back(config(openAi, u"openai"_s, openAi.key()));
        configs.back().id = u"bot%1"_s.arg(i);
    }
    for (int round = 0; round < 20; ++round) {
        open(configs);
        const auto faults = look();
        ASSERT_EQ(faults.size(), 20);
        for (const auto &fault : faults)
            ASSERT_EQ(fault, std::nullopt);
    }
}

// One that is silent keeps nobody waiting, and is not asked again while it is.
TEST_F(BotChecksTest, ASilentProviderIsWaitedForThreeSeconds)
{
    FakeOpenAi silent("sk-checks"), good("sk-checks");
    silent.answerNext("/models", silence(), 9);
    BotConfig first = config(silent, u"openai"_s, silent.key()), second = config(good, u"openai"_s, good.key());
    second.id = u"good"_s;
    open({first, second, {.id = u"echo"_s, .provider = u"echo"_s}});
    QElapsedTimer clock;
    clock.start();
    auto faults = look();
    EXPECT_LT(clock.elapsed(), 8'000);
    ASSERT_EQ(faults.size(), 3);
    EXPECT_TRUE(faults[0].value_or(QString()).contains(u"3 s"_s));
    EXPECT_EQ(faults[1], std::nullopt);
    EXPECT_EQ(faults[2], std::nullopt);
    faults = look();
    EXPECT_EQ(silent.requests("/models").size(), 1);
    EXPECT_EQ(good.requests("/models").size(), 1) << "good for a while";
}

} // namespace
