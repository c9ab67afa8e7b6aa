// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_openai.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace pipit::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 created = 1760000000;

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject errorObject(const OpenAiFailure &failure)
{
    return {{u"message"_s, failure.message}, {u"type"_s, failure.type}, {u"param"_s, QJsonValue()}, {u"code"_s, failure.code}};
}

// The answer to one question: shared by the steps of its stream, and constant.
class Completion : public std::enable_shared_from_this<Completion>
{
public:
    Completion(OpenAiScript script, const QJsonObject &request)
        : m_script(std::move(script)),
          m_model(request[u"model"].toString()),
          m_wantsUsage(request[u"stream_options"][u"include_usage"].toBool())
    {
    }

    Reply stream() const;
    Reply whole() const;

private:
    QJsonObject choice(const QJsonObject &delta, const QJsonValue &finishReason = {}, int index = 0) const;
    QJsonObject chunk(const QJsonArray &choices) const;
    QJsonObject usage() const;
    QJsonObject piece(int at) const;
    int pieces() const { return int(m_script.reasoning.size() + m_script.pieces.size() + m_script.secondChoice.size()); }
    QByteArray failure() const;

    Step say(const QJsonObject &object) const { return raw(m_script.form.frame({}, compact(object))); }
    static Step raw(const QByteArray &bytes) { return {.bytes = [bytes] { return bytes; }}; }

    std::vector<Step> opening() const;
    std::vector<Step> body() const;
    void addToolCalls(std::vector<Step> &steps) const;
    void addClosing(std::vector<Step> &steps) const;

    const OpenAiScript m_script;
    const QString m_model;
    const bool m_wantsUsage;
};

QJsonObject Completion::choice(const QJsonObject &delta, const QJsonValue &finishReason, int index) const
{
    return {{u"index"_s, index}, {u"delta"_s, delta}, {u"finish_reason"_s, finishReason.isUndefined() ? QJsonValue() : finishReason}};
}

QJsonObject Completion::chunk(const QJsonArray &choices) const
{
    QJsonObject chunk{{u"id"_s, u"chatcmpl-1"_s}, {u"object"_s, u"chat.completion.chunk"_s}, {u"created"_s, created}, {u"model"_s, m_model}, {u"choices"_s, choices}};
    if (m_script.usageNullElsewhere)
        chunk[u"usage"] = QJsonValue();
    return chunk;
}

QJsonObject Completion::usage() const
{
    return {{u"prompt_tokens"_s, m_script.promptTokens}, {u"completion_tokens"_s, m_script.completionTokens}, {u"total_tokens"_s, m_script.promptTokens + m_script.completionTokens}};
}

// Of all pieces in a row: the reasoning's, then the choices' in turn.
QJsonObject Completion::piece(int at) const
{
    if (at < m_script.reasoning.size())
        return choice({{QString::fromLatin1(m_script.reasoningField), m_script.reasoning[at]}, {u"content"_s, QString()}});
    at -= int(m_script.reasoning.size());
    const int paired = int(std::min(m_script.pieces.size(), m_script.secondChoice.size()));
    const bool second = at < 2 * paired ? at % 2 == 1 : m_script.pieces.size() < m_script.secondChoice.size();
    const int index = at < 2 * paired ? at / 2 : at - paired;
    return choice({{u"content"_s, second ? m_script.secondChoice[index] : m_script.pieces[index]}}, {}, second ? 1 : 0);
}

std::vector<Step> Completion::opening() const
{
    std::vector<Step> steps;
    for (const QByteArray &text : m_script.commentsFirst)
        steps.push_back(raw(text.isEmpty() ? ":" + m_script.form.lineEnd + m_script.form.lineEnd : m_script.form.comment(text)));
    steps.push_back(say(chunk({choice({{u"role"_s, u"assistant"_s}, {u"content"_s, m_script.contentNull ? QJsonValue() : QString()}})})));
    if (m_script.contentNull)
        steps.push_back(say(chunk({choice({{u"role"_s, QJsonValue()}, {u"content"_s, QJsonValue()}})})));
    return steps;
}

QByteArray Completion::failure() const
{
    const OpenAiFailure &failure = *m_script.failure;
    const SseForm &form = m_script.form;
    switch (failure.shape) {
    case OpenAiFailure::Shape::Object:
        return form.frame({}, compact({{u"error"_s, errorObject(failure)}}));
    case OpenAiFailure::Shape::String:
        return form.frame({}, compact({{u"error"_s, failure.message}}));
    case OpenAiFailure::Shape::FlatObject:
        return form.frame({}, compact({{u"object"_s, u"error"_s}, {u"message"_s, failure.message}, {u"type"_s, failure.type}, {u"code"_s, failure.code}}));
    case OpenAiFailure::Shape::Field:
        return form.field("error", compact(errorObject(failure))) + form.lineEnd;
    case OpenAiFailure::Shape::Event:
        return form.frame("error", compact({{u"error"_s, errorObject(failure)}}));
    case OpenAiFailure::Shape::Finish: {
        QJsonObject last = chunk({choice({{u"content"_s, QString()}}, u"error"_s)});
        last[u"error"] = errorObject(failure);
        return form.frame({}, compact(last));
    }
    case OpenAiFailure::Shape::EmptyChunk:
        return form.frame({}, compact(chunk({choice({{u"content"_s, QString()}})})));
    }
    return {};
}

std::vector<Step> Completion::body() const
{
    std::vector<Step> steps;
    const int count = m_script.failure ? std::min(pieces(), m_script.failure->afterPieces) : pieces();
    for (int i = 0; i < count; ++i) {
        Step step{.bytes = [self = shared_from_this(), i] { return self->m_script.form.frame({}, compact(self->chunk({self->piece(i)}))); }};
        step.pause = i == 0 ? m_script.firstPieceAfter : m_script.pieceInterval;
        step.piece = true;
        steps.push_back(std::move(step));
    }
    if (m_script.failure) {
        steps.push_back(raw(failure()));
    } else {
        addToolCalls(steps);
        addClosing(steps);
    }
    if (m_script.failure ? m_script.failure->doneAfter : m_script.done)
        steps.push_back(raw(m_script.form.frame({}, "[DONE]")));
    return steps;
}

void Completion::addToolCalls(std::vector<Step> &steps) const
{
    for (int i = 0; i < m_script.toolCalls.size(); ++i) {
        const OpenAiToolCall &call = m_script.toolCalls[i];
        const auto add = [&](QJsonObject fragment) {
            fragment[u"index"] = i;
            steps.push_back(say(chunk({choice({{u"tool_calls"_s, QJsonArray{fragment}}})})));
        };
        add({{u"id"_s, call.id}, {u"type"_s, u"function"_s}, {u"function"_s, QJsonObject{{u"name"_s, call.name}, {u"arguments"_s, QString()}}}});
        for (const QString &part : call.arguments)
            add({{u"function"_s, QJsonObject{{u"arguments"_s, part}}}});
    }
}

void Completion::addClosing(std::vector<Step> &steps) const
{
    if (!m_script.finishReason.isEmpty()) {
        QJsonObject finish = chunk({choice({}, m_script.finishReason)});
        if (m_script.usage == OpenAiUsage::OnFinish)
            finish[u"usage"] = usage();
        steps.push_back(say(finish));
    }
    if (!m_wantsUsage || m_script.usage == OpenAiUsage::OnFinish || m_script.usage == OpenAiUsage::None)
        return;
    QJsonObject last = chunk({});
    last[u"usage"] = usage();
    if (m_script.usage == OpenAiUsage::NullChoices)
        last[u"choices"] = QJsonValue();
    if (m_script.usage == OpenAiUsage::NoChoices)
        last.remove(u"choices");
    steps.push_back(say(last));
}

Reply Completion::stream() const
{
    return streamReply(opening(), body(), m_script.form, m_script.mishap, m_script.gateAfter);
}

Reply Completion::whole() const
{
    QJsonObject message{{u"role"_s, u"assistant"_s}, {u"content"_s, m_script.pieces.join(QString())}};
    if (!m_script.reasoning.isEmpty())
        message[QString::fromLatin1(m_script.reasoningField)] = m_script.reasoning.join(QString());
    const QJsonObject choice{{u"index"_s, 0}, {u"message"_s, message}, {u"finish_reason"_s, m_script.finishReason}};
    const QJsonObject completion{{u"id"_s, u"chatcmpl-1"_s}, {u"object"_s, u"chat.completion"_s}, {u"created"_s, created}, {u"model"_s, m_model}, {u"choices"_s, QJsonArray{choice}}, {u"usage"_s, usage()}};
    return {.body = QByteArray("\n").repeated(m_script.emptyLinesFirst) + compact(completion), .pause = m_script.firstPieceAfter};
}

} // namespace

Reply openAiError(int status, const QString &message, const QString &type)
{
    return jsonReply({{u"error"_s, errorObject({.message = message, .type = type, .code = status})}}, status);
}

FakeOpenAi::FakeOpenAi(QByteArray key) : m_key(std::move(key))
{
    serve();
}

FakeOpenAi::~FakeOpenAi()
{
    stop();
}

void FakeOpenAi::setScript(const OpenAiScript &script)
{
    const std::lock_guard lock(m_mutex);
    m_script = script;
}

void FakeOpenAi::scriptNext(const OpenAiScript &script)
{
    const std::lock_guard lock(m_mutex);
    m_nextScripts.push_back(script);
}

void FakeOpenAi::setModels(const QStringList &models)
{
    const std::lock_guard lock(m_mutex);
    m_models = models;
}

Reply FakeOpenAi::answer(const ProviderRequest &request)
{
    if (!m_key.isEmpty() && request.header("authorization") != "Bearer " + m_key)
        return openAiError(401, u"Incorrect API key provided."_s, u"invalid_request_error"_s);
    if (request.method == "POST" && request.path().endsWith("/chat/completions"))
        return complete(request);
    if (request.method == "GET" && request.path().endsWith("/models"))
        return listModels();
    return openAiError(404, u"Unknown request URL."_s, u"not_found_error"_s);
}

void FakeOpenAi::mark(Reply &reply, const QByteArray &answerId) const
{
    reply.headers << std::pair<QByteArray, QByteArray>("x-request-id", answerId);
}

Reply FakeOpenAi::complete(const ProviderRequest &request)
{
    const QJsonObject wish = request.json();
    if (!wish[u"model"].isString() || wish[u"messages"].toArray().isEmpty() || !request.header("content-type").startsWith("application/json"))
        return openAiError(400, u"model and messages are required, as JSON."_s, u"invalid_request_error"_s);
    OpenAiScript script = m_script;
    if (!m_nextScripts.empty()) {
        script = std::move(m_nextScripts.front());
        m_nextScripts.pop_front();
    }
    const bool stream = wish[u"stream"].toBool() && !script.ignoresStream;
    const auto completion = std::make_shared<const Completion>(std::move(script), wish);
    return stream ? completion->stream() : completion->whole();
}

Reply FakeOpenAi::listModels() const
{
    QJsonArray data;
    for (const QString &model : m_models)
        data << QJsonObject{{u"id"_s, model}, {u"object"_s, u"model"_s}, {u"created"_s, created}, {u"owned_by"_s, u"library"_s}};
    return jsonReply({{u"object"_s, u"list"_s}, {u"data"_s, m_models.isEmpty() ? QJsonValue() : data}});
}

} // namespace pipit::test
