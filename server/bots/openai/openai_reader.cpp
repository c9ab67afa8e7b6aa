// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/openai/openai_reader.h"

#include "core/text_limits.h"
#include "core/utf8.h"
#include "server/bots/openai/openai_error.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr qsizetype nameUnits = 200;
constexpr qsizetype toolCallBytes = 256; // what each costs beside its texts
constexpr qsizetype escapeBytes = 12;    // a surrogate pair as JSON may write it; Qt names the place where it begins

QByteArrayView viewOf(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

std::string_view stringViewOf(QByteArrayView bytes)
{
    return {bytes.data(), size_t(bytes.size())};
}

QJsonDocument jsonIn(QByteArrayView text, QJsonParseError *fault = nullptr)
{
    return QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size()), fault);
}

// The text with the half that the piece before it left behind; leaves its own behind.
QString wholeCharacters(QString &half, const QString &text)
{
    QString whole = std::exchange(half, {}) + text;
    if (!whole.isEmpty() && whole.back().isHighSurrogate()) {
        half = whole.last(1);
        whole.chop(1);
    }
    return whole;
}

QString nameIn(const QJsonValue &value)
{
    return leftOfText(withoutFaults(value.toString()), nameUnits);
}

// Of an array of choices the one that is the answer: a request asks for one, but n can stand in a gateway's settings.
QJsonObject firstChoice(const QJsonArray &choices)
{
    const auto found = std::find_if(choices.begin(), choices.end(), [](const QJsonValue &choice) { return choice["index"_L1].toInteger() == 0; });
    return found == choices.end() ? QJsonObject() : (*found).toObject();
}

ProviderError noCompletion(const QString &what)
{
    return {.message = u"The address answers with "_s + what + u", not with chat completions; check the bot's base_url."_s};
}

} // namespace

OpenAiReader::OpenAiReader(TextSink sink)
    : ReplyReader(std::move(sink)),
      m_onEvent([this](const sse::EventView &event) { onEvent(event); }),
      m_splitter([this](const QString &text, bool reasoning) { handOut(text, reasoning); })
{
    // llama.cpp before autumn 2025 wrote its error into a field of that name, where an event's data should have stood.
    m_decoder.setOtherFieldSink([this](std::string_view name, std::string_view value) {
        if (m_outcome == Outcome::Open && name == "error" && jsonIn(viewOf(value)).isObject())
            fail(openai::parseErrorEvent(viewOf(value)));
    });
}

void OpenAiReader::feed(QByteArrayView bytes)
{
    if (m_body == Body::Unknown) {
        // Empty lines before a document keep DeepSeek's connection alive. Neither they nor a byte order mark mean anything to a stream.
        const std::size_t start = stringViewOf(bytes).find_first_not_of("\xEF\xBB\xBF \t\r\n");
        if (start == std::string_view::npos)
            return;
        bytes = bytes.sliced(qsizetype(start));
        const char first = bytes.front();
        m_body = first == '{' || first == '[' || first == '<' ? Body::Document : Body::Stream;
    }
    if (m_outcome != Outcome::Open)
        return;
    if (m_body == Body::Document)
        feedDocument(bytes);
    else if (!m_decoder.feed(stringViewOf(bytes), m_onEvent) && m_outcome == Outcome::Open)
        failTooLarge();
}

void OpenAiReader::end()
{
    m_ended = true;
    if (m_outcome == Outcome::Open && m_body == Body::Document)
        endDocument();
    if (m_outcome == Outcome::Open)
        m_decoder.endLeniently(m_onEvent);
    if (m_outcome != Outcome::Open)
        return;
    if (m_finishReason.isEmpty())
        settle(Outcome::Interrupted);
    else
        finish();
}

void OpenAiReader::feedDocument(QByteArrayView bytes)
{
    if (m_document.size() + bytes.size() > maxReplyBytes)
        failTooLarge();
    else
        m_document.append(bytes);
}

void OpenAiReader::endDocument()
{
    if (m_document.startsWith('<')) {
        fail(noCompletion(u"a web page"_s));
        return;
    }
    const QByteArray text = QByteArray::fromStdString(decodeUtf8(stringViewOf(m_document))).trimmed();
    m_document.clear();
    QJsonParseError fault;
    const QJsonDocument document = jsonIn(text, &fault);
    if (fault.error != QJsonParseError::NoError && fault.offset + escapeBytes >= text.size())
        return; // broken off
    const QJsonObject object = document.isArray() ? document.array().first().toObject() : document.object();
    onObject(object);
    if (m_outcome != Outcome::Open)
        return;
    if (object.value("choices"_L1).toArray().isEmpty())
        fail(noCompletion(u"other JSON"_s));
    else
        finish();
}

void OpenAiReader::onEvent(const sse::EventView &event)
{
    if (m_outcome != Outcome::Open)
        return;
    const QByteArrayView data = viewOf(event.data).trimmed();
    const bool isKeepAlive = !data.startsWith('{') && !data.startsWith('[') && !data.startsWith('"');
    m_events += isKeepAlive || data == "{}" ? 0 : 1;
    if (event.type == "error") {
        fail(openai::parseErrorEvent(data));
        return;
    }
    // A server that forgets the blank lines has its chunks joined into one event, a line each.
    if (data.contains('\n') && jsonIn(data).isNull()) {
        for (const QByteArray &line : data.toByteArray().split('\n'))
            onData(QByteArrayView(line).trimmed());
        return;
    }
    onData(data);
}

void OpenAiReader::onData(QByteArrayView data)
{
    if (m_outcome != Outcome::Open)
        return;
    if (data == "[DONE]" || data == "\"[DONE]\"") {
        finish();
        return;
    }
    if (!data.startsWith('{'))
        return; // a word that keeps the connection alive
    const QJsonDocument document = jsonIn(data);
    if (document.isObject())
        onObject(document.object());
    else if (!m_ended)
        fail({.message = u"The provider sent an event that is no valid JSON, so a piece of the answer is lost; ask again."_s, .passes = true});
}

void OpenAiReader::onObject(const QJsonObject &object)
{
    if (m_facts.chatId.isEmpty())
        m_facts.chatId = nameIn(object.value("id"_L1));
    if (m_facts.model.isEmpty())
        m_facts.model = nameIn(object.value("model"_L1));
    if (const QJsonValue usage = object.value("usage"_L1); usage.isObject())
        onUsage(usage.toObject());

    const QJsonObject choice = firstChoice(object.value("choices"_L1).toArray());
    onChoice(choice);
    if (m_outcome != Outcome::Open)
        return;
    auto error = openai::errorIn(object);
    if (!error && choice.contains("error"_L1))
        error = openai::errorIn(choice);
    if (error)
        fail(*error);
}

void OpenAiReader::onChoice(const QJsonObject &choice)
{
    // A document has a message where a chunk has a delta. Some gateways repeat the whole answer as the message of the last chunk.
    const QJsonObject piece = choice.value(m_body == Body::Document && choice.contains("message"_L1) ? "message"_L1 : "delta"_L1).toObject();
    const QString reasoning = piece.value("reasoning_content"_L1).toString();
    onText(reasoning.isEmpty() ? piece.value("reasoning"_L1).toString() : reasoning, true);
    onText(piece.value("content"_L1).toString(), false);
    onToolCalls(piece.value("tool_calls"_L1).toArray());

    const QString finishReason = choice.value("finish_reason"_L1).toString();
    if (finishReason.isEmpty())
        return;
    m_finishReason = finishReason;
    if (finishReason == "length"_L1 || finishReason == "content_filter"_L1)
        m_facts.finishReason = finishReason;
}

void OpenAiReader::onToolCalls(const QJsonArray &calls)
{
    for (qsizetype position = 0; position < calls.size() && m_outcome == Outcome::Open; ++position) {
        const QJsonValue fragment = calls[position];
        const QJsonValue function = fragment["function"_L1];
        const QString arguments = function["arguments"_L1].toString();
        const qint64 index = fragment["index"_L1].toInteger(position); // documents have none

        const bool isNew = !m_toolCallAt.contains(index);
        if (!takeRoom(utf8Size(arguments) + (isNew ? toolCallBytes : 0)))
            return;
        if (isNew) {
            m_toolCallAt.insert(index, m_facts.toolCalls.size());
            m_facts.toolCalls.append(ToolCall{});
        }
        ToolCall &call = m_facts.toolCalls[m_toolCallAt.value(index)];
        if (call.id.isEmpty())
            call.id = nameIn(fragment["id"_L1]);
        if (call.name.isEmpty())
            call.name = nameIn(function["name"_L1]);
        call.arguments += arguments;
    }
}

void OpenAiReader::onUsage(const QJsonObject &usage)
{
    const QJsonValue input = usage.value("prompt_tokens"_L1);
    const QJsonValue output = usage.value("completion_tokens"_L1);
    if (input.isDouble() || output.isDouble())
        m_facts.usage = Usage{.inputTokens = input.toInteger(), .outputTokens = output.toInteger()};
}

void OpenAiReader::onText(const QString &text, bool reasoning)
{
    if (text.isEmpty() || m_outcome != Outcome::Open)
        return;
    if (!takeRoom(utf8Size(text)))
        return;
    if (reasoning)
        handOut(wholeCharacters(m_reasoningHalf, text), true);
    else
        m_splitter.feed(wholeCharacters(m_answerHalf, text));
}

void OpenAiReader::handOut(const QString &text, bool reasoning)
{
    const QString clean = withoutFaults(text);
    if (clean.isEmpty())
        return;
    (reasoning ? m_reasoning : m_answer) += clean;
    if (m_sink)
        m_sink(clean, reasoning);
}

bool OpenAiReader::takeRoom(qsizetype bytes)
{
    m_bytes += bytes;
    if (m_bytes > maxReplyBytes)
        failTooLarge();
    return m_bytes <= maxReplyBytes;
}

void OpenAiReader::finish()
{
    m_splitter.end();
    if (const auto error = openai::errorOfFinish(m_finishReason))
        fail(*error);
    else if (m_finishReason == "tool_calls"_L1 && QStringView(m_answer).trimmed().isEmpty())
        settle(Outcome::NeedsAction);
    else
        settle(Outcome::Finished);
}

void OpenAiReader::fail(ProviderError error)
{
    m_error = std::move(error);
    settle(Outcome::Failed);
}

void OpenAiReader::failTooLarge()
{
    fail({.message = u"The provider's answer is larger than %1 MiB; what came before is kept."_s.arg(maxReplyBytes >> 20)});
}

void OpenAiReader::settle(Outcome outcome)
{
    m_splitter.end();
    m_document.clear();
    // Only now: a piece may end inside a character.
    for (ToolCall &call : m_facts.toolCalls)
        call.arguments = withoutFaults(call.arguments);
    m_outcome = outcome;
}

} // namespace pipit::bots
