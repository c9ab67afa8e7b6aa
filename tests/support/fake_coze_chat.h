// SPDX-License-Identifier: GPL-3.0-or-later
// One chat of a pretended Coze: what it will say, and how far it is.
//
// Thread rule: a CozeScript is a value; a FakeCozeChat belongs to its FakeCoze, and lives as long.
#pragma once

#include "tests/support/fake_stream.h"

#include <QJsonArray>
#include <QStringList>

#include <limits>

namespace pipit::test {

// The end of a stream, as it is met in the wild.
enum class CozeDone {
    Quoted, // event:done, "[DONE]" as a JSON string
    Bare,   // event:done, [DONE]
    Object, // event:done, {"debug_url":…}
    Empty,  // event:done, nothing
    Studio, // event:conversation.stream.done, nothing; and Coze Studio's spellings of states
    None,
};

struct CozeFailure {
    int code = 4013;
    QString message = QStringLiteral("model error");
    int afterPieces = std::numeric_limits<int>::max();
    bool asErrorEvent = false; // event:error, and the stream ends; else chat.failed and done
};

struct CozeToolCall {
    QString id = QStringLiteral("call1");
    QString name = QStringLiteral("get_rain");
    QString arguments = QStringLiteral(R"({"city":"Paris"})");
};

enum class CozeListOrder { AsSaid, VerboseFirst, Backwards };

// What becomes of one question.
struct CozeScript {
    QStringList pieces{QStringLiteral("Hel"), QStringLiteral("lo!")};
    QList<QStringList> furtherAnswers = {};        // each its own message
    bool interleaved = false;                      // the answers' pieces come in turn
    QStringList reasoning = {};
    QStringList followUps = {};
    std::optional<QString> completedText = {};     // of the first answer, where it is not its pieces
    qint64 inputTokens = 20;
    qint64 outputTokens = 10;

    std::optional<CozeFailure> failure = {};
    // With any of these the chat waits for their outputs before it says anything.
    QList<CozeToolCall> toolCalls = {};

    std::chrono::milliseconds firstPieceAfter{0};
    std::chrono::milliseconds pieceInterval{0};
    std::optional<int> gateAfter = {};             // so many pieces, then goOn() is waited for

    SseForm form = {};
    CozeDone done = CozeDone::Quoted;
    bool deltas = true;                            // false: message.completed alone carries the answer
    bool answerInStream = true;                    // false: the stream ends well and has no answer; the model has
    bool noise = false;                            // everything that is not reply text, and comments, on the way
    bool otherUsageNames = false;                  // input_tokens and output_tokens
    Mishap mishap = {};                            // of the question's stream
    Mishap continuationMishap = {};                // of the stream after submit_tool_outputs

    int retrievesInProgress = 0;                   // so often it is not ready yet, unless its stream said all
    CozeListOrder listOrder = CozeListOrder::AsSaid;
};

class FakeCozeChat
{
public:
    enum class State { InProgress, RequiresAction, Completed, Failed, Canceled };

    struct Ids {
        QString chat, conversation, section, bot, user;
        qint64 firstMessage = 0; // and those above it
    };

    FakeCozeChat(Ids ids, const QJsonObject &request, CozeScript script);
    FakeCozeChat(const FakeCozeChat &) = delete;

    // The chat goes on from here, in a stream, or unseen after a plain answer.
    Reply stream();
    std::vector<Step> unseen();
    // The outputs are taken where all that was waited for is there.
    bool submit(const QJsonArray &outputs);
    bool cancel();

    const Ids &ids() const { return m_ids; }
    bool isStreamed() const { return m_streamed; }
    const QJsonArray &questions() const { return m_questions; }
    const QJsonArray &toolOutputs() const { return m_toolOutputs; }
    int retrieves() const { return m_retrieves; }
    int cancels() const { return m_cancels; }
    State state() const;           // as the service says it
    QString stateName() const { return nameOf(state()); }

    QJsonObject retrieve();
    QJsonObject json() const { return json(state()); }
    QJsonArray messageList() const;
    QJsonArray history() const;    // the question and the answers

private:
    QJsonObject json(State state) const;
    QString nameOf(State state) const;
    QJsonObject message(int index, const QString &type, const QString &content) const;
    QString answerText(int answer) const;
    QJsonObject requiredAction() const;
    QJsonObject lastError() const;

    bool waitsForTools() const { return !m_script.toolCalls.isEmpty() && m_toolOutputs.isEmpty(); }
    Reply reply(const Mishap &mishap);
    std::vector<Step> opening();
    std::vector<Step> body();
    void addNoise(std::vector<Step> &steps) const;
    void addPieces(std::vector<Step> &steps) const;
    void addClosing(std::vector<Step> &steps);
    void addDone(std::vector<Step> &steps) const;
    Step frame(const QByteArray &event, const QJsonObject &data) const;
    Step turn(const QByteArray &event, State state, const QJsonObject &data);
    QList<std::pair<int, int>> pieceOrder() const; // answer and piece

    const Ids m_ids;
    const CozeScript m_script;
    const QList<QStringList> m_answers;
    const QJsonArray m_questions;
    const qint64 m_createdAt;
    State m_state = State::InProgress; // of the model, as far as it is played
    bool m_allSaid = false;            // its stream came to the end of the chat
    bool m_streamed = false;
    bool m_canceled = false;
    QJsonArray m_toolOutputs;
    int m_retrieves = 0;
    int m_retrievesOfTurn = 0;         // since the question, or the tools' outputs
    int m_cancels = 0;
};

} // namespace pipit::test
