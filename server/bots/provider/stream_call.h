// SPDX-License-Identifier: GPL-3.0-or-later
// One question to a provider whose answer is read as it comes.
//
// It ends as soon as the reader knows how the answer ended, whether the connection goes on or not; where a limit passes or the
// connection breaks, what came is handed out with the outcome, and whoever asked decides. What one read of the socket brings is
// told as one piece: nothing waits for it, and a provider that is faster than its readers costs them a piece a read.
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/provider/bot.h"
#include "server/bots/provider/provider_call.h"

#include <functional>

namespace pipit::bots {

// What differs between providers.
struct StreamDialect {
    std::function<std::unique_ptr<ReplyReader>(ReplyReader::TextSink sink, const ProviderCall &call)> makeReader; // once the head is there
    // Of an answer with another status than 2xx.
    std::function<ProviderError(const ProviderCall &call, const QByteArray &body, std::optional<std::chrono::milliseconds> retryAfter)> errorOf;
    // Where the answer is, as far as it is known; an empty one is not told.
    std::function<QJsonObject(const ReplyFacts &facts)> placeOf = {};
};

class StreamCall final : public BotCall
{
    Q_OBJECT

public:
    StreamCall(ProviderRequest request, StreamDialect dialect);
    CallTimes times() const override { return m_call.times(); }
    QString logId() const override { return m_reader ? m_reader->facts().logId : QString(); }

private:
    void onBody(QByteArrayView bytes);
    void onDone();
    void onText(const QString &text, bool reasoning);
    void tellText();
    void tellPlace();
    void end(CallOutcome::End how, ProviderError error);

    const StreamDialect m_dialect;
    const QByteArray m_secret;
    ProviderCall m_call;
    std::unique_ptr<ReplyReader> m_reader; // null: no head yet, or one that refuses
    QByteArray m_errorBody;
    QJsonObject m_place;
    QString m_text; // read, and not told yet
    bool m_isReasoning = false;
    qint64 m_events = 0;
    bool m_ended = false;
};

} // namespace pipit::bots
