// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/tool_calls.h"

#include "core/text_limits.h"

#include <QJsonDocument>

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr qsizetype callsAtMost = 20;
constexpr qsizetype outputBytes = 256 << 10;
constexpr std::chrono::minutes callTime{5};

QString failedOutput(const QString &reason, const QString &said)
{
    return QString::fromUtf8(QJsonDocument(QJsonObject{{u"error"_s, reason}, {u"answer"_s, said}}).toJson(QJsonDocument::Compact));
}

} // namespace

ToolCalls::ToolCalls(const BotConfig &config, const Question &question, QList<ToolCall> calls, QObject *parent, std::function<void(const Answer &)> done)
    : QObject(parent), m_config(config), m_runId(question.runId), m_sessionId(question.message.sessionId), m_calls(std::move(calls)), m_done(std::move(done))
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { fail(u"It took longer than %1 minutes."_s.arg(callTime.count())); });
    QTimer::singleShot(0, this, &ToolCalls::next);
}

void ToolCalls::next()
{
    if (m_calls.size() > callsAtMost) {
        m_answer.error = ProviderError{.message = u"The bot wants %1 tools called at once; %2 are allowed."_s.arg(m_calls.size()).arg(callsAtMost), .code = u"requires_action"_s};
        end();
        return;
    }
    if (m_answer.outputs.size() == m_calls.size()) {
        end();
        return;
    }
    const ToolCall &call = m_calls[m_answer.outputs.size()];
    const QJsonObject body{{u"runId"_s, m_runId}, {u"sessionId"_s, m_sessionId}, {u"botId"_s, m_config.id}, {u"toolCallId"_s, call.id}, {u"name"_s, call.name}, {u"arguments"_s, call.arguments}};
    m_body.clear();
    m_call = new ProviderCall({.http = {.url = QUrl(m_config.toolCallbackUrl), .method = "POST", .body = QJsonDocument(body).toJson(QJsonDocument::Compact)},
                               .connectTimeout = m_config.connectTimeout, .firstTimeout = m_config.firstTokenTimeout, .silenceTimeout = m_config.silenceTimeout}, this);
    connect(m_call, &ProviderCall::bodyReceived, this, [this](QByteArrayView bytes) {
        if (!m_call)
            return;
        m_call->progress();
        m_body += bytes;
        if (m_body.size() > outputBytes)
            onDone();
    });
    connect(m_call, &ProviderCall::done, this, &ToolCalls::onDone);
    m_limit.start(callTime);
    m_call->start();
}

void ToolCalls::onDone()
{
    ProviderCall *const call = std::exchange(m_call, nullptr);
    if (!call)
        return;
    call->disconnect(this);
    call->deleteLater();
    m_limit.stop();
    const bool isTooLarge = m_body.size() > outputBytes;
    if (!isTooLarge && call->end() != ProviderCall::End::Whole) {
        fail(call->reason());
        return;
    }
    const QString said = withoutFaults(QString::fromUtf8(m_body));
    QString output = said;
    if (isTooLarge)
        output = failedOutput(u"The tool's output is larger than %1 KiB."_s.arg(outputBytes >> 10), {});
    else if (!call->isSuccess())
        output = failedOutput(u"The tool answered with status %1."_s.arg(call->status()), leftOfText(said, 4'096));
    m_answer.outputs.append({.toolCallId = m_calls[m_answer.outputs.size()].id, .output = output});
    next();
}

void ToolCalls::fail(const QString &reason)
{
    const QString host = QUrl(m_config.toolCallbackUrl).host();
    m_answer.error = ProviderError{.message = u"The tool %1 got no answer from %2 (tool_callback_url): %3 Check that it runs there, and ask again."_s
                                                  .arg(forEcho(m_calls[m_answer.outputs.size()].name), host, reason), .code = u"requires_action"_s};
    end();
}

void ToolCalls::end()
{
    if (ProviderCall *const call = std::exchange(m_call, nullptr)) {
        call->disconnect(this);
        call->deleteLater();
    }
    m_limit.stop();
    deleteLater();
    m_done(m_answer);
}

} // namespace pipit::bots::coze
