// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for the readers of every provider: what they make of a body does not depend on where the network cut it, is fit
// to be stored and shown, and takes no more memory than what came.
//
// Thread rule: functions without state.
#pragma once

#include "server/bots/provider/reply_reader.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/sound_text.h"

#include <vector>

namespace pipit::fuzz {

// All that a reader said, in order.
struct Reply {
    using Outcome = bots::ReplyReader::Outcome;

    std::vector<QString> pieces; // "r" or "a", and the text
    Outcome outcome = Outcome::Open;
    QString answer, reasoning;
    QStringList facts; // every one, as text
    QStringList error; // empty where there is none
    qint64 events = 0;
    bool operator==(const Reply &) const = default;
};

inline QStringList textsOf(const bots::ReplyFacts &facts)
{
    QStringList texts{facts.conversationId, facts.chatId, facts.model, facts.logId, facts.finishReason};
    texts << facts.suggestions;
    for (const bots::ToolCall &call : facts.toolCalls)
        texts << call.id << call.name << call.arguments;
    if (facts.usage)
        texts << QString::number(facts.usage->inputTokens) << QString::number(facts.usage->outputTokens);
    return texts;
}

template<typename Reader>
Reply read(std::string_view body, std::size_t largest, Chance &chance)
{
    Reply reply;
    Reader reader([&reply](const QString &text, bool isReasoning) {
        REQUIRE(!text.isEmpty() && isSoundText(text));
        reply.pieces.push_back((isReasoning ? u'r' : u'a') + text);
    });
    inPieces(body, largest, chance, [&reader](std::string_view piece) { reader.feed(QByteArrayView(piece.data(), qsizetype(piece.size()))); });
    const auto before = reader.outcome();
    reader.end();
    reply.outcome = reader.outcome();
    REQUIRE(reply.outcome != Reply::Outcome::Open && (before == Reply::Outcome::Open || before == reply.outcome));
    reply.answer = reader.answer();
    reply.reasoning = reader.reasoning();
    reply.facts = textsOf(reader.facts());
    if (const auto &error = reader.error())
        reply.error = {error->message, error->code, error->logId, QString::number(error->passes)};
    reply.events = reader.events();
    return reply;
}

// The pieces in order are the answer and the reasoning.
inline void requireHandedOut(const Reply &reply)
{
    QString answer, reasoning;
    for (const QString &piece : reply.pieces)
        (piece.front() == u'r' ? reasoning : answer) += QStringView(piece).mid(1);
    REQUIRE(answer == reply.answer && reasoning == reply.reasoning);
}

inline void requireFit(const Reply &reply, qsizetype bodyBytes)
{
    REQUIRE(isSoundText(reply.answer) && isSoundText(reply.reasoning));
    // What is no UTF-8 becomes three bytes for one; between two answers there is a gap.
    REQUIRE(reply.answer.toUtf8().size() + reply.reasoning.toUtf8().size() <= 3 * bodyBytes);
    qsizetype factUnits = 0;
    for (const QString &text : reply.facts) {
        REQUIRE(isSoundText(text));
        factUnits += text.size();
    }
    REQUIRE(factUnits <= 3 * bodyBytes + 40);
    REQUIRE((reply.outcome == Reply::Outcome::Failed) == !reply.error.isEmpty());
    if (!reply.error.isEmpty()) {
        REQUIRE(isSentence(reply.error[0], 1'000));
        REQUIRE(reply.error[1].size() <= 100 && reply.error[2].size() <= 100 && isSoundText(reply.error[1]) && isSoundText(reply.error[2]));
    }
}

// `mayReplace`: the provider may have said at the end that its text was another one.
template<typename Reader>
void readReply(std::string_view body, bool mayReplace)
{
    Chance chance(body);
    const Reply whole = read<Reader>(body, body.size() + 1, chance);
    requireFit(whole, qsizetype(body.size()));
    if (!mayReplace)
        requireHandedOut(whole);
    REQUIRE(read<Reader>(body, 1, chance) == whole);
    REQUIRE(read<Reader>(body, 64, chance) == whole);
}

} // namespace pipit::fuzz
