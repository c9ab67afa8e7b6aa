// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_words.h"

#include "tests/ui/ui_test.h"

#include <QJsonObject>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

ChatRow answer(ChatRow::State state)
{
    return {.key = u"a"_s, .id = state == ChatRow::State::Stored ? 2 : 0, .senderType = SenderType::Bot, .text = u"An answer"_s, .state = state, .isAnswer = true};
}

QStringList labels(const ChatRow &row)
{
    QStringList labels;
    for (const WordLine::Word &word : footWords(row))
        labels << word.label;
    return labels;
}

} // namespace

class MessageWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Requirement: each answer under way says what it does, also where its sender's name stands above another.
    void anAnswerUnderWaySaysWhatItDoes()
    {
        ChatRow row = answer(ChatRow::State::Streaming);
        QCOMPARE(labels(row), QStringList{u"Stop"_s}); // the rest stands beside the name
        row.startsGroup = false;
        QCOMPARE(labels(row), (QStringList{u"Answering"_s, u"Stop"_s}));
        row.text.clear();
        row.reasoning = u"Hm"_s;
        QCOMPARE(labels(row).first(), u"Thinking"_s);
        row.state = ChatRow::State::Queued;
        QCOMPARE(labels(row).first(), u"Waiting for its turn"_s);
        row.state = ChatRow::State::Fetching;
        QCOMPARE(labels(row).first(), u"Fetching the answer"_s);
    }

    // Requirement: what failed looks so, under way and stored; what somebody stopped is no fault.
    void whatFailedIsRed()
    {
        for (const auto &[state, name, colour] : {std::tuple{ChatRow::State::Failed, "failed", &Tokens::bad}, std::tuple{ChatRow::State::Cancelled, "cancelled", &Tokens::dim}, std::tuple{ChatRow::State::Interrupted, "interrupted", &Tokens::dim}}) {
            QVERIFY(footWords(answer(state)).front().colour == colour);
            ChatRow stored = answer(ChatRow::State::Stored);
            stored.metadata = {{u"runState"_s, QLatin1StringView(name)}};
            QVERIFY2(footWords(stored).front().colour == colour, name);
            QCOMPARE(footWords(stored).front().label, footWords(answer(state)).front().label);
        }
    }

    void aStoredAnswerTellsItsFigures()
    {
        ChatRow row = answer(ChatRow::State::Stored);
        row.metadata = {{u"firstTokenMs"_s, 210}, {u"tokensPerSecond"_s, 64}, {u"durationMs"_s, 3100}};
        QCOMPARE(labels(row), (QStringList{u"First token 210 ms    64 tokens/s    Took 3.1 s"_s, u"Regenerate"_s}));
        row.metadata.insert(u"runState"_s, u"failed"_s);
        row.metadata.insert(u"error"_s, u"4016 (logid 1)"_s);
        QCOMPARE(labels(row).first(), u"Failed: 4016 (logid 1)"_s);
        QCOMPARE(labels(row).last(), u"Retry"_s);
    }

    void whatTheReaderSendsSaysHowFarItIs()
    {
        ChatRow row{.key = u"p"_s, .pendingId = u"p"_s, .own = true, .text = u"Words"_s, .createdAtMs = 1'790'000'000'000, .state = ChatRow::State::Sending};
        QVERIFY(labels(row).first().endsWith(u" · Sending"));
        row.state = ChatRow::State::Waiting;
        QVERIFY(labels(row).first().endsWith(u" · Waiting for the connection"));
        row.state = ChatRow::State::NotSent;
        row.reason = u"it is too large"_s;
        QCOMPARE(labels(row), (QStringList{u"Not sent: it is too large"_s, u"Retry"_s, u"Delete"_s}));
    }
};

PIPIT_UI_TEST(MessageWordsTest);
#include "message_words_test.moc"
