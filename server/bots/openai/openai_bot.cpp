// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/openai/openai_bot.h"

#include "server/bots/openai/openai_error.h"
#include "server/bots/openai/openai_protocol.h"
#include "server/bots/openai/openai_reader.h"
#include "server/bots/provider/document_call.h"
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

// Many models refuse a conversation in which one side speaks twice: a question that nobody answered, or several people.
QList<openai::ChatMessage> inTurn(const QList<openai::ChatMessage> &messages)
{
    QList<openai::ChatMessage> turns;
    for (const openai::ChatMessage &message : messages) {
        if (!turns.isEmpty() && turns.last().role == message.role)
            turns.last().content += u"\n\n"_s + message.content;
        else
            turns << message;
    }
    return turns;
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
    std::optional<QString> fault() const override
    {
        if (m_provider.config().model.isEmpty())
            return missingChoice(m_provider.config(), u"model"_s);
        return m_provider.fault();
    }

    void check(QObject *context, std::function<void(std::optional<QString>)> done) override
    {
        if (auto known = fault()) {
            done(known);
            return;
        }
        askForModels(context, [done = std::move(done)](const Models &models) {
            // Some have no list; that one answered is enough.
            const bool hasNoList = models.status == 404 || models.status == 405 || models.status == 501;
            done(hasNoList ? std::nullopt : models.fault);
        });
    }

    void offers(QObject *context, std::function<void(Result<QList<Offer>>)> done) override
    {
        askForModels(context, [done = std::move(done)](const Models &models) {
            if (models.fault) {
                done(Error{ErrorCode::Unavailable, *models.fault});
                return;
            }
            QList<Offer> list;
            for (const QString &model : models.ids)
                list << Offer{.id = model};
            done(list);
        });
    }

    std::unique_ptr<BotCall> stream(const Question &question) override
    {
        const BotConfig &config = m_provider.config();
        if (config.model.isEmpty())
            return refusedCall(ProviderError{.message = missingChoice(config, u"model"_s)});
        QList<openai::ChatMessage> messages;
        for (const Message &message : question.history) {
            if (isSpoken(message))
                messages.append({message.senderType == SenderType::Bot ? openai::Role::Assistant : openai::Role::User, textOf(message)});
        }
        messages.append({openai::Role::User, textOf(question.message)});
        const openai::ChatRequest chat{.model = config.model, .systemPrompt = config.systemPrompt, .messages = inTurn(openai::historyWithin(messages, config.contextTokens)), .stream = config.streaming != u"poll"};
        auto request = m_provider.request({.url = m_endpoints.chatCompletions, .headers = {{"Accept", "text/event-stream, application/json"}}, .method = "POST", .body = openai::requestBody(chat)}, question.runId);
        if (!request)
            return refusedCall(request.error());
        return std::make_unique<StreamCall>(std::move(*request), StreamDialect{
            .makeReader = [](ReplyReader::TextSink sink, const ProviderCall &) { return std::make_unique<OpenAiReader>(std::move(sink)); },
            .errorOf = [](const ProviderCall &call, const QByteArray &body, std::optional<std::chrono::milliseconds> retryAfter) { return openai::parseError(call.status(), body, retryAfter); },
        });
    }

private:
    struct Models {
        int status = 0; // 0: there was no answer
        QStringList ids = {};
        std::optional<QString> fault = {};
    };

    void askForModels(QObject *context, std::function<void(const Models &)> done)
    {
        auto request = m_provider.question({.url = m_endpoints.models, .headers = {{"Accept", "application/json"}}});
        if (!request) {
            done({.fault = request.error().message});
            return;
        }
        const QByteArray secret = request->secret;
        new DocumentCall(std::move(*request), [done = std::move(done), secret](const DocumentCall::Answer &answer) {
            Models models{.status = answer.call.status()};
            if (answer.noAnswer)
                models = {.fault = answer.noAnswer->message};
            else if (!answer.call.isSuccess())
                models.fault = openai::parseError(answer.call.status(), answer.body).message;
            else if (const auto ids = openai::modelsIn(answer.body))
                models.ids = *ids;
            else
                models.fault = ids.error().message;
            if (models.fault)
                models.fault = struckOut(*models.fault, secret);
            done(models);
        }, context);
    }

    const Provider m_provider;
    const openai::Endpoints m_endpoints;
    BotInfo m_info;
};

} // namespace

Result<std::unique_ptr<Bot>> makeOpenAiBot(const BotConfig &config, const QString &dataDirectory)
{
    const auto endpoints = openai::endpointsOf(config.baseUrl);
    if (!endpoints)
        return faultOfBot(config, u"base_url"_s, config.baseUrl.isEmpty() ? u"is missing, such as http://127.0.0.1:11434/v1"_s : u"does not fit: "_s + endpoints.error().message);
    auto provider = Provider::make(config, dataDirectory);
    if (!provider)
        return provider.error();
    return std::unique_ptr<Bot>(std::make_unique<OpenAiBot>(std::move(*provider), *endpoints));
}

} // namespace pipit::bots
