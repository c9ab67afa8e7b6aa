// SPDX-License-Identifier: GPL-3.0-or-later
// The tools that a bot waits for, run by whoever is at tool_callback_url, one after the other.
//
// An answer, whatever its status, becomes an output, so that the model can make something of a tool that failed; where nobody
// answers, there is none, and the error says so. Bounded: 20 calls at once, five minutes and 256 KiB of output for each.
// Thread rule: the node's thread. Deleting it ends the call that is under way.
#pragma once

#include "core/bot_config.h"
#include "server/bots/coze/coze_request.h"
#include "server/bots/provider/bot.h"
#include "server/bots/provider/provider_call.h"

namespace pipit::bots::coze {

class ToolCalls final : public QObject
{
    Q_OBJECT

public:
    struct Answer {
        QList<ToolOutput> outputs = {}; // of all calls
        std::optional<ProviderError> error = {};
    };

    // `done` is called once, later.
    ToolCalls(const BotConfig &config, const Question &question, QList<ToolCall> calls, QObject *parent, std::function<void(const Answer &)> done);

private:
    void next();
    void onDone();
    void fail(const QString &reason);
    void end();

    const BotConfig m_config;
    const QString m_runId, m_sessionId;
    const QList<ToolCall> m_calls;
    const std::function<void(const Answer &)> m_done;
    Answer m_answer;
    ProviderCall *m_call = nullptr;
    QByteArray m_body;
    QTimer m_limit;
};

} // namespace pipit::bots::coze
