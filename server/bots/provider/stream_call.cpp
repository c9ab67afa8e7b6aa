// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/stream_call.h"

#include "net/network_access.h"
#include "server/bots/provider/provider.h"

using namespace Qt::StringLiterals;

namespace pipit::bots {

StreamCall::StreamCall(ProviderRequest request, StreamDialect dialect)
    : m_dialect(std::move(dialect)), m_secret(request.secret), m_call(std::move(request))
{
    connect(&m_call, &ProviderCall::headReceived, this, [this] {
        if (m_call.isSuccess())
            m_reader = m_dialect.makeReader([this](const QString &text, bool reasoning) { onText(text, reasoning); }, m_call);
    });
    connect(&m_call, &ProviderCall::bodyReceived, this, &StreamCall::onBody);
    connect(&m_call, &ProviderCall::done, this, &StreamCall::onDone);
    QTimer::singleShot(0, this, [this] { m_call.start(); });
}

void StreamCall::onBody(QByteArrayView bytes)
{
    if (m_ended)
        return;
    if (!m_reader) {
        m_errorBody += bytes.first(std::min(bytes.size(), errorBodyBytes - m_errorBody.size()));
        return;
    }
    m_reader->feed(bytes);
    tellText();
    // Until the first word, the limit is that of the first word.
    const bool hasBegun = !m_reader->answer().isEmpty() || !m_reader->reasoning().isEmpty();
    if (m_reader->events() != std::exchange(m_events, m_reader->events()) && hasBegun)
        m_call.progress();
    tellPlace();
    if (m_reader->outcome() != ReplyReader::Outcome::Open)
        onDone();
}

void StreamCall::onText(const QString &text, bool reasoning)
{
    if (reasoning != m_isReasoning)
        tellText();
    m_isReasoning = reasoning;
    m_text += text;
}

void StreamCall::tellText()
{
    if (!m_text.isEmpty())
        Q_EMIT piece(std::exchange(m_text, {}), m_isReasoning);
}

void StreamCall::tellPlace()
{
    if (!m_dialect.placeOf)
        return;
    if (QJsonObject place = m_dialect.placeOf(m_reader->facts()); !place.isEmpty() && place != m_place) {
        m_place = std::move(place);
        Q_EMIT placed(m_place);
    }
}

void StreamCall::onDone()
{
    if (m_ended)
        return;
    if (!m_reader) {
        if (m_call.status() != 0 && !m_call.isSuccess())
            end(CallOutcome::End::Failed, m_dialect.errorOf(m_call, m_errorBody, retryAfter(m_call.header("retry-after"))));
        else
            end(CallOutcome::End::Broken, m_call.fault());
        return;
    }
    if (m_reader->outcome() == ReplyReader::Outcome::Open)
        m_reader->end();
    tellText(); // what the reader had held back
    tellPlace();
    switch (m_reader->outcome()) {
    case ReplyReader::Outcome::Finished:
        end(CallOutcome::End::Whole, {});
        break;
    case ReplyReader::Outcome::Failed:
        end(CallOutcome::End::Failed, m_reader->error().value_or(ProviderError{.message = u"The provider reported an error without a word."_s}));
        break;
    case ReplyReader::Outcome::NeedsAction:
        end(CallOutcome::End::Failed, unansweredTools(m_reader->facts().toolCalls, m_reader->facts().logId));
        break;
    default:
        ProviderError error = m_call.fault();
        error.logId = m_reader->facts().logId;
        end(CallOutcome::End::Broken, std::move(error));
    }
}

void StreamCall::end(CallOutcome::End how, ProviderError error)
{
    m_ended = true;
    // A provider's words may repeat what it was sent.
    error.message = struckOut(error.message, m_secret);
    CallOutcome outcome{.end = how, .error = std::move(error), .wasSent = m_call.wasSent()};
    outcome.isOver = how == CallOutcome::End::Whole || !m_call.wasSent() || (how == CallOutcome::End::Failed && !outcome.error.code.isEmpty());
    if (m_reader) {
        outcome.answer = m_reader->answer();
        outcome.reasoning = m_reader->reasoning();
        outcome.facts = m_reader->facts();
    }
    Q_EMIT ended(outcome);
}

} // namespace pipit::bots
