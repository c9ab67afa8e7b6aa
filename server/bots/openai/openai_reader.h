// SPDX-License-Identifier: GPL-3.0-or-later
// Reads an answer of chat completions: a stream of chunks, or one JSON document from a server that does not stream.
//
// Whole is an answer after [DONE], or at its end after a finish_reason. Of several choices the first is the answer. Errors are
// found in every place where servers are known to put them: in a chunk, an event, a field of the stream, a document.
// What no server meant as an answer (a web page, other JSON, an event cut into pieces) is a failure, too.
// As ReplyReader. Source: docs of OpenAI, DeepSeek and vLLM; sources of Ollama and llama.cpp.
#pragma once

#include "core/sse_decoder.h"
#include "server/bots/openai/think_splitter.h"
#include "server/bots/provider/reply_reader.h"

#include <QByteArray>
#include <QHash>

class QJsonArray;
class QJsonObject;

namespace pipit::bots {

class OpenAiReader final : public ReplyReader
{
public:
    explicit OpenAiReader(TextSink sink);

    void feed(QByteArrayView bytes) override;
    void end() override;

private:
    enum class Body { Unknown, Stream, Document };

    void feedDocument(QByteArrayView bytes);
    void endDocument();
    void onEvent(const sse::EventView &event);
    void onData(QByteArrayView data);
    void onObject(const QJsonObject &object);
    void onChoice(const QJsonObject &choice);
    void onToolCalls(const QJsonArray &calls);
    void onUsage(const QJsonObject &usage);

    void onText(const QString &text, bool reasoning);
    void handOut(const QString &text, bool reasoning);
    bool takeRoom(qsizetype bytes); // false: there was too little, and the answer has failed

    void finish();
    void fail(ProviderError error);
    void failTooLarge();
    void settle(Outcome outcome);

    Body m_body = Body::Unknown;
    QByteArray m_document;
    sse::Decoder m_decoder{{.lineBytes = maxReplyBytes, .dataBytes = maxReplyBytes}};
    sse::Decoder::Sink m_onEvent;
    openai::ThinkSplitter m_splitter;
    QString m_answerHalf;    // the first half of a surrogate pair, whose second one comes with the next piece
    QString m_reasoningHalf;
    QHash<qint64, qsizetype> m_toolCallAt; // from a call's index to its place in the facts
    QString m_finishReason;
    qsizetype m_bytes = 0;   // of all texts, in UTF-8
    bool m_ended = false;    // what comes now may be cut off
};

} // namespace pipit::bots
