// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a provider's answer from the bytes of its body, cut anywhere: the same for every provider.
//
// No I/O and no clock: whoever owns the connection feeds it, and decides what becomes of an answer that broke off.
// Memory: the answer and its reasoning, and one event under way; what is larger than maxReplyBytes is a fault of the reply.
// Thread rule: a value on one thread. Errors: error(), once outcome() is Failed.
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>

namespace pipit::bots {

inline constexpr qsizetype maxReplyBytes = 8 << 20; // of one body, as far as it is text

// What a provider said went wrong.
struct ProviderError {
    QString message;             // a sentence for people, with the provider's name, code and log id where there are any
    QString code = {};           // the provider's own
    QString logId = {};          // by which the provider's support finds it
    bool passes = false;         // asking again later may help
    std::optional<std::chrono::milliseconds> retryAfter = {};
};

struct Usage {
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
};

// A tool that the bot wants called before it goes on.
struct ToolCall {
    QString id;
    QString name;
    QString arguments; // JSON, as the model wrote it
};

// What is known of an answer beside its text.
struct ReplyFacts {
    QString conversationId = {}; // the provider's ids, as texts: they go beyond 2^53
    QString chatId = {};
    QString model = {};
    QString logId = {};
    QStringList suggestions = {}; // questions that the bot proposes
    QList<ToolCall> toolCalls = {};
    std::optional<Usage> usage = {};
    QString finishReason = {};    // where it is not an ordinary end: "length", "content_filter"
};

class ReplyReader
{
public:
    enum class Outcome {
        Open,        // more may come
        Finished,    // whole
        Failed,      // the provider said so; what came before is kept
        NeedsAction, // it waits for the outputs of toolCalls
        Interrupted, // the body ended, and nobody had said that the answer was whole
    };

    // The next piece of the answer, or of the reasoning; whole characters. In order, they are answer() and reasoning(), unless
    // the provider replaced its text at the end.
    using TextSink = std::function<void(const QString &text, bool reasoning)>;

    explicit ReplyReader(TextSink sink) : m_sink(std::move(sink)) { }
    virtual ~ReplyReader() = default;
    ReplyReader(const ReplyReader &) = delete;

    // The next bytes of the body of an answer with a status of 2xx. After the outcome is known, the rest is passed over.
    virtual void feed(QByteArrayView bytes) = 0;
    // The body is over, whether whole or broken off. From then on the outcome is not Open.
    virtual void end() = 0;

    Outcome outcome() const { return m_outcome; }
    const QString &answer() const { return m_answer; }
    const QString &reasoning() const { return m_reasoning; }
    const ReplyFacts &facts() const { return m_facts; }
    const std::optional<ProviderError> &error() const { return m_error; }
    // How many events have been read: what moves this is a sign of life, and comments do not.
    qint64 events() const { return m_events; }

protected:
    TextSink m_sink;
    Outcome m_outcome = Outcome::Open;
    QString m_answer;
    QString m_reasoning;
    ReplyFacts m_facts;
    std::optional<ProviderError> m_error;
    qint64 m_events = 0;
};

} // namespace pipit::bots
