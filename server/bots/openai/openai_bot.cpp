// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/openai/openai_bot.h"

#include "server/bots/openai/openai_error.h"
#include "server/bots/openai/openai_protocol.h"
#include "server/bots/openai/openai_reader.h"
#include "server/bots/provider/provider.h"
#include "server/bots/provider/stream_call.h"

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

// A file is named: what is in it does not go to a model that reads text.
QString textOf(const Message &message)
{
    const bool isText = message.contentType == u"text" || message.contentType == u"markdown";
    return isText ? message.content : u"[%1: %2]"_s.arg(message.contentType, message.metadata.value(u"name").toString(message.content));
}

bool isSpoken(const Message &message)
{
    return message.senderType != SenderType::System && message.contentType != u"state" && message.contentType != u"progress" && message.contentType != u"notification";
}

class OpenAiBot final : public Bot
{
public:
    OpenAiBot(Provider provider, openai::Endpoints endpoints) : m_provider(std::move(provider)), m_endpoints(std::move(endpoints))
    {
        const BotConfig &config = m_provider.config();
        m_info = {.id = config.id, .name = config.name, .provider = config.provider, .rawLog = m_provider.rawLogName(), .contextTokens = config.contextTokens};
    }

    const BotInfo &info() const override { return m_info; }
    std::optional<QString> fault() const override { return m_provider.fault(); }

    std::unique_ptr<BotCall> stream(const Question &question) override
    {
        const BotConfig &config = m_provider.config();
        QList<openai::ChatMessage> messages;
        for (const Message &message : question.history) {
            if (isSpoken(message))
                messages.append({message.senderType == SenderType::Bot ? openai::Role::Assistant : openai::Role::User, textOf(message)});
        }
        messages.append({openai::Role::User, textOf(question.message)});
        const openai::ChatRequest chat{.model = config.model, .systemPrompt = config.systemPrompt, .messages = openai::historyWithin(messages, config.contextTokens), .stream = config.streaming != u"poll"};
        auto request = m_provider.request({.url = m_endpoints.chatCompletions, .headers = {{"Accept", "text/event-stream, application/json"}}, .method = "POST", .body = openai::requestBody(chat)}, question.runId);
        if (!request)
            return refusedCall(request.error());
        return std::make_unique<StreamCall>(std::move(*request), StreamDialect{
            .makeReader = [](ReplyReader::TextSink sink, const ProviderCall &) { return std::make_unique<OpenAiReader>(std::move(sink)); },
            .errorOf = [](const ProviderCall &call, const QByteArray &body, std::optional<std::chrono::milliseconds> retryAfter) { return openai::parseError(call.status(), body, retryAfter); },
        });
    }

private:
    const Provider m_provider;
    const openai::Endpoints m_endpoints;
    BotInfo m_info;
};

} // namespace

Result<std::unique_ptr<Bot>> makeOpenAiBot(const BotConfig &config, const QString &dataDirectory)
{
    if (config.model.isEmpty())
        return faultOfBot(config, u"model"_s, u"is missing; it names the model that answers"_s);
    const auto endpoints = openai::endpointsOf(config.baseUrl);
    if (!endpoints)
        return faultOfBot(config, u"base_url"_s, config.baseUrl.isEmpty() ? u"is missing, such as http://127.0.0.1:11434/v1"_s : u"does not fit: "_s + endpoints.error().message);
    auto provider = Provider::make(config, dataDirectory);
    if (!provider)
        return provider.error();
    return std::unique_ptr<Bot>(std::make_unique<OpenAiBot>(std::move(*provider), *endpoints));
}

} // namespace pipit::bots
