// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around a message and what can be done from there.
#include "tests/ui/message_menu.h"
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/chat/content/text_block.h"
#include "ui/chat/content/text_content.h"
#include "ui/chat/messages/message_details.h"

#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

Message question(qint64 id)
{
    return message(id, QStringLiteral("Question %1").arg(id), SenderType::User);
}

Message answer(qint64 id, qint64 to, const QString &text = QStringLiteral("An answer."))
{
    Message one = message(id, text);
    one.clientMessageId = QStringLiteral("answer-%1").arg(id);
    one.replyTo = to;
    one.metadata = {{QStringLiteral("runId"), QStringLiteral("r")}, {QStringLiteral("sentMs"), 20}, {QStringLiteral("firstTokenMs"), 210}, {QStringLiteral("durationMs"), 3100}};
    return one;
}

RunView run(RunState state, const QString &text, qint64 replyTo)
{
    RunView view = runOf(text, state);
    view.run.replyTo = replyTo;
    return view;
}

// Where in a row something can be done; nothing: nowhere.
std::optional<QPoint> placeOf(const Fixture &f, int row, MessageAction::Kind kind, Unfolded unfolded = {})
{
    MessageLayout layout;
    layout.setRow(f.model.row(row), unfolded);
    layout.setWidth(f.view.width());
    for (int y = 0; y < layout.height(); y += 2) {
        for (int x = 0; x < f.view.width(); x += 2) {
            const MessageLayout::Hit hit = layout.hit({x, y});
            if (hit.action && hit.action->kind == kind)
                return QPoint(x + 2, y + 2);
        }
    }
    return std::nullopt;
}

bool click(Fixture &f, int row, MessageAction::Kind kind, Unfolded unfolded = {})
{
    const auto place = placeOf(f, row, kind, unfolded);
    for (const RowWindow::Placed &placed : f.view.visibleRows()) {
        if (place && placed.row == row) {
            QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, *place + QPoint(0, placed.top));
            f.settle();
            return true;
        }
    }
    return false;
}

} // namespace

class MessageActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void anAnswerCanBeMadeAnew()
    {
        Fixture f;
        f.model.reset({question(1), answer(2, 1)});
        f.settle();
        QSignalSpy anew(&f.view, &MessageView::answerRequested);
        QVERIFY(click(f, 1, MessageAction::Kind::Regenerate));
        QCOMPARE(anew.takeFirst(), (QList<QVariant>{2ll, QStringLiteral("echo")}));
        QVERIFY(!placeOf(f, 0, MessageAction::Kind::Regenerate));
        // The keyboard reaches the same.
        QTest::keyClick(&f.view, Qt::Key_Up);
        QVERIFY(chooseInMenu(f.view, QStringLiteral("Regenerate")));
        QCOMPARE(anew.count(), 1);
        // What a bot says unasked has no question to be asked again.
        f.model.append({message(3, QStringLiteral("By the way"))});
        f.settle();
        QVERIFY(!placeOf(f, 2, MessageAction::Kind::Regenerate));
    }

    void anAnswerThatFailedIsAskedForAgain()
    {
        Fixture f;
        f.model.reset({question(1)}, {run(RunState::Failed, {}, 1)});
        f.settle();
        QSignalSpy anew(&f.view, &MessageView::answerRequested), dismissed(&f.view, &MessageView::dismissRequested);
        QVERIFY(click(f, 1, MessageAction::Kind::Retry));
        QCOMPARE(anew.takeFirst(), (QList<QVariant>{1ll, QStringLiteral("echo")}));
        QCOMPARE(dismissed.takeFirst().first().toString(), QStringLiteral("r"));
        QVERIFY(click(f, 1, MessageAction::Kind::Dismiss));
        QCOMPARE(dismissed.count(), 1);
        QCOMPARE(anew.count(), 0);
    }

    void anAttemptToMakeItAnewThatFailedGivesTheOldOneBack()
    {
        Fixture f;
        RunView failed = run(RunState::Failed, {}, 1);
        failed.run.replaces = 2;
        f.model.reset({question(1), answer(2, 1)}, {failed});
        f.settle();
        QCOMPARE(f.model.rowCount(), 2);
        QSignalSpy anew(&f.view, &MessageView::answerRequested), dismissed(&f.view, &MessageView::dismissRequested);
        QVERIFY(click(f, 1, MessageAction::Kind::OlderVersion));
        QCOMPARE(dismissed.takeFirst().first().toString(), QStringLiteral("r"));
        QVERIFY(click(f, 1, MessageAction::Kind::Retry));
        QCOMPARE(anew.takeFirst().first().toLongLong(), 2); // the answer is replaced, not the question answered beside it
    }

    void whatIsNotSentIsKnownToTheOutbox()
    {
        Fixture f;
        PendingMessage edit{.draft = {.sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("mine"), .content = QStringLiteral("better"), .replaces = 1}, .state = PendingMessage::State::Failed};
        f.model.reset({question(1)}, {}, {edit});
        f.settle();
        QSignalSpy retry(&f.view, &MessageView::retryRequested);
        QVERIFY(click(f, 0, MessageAction::Kind::Retry));
        QCOMPARE(retry.takeFirst().first().toString(), QStringLiteral("mine"));
    }

    void anAnswerUnderWayCanBeStopped()
    {
        Fixture f;
        f.model.reset({question(1)}, {run(RunState::Streaming, QStringLiteral("So"), 1)});
        f.settle();
        QSignalSpy stopped(&f.view, &MessageView::stopRequested);
        QVERIFY(click(f, 1, MessageAction::Kind::Stop));
        QCOMPARE(stopped.takeFirst().first().toString(), QStringLiteral("r"));
    }

    void reasoningIsFoldedUntilItIsAskedFor()
    {
        Fixture f;
        QList<Message> all = messages(1, 40);
        Message thought = answer(41, 40);
        thought.metadata.insert(QStringLiteral("reasoning"), QStringLiteral("First this.\nThen that.\nAnd so on."));
        all << thought << question(42);
        f.model.reset(all);
        f.settle();
        const auto heightOf = [&f](int row) {
            for (const RowWindow::Placed &placed : f.view.visibleRows()) {
                if (placed.row == row)
                    return placed.height;
            }
            return 0;
        };
        const int folded = heightOf(40);
        QVERIFY(click(f, 40, MessageAction::Kind::ShowReasoning));
        const int unfolded = heightOf(40);
        QVERIFY(unfolded > folded + 3 * 18);
        // It stays as it was left, also where the row has been away.
        QTest::keyClick(&f.view, Qt::Key_Home);
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_End);
        f.settle();
        QCOMPARE(heightOf(40), unfolded);
        QVERIFY(click(f, 40, MessageAction::Kind::ShowReasoning, {.reasoning = true}));
        QCOMPARE(heightOf(40), folded);
    }

    void suggestionsStandUnderTheNewestMessageOnly()
    {
        Fixture f;
        Message last = answer(2, 1);
        last.metadata.insert(QStringLiteral("suggestions"), QJsonArray{QStringLiteral("And then?"), QStringLiteral("为什么？")});
        f.model.reset({question(1), last});
        f.settle();
        QSignalSpy chosen(&f.view, &MessageView::suggestionChosen);
        QVERIFY(click(f, 1, MessageAction::Kind::UseSuggestion));
        QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("And then?"));
        QTest::keyClick(&f.view, Qt::Key_Up);
        QVERIFY(chooseInMenu(f.view, QStringLiteral("为什么？")));
        QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("为什么？"));
        f.model.append({question(3)});
        f.settle();
        QVERIFY(!placeOf(f, 1, MessageAction::Kind::UseSuggestion));
    }

    void theArrowsShowTheOtherVersions()
    {
        Fixture f;
        Message second = answer(3, 1, QStringLiteral("Another answer."));
        second.replaces = 2;
        f.model.reset({question(1), answer(2, 1), second});
        f.settle();
        QCOMPARE(f.model.row(1).text, QStringLiteral("Another answer."));
        QVERIFY(!placeOf(f, 1, MessageAction::Kind::NewerVersion));
        QVERIFY(click(f, 1, MessageAction::Kind::OlderVersion));
        QCOMPARE(f.model.row(1).text, QStringLiteral("An answer."));
        QVERIFY(!placeOf(f, 1, MessageAction::Kind::OlderVersion));
        QVERIFY(click(f, 1, MessageAction::Kind::NewerVersion));
        QCOMPARE(f.model.row(1).text, QStringLiteral("Another answer."));
    }

    void quickClicksAllCount()
    {
        Fixture f;
        QList<Message> all{question(1), answer(2, 1)};
        for (qint64 id = 3; id <= 6; ++id) {
            Message one = answer(id, 1, QStringLiteral("Answer %1.").arg(id));
            one.replaces = 2;
            all << one;
        }
        f.model.reset(all);
        f.settle();
        const auto place = placeOf(f, 1, MessageAction::Kind::OlderVersion);
        QVERIFY(place);
        const QPoint at = *place + QPoint(0, f.view.visibleRows()[1].top);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, at);
        QMouseEvent doubled(QEvent::MouseButtonDblClick, QPointF(at), f.view.viewport()->mapToGlobal(QPointF(at)), Qt::LeftButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(f.view.viewport(), &doubled);
        f.release(at);
        QCOMPARE(f.model.row(1).version, 2);
    }

    void aQuoteLeadsToItsMessage()
    {
        Fixture f;
        QList<Message> all = messages(1, 60);
        Message reply = question(61);
        reply.replyTo = 3;
        all << reply;
        f.model.reset(all);
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_Up);
        QVERIFY(chooseInMenu(f.view, QStringLiteral("Go to what is quoted")));
        QVERIFY(std::ranges::any_of(f.view.visibleRows(), [](const RowWindow::Placed &placed) { return placed.row == 2; }));
        f.view.scrollToBottom();
        f.settle();
        QVERIFY(click(f, 60, MessageAction::Kind::ShowQuoted));
        QVERIFY(std::ranges::any_of(f.view.visibleRows(), [](const RowWindow::Placed &placed) { return placed.row == 2; }));

        QSignalSpy quoted(&f.view, &MessageView::quoteRequested);
        QVERIFY(chooseInMenu(f.view, QStringLiteral("Quote")));
        QCOMPARE(quoted.takeFirst().first().toString(), all[2].content);
    }

    void onesOwnWordsCanBeEdited()
    {
        Fixture f;
        Message own = question(1);
        own.senderId = QStringLiteral("me");
        f.model.setOwnSenderId(QStringLiteral("me"));
        f.model.reset({own, answer(2, 1)});
        f.settle();
        QSignalSpy edit(&f.view, &MessageView::editRequested);
        QTest::keyClick(&f.view, Qt::Key_Up);
        QVERIFY(!chooseInMenu(f.view, QStringLiteral("Edit"))); // of a bot
        QTest::keyClick(&f.view, Qt::Key_Up);
        QVERIFY(chooseInMenu(f.view, QStringLiteral("Edit")));
        QCOMPARE(edit.takeFirst().first().toString(), f.model.row(0).key);
    }

    void theWholeClockIsShownWhenItIsAskedFor()
    {
        Fixture f;
        Message asked = question(1);
        asked.createdAtMs = QDateTime::currentMSecsSinceEpoch();
        f.model.reset({asked}, {run(RunState::Streaming, QStringLiteral("An"), 1)});
        f.settle();
        Message stored = answer(2, 1);
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        f.settle();
        QVERIFY(click(f, 1, MessageAction::Kind::ShowDetails));
        auto *details = f.view.findChild<MessageDetails *>();
        QVERIFY(details);
        details->findChildren<QPushButton *>().first()->click();
        const QString copied = QGuiApplication::clipboard()->text();
        for (const char *line : {"From: Echo", "Number in the log: 2", "Asked the provider: 20 ms", "First token: 210 ms", "Stored: 3.1 s", "First words on the screen: ", "All of it on the screen: "})
            QVERIFY2(copied.contains(QLatin1StringView(line)), qPrintable(copied));
    }

    void textThatRunsFromTheRightStandsThere()
    {
        TextBlock arabic({.text = QStringLiteral("صباح الخير"), .spans = {}}, {.font = Theme::body()});
        arabic.setWidth(500);
        QVERIFY(arabic.isRightToLeft());
        QCOMPARE(arabic.positionAt(QPointF(499, 5)), 0);
        QCOMPARE(arabic.positionAt(QPointF(1, 5)), arabic.length());
        TextBlock english({.text = QStringLiteral("Good morning"), .spans = {}}, {.font = Theme::body()});
        english.setWidth(500);
        QCOMPARE(english.positionAt(QPointF(1, 5)), 0);

        // Each line of a text by itself, and a bubble is no wider than its words.
        TextContent both;
        both.setWidth(500);
        both.setSource({QStringLiteral("text"), QStringLiteral("one\n123\nصباح\n456\nالخير\ntwo")});
        QCOMPARE(both.positionAt(QPointF(499, 2 * Theme::lineHeight() + 2)), (TextPosition{1, 0}));
        QCOMPARE(both.plainText(both.all()), QStringLiteral("one\n123\nصباح\n456\nالخير\ntwo"));
    }

    void textThatGrowsIsTheSameAsAllOfItAtOnce()
    {
        QString text;
        TextContent grown;
        grown.setWidth(300);
        for (int i = 0; i < 400; ++i) {
            text += i % 7 == 0 ? QStringLiteral("line %1\n").arg(i) : QStringLiteral("some words and 汉字 without an end ").repeated(i % 5);
            grown.setSource({QStringLiteral("text"), text});
        }
        TextContent once;
        once.setWidth(300);
        once.setSource({QStringLiteral("text"), text});
        QCOMPARE(grown.height(), once.height());
        QCOMPARE(grown.all().to, once.all().to);
        QCOMPARE(grown.plainText(grown.all()), once.plainText(once.all()));
    }
};

PIPIT_UI_TEST(MessageActionsTest);
#include "message_actions_test.moc"
