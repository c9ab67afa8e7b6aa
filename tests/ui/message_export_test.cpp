// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_export.h"

#include "tests/ui/message_menu.h"
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include <QSignalSpy>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

const QUrl node(u"https://host.example/pipit"_s);

Message file(qint64 id, const char *contentType, const QString &address, const QString &name = {})
{
    Message one = message(id, address);
    one.contentType = QString::fromLatin1(contentType);
    if (!name.isEmpty())
        one.metadata.insert(u"name"_s, name);
    return one;
}

MessageSelection rows(const MessageModel &model, int first, int last)
{
    MessageSelection selection;
    selection.begin({model.row(first).key, {}});
    selection.extendTo({model.row(last).key, endOfText});
    selection.locate(model);
    return selection;
}

QString textOf(const MessageModel &model, int row)
{
    return exportedText(model, rows(model, row, row), node);
}

} // namespace

class MessageExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void oneMessageIsItsWords()
    {
        MessageModel model;
        model.reset({message(1, u"# Title\n\n- **one**\n- two"_s)});
        QCOMPARE(textOf(model, 0), u"# Title\n\n- **one**\n- two\n"_s);
    }

    void ofSeveralItIsSaidWhoSaidThemAndWhen()
    {
        MessageModel model;
        Message asked = message(1, u"Why?"_s, SenderType::User);
        asked.senderName = u"Anna"_s;
        model.reset({asked, message(2, u"Because."_s), message(3, u"And so on."_s), message(4, u"not this"_s)});
        const QString when = QDateTime::fromMSecsSinceEpoch(morning + 1000).toString(u"yyyy-MM-dd HH:mm"_s);
        const QString later = QDateTime::fromMSecsSinceEpoch(morning + 2000).toString(u"yyyy-MM-dd HH:mm"_s);
        QCOMPARE(exportedText(model, rows(model, 0, 2), node), u"**Anna**, %1\n\nWhy?\n\n**Echo**, %2\n\nBecause.\n\nAnd so on.\n"_s.arg(when, later));
        // A part of the first and of the last.
        MessageSelection part;
        part.begin({model.row(1).key, {0, 2}});
        part.extendTo({model.row(2).key, {0, 3}});
        part.locate(model);
        QCOMPARE(exportedText(model, part, node), u"**Echo**, %1\n\ncause.\n\nAnd\n"_s.arg(later));
        QCOMPARE(exportedText(model, {}, node), QString());
    }

    void filesAndPicturesAreLinks()
    {
        MessageModel model;
        model.reset({file(1, "image", u"/api/files/abc"_s, u"A [big] *one*.png"_s), file(2, "file", u"https://x.example/a(b).pdf?q=1 2"_s), file(3, "audio", u"javascript:alert(1)"_s, u"song"_s)});
        QCOMPARE(textOf(model, 0), u"![A \\[big\\] \\*one\\*.png](https://host.example/pipit/api/files/abc)\n"_s);
        QCOMPARE(textOf(model, 1), u"[a(b).pdf](https://x.example/a%28b%29.pdf?q=1%202)\n"_s);
        QCOMPARE(textOf(model, 2), u"song\n"_s);
    }

    void theNameIsSafeForEverySystem()
    {
        MessageModel model;
        Message asked = message(1, u"Why?"_s, SenderType::User);
        asked.senderName = u"../An/na:"_s;
        model.reset({asked, message(2, u"Because."_s)});
        const QString day = QDateTime::fromMSecsSinceEpoch(morning + 1000).date().toString(Qt::ISODate);
        QCOMPARE(exportName(model, rows(model, 0, 0), u"..\\a/b <c>|\"d\"?*\n\u202ee"_s), u"a b c d e - An na - %1.md"_s.arg(day));
        QCOMPARE(exportName(model, rows(model, 0, 1), u"S"_s), u"S - %1.md"_s.arg(day)); // of two people
        const QString chinese = exportName(model, rows(model, 1, 1), u"会话😀"_s.repeated(100));
        QVERIFY(chinese.toUtf8().size() <= 255);
        QVERIFY(chinese.isValidUtf16());
        QVERIFY(chinese.endsWith(QString(u" - Echo - "_s + day + u".md"_s)));
    }

    void theMenuOffersTheMessageOrTheSelection()
    {
        MessageViewFixture f;
        f.model.reset(messages(1, 4));
        f.settle();
        QSignalSpy wanted(&f.view, &MessageView::exportRequested);
        const auto choose = [&f](const QString &label) { return chooseInMenu(f.view, label); };
        const auto exported = [&] { return exportedText(f.model, wanted.takeFirst().first().value<MessageSelection>(), node); };
        QTest::keyClick(&f.view, Qt::Key_Up);
        choose(u"Export…"_s);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(exported().startsWith(u"Message 4 with **some** words."));
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ShiftModifier);
        choose(u"Export selection…"_s);
        QCOMPARE(wanted.count(), 1);
        const QString both = exported();
        QVERIFY2(both.contains(u"Message 3") && both.contains(u"Message 4"), qPrintable(both));
    }
};

PIPIT_UI_TEST(MessageExportTest);
#include "message_export_test.moc"
