// SPDX-License-Identifier: GPL-3.0-or-later
// Chat completions as OpenAI, DeepSeek, Ollama, llama.cpp, vLLM and many gateways speak them: addresses, requests, the models list
// and how much of a conversation is sent along. Answers are read by OpenAiReader, errors by openai_error.h.
//
// No I/O. Thread rule: functions without state.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace pipit::bots::openai {

struct Endpoints {
    QUrl chatCompletions;
    QUrl models;
};

// From a base URL as people paste it: with or without /v1, a slash at its end, or /chat/completions. A path is kept as it is;
// only a URL without any gets /v1. Its query goes to both. Error: InvalidRequest, field `base_url`.
Result<Endpoints> endpointsOf(const QString &baseUrl);

enum class Role { User, Assistant };

struct ChatMessage {
    Role role;
    QString content;
    bool operator==(const ChatMessage &) const = default;
};

struct ChatRequest {
    QString model;
    QString systemPrompt = {}; // empty: none is sent
    QList<ChatMessage> messages; // oldest first
    bool stream = true;          // with the usage at its end
};

QByteArray requestBody(const ChatRequest &request);

// About how many tokens a text costs. No tokenizer is asked: a CJK letter counts one, of other text four characters together
// count one, rounded up. Tokenizers of today stay below that for CJK and near it for English and code.
qint64 estimatedTokens(QStringView text);

// What of a conversation is sent: whole messages only, the newest that fit, without a gap. Each costs its estimatedTokens() and
// four for its frame. The last message is the question and is always kept. The first one kept is the user's, because the
// chat templates of many models refuse a conversation that begins with an answer.
QList<ChatMessage> historyWithin(const QList<ChatMessage> &messages, qint64 budgetTokens);

// The ids in an answer to GET models, in the provider's order, each once. An id may be a file path. A provider that has no model
// may say so with an empty list, null or nothing. Error: Protocol.
Result<QStringList> modelsIn(const QByteArray &body);

} // namespace pipit::bots::openai
