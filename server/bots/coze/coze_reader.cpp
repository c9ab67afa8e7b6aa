// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_reader.h"

#include "core/text_limits.h"
#include "server/bots/coze/coze_response.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr std::string_view chatPrefix = "conversation.chat.";
constexpr qsizetype partBytes = 256; // what a message costs beside its text, so that a million empty ones are too many

} // namespace

CozeReader::CozeReader(TextSink sink, const QString &logId) : ReplyReader(std::move(sink)), m_decoder({.lineBytes = 2 * maxReplyBytes, .dataBytes = 2 * maxReplyBytes})
{
    m_facts.logId = logId;
}

void CozeReader::feed(QByteArrayView bytes)
{
    if (m_outcome != Outcome::Open)
        return;
    if (m_shape == Shape::Unknown)
        bytes = bytes.sliced(findShape(bytes));
    if (m_shape == Shape::Document) {
        if (m_document.size() + bytes.size() > maxReplyBytes)
            failTooLarge();
        else
            m_document.append(bytes);
    } else if (!m_decoder.feed({bytes.data(), std::size_t(bytes.size())}, [this](const sse::EventView &event) { onEvent(event.type, event.data); })) {
        failTooLarge();
    }
}

// By the first byte that is neither white space nor of a byte order mark. The decoder reads those before it too, and makes
// nothing of them if a document follows. Returns where to read on.
qsizetype CozeReader::findShape(QByteArrayView bytes)
{
    const std::string_view text(bytes.data(), std::size_t(bytes.size()));
    const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos)
        return 0;
    m_shape = text[first] == '{' || text[first] == '<' ? Shape::Document : Shape::Events;
    return m_shape == Shape::Document ? qsizetype(first) : 0;
}

void CozeReader::end()
{
    if (m_outcome != Outcome::Open)
        return;
    m_ending = true;
    if (m_shape == Shape::Document)
        readDocument();
    else
        m_decoder.endLeniently([this](const sse::EventView &event) { onEvent(event.type, event.data); });
    close(Outcome::Interrupted);
}

void CozeReader::readDocument()
{
    const QByteArray document = std::exchange(m_document, {});
    if (!document.startsWith('<') && !parseObject(document))
        return;
    const Response response = readResponse(200, document, m_facts.logId);
    m_facts.logId = response.logId;
    if (response.error)
        fail(*response.error);
    else
        onChat(readChat(response.data.toObject(), m_facts.logId));
}

void CozeReader::onEvent(std::string_view name, std::string_view data)
{
    if (m_outcome != Outcome::Open)
        return;
    const bool isKnown = name.starts_with("conversation.") || name == "message" || name == "done" || name == "error";
    m_events += isKnown ? 1 : 0;
    if (name == "done" || name == "conversation.stream.done") {
        close(Outcome::Finished);
        return;
    }
    const auto object = parseObject({data.data(), qsizetype(data.size())});
    if (object && name == "message")
        onOldEvent(*object);
    else if (object)
        onNamedEvent(name, *object);
    else if (!m_ending)
        onNamedEvent(name, {{u"msg"_s, QString::fromUtf8(data)}});
}

void CozeReader::onNamedEvent(std::string_view name, const QJsonObject &object)
{
    if (name == "conversation.message.delta") {
        onMessage(object, false);
    } else if (name == "conversation.message.completed") {
        onMessage(object, true);
    } else if (name == "error") {
        fail(errorIn(object, m_facts.logId));
    } else if (name.starts_with(chatPrefix)) {
        const Chat chat = readChat(object, m_facts.logId, chatStatusFromName(QString::fromUtf8(name.substr(chatPrefix.size()))));
        onChat(chat);
        if (chat.status == ChatStatus::Completed)
            close(Outcome::Finished);
    }
}

// The shape of v2: the kind in the JSON, messages one after the other, the last piece of each marked and without the whole.
void CozeReader::onOldEvent(const QJsonObject &object)
{
    const QString name = object.value("event"_L1).toString();
    QJsonObject message = object.value("message"_L1).toObject();
    if (m_facts.conversationId.isEmpty() && !name.isEmpty())
        m_facts.conversationId = idText(object.value("conversation_id"_L1));
    if (name == u"done") {
        close(Outcome::Finished);
    } else if (name == u"message") {
        const bool isLast = object.value("is_finish"_L1).toBool();
        if (isAnswer(message)) {
            onMessage(message, false);
            message.insert("content"_L1, QString());
            message.remove("reasoning_content"_L1);
        }
        if (isLast)
            onMessage(message, true);
    } else if (!name.isEmpty()) {
        const QJsonObject information = object.value("error_information"_L1).toObject();
        onNamedEvent(name.toStdString(), !message.isEmpty() ? message : !information.isEmpty() ? information : object);
    } else if (isError(object)) {
        fail(errorIn(object, m_facts.logId));
    }
}

void CozeReader::onMessage(const QJsonObject &message, bool isWhole)
{
    const QString content = message.value("content"_L1).toString();
    if (isWhole && message.value("type"_L1).toString() == u"follow_up")
        addSuggestion(m_facts.suggestions, content);
    if (!isAnswer(message))
        return;
    if (m_facts.chatId.isEmpty())
        m_facts.chatId = idText(message.value("chat_id"_L1));
    if (m_facts.conversationId.isEmpty())
        m_facts.conversationId = idText(message.value("conversation_id"_L1));

    const auto part = partOf(idText(message.value("id"_L1)));
    if (!part || m_parts[*part].isComplete)
        return;
    if (isAnswerText(message)) {
        const auto take = isWhole ? &CozeReader::settle : &CozeReader::append;
        (this->*take)(*part, message.value("reasoning_content"_L1).toString(), true);
        (this->*take)(*part, content, false);
    }
    if (isWhole && m_outcome == Outcome::Open)
        complete(*part);
}

void CozeReader::onChat(const Chat &chat)
{
    keepFacts(chat, m_facts);
    if (chat.error)
        fail(*chat.error);
    else if (chat.status == ChatStatus::NeedsAction)
        close(Outcome::NeedsAction);
}

// A message without an id belongs to the one whose turn it is.
std::optional<std::size_t> CozeReader::partOf(const QString &messageId)
{
    if (messageId.isEmpty() && m_turn < m_parts.size())
        return m_turn;
    if (const auto known = m_partOfMessage.constFind(messageId); known != m_partOfMessage.cend())
        return *known;
    if (!charge(partBytes + 2 * messageId.size()))
        return std::nullopt;
    if (!messageId.isEmpty())
        m_partOfMessage.insert(messageId, m_parts.size());
    m_parts.emplace_back();
    return m_parts.size() - 1;
}

void CozeReader::append(std::size_t part, const QString &piece, bool isReasoning)
{
    if (piece.isEmpty() || m_outcome != Outcome::Open)
        return;
    Strand &strand = isReasoning ? m_parts[part].reasoning : m_parts[part].text;
    QString text = piece;
    if (!strand.half.isNull())
        text.prepend(std::exchange(strand.half, QChar()));
    if (text.back().isHighSurrogate()) {
        strand.half = text.back();
        text.chop(1);
    }
    text = withoutFaults(text);
    if (text.isEmpty() || !charge(utf8Size(text)))
        return;
    if (part == m_turn)
        handOut(strand, text, isReasoning);
    else
        strand.kept += text;
}

// Takes the whole text of a message, of which pieces may have come. An empty one says nothing: it takes nothing away.
void CozeReader::settle(std::size_t part, const QString &whole, bool isReasoning)
{
    const QString text = withoutFaults(whole);
    if (text.isEmpty() || m_outcome != Outcome::Open)
        return;
    Strand &strand = isReasoning ? m_parts[part].reasoning : m_parts[part].text;
    QString &all = isReasoning ? m_reasoning : m_answer;
    const QStringView came = strand.begin < 0 ? QStringView(strand.kept) : QStringView(all).mid(strand.begin);
    if (!charge(utf8Size(text) - utf8Size(came)))
        return;
    if (part != m_turn)
        strand.kept = text;
    else if (text.startsWith(came))
        handOut(strand, text.mid(came.size()), isReasoning);
    else
        all.replace(strand.begin, came.size(), text);
}

void CozeReader::handOut(Strand &strand, const QString &text, bool isReasoning)
{
    if (text.isEmpty())
        return;
    QString &all = isReasoning ? m_reasoning : m_answer;
    QString piece = text;
    if (strand.begin < 0) {
        const qsizetype gap = all.isEmpty() ? 0 : answerGap.size();
        strand.begin = all.size() + gap;
        piece.prepend(answerGap.first(gap));
    }
    all += piece;
    if (m_sink)
        m_sink(piece, isReasoning);
}

void CozeReader::complete(std::size_t part)
{
    m_parts[part].isComplete = true;
    while (m_turn < m_parts.size() && m_parts[m_turn].isComplete) {
        if (++m_turn == m_parts.size())
            return;
        Part &next = m_parts[m_turn];
        handOut(next.reasoning, std::exchange(next.reasoning.kept, {}), true);
        handOut(next.text, std::exchange(next.text.kept, {}), false);
    }
}

bool CozeReader::charge(qsizetype bytes)
{
    m_bytes += bytes;
    if (m_bytes > maxReplyBytes)
        failTooLarge();
    return m_outcome == Outcome::Open;
}

void CozeReader::fail(ProviderError error)
{
    if (m_outcome != Outcome::Open)
        return;
    if (!error.logId.isEmpty())
        m_facts.logId = error.logId;
    m_error = std::move(error);
    close(Outcome::Failed);
}

void CozeReader::failTooLarge()
{
    const QString where = m_facts.logId.isEmpty() ? QString() : u" (log id "_s + forEcho(m_facts.logId) + u')';
    fail({.message = u"Coze sent more than %1 MiB%2; ask for a shorter answer."_s.arg(maxReplyBytes >> 20).arg(where), .logId = m_facts.logId});
}

// What was kept for its turn is handed out: nothing will come before it any more.
void CozeReader::close(Outcome outcome)
{
    if (m_outcome != Outcome::Open)
        return;
    while (m_turn < m_parts.size())
        complete(m_turn);
    m_outcome = outcome;
}

} // namespace pipit::bots::coze
