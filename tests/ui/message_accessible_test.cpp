// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive technology reads of a conversation, and can do with it.
#include "ui/chat/messages/message_accessible.h"

#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/chat/messages/find_bar.h"
#include "ui/chat/messages/message_find.h"

#include <QAccessible>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>

using namespace pipit;

namespace {

struct MessageAccessibleFixture : MessageViewFixture {
    QAccessibleInterface *list()
    {
        settle();
        return QAccessible::queryAccessibleInterface(&view);
    }
    QAccessibleInterface *item(int index) { return list()->child(index); }
    QString name(int index) { return item(index)->text(QAccessible::Name); }
    QString description(int index) { return item(index)->text(QAccessible::Description); }
    QAccessibleTextInterface *text(int index) { return item(index)->textInterface(); }
};

Message answer(qint64 id, const QString &text, const QJsonObject &metadata)
{
    Message one = message(id, text);
    one.metadata = metadata;
    return one;
}

} // namespace

class MessageAccessibleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void anAnswerSaysThatItDidNotComeToItsEnd()
    {
        MessageAccessibleFixture f;
        f.model.reset({answer(1, QStringLiteral("Half of"), {{QStringLiteral("runState"), QStringLiteral("failed")}, {QStringLiteral("error"), QStringLiteral("The provider is gone.")}}),
                       answer(2, QStringLiteral("A part"), {{QStringLiteral("runState"), QStringLiteral("cancelled")}}),
                       answer(3, QStringLiteral("All of it"), {{QStringLiteral("runState"), QStringLiteral("completed")}})});
        QVERIFY2(f.name(0).endsWith(QStringLiteral("Half of, Failed: The provider is gone.")), qPrintable(f.name(0)));
        QVERIFY2(f.name(1).endsWith(QStringLiteral("A part, Stopped")), qPrintable(f.name(1)));
        QVERIFY2(f.name(2).endsWith(QStringLiteral("All of it")), qPrintable(f.name(2)));
    }

    void progressSaysHowFar()
    {
        MessageAccessibleFixture f;
        Message one = answer(1, QStringLiteral("Backup"), {{QStringLiteral("percent"), 72}});
        one.contentType = QStringLiteral("progress");
        f.model.reset({one});
        QVERIFY2(f.name(0).endsWith(QStringLiteral("Backup 72 %")), qPrintable(f.name(0)));
    }

    void aNoticeSaysHowGraveItIs()
    {
        MessageAccessibleFixture f;
        QList<Message> list;
        for (const char *severity : {"error", "info", "success", "warning", ""}) {
            list << answer(list.size() + 1, QStringLiteral("Disk"), {{QStringLiteral("severity"), QString::fromLatin1(severity)}});
            list.last().contentType = QStringLiteral("notification");
        }
        f.model.reset(list);
        QStringList said;
        for (int i = 0; i < 5; ++i)
            said << f.description(i).section(QStringLiteral(". "), -1);
        QCOMPARE(said, (QStringList{QStringLiteral("Error"), QStringLiteral("Information"), QStringLiteral("Success"), QStringLiteral("Warning"), QStringLiteral("Warning")}));
    }

    void whatIsPaintedAroundAMessageIsDescribed()
    {
        MessageAccessibleFixture f;
        Message quotes = message(3, QStringLiteral("Because."), SenderType::User);
        quotes.replyTo = 1;
        Message better = answer(4, QStringLiteral("Better."), {{QStringLiteral("reasoning"), QStringLiteral("I have thought.")}});
        better.replaces = 2;
        Message lost = message(5, QStringLiteral("What was that?"), SenderType::User);
        lost.replyTo = -7;
        f.model.reset({message(1, QStringLiteral("Why?"), SenderType::User), message(2, QStringLiteral("Good.")), quotes, better, lost});
        f.model.setMark({.firstId = 3, .count = 2});
        f.settle();
        QCOMPARE(f.view.visibleRows().size(), std::size_t(4));
        QVERIFY(!f.description(0).isEmpty()); // the day
        QVERIFY(!f.description(0).contains(QStringLiteral("unread")));
        QCOMPARE(f.description(1), QStringLiteral("Has reasoning. Version 2 of 2"));
        QVERIFY2(f.description(2).endsWith(QStringLiteral("2 unread message(s). In reply to Echo: Why?")), qPrintable(f.description(2)));
        QCOMPARE(f.description(3), QStringLiteral("In reply to an earlier message"));

        // Once it is unfolded, the reasoning can be read.
        const auto arrow = f.placeOf(1, [](const MessageLayout::Hit &hit) { return hit.action && hit.action->kind == MessageAction::Kind::ShowReasoning; });
        QVERIFY(arrow);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, *arrow);
        QCOMPARE(f.description(1), QStringLiteral("Reasoning: I have thought.. Version 2 of 2"));
    }

    void whatIsFoldedSaysSo()
    {
        MessageAccessibleFixture f;
        f.model.reset({message(1, QStringLiteral("word ").repeated(20'000))});
        QVERIFY2(f.description(0).endsWith(QStringLiteral("Only its beginning is shown")), qPrintable(f.description(0)));
    }

    void aPlaceInALongMessageIsScrolledTo()
    {
        MessageAccessibleFixture f;
        QString text;
        for (int i = 0; i < 120; ++i)
            text += QStringLiteral("Paragraph %1.\n\n").arg(i);
        f.model.reset({message(1, text)});
        QAccessibleTextInterface *words = f.text(0);
        const auto isSeen = [&](const QString &part) {
            const QRect rect = words->characterRect(int(words->text(0, words->characterCount()).indexOf(part)));
            return QRect(f.view.viewport()->mapToGlobal(QPoint()), f.view.viewport()->size()).contains(rect);
        };
        const auto scrollTo = [&](const QString &part) {
            const int at = int(words->text(0, words->characterCount()).indexOf(part));
            words->scrollToSubstring(at, at + int(part.size()));
            f.settle();
        };
        QVERIFY(!isSeen(QStringLiteral("Paragraph 7.")));
        scrollTo(QStringLiteral("Paragraph 7."));
        QVERIFY(isSeen(QStringLiteral("Paragraph 7.")));
        QVERIFY(!isSeen(QStringLiteral("Paragraph 60.")));
        scrollTo(QStringLiteral("Paragraph 60."));
        QVERIFY(isSeen(QStringLiteral("Paragraph 60.")));
        const int top = f.view.visibleRows()[0].top;
        scrollTo(QStringLiteral("Paragraph 61.")); // it is in view already
        QCOMPARE(f.view.visibleRows()[0].top, top);
        QVERIFY(f.view.currentKey().isEmpty()); // the keyboard stays where it was
    }

    void everyLetterHasItsPlace_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("text");
        QTest::newRow("blocks") << QStringLiteral("# Head\n\nSome *words*.\n\n1. one\n2. two\n\n> quoted\n\n```\ncode\nmore\n```") << QStringLiteral("Head\nSome words.\n1. one\n2. two\nquoted\ncode\nmore");
        QTest::newRow("emoji") << QStringLiteral("a😀b👩‍👩‍👧c\n\n- 🏳️‍🌈d") << QStringLiteral("a😀b👩‍👩‍👧c\n• 🏳️‍🌈d");
        QTest::newRow("right to left") << QStringLiteral("صباح الخير\n\nשלום abc") << QStringLiteral("صباح الخير\nשלום abc");
    }

    void everyLetterHasItsPlace()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, text);
        MessageAccessibleFixture f;
        f.model.reset({message(1, markdown)});
        QAccessibleInterface *item = f.item(0);
        QAccessibleTextInterface *words = item->textInterface();
        QCOMPARE(words->characterCount(), int(text.size()));
        QCOMPARE(words->text(-3, 9999), text);
        QCOMPARE(words->text(4, 2), QString());
        QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
        for (qsizetype from = 0, to = 0; (to = letters.toNextBoundary()) >= 0; from = to) {
            const QRect rect = words->characterRect(int(from));
            const QString letter = text.sliced(from, to - from);
            QVERIFY2(!rect.isEmpty() && item->rect().contains(rect), qPrintable(letter));
            int start = 0, end = 0;
            QCOMPARE(words->textAtOffset(int(from), QAccessible::CharBoundary, &start, &end), letter);
            QCOMPARE(start, int(from));
            // A list's marker stands beside the words and is no letter of them.
            const bool isMarker = text.sliced(from).startsWith(u"• ") || QStringList{QStringLiteral("1"), QStringLiteral("2"), QStringLiteral(".")}.contains(letter);
            if (letter == u"\n" || letter == u" " || isMarker)
                continue;
            QCOMPARE(words->characterRect(int(to - 1)), rect); // of any part of it: all of it
            for (const int x : {rect.left() + 1, rect.center().x(), rect.right() - 1}) {
                const int found = words->offsetAtPoint({x, rect.center().y()});
                QVERIFY2(found == from || rect.width() < 4, qPrintable(QStringLiteral("%1 at %2: %3").arg(letter).arg(x).arg(found)));
            }
            words->setSelection(0, int(from), int(to));
            QCOMPARE(f.view.selectedText(), letter);
            int selectedFrom = 0, selectedTo = 0;
            words->selection(0, &selectedFrom, &selectedTo);
            QCOMPARE(selectedFrom, int(from));
            QCOMPARE(selectedTo, int(to));
        }
        QCOMPARE(words->characterRect(-1), QRect());
        QCOMPARE(words->characterRect(9999), QRect());
        QCOMPARE(words->offsetAtPoint({-500, -500}), -1);
        int start = 0, end = 0;
        QCOMPARE(words->textAtOffset(1, QAccessible::ParagraphBoundary, &start, &end).trimmed(), text.section(u'\n', 0, 0));
    }

    void theButtonToTheNewestIsInTheTree()
    {
        MessageAccessibleFixture f;
        f.model.reset(messages(1, 100));
        QAccessibleInterface *list = f.list();
        QCOMPARE(list->childCount(), int(f.view.visibleRows().size()));
        QTest::keyClick(&f.view, Qt::Key_Home);
        f.settle();
        const int last = list->childCount() - 1;
        QCOMPARE(last, int(f.view.visibleRows().size()));
        QAccessibleInterface *button = list->child(last);
        QCOMPARE(button->role(), QAccessible::Button);
        QCOMPARE(button->text(QAccessible::Name), QStringLiteral("Newest"));
        QCOMPARE(button->parent(), list);
        QCOMPARE(list->indexOfChild(button), last);
        QCOMPARE(list->childAt(button->rect().center().x(), button->rect().center().y()), button);
        QVERIFY(button->actionInterface());
        button->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        f.settle();
        QVERIFY(f.view.isAtBottom());
        QCOMPARE(list->childCount(), int(f.view.visibleRows().size()));
    }

    void theFindBarHasNames()
    {
        MessageModel model;
        MessageFind find(&model);
        FindBar bar(&find);
        bar.open();
        QAccessibleInterface *tree = QAccessible::queryAccessibleInterface(&bar);
        int named = 0;
        for (int i = 0; i < tree->childCount(); ++i) {
            QAccessibleInterface *child = tree->child(i);
            if (child->role() == QAccessible::StaticText)
                continue; // how many there are, once there is something to find
            QVERIFY(!child->text(QAccessible::Name).isEmpty());
            ++named;
        }
        QCOMPARE(named, 4);
    }

    void aMessageKeepsItsItemWhereverItGoes()
    {
        MessageAccessibleFixture f;
        f.model.reset(messages(10, 11));
        QAccessibleInterface *ten = f.item(0);
        QAccessibleInterface *eleven = f.item(1);
        f.model.prepend({message(9, QStringLiteral("Before."))});
        // What has not been laid out yet is not in the tree; nothing answers for something else.
        QVERIFY(ten->text(QAccessible::Name).contains(QStringLiteral("Message 10 ")));
        QAccessibleInterface *list = f.list();
        QCOMPARE(list->childCount(), 3);
        QVERIFY(list->child(0)->text(QAccessible::Name).contains(QStringLiteral("Before.")));
        QCOMPARE(list->child(1), ten);
        QCOMPARE(list->indexOfChild(ten), 1);
        QCOMPARE(list->indexOfChild(eleven), 2);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(list->indexOfChild(list->child(i)), i);
        QVERIFY(ten->rect().top() > list->child(0)->rect().top());
    }

    void whatHasGoneAnswersWithNothing()
    {
        MessageAccessibleFixture f;
        f.model.reset(messages(10, 12));
        QAccessibleInterface *list = f.list();
        QAccessibleInterface *twelve = f.item(2);
        QAccessibleTextInterface *words = twelve->textInterface();
        QAccessibleActionInterface *actions = twelve->actionInterface();
        const auto isGone = [&] {
            if (twelve->isValid()) // before anything is done that may have it laid out
                return false;
            int from = 7, to = 7;
            words->selection(0, &from, &to);
            words->setSelection(0, 0, 3);
            words->scrollToSubstring(0, 3);
            actions->doAction(QAccessibleActionInterface::showMenuAction());
            return twelve->state().invalid && twelve->text(QAccessible::Name).isEmpty() && twelve->text(QAccessible::Description).isEmpty() && twelve->rect().isEmpty()
                && !twelve->textInterface() && !twelve->actionInterface() && words->characterCount() == 0 && words->text(0, 9).isEmpty() && words->characterRect(0).isEmpty()
                && words->offsetAtPoint({10, 10}) == -1 && words->selectionCount() == 0 && words->cursorPosition() == 0 && from == 0 && to == 0 && actions->actionNames().isEmpty()
                && list->indexOfChild(twelve) == -1 && !f.view.findChild<QMenu *>();
        };
        QVERIFY(twelve->isValid());
        // Replaced by another session: at once, and after it is laid out.
        f.model.reset(messages(20, 25));
        QVERIFY(isGone());
        f.settle();
        QVERIFY(isGone());
        for (int i = 0; i < list->childCount(); ++i)
            QCOMPARE(list->indexOfChild(list->child(i)), i);
        // It comes back, and goes again with all the others.
        f.model.reset(messages(11, 12));
        f.settle();
        QCOMPARE(f.item(1), twelve);
        QVERIFY(twelve->isValid());
        f.model.reset({});
        QVERIFY(isGone());
        f.settle();
        QCOMPARE(list->childCount(), 0);
        QVERIFY(!list->child(0));
        // Out of the window is out of the tree.
        f.model.reset(messages(12, 100));
        f.settle();
        QVERIFY(isGone());
        QTest::keyClick(&f.view, Qt::Key_Home);
        f.settle();
        QVERIFY(twelve->isValid());
    }

    void whatPassesThroughTheWindowIsForgotten()
    {
        MessageAccessibleFixture f;
        f.model.reset(messages(1, 1000));
        QAccessibleInterface *list = f.list();
        QSet<QAccessible::Id> known;
        for (int page = 0; page < 100; ++page) {
            for (int i = 0; i < int(f.view.visibleRows().size()); ++i)
                known << QAccessible::uniqueId(list->child(i));
            QTest::keyClick(&f.view, Qt::Key_PageUp);
        }
        QVERIFY(known.size() > 400);
        const auto kept = std::ranges::count_if(known, [](QAccessible::Id id) { return QAccessible::accessibleInterface(id) != nullptr; });
        QVERIFY2(kept < 260, qPrintable(QString::number(kept)));
    }

    void aMessageIsChosenAndItsMenuOpened()
    {
        MessageAccessibleFixture f;
        f.model.reset(messages(1, 3));
        QAccessibleInterface *item = f.item(1);
        QAccessibleActionInterface *actions = item->actionInterface();
        QVERIFY(actions);
        QCOMPARE(actions->actionNames(), (QStringList{QAccessibleActionInterface::setFocusAction(), QAccessibleActionInterface::pressAction(), QAccessibleActionInterface::showMenuAction()}));
        f.view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.view));
        actions->doAction(QAccessibleActionInterface::setFocusAction());
        QCOMPARE(f.view.currentKey(), f.model.row(1).key);
        QVERIFY(item->state().focused);
        QCOMPARE(f.list()->focusChild(), item);
        QVERIFY(!f.view.findChild<QMenu *>());
        f.view.showRow(f.model.row(0).key);
        for (const QString &name : {QAccessibleActionInterface::pressAction(), QAccessibleActionInterface::showMenuAction()}) {
            actions->doAction(name);
            auto *menu = f.view.findChild<QMenu *>();
            QVERIFY(menu && menu->isVisible());
            QCOMPARE(f.view.currentKey(), f.model.row(1).key);
            QVERIFY(item->rect().contains(menu->pos()));
            menu->close();
            QCoreApplication::sendPostedEvents(menu, QEvent::DeferredDelete);
        }
    }
};

PIPIT_UI_TEST(MessageAccessibleTest);
#include "message_accessible_test.moc"
