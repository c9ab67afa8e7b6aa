// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_bot.h"

#include "server/bots/coze/coze_calls.h"

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

class CozeBot final : public Bot
{
public:
    explicit CozeBot(coze::Api api) : m_api(std::move(api))
    {
        const BotConfig &config = m_api.config();
        m_info = {.id = config.id, .name = config.name, .provider = config.provider, .providerBotId = config.botId, .rawLog = m_api.rawLogName(), .polls = true, .suggests = true};
    }

    const BotInfo &info() const override { return m_info; }
    std::optional<QString> fault() const override { return m_api.fault(); }
    std::unique_ptr<BotCall> stream(const Question &question) override { return std::make_unique<coze::ChatStream>(m_api, question); }
    std::unique_ptr<BotCall> fetch(const Question &question) override { return std::make_unique<coze::ChatFetch>(m_api, question); }

    // Coze goes on with an answer whose stream was closed, and refuses the next question until it is done.
    void abandon(const Question &question) override
    {
        const QString conversation = question.place.value(u"conversationId").toString(), chat = question.place.value(u"chatId").toString();
        if (conversation.isEmpty() || chat.isEmpty())
            return;
        m_api.call({.path = u"/v3/chat/cancel"_s, .body = coze::cancelBody(conversation, chat), .runId = question.runId}, &m_abandoned, [](const coze::Response &) { });
    }

private:
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
