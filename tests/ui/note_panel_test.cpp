// SPDX-License-Identifier: GPL-3.0-or-later
// A session's note in two windows on a real node: nobody overwrites anybody silently, nothing that was typed is lost.
#include "tests/ui/chat_page_fixture.h"

#include "server/auth/tokens.h"
#include "server/server.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/ui/opened_links.h"
#include "ui/chat/chat_header.h"
#include "ui/chat/note/note_comments.h"
#include "ui/chat/note/note_conflict.h"
#include "ui/chat/note/note_merge.h"
#include "ui/chat/note/note_panel.h"
#include "ui/chat/note/note_text.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

using namespace pipit;

namespace {

constexpr int limitMs = 60'000; // of a node that shares its disk

// A whole node in this process, and callers with names.
struct NamedNode {
    QTemporaryDir directory;
    Config config;
    std::unique_ptr<Server> server;

    NamedNode()
    {
        config.server.dataDir = directory.path();
        config.server.listen = u"127.0.0.1:0"_s;
        config.bots = {{.id = u"echo"_s, .provider = u"echo"_s, .name = u"Echo"_s, .pieceInterval = 1ms}};
        start();
        config.server.listen = u"127.0.0.1:%1"_s.arg(server->url().port());
    }

    void start()
    {
        config.server.canaryS = 0;
        server = std::make_unique<Server>(config);
        if (const auto started = server->start(); !started)
            qFatal("%s", qUtf8Printable(started.error().message));
    }

    QByteArray tokenOf(const QString &sub, const QString &name) const
    {
        const auto store = store::openSqliteStore({.file = config.databasePath(), .readers = 1});
        const QByteArray token = auth::makeToken();
        const auth::TokenRecord record{.hash = auth::hashOf(token), .caller = {.sub = sub, .name = name}, .createdAtMs = 1};
        if (!store || !(*store)->addToken(record).result())
            qFatal("no token");
        return token;
    }
};

struct Window : Page {
    Window(const NamedNode &node, const QString &sub, const QString &name) : Page(node.server->url(), node.tokenOf(sub, name), u"s"_s) { }

    NotePanel *note() const { return page.note(); }
    bool opens()
    {
        page.header()->findChild<QToolButton *>(u"noteButton"_s)->click();
        return QTest::qWaitFor([this] { return note()->isVisible() && buttonOf(note(), u"Edit"_s, u"Write a note"_s) && buttonOf(note(), u"Edit"_s, u"Write a note"_s)->isEnabled(); }, limitMs);
    }
    static QPushButton *buttonOf(QWidget *in, const QString &label, const QString &orLabel = {})
    {
        const auto buttons = in->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->isVisible() && (button->text() == label || (!orLabel.isEmpty() && button->text() == orLabel)))
                return button;
        }
        return nullptr;
    }
    bool press(const QString &label)
    {
        QPushButton *button = buttonOf(note(), label);
        if (!button || !button->isEnabled())
            return false;
        button->click();
        return true;
    }
    void type(const QString &text)
    {
        if (!note()->isEditing())
            note()->startEdit();
        note()->field()->selectAll();
        QTest::keyClicks(note()->field(), text);
    }
    void saveByKey() { QTest::keyClick(note()->field(), Qt::Key_Return, Qt::ControlModifier); }
    bool says(const QString &beginning) const
    {
        const auto labels = note()->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *label) { return label->isVisible() && label->text().startsWith(beginning); });
    }
    QString read() const { return note()->text()->isVisible() ? note()->text()->toPlainText() : QString(); }
};

} // namespace

class NotePanelTest : public QObject
{
    Q_OBJECT

private:
    // Both have the note, and Ben has saved another version while Ann was writing hers.
    static void makeConflict(Window &ann, Window &ben)
    {
        QVERIFY(ann.settles() && ben.settles());
        QVERIFY(ann.opens() && ben.opens());
        ann.type(u"plan"_s);
        ann.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"plan"_s, limitMs);
        QTRY_COMPARE_WITH_TIMEOUT(ben.read(), u"plan"_s, limitMs);
        ann.type(u"plan of Ann"_s);
        ben.type(u"plan of Ben"_s);
        ben.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ben.read(), u"plan of Ben"_s, limitMs);
        ann.saveByKey();
        QTRY_VERIFY_WITH_TIMEOUT(ann.note()->isConflict(), limitMs);
    }

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void whatOneSavesTheOtherReads()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s), ben(node, u"ben"_s, u"Ben"_s);
        QVERIFY(ann.settles() && ben.settles());
        QVERIFY(ann.opens() && ben.opens());
        QSignalSpy editing(ann.note(), &NotePanel::editingChanged);
        QVERIFY(ann.press(u"Write a note"_s));
        QCOMPARE(editing.count(), 1);
        QTest::keyClicks(ann.note()->field(), u"a **plan**"_s);
        QVERIFY(ann.press(u"Save"_s));
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"a plan"_s, limitMs);
        QCOMPARE(editing.takeLast().first(), QVariant(false));
        QTRY_COMPARE_WITH_TIMEOUT(ben.read(), u"a plan"_s, limitMs);
        for (int i = 0; i < 3; ++i) {
            ben.type(u"version %1"_s.arg(i));
            ben.saveByKey();
            QTRY_COMPARE_WITH_TIMEOUT(ben.read(), u"version %1"_s.arg(i), limitMs);
            QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"version %1"_s.arg(i), limitMs);
        }
        // In the conversation it is one calm line.
        QTRY_COMPARE_WITH_TIMEOUT(ann.page.messages()->rowCount(), 1, limitMs);
        QTRY_COMPARE_WITH_TIMEOUT(ann.row(0).text, u"Ben changed the note"_s, limitMs);
        QCOMPARE(ann.row(0).contentType, u"notification"_s);
        // Whoever opens it later finds it, and emptied it stays a note.
        Window eve(node, u"eve"_s, u"Eve"_s);
        QVERIFY(eve.settles() && eve.opens());
        QCOMPARE(eve.read(), u"version 2"_s);
        eve.note()->startEdit();
        eve.note()->field()->clear();
        eve.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), QString(), limitMs);
        QCOMPARE(ann.connection.feed(u"s"_s)->messages().size(), 5);
    }

    void aLateEditIsAConflictWithBothTexts()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s), ben(node, u"ben"_s, u"Ben"_s);
        makeConflict(ann, ben);
        QCOMPARE(ann.note()->conflict()->mine()->toPlainText(), u"plan of Ann"_s);
        QCOMPARE(ann.note()->conflict()->theirs()->toPlainText(), u"plan of Ben"_s);
        QVERIFY(ann.says(u"Ben changed the note while you were writing"_s));
        QCOMPARE(ben.read(), u"plan of Ben"_s); // nothing was overwritten
        QCOMPARE(ann.connection.feed(u"s"_s)->messages().last().content, u"plan of Ben"_s);

        QVERIFY(ann.press(u"Keep mine (replaces theirs)"_s));
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"plan of Ann"_s, limitMs);
        QTRY_COMPARE_WITH_TIMEOUT(ben.read(), u"plan of Ann"_s, limitMs);
    }

    void theOthersTextCanBeTaken()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s), ben(node, u"ben"_s, u"Ben"_s);
        makeConflict(ann, ben);
        QVERIFY(ann.press(u"Take theirs"_s));
        QCOMPARE(ann.read(), u"plan of Ben"_s);
        QVERIFY(!ann.note()->isEditing());
        QCOMPARE(ann.connection.feed(u"s"_s)->messages().last().content, u"plan of Ben"_s);
    }

    void bothCanBeEditedTogetherAndMayMeetAnother()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s), ben(node, u"ben"_s, u"Ben"_s);
        makeConflict(ann, ben);
        QVERIFY(ann.press(u"Edit both together"_s));
        QCOMPARE(ann.note()->field()->toPlainText(), u"<<<<<<< mine\nplan of Ann\n=======\nplan of Ben\n>>>>>>> Ben"_s);
        // While she does, he saves again: she hears of it at once, and meets him when she saves.
        ben.type(u"plan of Ben, again"_s);
        ben.saveByKey();
        QTRY_VERIFY_WITH_TIMEOUT(ann.says(u"Ben changed the note while you are writing"_s), limitMs);
        ann.type(u"plan of both"_s);
        ann.saveByKey();
        QTRY_VERIFY_WITH_TIMEOUT(ann.note()->isConflict(), limitMs);
        QCOMPARE(ann.note()->conflict()->theirs()->toPlainText(), u"plan of Ben, again"_s);
        QVERIFY(ann.press(u"Edit both together"_s));
        ann.type(u"plan of both"_s);
        ann.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ben.read(), u"plan of both"_s, limitMs);
    }

    void nothingTypedIsLostWhileTheNodeIsAway()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s);
        QVERIFY(ann.settles() && ann.opens());
        ann.type(u"first"_s);
        ann.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"first"_s, limitMs);
        QTest::keyClicks(ann.note()->comments()->line(), u"a remark"_s);

        node.server.reset();
        QTRY_VERIFY_WITH_TIMEOUT(ann.connection.status().state != ConnectionStatus::State::Live, limitMs);
        ann.type(u"while it was away"_s);
        ann.saveByKey();
        QTRY_VERIFY2_WITH_TIMEOUT(ann.note()->problem().startsWith(u"Not saved: ") && ann.note()->problem().contains(u"kept here"), qPrintable(ann.note()->problem()), limitMs);
        QCOMPARE(ann.note()->field()->toPlainText(), u"while it was away"_s);
        QTest::keyClick(ann.note()->comments()->line(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(ann.says(u"Not added: "_s), limitMs);
        QCOMPARE(ann.note()->comments()->line()->text(), u"a remark"_s);
        // Nor when it is closed, or another session is looked at.
        ann.note()->setOpen(false);
        ann.page.openSession(u"other"_s);
        ann.note()->setOpen(true);
        QVERIFY(!ann.note()->isEditing());
        ann.page.openSession(u"s"_s);
        QVERIFY(ann.note()->isEditing());
        QCOMPARE(ann.note()->field()->toPlainText(), u"while it was away"_s);
        QCOMPARE(ann.note()->comments()->line()->text(), u"a remark"_s);

        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(ann.connection.status().state, ConnectionStatus::State::Live, limitMs);
        ann.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"while it was away"_s, limitMs);
        QCOMPARE(ann.note()->problem(), QString());
        QTRY_VERIFY_WITH_TIMEOUT(ann.note()->comments()->line()->isEnabled(), limitMs);
        QTest::keyClick(ann.note()->comments()->line(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(ann.note()->comments()->shownText().contains(u"a remark"), limitMs);
        QTRY_COMPARE_WITH_TIMEOUT(ann.note()->comments()->line()->text(), QString(), limitMs);
    }

    void aNoteThatCannotBeLoadedSaysWhyAndIsLoadedLater()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s);
        QVERIFY(ann.settles());
        node.server.reset();
        ann.note()->setOpen(true);
        QTRY_VERIFY2_WITH_TIMEOUT(ann.note()->problem().startsWith(u"The note could not be loaded: "), qPrintable(ann.note()->problem()), limitMs);
        QVERIFY(!Window::buttonOf(ann.note(), u"Write a note"_s)->isEnabled());
        QVERIFY(Window::buttonOf(ann.note(), u"Retry"_s));
        node.start();
        QTRY_VERIFY_WITH_TIMEOUT(Window::buttonOf(ann.note(), u"Write a note"_s)->isEnabled(), limitMs);
        QCOMPARE(ann.note()->problem(), QString());
    }

    void commentsAreSeenByAll()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s), ben(node, u"ben"_s, u"Ben"_s);
        QVERIFY(ann.settles() && ben.settles());
        QVERIFY(ann.opens() && ben.opens());
        QVERIFY(!ann.note()->comments()->line()->isEnabled());
        ann.type(u"plan"_s);
        ann.saveByKey();
        QTRY_VERIFY_WITH_TIMEOUT(ben.note()->comments()->line()->isEnabled(), limitMs);
        QTest::keyClicks(ben.note()->comments()->line(), u"too <b>long</b>"_s);
        QVERIFY(ben.press(u"Comment"_s));
        QTRY_VERIFY_WITH_TIMEOUT(ann.note()->comments()->shownText().contains(u"too <b>long</b>"), limitMs);
        QVERIFY(ann.note()->comments()->shownText().startsWith(u"Ben"));
        // Of the note, whatever its version; and of no other message.
        ben.type(u"plan, shorter"_s);
        ben.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"plan, shorter"_s, limitMs);
        QTest::keyClicks(ann.note()->comments()->line(), u"better"_s);
        QTest::keyClick(ann.note()->comments()->line(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(ben.note()->comments()->shownText().count(u'\n'), 3, limitMs);
        QCOMPARE(ben.connection.feed(u"s"_s)->messages().last().replyTo, ben.connection.feed(u"s"_s)->messages().first().id);
    }

    void whoIsEditingIsNamed()
    {
        NotePanel panel;
        panel.setEditors({u"Ann"_s});
        QCOMPARE(panel.editors(), u"Ann is editing"_s);
        panel.setEditors({u"Ann"_s, u"Ben"_s});
        QVERIFY(panel.editors().startsWith(u"Ann") && panel.editors().endsWith(u"Ben are editing"));
        panel.setEditors({});
        QCOMPARE(panel.editors(), QString());
    }

    void cancelLeavesTheNoteAsItWas()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s);
        QVERIFY(ann.settles() && ann.opens());
        ann.type(u"plan"_s);
        ann.saveByKey();
        QTRY_COMPARE_WITH_TIMEOUT(ann.read(), u"plan"_s, limitMs);
        ann.note()->startEdit();
        QTest::keyClick(ann.note()->field(), Qt::Key_Escape); // nothing was changed
        QVERIFY(!ann.note()->isEditing());
        ann.type(u"another"_s);
        QTest::keyClick(ann.note()->field(), Qt::Key_Escape);
        QVERIFY(ann.note()->isEditing());
        QVERIFY(ann.press(u"Cancel"_s));
        QCOMPARE(ann.read(), u"plan"_s);
        QCOMPARE(ann.connection.feed(u"s"_s)->messages().size(), 1);
    }

    void aNarrowWindowShowsTheNoteInPlaceOfTheConversation()
    {
        NamedNode node;
        Window ann(node, u"ann"_s, u"Ann"_s);
        QVERIFY(ann.settles() && ann.opens());
        ann.page.resize(1300, 700);
        QTRY_VERIFY_WITH_TIMEOUT(ann.page.view()->parentWidget()->parentWidget()->isVisible() && ann.note()->isVisible(), limitMs);
        ann.page.resize(700, 700);
        QTRY_VERIFY_WITH_TIMEOUT(!ann.page.isShown(u"s"_s) && ann.note()->isVisible(), limitMs);
        QTRY_VERIFY_WITH_TIMEOUT(ann.note()->width() > 400, limitMs);
        ann.note()->setOpen(false);
        QVERIFY(ann.page.isShown(u"s"_s) && !ann.note()->isVisible());
        QVERIFY(!ann.page.header()->findChild<QToolButton *>(u"noteButton"_s)->isChecked());
    }

    void markdownIsShownAndLeadsOnlyToSafePlaces()
    {
        NoteText text;
        text.setNote(u"# Plan\n\n- one\n- <b>two</b>\n\n[bad](file:///etc/passwd) ![x](x.png) <script>"_s);
        QVERIFY(!text.toPlainText().contains(u'#'));
        QVERIFY(text.toPlainText().contains(u"<b>two</b>")); // no HTML
        QTemporaryDir directory;
        QFile file(directory.filePath(u"private"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("words") == 5 && file.flush());
        QCOMPARE(text.document()->resource(QTextDocument::ImageResource, QUrl::fromLocalFile(file.fileName())).toByteArray(), QByteArray());
        OpenedLinks links;
        Q_EMIT text.anchorClicked(QUrl(u"file:///etc/passwd"_s));
        Q_EMIT text.anchorClicked(QUrl(u"https://example.org/x"_s));
        QCOMPARE(links.addresses, QStringList{u"https://example.org/x"_s});
    }

    void whatIsAlikeStandsOnceInBothTogether()
    {
        QCOMPARE(mergedNote(u"a\nmine\nz"_s, u"a\nb\nz"_s, u"I"_s, u"B"_s), u"a\n<<<<<<< I\nmine\n=======\nb\n>>>>>>> B\nz"_s);
        QCOMPARE(mergedNote(u"a"_s, u"a\nb"_s, u"I"_s, u"B"_s), u"a\n<<<<<<< I\n=======\nb\n>>>>>>> B"_s);
        QCOMPARE(mergedNote(u"x\nx"_s, u"x"_s, u"I"_s, u"B"_s), u"x\n<<<<<<< I\nx\n=======\n>>>>>>> B"_s);
        QCOMPARE(mergedNote(u"same"_s, u"same"_s, u"I"_s, u"B"_s), u"same"_s);
    }
};

QTEST_MAIN(NotePanelTest)
#include "note_panel_test.moc"
