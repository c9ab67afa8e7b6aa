// SPDX-License-Identifier: GPL-3.0-or-later
// An answer of Coze as it is written: a stream, and where tools are wanted, one after the other.
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/coze/chat_call.h"

namespace pipit::bots::coze {

class ChatStream final : public ChatCall
{
    Q_OBJECT

public:
    ChatStream(const Api &api, Question question);
    CallTimes times() const override { return m_stream && !m_askedTimes ? m_stream->times() : m_askedTimes.value_or(CallTimes()); }
    QString logId() const override { return m_stream && !m_stream->logId().isEmpty() ? m_stream->logId() : m_logId; }

private:
    void open(const ApiRequest &request);
    void onStreamEnded(const CallOutcome &outcome, const ApiRequest &request, const QByteArray &token);

    void goOnWithTools(const CallOutcome &outcome);
    void dropStream();

    std::unique_ptr<BotCall> m_stream;
    std::optional<CallTimes> m_askedTimes; // once tools were wanted
    QString m_answer, m_reasoning; // of the streams before, which ended where tools were wanted
    bool m_isGapDue = false;
    int m_refusal = 0;        // the status of an answer that refused
    bool m_isRenewed = false; // the token was
};

} // namespace pipit::bots::coze
