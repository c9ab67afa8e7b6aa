// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_coze_chat.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace pipit::test {

using namespace Qt::StringLiterals;

namespace {

// Where the ids of a chat's messages begin; the answers come first.
constexpr int afterAnswers = 100, followUpIds = 200, toolIds = 300, noiseIds = 400, questionIds = 500;

const QString generateAnswerFinish = uR"({"msg_type":"generate_answer_finish","data":"{\"finish_reason\":0}","from_module":null,"from_unit":null})"_s;

QByteArray jsonBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void stamp(QJsonObject &message, qint64 seconds)
{
    message[u"created_at"] = seconds;
    message[u"updated_at"] = seconds;
}

QList<QStringList> allAnswers(const CozeScript &script)
{
    return QList<QStringList>{script.pieces} + script.furtherAnswers;
}

} // namespace

FakeCozeChat::FakeCozeChat(Ids ids, const QJsonObject &request, CozeScript script)
    : m_ids(std::move(ids)),
      m_script(std::move(script)),
      m_answers(allAnswers(m_script)),
      m_questions(request[u"additional_messages"].toArray()),
      m_createdAt(QDateTime::currentSecsSinceEpoch())
{
}

Reply FakeCozeChat::stream()
{
    m_streamed = true;
    return reply(m_toolOutputs.isEmpty() ? m_script.mishap : m_script.continuationMishap);
}

std::vector<Step> FakeCozeChat::unseen()
{
    return reply({}).steps;
}

Reply FakeCozeChat::reply(const Mishap &mishap)
{
    // In this order: opening() knows of tools that body() has not asked for yet.
    std::vector<Step> first = opening();
    return streamReply(std::move(first), body(), m_script.form, mishap, waitsForTools() ? std::nullopt : m_script.gateAfter);
}

bool FakeCozeChat::submit(const QJsonArray &outputs)
{
    QSet<QString> answered;
    for (const auto &output : outputs)
        answered << output[u"tool_call_id"].toString();
    const bool complete = std::all_of(m_script.toolCalls.begin(), m_script.toolCalls.end(), [&](const CozeToolCall &call) { return answered.contains(call.id); });
    if (state() != State::RequiresAction || !complete)
        return false;
    m_toolOutputs = outputs;
    m_state = State::InProgress;
    m_allSaid = false;
    m_retrievesOfTurn = 0;
    return true;
}

bool FakeCozeChat::cancel()
{
    ++m_cancels;
    m_canceled = m_canceled || state() == State::InProgress;
    return m_canceled;
}

FakeCozeChat::State FakeCozeChat::state() const
{
    if (m_canceled)
        return State::Canceled;
    return !m_allSaid && m_retrievesOfTurn < m_script.retrievesInProgress ? State::InProgress : m_state;
}

QJsonObject FakeCozeChat::retrieve()
{
    const QJsonObject chat = json();
    ++m_retrieves;
    ++m_retrievesOfTurn;
    return chat;
}

QString FakeCozeChat::nameOf(State state) const
{
    const bool studio = m_script.done == CozeDone::Studio;
    switch (state) {
    case State::InProgress:
        return u"in_progress"_s;
    case State::RequiresAction:
        return studio ? u"required_action"_s : u"requires_action"_s;
    case State::Completed:
        return u"completed"_s;
    case State::Failed:
        return u"failed"_s;
    case State::Canceled:
        break;
    }
    return studio ? u"cancelled"_s : u"canceled"_s;
}

QJsonObject FakeCozeChat::lastError() const
{
    return {{u"code"_s, m_script.failure->code}, {u"msg"_s, m_script.failure->message}};
}

QJsonObject FakeCozeChat::requiredAction() const
{
    QJsonArray calls;
    for (const CozeToolCall &call : m_script.toolCalls) {
        const QJsonObject function{{u"name"_s, call.name}, {u"arguments"_s, call.arguments}};
        calls << QJsonObject{{u"id"_s, call.id}, {u"type"_s, u"function"_s}, {u"function"_s, function}};
    }
    return {{u"type"_s, u"submit_tool_outputs"_s}, {u"submit_tool_outputs"_s, QJsonObject{{u"tool_calls"_s, calls}}}};
}

QJsonObject FakeCozeChat::json(State state) const
{
    QJsonObject chat{{u"id"_s, m_ids.chat}, {u"conversation_id"_s, m_ids.conversation}, {u"bot_id"_s, m_ids.bot}, {u"section_id"_s, m_ids.section}, {u"created_at"_s, m_createdAt}, {u"status"_s, nameOf(state)}};
    chat[u"last_error"] = m_script.noise ? QJsonValue() : QJsonObject{{u"code"_s, 0}, {u"msg"_s, QString()}};
    if (m_script.noise)
        chat[u"required_action"] = QJsonObject{{u"type"_s, QString()}};
    if (state == State::RequiresAction)
        chat[u"required_action"] = requiredAction();
    if (state == State::Failed) {
        chat[u"failed_at"] = m_createdAt + 3;
        chat[u"last_error"] = lastError();
    }
    if (state == State::Completed) {
        chat[u"completed_at"] = m_createdAt + 3;
        const bool other = m_script.otherUsageNames;
        chat[u"usage"] = QJsonObject{{u"token_count"_s, m_script.inputTokens + m_script.outputTokens},
                                     {other ? u"output_tokens"_s : u"output_count"_s, m_script.outputTokens},
                                     {other ? u"input_tokens"_s : u"input_count"_s, m_script.inputTokens}};
    }
    return chat;
}

QJsonObject FakeCozeChat::message(int index, const QString &type, const QString &content) const
{
    return {{u"id"_s, QString::number(m_ids.firstMessage + index)}, {u"conversation_id"_s, m_ids.conversation}, {u"bot_id"_s, m_ids.bot}, {u"chat_id"_s, m_ids.chat}, {u"section_id"_s, m_ids.section},
            {u"role"_s, u"assistant"_s}, {u"type"_s, type}, {u"content"_s, content}, {u"content_type"_s, u"text"_s}};
}

QString FakeCozeChat::answerText(int answer) const
{
    return answer == 0 && m_script.completedText ? *m_script.completedText : m_answers[answer].join(QString());
}

QJsonArray FakeCozeChat::messageList() const
{
    QList<QJsonObject> messages;
    if (state() == State::Completed) {
        for (int i = 0; i < m_answers.size(); ++i)
            messages << message(i, u"answer"_s, answerText(i));
        if (!m_script.reasoning.isEmpty())
            messages.first()[u"reasoning_content"] = m_script.reasoning.join(QString());
        messages << message(afterAnswers, u"verbose"_s, generateAnswerFinish);
        for (int i = 0; i < m_script.followUps.size(); ++i)
            messages << message(followUpIds + i, u"follow_up"_s, m_script.followUps[i]);
    }
    // Each later than the one before, so that a list in another order can be put right.
    for (qsizetype i = 0; i < messages.size(); ++i)
        stamp(messages[i], m_createdAt + 1 + i);
    if (m_script.listOrder == CozeListOrder::Backwards)
        std::reverse(messages.begin(), messages.end());
    if (m_script.listOrder == CozeListOrder::VerboseFirst)
        std::stable_partition(messages.begin(), messages.end(), [](const QJsonObject &message) { return message[u"type"] == u"verbose"_s; });
    QJsonArray list;
    for (const QJsonObject &message : messages)
        list << message;
    return list;
}

QJsonArray FakeCozeChat::history() const
{
    QJsonArray history;
    if (state() == State::Canceled)
        return history;
    for (int i = 0; i < m_questions.size(); ++i) {
        QJsonObject question = m_questions[i].toObject();
        question.insert(u"id"_s, QString::number(m_ids.firstMessage + questionIds + i));
        question.insert(u"type"_s, question[u"role"] == u"user"_s ? u"question"_s : u"answer"_s);
        question.insert(u"conversation_id"_s, m_ids.conversation);
        question.insert(u"chat_id"_s, m_ids.chat);
        question.insert(u"created_at"_s, m_createdAt);
        history << question;
    }
    for (const auto &message : messageList()) {
        if (message[u"type"] == u"answer"_s)
            history << message;
    }
    return history;
}

Step FakeCozeChat::frame(const QByteArray &event, const QJsonObject &data) const
{
    return {.bytes = [this, event, data] { return m_script.form.frame(event, jsonBytes(data)); }};
}

Step FakeCozeChat::turn(const QByteArray &event, State state, const QJsonObject &data)
{
    Step step = frame(event, data);
    step.played = [this, state](bool seen) {
        m_state = state;
        m_allSaid = seen;
    };
    return step;
}

std::vector<Step> FakeCozeChat::opening()
{
    std::vector<Step> steps;
    QJsonObject created = json(State::InProgress);
    created[u"status"] = u"created"_s;
    if (m_toolOutputs.isEmpty())
        steps.push_back(frame("conversation.chat.created", created));
    steps.push_back(frame("conversation.chat.in_progress", json(State::InProgress)));
    if (m_script.noise)
        addNoise(steps);
    return steps;
}

void FakeCozeChat::addNoise(std::vector<Step> &steps) const
{
    const QByteArray completed = "conversation.message.completed";
    steps.push_back({.bytes = [this] { return m_script.form.comment("ping"); }});
    steps.push_back(frame(completed, message(noiseIds, u"verbose"_s, uR"({"msg_type":"knowledge_recall","data":"{\"chunks\":[]}"})"_s)));
    steps.push_back(frame(completed, message(noiseIds + 1, u"function_call"_s, uR"({"name":"search","arguments":{},"plugin_id":7379462189365198899,"api_id":7379462189365198900})"_s)));
    steps.push_back(frame(completed, message(noiseIds + 2, u"tool_output"_s, u"what a tool put out"_s)));
    steps.push_back(frame(completed, message(noiseIds + 3, u"tool_response"_s, u"what a tool responded"_s)));
    steps.push_back(frame(completed, message(noiseIds + 4, u"knowledge"_s, u"a recalled slice"_s)));
    steps.push_back(frame("conversation.message.delta", message(noiseIds + 5, u"verbose"_s, u"a piece that is no answer"_s)));
    QJsonObject audio = message(noiseIds + 6, u"answer"_s, u"AAEC"_s);
    audio[u"content_type"] = u"audio"_s;
    steps.push_back(frame("conversation.audio.delta", audio));
    steps.push_back(frame("conversation.of.tomorrow", {{u"content"_s, u"an event that nobody knows"_s}}));
}

std::vector<Step> FakeCozeChat::body()
{
    std::vector<Step> steps;
    if (waitsForTools()) {
        for (int i = 0; i < m_script.toolCalls.size(); ++i) {
            const QString content = u"{\"name\":\""_s + m_script.toolCalls[i].name + u"\",\"arguments\":"_s + m_script.toolCalls[i].arguments + u"}"_s;
            steps.push_back(frame("conversation.message.completed", message(toolIds + i, u"function_call"_s, content)));
        }
        steps.push_back(turn("conversation.chat." + nameOf(State::RequiresAction).toLatin1(), State::RequiresAction, json(State::RequiresAction)));
        addDone(steps);
        return steps;
    }
    addPieces(steps);
    if (!m_script.failure) {
        addClosing(steps);
        addDone(steps);
    } else if (m_script.failure->asErrorEvent) {
        steps.push_back(turn("error", State::Failed, lastError()));
    } else {
        steps.push_back(turn("conversation.chat.failed", State::Failed, json(State::Failed)));
        addDone(steps);
    }
    return steps;
}

QList<std::pair<int, int>> FakeCozeChat::pieceOrder() const
{
    QList<std::pair<int, int>> order;
    for (int answer = 0; answer < m_answers.size(); ++answer) {
        for (int piece = 0; piece < m_answers[answer].size(); ++piece)
            order << std::pair(answer, piece);
    }
    if (m_script.interleaved)
        std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    if (m_script.failure)
        order.resize(std::min(order.size(), qsizetype(m_script.failure->afterPieces)));
    return order;
}

void FakeCozeChat::addPieces(std::vector<Step> &steps) const
{
    const bool said = m_script.deltas && m_script.answerInStream;
    const auto add = [&](std::function<QByteArray()> bytes) {
        Step step{.pause = steps.empty() ? m_script.firstPieceAfter : m_script.pieceInterval};
        // What is not said takes its time all the same.
        if (said) {
            step.bytes = std::move(bytes);
            step.piece = true;
        } else {
            step.bytes = [] { return QByteArray(); };
        }
        steps.push_back(std::move(step));
    };
    for (int i = 0; i < m_script.reasoning.size(); ++i) {
        add([this, i] {
            QJsonObject delta = message(0, u"answer"_s, QString());
            delta[u"reasoning_content"] = m_script.reasoning[i];
            return m_script.form.frame("conversation.message.delta", jsonBytes(delta));
        });
    }
    for (const auto &[answer, piece] : pieceOrder()) {
        add([this, answer = answer, piece = piece] {
            return m_script.form.frame("conversation.message.delta", jsonBytes(message(answer, u"answer"_s, m_answers[answer][piece])));
        });
    }
}

void FakeCozeChat::addClosing(std::vector<Step> &steps)
{
    const QByteArray completed = "conversation.message.completed";
    for (int i = 0; i < m_answers.size() && m_script.answerInStream; ++i) {
        QJsonObject answer = message(i, u"answer"_s, answerText(i));
        stamp(answer, m_createdAt + 1 + i);
        steps.push_back(frame(completed, answer));
    }
    steps.push_back(frame(completed, message(afterAnswers, u"verbose"_s, generateAnswerFinish)));
    for (int i = 0; i < m_script.followUps.size(); ++i)
        steps.push_back(frame(completed, message(followUpIds + i, u"follow_up"_s, m_script.followUps[i])));
    steps.push_back(turn("conversation.chat.completed", State::Completed, json(State::Completed)));
}

void FakeCozeChat::addDone(std::vector<Step> &steps) const
{
    const auto add = [&](const QByteArray &event, const QByteArray &data) {
        steps.push_back({.bytes = [this, event, data] { return m_script.form.frame(event, data); }});
    };
    switch (m_script.done) {
    case CozeDone::Quoted:
        return add("done", R"("[DONE]")");
    case CozeDone::Bare:
        return add("done", "[DONE]");
    case CozeDone::Object:
        return add("done", R"({"debug_url":"https://www.coze.cn/work_flow?execute_id=743104097880585"})");
    case CozeDone::Empty:
        return add("done", {});
    case CozeDone::Studio:
        return add("conversation.stream.done", {});
    case CozeDone::None:
        return;
    }
}

} // namespace pipit::test
