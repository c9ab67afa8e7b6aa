// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/chat_stream.h"

#include "server/bots/coze/coze_reader.h"
#include "server/bots/provider/stream_call.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

QString joined(const QString &before, const QString &after)
{
    return before.isEmpty() || after.isEmpty() ? QString(before + after) : QString(before + answerGap + after);
}

} // namespace

ChatStream::ChatStream(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(0, this, [this] { withQuestion(true, [this](const ApiRequest &request) { open(request); }); });
}

void ChatStream::open(const ApiRequest &request)
{
    m_api.prepare(request, this, [this, request](PreparedRequest prepared) {
        if (!prepared.request) {
            fail(prepared.error);
            return;
        }
        const QByteArray token = prepared.request->secret;
        prepared.request->http.headers.emplace_back("Accept", "text/event-stream");
        m_stream = std::make_unique<StreamCall>(std::move(*prepared.request), StreamDialect{
            .makeReader = [](ReplyReader::TextSink sink, const ProviderCall &call) { return std::make_unique<CozeReader>(std::move(sink), QString::fromLatin1(call.header(logIdHeader))); },
            .errorOf = [this](const ProviderCall &call, const QByteArray &body, std::optional<std::chrono::milliseconds> retryAfter) {
                m_refusal = call.status();
                return readResponse(call.status(), body, QString::fromLatin1(call.header(logIdHeader)), retryAfter).error.value_or(ProviderError{.message = u"Coze answered with status %1."_s.arg(call.status())});
            },
            .placeOf = [place = m_question.place](const ReplyFacts &facts) {
                QJsonObject known = place;
                if (!facts.conversationId.isEmpty())
                    known.insert(u"conversationId"_s, facts.conversationId);
                if (!facts.chatId.isEmpty())
                    known.insert(u"chatId"_s, facts.chatId);
                return known;
            }});
        connect(m_stream.get(), &BotCall::piece, this, [this](const QString &text, bool reasoning) {
            if (!reasoning && std::exchange(m_isGapDue, false))
                Q_EMIT piece(answerGap.toString(), false);
            Q_EMIT piece(text, reasoning);
        });
        connect(m_stream.get(), &BotCall::placed, this, [this](const QJsonObject &place) {
            m_question.place = place;
            Q_EMIT placed(place);
        });
        connect(m_stream.get(), &BotCall::ended, this, [this, request, token](const CallOutcome &outcome) { onStreamEnded(outcome, request, token); });
    });
}

void ChatStream::onStreamEnded(const CallOutcome &outcome, const ApiRequest &request, const QByteArray &token)
{
    const bool isFailed = outcome.end == CallOutcome::End::Failed;
    const bool saidNothing = outcome.answer.isEmpty() && outcome.reasoning.isEmpty();
    if (isFailed && saidNothing && !m_isRenewed && isTokenRefused(outcome.error.code, m_refusal) && m_api.renew(token)) {
        m_isRenewed = true;
        m_refusal = 0;
        dropStream();
        open(request);
    } else if (isFailed && outcome.error.code == u"requires_action" && canCallTools() && !outcome.facts.toolCalls.isEmpty() && !chatId().isEmpty()) {
        goOnWithTools(outcome);
    } else {
        CallOutcome whole = outcome;
        whole.wasSent = whole.wasSent || m_wasSent;
        whole.isOver = whole.isOver && !(m_askedTimes && outcome.facts.chatId.isEmpty()); // tools' outputs that were refused are waited for
        whole.answer = joined(m_answer, outcome.answer);
        whole.reasoning = joined(m_reasoning, outcome.reasoning);
        Q_EMIT ended(whole);
    }
}

void ChatStream::goOnWithTools(const CallOutcome &outcome)
{
    m_answer = joined(m_answer, outcome.answer);
    m_reasoning = joined(m_reasoning, outcome.reasoning);
    m_isGapDue = !m_answer.isEmpty();
    m_isRenewed = false;
    m_wasSent = true;
    if (!m_askedTimes)
        m_askedTimes = m_stream->times();
    dropStream();
    withToolOutputs(outcome.facts.toolCalls, true, [this](const ApiRequest &request) { open(request); });
}

// Not at once: it is called from its signal.
void ChatStream::dropStream()
{
    m_logId = logId();
    m_stream->disconnect(this);
    m_stream.release()->deleteLater();
}

} // namespace pipit::bots::coze
