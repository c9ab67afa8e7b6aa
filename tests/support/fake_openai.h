// SPDX-License-Identifier: GPL-3.0-or-later
// A small server that speaks OpenAI's chat completions, as any of those that say they do: each script is one dialect of it.
// Written from the facts of the protocol, without a line of the code that it tests.
//
// Any path will do that ends in /chat/completions or /models. Each question gets the script of scriptNext(), in turn, else
// the one of setScript(). Every answer bears a request id: ProviderRequest::answerId.
// Thread rule: as FakeProvider.
#pragma once

#include "tests/support/fake_stream.h"

#include <QStringList>

#include <deque>
#include <limits>

namespace pipit::test {

// The chunk with the usage, where it was asked for.
enum class OpenAiUsage { EmptyChoices, NullChoices, NoChoices, OnFinish, None };

struct OpenAiFailure {
    enum class Shape {
        Object,      // data: {"error":{…}}
        String,      // data: {"error":"…"}
        FlatObject,  // data: {"object":"error",…}
        Field,       // error: {…}, the field of old llama.cpp
        Event,       // event: error
        Finish,      // beside choices that finish with "error"
        EmptyChunk,  // a chunk without text, and the end
    };

    Shape shape = Shape::Object;
    QString message = QStringLiteral("the model fell over");
    QString type = QStringLiteral("server_error");
    int code = 500;
    int afterPieces = std::numeric_limits<int>::max();
    bool doneAfter = false; // [DONE] all the same
};

struct OpenAiToolCall {
    QString id;
    QString name;
    QStringList arguments; // the fragments
};

struct OpenAiScript {
    QStringList pieces{QStringLiteral("Hel"), QStringLiteral("lo!")};
    QStringList secondChoice = {};                     // of n=2
    QStringList reasoning = {};
    QByteArray reasoningField = "reasoning_content";   // or "reasoning"
    QList<OpenAiToolCall> toolCalls = {};
    QString finishReason = QStringLiteral("stop");     // empty: nobody says it
    qint64 promptTokens = 5;
    qint64 completionTokens = 2;

    std::optional<OpenAiFailure> failure = {};

    std::chrono::milliseconds firstPieceAfter{0};
    std::chrono::milliseconds pieceInterval{0};
    std::optional<int> gateAfter = {};                 // so many pieces, then goOn() is waited for

    SseForm form{.spaceAfterColon = true};
    OpenAiUsage usage = OpenAiUsage::EmptyChoices;
    bool usageNullElsewhere = false;                   // "usage":null on the other chunks
    bool contentNull = false;                          // of the role's chunk, and a chunk whose role is null
    bool done = true;                                  // [DONE] at the end
    QByteArrayList commentsFirst = {};                 // before the first token; an empty one is a bare colon
    int emptyLinesFirst = 0;                           // before a JSON answer
    bool ignoresStream = false;                        // answers with JSON whatever was asked
    Mishap mishap = {};                                // of the stream
};

// {"error":{…}} with a status, for answerNext().
Reply openAiError(int status, const QString &message, const QString &type);

class FakeOpenAi : public FakeProvider
{
public:
    // Without a key any will do, and none.
    explicit FakeOpenAi(QByteArray key = {});
    ~FakeOpenAi() override;

    const QByteArray &key() const { return m_key; }

    void setScript(const OpenAiScript &script);
    void scriptNext(const OpenAiScript &script);
    // Without any, the list's data is null.
    void setModels(const QStringList &models);

protected:
    Reply answer(const ProviderRequest &request) override;
    void mark(Reply &reply, const QByteArray &answerId) const override;

private:
    Reply complete(const ProviderRequest &request);
    Reply listModels() const;

    const QByteArray m_key;
    OpenAiScript m_script;
    std::deque<OpenAiScript> m_nextScripts;
    QStringList m_models{QStringLiteral("m")};
};

} // namespace pipit::test
