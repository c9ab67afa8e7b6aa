// SPDX-License-Identifier: GPL-3.0-or-later
// What a conversation tells assistive technology, while it is read, written and selected.
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"
#include "ui/media/file_saves.h"

#include <QAccessible>
#include <qpa/qplatformaccessibility.h>
#include <qpa/qplatformintegration.h>
#include <private/qguiapplication_p.h>

using namespace pipit;

class MessageViewTellingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void readsTheMessages()
    {
        MessageViewFixture f;
        f.model.reset(messages(1, 100));
        f.settle();
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&f.view);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), int(f.view.visibleRows().size()));
        QAccessibleInterface *last = list->child(list->childCount() - 1);
        QVERIFY(last->text(QAccessible::Name).contains(QStringLiteral("Message 100 ")));
        QCOMPARE(list->indexOfChild(last), list->childCount() - 1);
        QVERIFY(last->rect().isValid());
    }

    void readsLetterByLetter()
    {
        MessageViewFixture f;
        f.model.reset({message(1, QStringLiteral("# 标题\n\nSome **bold** words.\n\n- one\n- two\n\n```\ncode\n```"))});
        f.settle();
        QAccessibleInterface *item = QAccessible::queryAccessibleInterface(&f.view)->child(0);
        QAccessibleTextInterface *text = item->textInterface();
        QVERIFY(text);
        const QString all = QStringLiteral("标题\nSome bold words.\n• one\n• two\ncode");
        QCOMPARE(text->text(0, text->characterCount()), all);
        // Each letter stands where the pointer finds it.
        for (const QString &word : {QStringLiteral("标"), QStringLiteral("bold"), QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("code")}) {
            const int offset = int(all.indexOf(word));
            const QRect rect = text->characterRect(offset);
            QVERIFY(rect.width() > 2 && item->rect().contains(rect));
            QCOMPARE(text->offsetAtPoint(rect.center() - QPoint(rect.width() / 4, 0)), offset);
        }
        text->setSelection(0, int(all.indexOf(u"bold")), int(all.indexOf(u" words")));
        QCOMPARE(f.view.selectedText(), QStringLiteral("bold"));
        int from = 0, to = 0;
        text->selection(0, &from, &to);
        QCOMPARE(all.mid(from, to - from), QStringLiteral("bold"));
        QCOMPARE(text->selectionCount(), 1);
        QVERIFY(item->state().selected);
        text->removeSelection(0);
        QCOMPARE(text->selectionCount(), 0);
        int start = 0, end = 0;
        QCOMPARE(text->textAtOffset(int(all.indexOf(u"words")) + 1, QAccessible::WordBoundary, &start, &end), QStringLiteral("words"));
    }

    void followsAnAnswer()
    {
        MessageViewFixture f;
        f.model.reset({message(1, QStringLiteral("?"), SenderType::User)}, {runOf(QString())});
        f.settle();
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&f.view);
        QAccessibleInterface *item = list->child(1);
        QVERIFY(item->state().busy);
        QVERIFY(item->text(QAccessible::Name).endsWith(QStringLiteral("Answering")));
        f.model.setRuns({runOf(QStringLiteral("Half an ans"))});
        QTRY_COMPARE(item->textInterface()->text(0, 100), QStringLiteral("Half an ans"));
        Message stored = message(2, QStringLiteral("Half an answer, whole."));
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        f.settle();
        QCOMPARE(list->child(1), item);
        QVERIFY(!item->state().busy);
        QVERIFY(item->text(QAccessible::Name).contains(QStringLiteral("Half an answer, whole.")));
        f.model.setRuns({});
        PendingMessage pending;
        pending.draft = {.sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("mine"), .content = QStringLiteral("hello")};
        pending.state = PendingMessage::State::Failed;
        pending.reason = QStringLiteral("no room");
        f.model.setPending({pending});
        f.settle();
        QVERIFY2(list->child(2)->text(QAccessible::Name).endsWith(QStringLiteral("hello, Not sent: no room")), qPrintable(list->child(2)->text(QAccessible::Name)));
    }

    void isToldOfSelectionAndEnd()
    {
        static QStringList told;
        told.clear();
        QPlatformAccessibility *platform = QGuiApplicationPrivate::platformIntegration()->accessibility();
        platform->setActive(true);
        const auto before = QAccessible::installUpdateHandler([](QAccessibleEvent *event) {
            if (const auto *selection = dynamic_cast<QAccessibleTextSelectionEvent *>(event))
                told << QStringLiteral("selected %1 %2-%3").arg(event->child()).arg(selection->selectionStart()).arg(selection->selectionEnd());
            else if (const auto *cursor = dynamic_cast<QAccessibleTextCursorEvent *>(event); cursor && event->type() == QAccessible::TextCaretMoved)
                told << QStringLiteral("cursor %1 %2").arg(event->child()).arg(cursor->cursorPosition());
            else if (event->type() == QAccessible::NameChanged)
                told << QStringLiteral("name %1").arg(event->child());
        });
        MessageViewFixture f;
        f.model.reset({message(1, QStringLiteral("Some words."), SenderType::User), message(2, QStringLiteral("And others."), SenderType::User)}, {runOf(QString())});
        f.settle();
        told.clear();
        f.view.select({f.model.row(0).key, {0, 5}}, {f.model.row(1).key, {0, 3}});
        QCOMPARE(told, (QStringList{QStringLiteral("selected 0 5-11"), QStringLiteral("selected 1 0-3"), QStringLiteral("cursor 1 3")}));
        // What is not selected any more is told too.
        told.clear();
        f.view.select({f.model.row(0).key, {0, 5}}, {f.model.row(0).key, {0, 8}});
        QCOMPARE(told, (QStringList{QStringLiteral("selected 0 5-8"), QStringLiteral("cursor 0 8"), QStringLiteral("selected 1 0-0")}));
        told.clear();
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY2(told.size() == 1 && told.first().startsWith(u"selected 0 "), qPrintable(told.join(u'|')));
        told.clear();
        Message stored = message(3, QStringLiteral("The whole answer."));
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        f.model.setRuns({});
        f.settle();
        QCOMPARE(told, QStringList{QStringLiteral("name 2")});
        // A file that could not be saved says so.
        FileSaves saves;
        saves.setSource([](QString, QString, std::function<bool(qint64, qint64)>) -> QCoro::Task<Result<Done>> { co_return Error{ErrorCode::NotFound, QStringLiteral("It is gone.")}; });
        f.view.setMedia({nullptr, &saves, nullptr});
        Message file = message(4, QStringLiteral("/api/files/1"), SenderType::User);
        file.contentType = QStringLiteral("file");
        f.model.append({file});
        f.settle();
        told.clear();
        saves.start(file.content, QStringLiteral("x"));
        QVERIFY(told.contains(QStringLiteral("name 3")));
        QAccessible::installUpdateHandler(before);
        platform->setActive(false);
    }
};

PIPIT_UI_TEST(MessageViewTellingTest);
#include "message_view_telling_test.moc"
