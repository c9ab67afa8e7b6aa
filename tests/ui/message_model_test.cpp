// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redaction.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/messages/message_model.h"

#include <QSignalSpy>

using namespace pipit;

namespace {

Message plainMessage(qint64 id, const QString &text)
{
    return {.id = id, .sessionId = QStringLiteral("s"), .senderId = QStringLiteral("li"), .senderName = QStringLiteral("li"), .content = text, .createdAtMs = 1'790'000'000'000};
}

Message notice(qint64 id, const Message &first)
{
    const MessageDraft draft = redactionNotice(first, {first.id}, QStringLiteral("olga"));
    return {.id = id, .sessionId = draft.sessionId, .senderType = draft.senderType, .contentType = draft.contentType, .content = draft.content, .metadata = draft.metadata, .replaces = draft.replaces};
}

} // namespace

class MessageModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRemovedMessageSaysSoInItsPlace()
    {
        MessageModel model;
        const Message first = plainMessage(5, QStringLiteral("secret")), second = plainMessage(6, QStringLiteral("stays"));
        model.reset({tombstoneOf(first), second, notice(7, first)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(0).text, QStringLiteral("Removed by an operator"));
        QCOMPARE(model.row(0).senderId, first.senderId);
        QCOMPARE(model.row(1).text, second.content);
    }

    void whatTellsOfItIsNoRow()
    {
        MessageModel model;
        QSignalSpy appended(&model, &MessageModel::appended);
        const Message first = plainMessage(5, QStringLiteral("a"));
        model.reset({first});
        model.append({notice(6, first)});
        QCOMPARE(appended.count(), 0);
        model.append({notice(7, first), plainMessage(8, QStringLiteral("b"))});
        QCOMPARE(appended.takeFirst().first().toInt(), 1);
        model.prepend({plainMessage(3, QStringLiteral("c")), notice(4, plainMessage(3, QStringLiteral("c")))});
        QCOMPARE(model.rowCount(), 3);
    }

    void anAnswerThatIsMadeAnewStandsInThePlaceOfTheOld()
    {
        MessageModel model;
        Message question = plainMessage(1, QStringLiteral("?")), answer = plainMessage(2, QStringLiteral("old")), later = plainMessage(3, QStringLiteral("later"));
        answer.senderType = SenderType::Bot;
        answer.clientMessageId = QStringLiteral("a2");
        answer.replyTo = 1;
        RunView run;
        run.run = {.runId = QStringLiteral("r"), .sessionId = QStringLiteral("s"), .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("a4"), .state = RunState::Streaming, .replaces = 2};
        run.answer = QStringLiteral("ne");
        model.reset({question, answer, later}, {run});
        QCOMPARE(model.rowCount(), 3);
        const ChatRow underWay = model.row(1);
        QVERIFY(underWay.isUnderWay() && underWay.text == u"ne" && underWay.key == u"a2" && underWay.version == 1 && underWay.versions == 2);

        Message anew = answer;
        anew.id = 4;
        anew.clientMessageId = QStringLiteral("a4");
        anew.content = QStringLiteral("new");
        anew.replaces = 2;
        QSignalSpy appended(&model, &MessageModel::appended);
        model.append({anew});
        QCOMPARE(appended.count(), 0); // no row has come
        QCOMPARE(model.rowCount(), 3);
        const ChatRow stored = model.row(1);
        QVERIFY(!stored.isUnderWay() && stored.text == u"new" && stored.key == u"a2" && stored.version == 1 && stored.versions == 2);
        QCOMPARE(model.rowOfKey(QStringLiteral("a2")), 1);
        model.showVersion(1, 0);
        QCOMPARE(model.row(1).text, QStringLiteral("old"));
    }

    void aRemovedVersionLeavesTheOthersWithinReach()
    {
        MessageModel model;
        Message answer = plainMessage(2, QStringLiteral("old"));
        answer.senderType = SenderType::Bot;
        Message anew = answer;
        anew.id = 3;
        anew.replaces = 2;
        model.reset({tombstoneOf(answer), anew});
        model.showVersion(0, 0);
        QCOMPARE(model.row(0).versions, 2);
        model.showVersion(0, 1);
        QCOMPARE(model.row(0).id, 3);
        model.showVersion(-1, 0); // a row that has gone meanwhile
        model.showVersion(7, 0);
    }

    void anEditThatIsNotSentYetStandsInItsPlace()
    {
        MessageModel model;
        PendingMessage edit{.draft = {.sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("e"), .content = QStringLiteral("better"), .replaces = 1}};
        model.reset({plainMessage(1, QStringLiteral("worse")), plainMessage(2, QStringLiteral("b"))}, {}, {edit});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(0).text, QStringLiteral("better"));
        QCOMPARE(model.row(0).state, ChatRow::State::Waiting);
        // Where what it replaces is not loaded, it stands at the end.
        model.reset({plainMessage(2, QStringLiteral("b"))}, {}, {edit});
        QCOMPARE(model.row(1).text, QStringLiteral("better"));
    }

    void aReplyQuotesWhatDoesNotStandRightAbove()
    {
        MessageModel model;
        Message reply = plainMessage(3, QStringLiteral("yes"));
        reply.replyTo = 1;
        Message answer = plainMessage(4, QStringLiteral("answer"));
        answer.senderType = SenderType::Bot;
        answer.replyTo = 3;
        Message late = answer;
        late.id = 6;
        Message unloaded = plainMessage(107, QStringLiteral("no"));
        unloaded.replyTo = 99;
        Message itself = plainMessage(108, QStringLiteral("?")); // what a sender wrote there is not believed
        itself.replyTo = 108;
        model.reset({plainMessage(1, QStringLiteral("first line\nsecond")), plainMessage(2, QStringLiteral("b")), reply, answer, plainMessage(5, QStringLiteral("c")), late, unloaded, itself});
        QCOMPARE(model.row(2).quote, (ChatRow::Quote{1, QStringLiteral("li"), QStringLiteral("first line")}));
        QCOMPARE(model.row(3).quote.id, 0);
        QCOMPARE(model.row(5).quote.id, 3);
        QCOMPARE(model.row(6).quote.id, 99);
        QVERIFY(model.row(6).quote.text.isEmpty());
        QCOMPARE(model.row(7).quote.id, 0);
        QVERIFY(model.row(2).startsGroup);
    }

    void aCommentTellsNoDayAndEndsItsGroup()
    {
        MessageModel model;
        Message comment = plainMessage(3, QStringLiteral("hm"));
        comment.contentType = QStringLiteral("comment");
        comment.replyTo = 1;
        comment.createdAtMs += 3 * 24 * 3600 * 1000ll;
        Message next = plainMessage(2, QStringLiteral("b"));
        next.createdAtMs += 1000;
        model.reset({plainMessage(1, QStringLiteral("a")), next, comment});
        QVERIFY(model.row(1).isComment && !model.row(1).startsDay);
        QVERIFY(!model.row(2).isComment && model.row(2).startsGroup && !model.row(2).startsDay);
    }

    void ownWordsCanBeEditedAsTheyStand()
    {
        MessageModel model;
        model.setOwnSenderId(QStringLiteral("me"));
        const auto mine = [](qint64 id, const char *contentType = "text") {
            Message own = plainMessage(id, QStringLiteral("w"));
            own.senderType = SenderType::User;
            own.senderId = QStringLiteral("me");
            own.contentType = QString::fromLatin1(contentType);
            return own;
        };
        Message edit = mine(5, "markdown"), others = mine(6), removed = tombstoneOf(mine(7)), later = mine(9);
        edit.replaces = 1;
        others.senderId = QStringLiteral("anna");
        later.replaces = 4; // which is on an older page
        const PendingMessage pending{.draft = {.sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("p"), .content = QStringLiteral("soon")}};
        model.reset({mine(1), mine(2, "comment"), mine(3, "image"), edit, others, removed, later}, {}, {pending});
        QList<qint64> editable;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.row(row).isEditable)
                editable << model.row(row).firstId;
        }
        QCOMPARE(editable, (QList<qint64>{1, 4}));
        QCOMPARE(model.row(0).contentType, QStringLiteral("markdown"));
        // One whose edit is on its way waits for that.
        PendingMessage replacing = pending;
        replacing.draft.replaces = 1;
        model.setPending({replacing});
        QVERIFY(!model.row(0).isEditable);
    }

    void aLineStandsAboveWhatIsNew()
    {
        MessageModel model;
        Message comment = plainMessage(12, QStringLiteral("hm"));
        comment.contentType = QStringLiteral("comment");
        comment.replyTo = 10;
        model.reset({plainMessage(10, QStringLiteral("a")), plainMessage(11, QStringLiteral("b")), comment, plainMessage(13, QStringLiteral("c")), plainMessage(14, QStringLiteral("d"))});
        model.setMark({NewMark::Kind::Unread, 12, 3});
        QCOMPARE(model.rowOfMark(), 3); // the comment stands further up
        QCOMPARE(model.row(3).mark, std::optional(NewMark{NewMark::Kind::Unread, 12, 3}));
        QVERIFY(model.row(3).startsGroup && !model.row(1).mark && !model.row(2).mark && !model.row(4).mark);
        // More is new than is loaded.
        model.setMark({NewMark::Kind::CaughtUp, 5, 9});
        QCOMPARE(model.rowOfMark(), 0);
        model.prepend({plainMessage(4, QStringLiteral("z")), plainMessage(6, QStringLiteral("y"))});
        QCOMPARE(model.rowOfMark(), 1);
        // An answer to an edit is newer than what it stands before.
        Message edit = plainMessage(25, QStringLiteral("better")), late = plainMessage(30, QStringLiteral("answer"));
        edit.replaces = 20;
        late.senderType = SenderType::Bot;
        late.replyTo = 25;
        model.reset({plainMessage(20, QStringLiteral("question")), plainMessage(21, QStringLiteral("b")), edit, plainMessage(26, QStringLiteral("c")), late});
        model.setMark({NewMark::Kind::Unread, 25, 2});
        int marks = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            marks += model.row(row).mark.has_value();
        QCOMPARE(marks, 1);
        QCOMPARE(model.rowOfMark(), 3);
        model.setMark({});
        QCOMPARE(model.rowOfMark(), -1);
        QVERIFY(!model.row(1).mark);
    }
};

PIPIT_UI_TEST(MessageModelTest);
#include "message_model_test.moc"
