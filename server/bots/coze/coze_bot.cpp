// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_bot.h"

#include "server/bots/coze/chat_cancel.h"
#include "server/bots/coze/chat_fetch.h"
#include "server/bots/coze/chat_stream.h"
#include "server/bots/coze/coze_account.h"

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

class CozeBot final : public Bot
{
public:
    explicit CozeBot(coze::Api api) : m_api(std::move(api))
    {
        const BotConfig &config = m_api.config();
        m_info = {.id = config.id, .name = config.name, .provider = config.provider, .providerBotId = config.botId, .rawLog = m_api.rawLogName(), .polls = true, .takesFiles = true, .suggests = true};
    }

    const BotInfo &info() const override { return m_info; }
    std::optional<QString> fault() const override
    {
        if (m_info.providerBotId.isEmpty())
            return missingChoice(m_api.config(), u"bot_id"_s);
        return m_api.fault();
    }

    void check(QObject *context, std::function<void(std::optional<QString>)> done) override
    {
        if (auto known = fault())
            done(known);
        else
            coze::checkBot(m_api, context, std::move(done));
    }

    void offers(QObject *context, std::function<void(Result<QList<Offer>>)> done) override { new coze::BotList(m_api, context, std::move(done)); }

    std::unique_ptr<BotCall> stream(const Question &question) override { return call<coze::ChatStream>(question); }
    std::unique_ptr<BotCall> fetch(const Question &question) override { return call<coze::ChatFetch>(question); }

    void abandon(const Question &question, QObject *context, std::function<void()> done) override
    {
        auto *const call = new coze::ChatCancel(m_api, question);
        call->setParent(&m_abandoned);
        QObject::connect(call, &BotCall::ended, call, &QObject::deleteLater);
        QObject::connect(call, &BotCall::ended, context, std::move(done));
    }

private:
    template<typename Call>
    std::unique_ptr<BotCall> call(const Question &question)
    {
        if (m_info.providerBotId.isEmpty())
            return refusedCall(ProviderError{.message = missingChoice(m_api.config(), u"bot_id"_s)});
        return std::make_unique<Call>(m_api, question);
    }

    const coze::Api m_api;
    BotInfo m_info;
    QObject m_abandoned; // owns the calls that nobody waits for
};

} // namespace

Result<std::unique_ptr<Bot>> makeCozeBot(const BotConfig &config, const QString &dataDirectory)
{
    auto api = coze::Api::make(config, dataDirectory);
    if (!api)
        return api.error();
    return std::unique_ptr<Bot>(std::make_unique<CozeBot>(std::move(*api)));
}

} // namespace pipit::bots
