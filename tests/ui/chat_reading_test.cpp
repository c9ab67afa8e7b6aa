// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a reader through the whole window: by keys alone, to what is quoted, to what is looked for.
#include "tests/ui/chat_page_fixture.h"
#include "tests/ui/opened_links.h"

#include "ui/locale/language.h"
#include "ui/main_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QSettings>

#include <algorithm>

using namespace pipit;

namespace {

// The window around the page, active, so that its keys are those of a user.
struct Window {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    Language language;
    ServerBook book{&settings};
    Servers servers;
    MainWindow window{&language, &settings};

    explicit Window(const QUrl &url) : servers(&book, {.directory = directory.path(), .reconnectInterval = 20ms, .givenUrl = url, .givenToken = "t"})
    {
        window.resize(1200, 760);
        window.show();
        window.setServers(&servers);
        servers.start();
    }

    ChatPage &page() { return *window.chat(); }
    bool isReady()
    {
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window) && QTest::qWaitFor([this] { return page().isSettled() && page().view()->isVisible(); });
    }

    // Whatever has the focus gets it, as from a keyboard.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window.windowHandle(), key, modifiers); }
    bool tabTo(const QWidget *wanted, Qt::Key by)
    {
        for (int i = 0; i < 40 && QApplication::focusWidget() != wanted; ++i)
            key(by);
        return QApplication::focusWidget() == wanted;
    }
};

// Goes down in the menu to what is called so, and takes it.
bool choose(const QString &label)
{
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    for (int i = 0; menu && i < 40; ++i) {
        QTest::keyClick(menu, Qt::Key_Down);
        if (menu->activeAction() && menu->activeAction()->text() == label) {
            QTest::keyClick(menu, menu->activeAction()->menu() ? Qt::Key_Right : Qt::Key_Return);
            return true;
        }
    }
    return false;
}

void storeMany(test::FakeNode &node, int count)
{
    for (int i = 0; i < count; ++i)
        node.store(u"a"_s, u"Message %1"_s.arg(node.messages.size() + 1), of("anna"));
}

bool isSeen(const ChatPage &page, qint64 id)
{
    return std::ranges::any_of(page.view()->visibleRows(), [&](const RowWindow::Placed &placed) { return placed.row < page.messages()->rowCount() && page.messages()->row(placed.row).id == id; });
}

} // namespace

class ChatReadingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void keysLeadFromTheComposerToALinkAndBack()
    {
        OpenedLinks opened;
        test::FakeNode node;
        node.store(u"a"_s, u"Look at https://example.org/plan and https://example.org/map first."_s, of("anna"));
        node.store(u"a"_s, u"Done?"_s, of("anna"));
        node.sessions = {QJsonObject{{u"id"_s, u"a"_s}, {u"title"_s, u"A"_s}}};
        Window f(node.url());
        QVERIFY(f.isReady());
        ComposerEdit *edit = f.page().composer()->edit();
        edit->setFocus();
        QTest::keyClicks(edit, u"a draft"_s);

        QVERIFY(f.tabTo(f.page().view(), Qt::Key_Backtab));
        f.key(Qt::Key_Up);
        QCOMPARE(f.page().view()->currentKey(), f.page().messages()->row(0).key);
        f.key(Qt::Key_F10, Qt::ShiftModifier);
        // It opens at the message.
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        const RowWindow::Placed &row = f.page().view()->visibleRows()[0];
        const int y = f.page().view()->viewport()->mapFromGlobal(menu->pos()).y();
        QVERIFY2(y >= row.top && y <= row.bottom(), qPrintable(QString::number(y)));
        QVERIFY(choose(u"Open link"_s));
        QTRY_VERIFY(QApplication::activePopupWidget() != menu);
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Down); // the first of them is chosen already
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Return);
        QCOMPARE(opened.addresses, QStringList{u"https://example.org/map"_s});
        QVERIFY(!QApplication::activePopupWidget());
        QCOMPARE(QApplication::focusWidget(), f.page().view());

        QVERIFY(f.tabTo(edit, Qt::Key_Tab));
        QCOMPARE(f.page().composer()->text(), u"a draft"_s);
    }

    void whatIsQuotedIsLoadedUntilItIsThere()
    {
        test::FakeNode node;
        storeMany(node, 180);
        Message reply = of("anna");
        reply.replyTo = 3;
        node.store(u"a"_s, u"As you said."_s, reply);
        Page f(node.url(), "t", u"a"_s);
        QVERIFY(f.settles());
        QCOMPARE(f.page.messages()->rowOfMessage(3), -1);
        QVERIFY(f.choose(u"Go to what is quoted"_s));
        QTRY_VERIFY(isSeen(f.page, 3));
        QCOMPARE(f.problems.count(), 0);
    }

    void whatIsQuotedAndGoneIsSaidToBe()
    {
        test::FakeNode node;
        node.store(u"b"_s, u"Not of this session"_s, of("anna"));
        storeMany(node, 120);
        Message reply = of("anna");
        reply.replyTo = 1;
        node.store(u"a"_s, u"As you said."_s, reply);
        Page f(node.url(), "t", u"a"_s);
        QVERIFY(f.settles());
        QVERIFY(f.choose(u"Go to what is quoted"_s));
        QTRY_COMPARE(f.problems.count(), 1);
        QVERIFY(f.problems[0][0].toString().startsWith(u"That message cannot be shown: "));
        // The reader may be where it would stand, and comes back.
        Q_EMIT f.page.view()->newestWanted();
        QTRY_COMPARE(f.row(f.page.messages()->rowCount() - 1).text, u"As you said."_s);
    }

    void aMessageIsOpenedFromAnOlderPage()
    {
        test::FakeNode node;
        storeMany(node, 120);
        Page f(node.url(), "t", u"a"_s);
        f.page.openMessage(u"a"_s, 5); // before anything is loaded
        QTRY_VERIFY(isSeen(f.page, 5));
        QCOMPARE(f.problems.count(), 0);
    }

    void aQuoteGoesIntoTheComposer()
    {
        test::FakeNode node;
        node.store(u"a"_s, u"One line\nand another"_s, of("anna"));
        Page f(node.url(), "t", u"a"_s);
        QVERIFY(f.settles());
        f.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.page));
        QTest::keyClicks(f.page.composer()->edit(), u"Yes"_s);
        QVERIFY(f.choose(u"Quote"_s));
        QVERIFY(f.page.composer()->text().contains(u"> One line\n> and another"_s));
        QVERIFY(f.page.composer()->text().contains(u"Yes"_s));
        QCOMPARE(f.page.focusWidget(), f.page.composer()->edit());
    }

    void whatIsLookedForIsFoundOnOlderPages()
    {
        test::FakeNode node;
        node.store(u"a"_s, u"The needle, far up"_s, of("anna"));
        storeMany(node, 130);
        node.store(u"a"_s, u"A needle here"_s, of("anna"));
        node.sessions = {QJsonObject{{u"id"_s, u"a"_s}, {u"title"_s, u"A"_s}}};
        Window f(node.url());
        QVERIFY(f.isReady());
        f.key(Qt::Key_F, Qt::ControlModifier);
        auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(line);
        const auto says = [line](const QString &text) { return std::ranges::any_of(line->parentWidget()->findChildren<QLabel *>(), [&](const QLabel *label) { return label->text() == text; }); };
        QTest::keyClicks(line, u"needle"_s);
        QTRY_VERIFY(says(u"1 of 1"_s));
        QVERIFY(!isSeen(f.page(), 1));
        f.key(Qt::Key_Return);
        QTRY_VERIFY(isSeen(f.page(), 1));
        QTRY_VERIFY(says(u"2 of 2"_s));
        QCOMPARE(f.page().messages()->rowCount(), 132);
        // There is nothing beyond, and it says so by its button.
        f.key(Qt::Key_Return);
        QTRY_VERIFY(says(u"2 of 2"_s));
        f.key(Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), f.page().view());
    }
};

QTEST_MAIN(ChatReadingTest)
#include "chat_reading_test.moc"
