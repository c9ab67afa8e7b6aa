// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions to files and back, with a whole node.
#include "tests/ui/chat_page_fixture.h"
#include "tests/ui/whole_node.h"

#include "ui/chat/chat_header.h"
#include "ui/chat/sessions/session_files.h"
#include "ui/theme/dialogs.h"

#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QMenu>

using namespace pipit;

namespace {

struct Files {
    WholeNode node;
    Page f{node.server->url(), node.server->operatorToken(), u"s"_s};
    QString path;

    Files()
    {
        dialogs::setSaveFile([this](QWidget *, const QString &, const QString &suggested) { return path = f.directory.filePath(QFileInfo(suggested).fileName()); });
        dialogs::setOpenFile([this](QWidget *, const QString &, const QString &) { return path; });
    }

    bool converse()
    {
        if (!f.settles())
            return false;
        f.page.composer()->edit()->setPlainText(u"明天 <发布>?"_s); // keys are Latin
        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Return);
        return QTest::qWaitFor([this] { return f.page.messages()->rowCount() == 2 && f.page.isSettled(); });
    }
    QString written()
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    bool tells(const QString &text)
    {
        return QTest::qWaitFor([&] { return !f.problems.isEmpty() && f.problems.last()[0].toString().contains(text); });
    }
};

} // namespace

class SessionFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
    void cleanup()
    {
        dialogs::setSaveFile(nullptr);
        dialogs::setOpenFile(nullptr);
        dialogs::setConfirm(nullptr);
    }

    void aSessionIsExportedInEachFormat()
    {
        Files files;
        QVERIFY(files.converse());
        using Format = SessionFiles::Format;
        for (const auto &[format, ending, holds] : {std::tuple(Format::Markdown, u".md"_s, u"明天"_s), std::tuple(Format::Html, u".html"_s, u"明天 &lt;发布&gt;"_s), std::tuple(Format::Json, u".json"_s, u"\"pipit-session\""_s)}) {
            files.path.clear();
            files.f.problems.clear();
            files.f.page.exportSession(format);
            QVERIFY(files.tells(u"Exported to"_s));
            QVERIFY(files.path.endsWith(ending));
            QVERIFY2(files.written().contains(holds), qPrintable(files.written()));
        }
    }

    void whatWasExportedIsImportedOnce()
    {
        Files files;
        QVERIFY(files.converse());
        files.f.page.exportSession(SessionFiles::Format::Json);
        QVERIFY(files.tells(u"Exported to"_s));
        files.f.page.importSession();
        QVERIFY(files.tells(u"2 message(s) imported."_s));
        QTRY_VERIFY(files.f.page.currentSession().startsWith(u"import-") && files.f.page.messages()->rowCount() == 2 && files.f.page.isSettled());
        const QString imported = files.f.page.currentSession();
        QVERIFY(files.f.row(0).own);
        QCOMPARE(files.f.row(0).text, u"明天 <发布>?"_s);
        QCOMPARE(files.f.row(1).senderType, SenderType::Bot);
        QCOMPARE(files.f.row(1).senderName, u"Echo"_s);
        QCOMPARE(files.f.row(1).replyTo, files.f.row(0).id);

        files.f.problems.clear();
        files.f.page.importSession();
        QVERIFY(files.tells(u"2 message(s) imported."_s));
        QCOMPARE(files.f.page.currentSession(), imported);
        QCOMPARE(files.f.connection.feed(imported)->messages().size(), 2);
    }

    void othersStayOthersWhenTheyAreImported()
    {
        Files files;
        QVERIFY(files.f.settles());
        files.path = files.f.directory.filePath(u"given.json"_s);
        const Message said{.id = 4, .sessionId = u"old"_s, .clientMessageId = {}, .senderId = u"li"_s, .senderName = u"李娜"_s, .content = u"早上好"_s, .createdAtMs = 1'700'000'000'000};
        QFile file(files.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(SessionArchive{.sessionId = u"old"_s, .title = u"Old"_s, .messages = {said}}.toJsonText());
        file.close();
        files.f.page.importSession();
        QTRY_VERIFY(files.f.page.messages()->rowCount() == 1 && files.f.page.isSettled());
        QVERIFY(!files.f.row(0).own);
        QVERIFY(!files.f.row(0).isEditable);
        QCOMPARE(files.f.row(0).senderName, u"李娜"_s);
        QCOMPARE(files.f.row(0).createdAtMs, said.createdAtMs);
    }

    void aFileThatIsNoneSaysSo()
    {
        Files files;
        QVERIFY(files.f.settles());
        files.path = files.f.directory.filePath(u"other.json"_s);
        QFile file(files.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"a\":1}");
        file.close();
        files.f.page.importSession();
        QVERIFY(files.tells(u"pipit-session"_s));
        files.path = files.f.directory.filePath(u"none.json"_s);
        files.f.page.importSession();
        QVERIFY(files.tells(u"cannot be read"_s));
    }

    void whatCannotBeWrittenSaysSo()
    {
        Files files;
        QVERIFY(files.converse());
        dialogs::setSaveFile([](QWidget *, const QString &, const QString &) { return u"/nowhere/at/all.md"_s; });
        files.f.page.exportSession(SessionFiles::Format::Markdown);
        QVERIFY(files.tells(u"/nowhere/at/all.md cannot be written"_s));
    }

    void anArchivedSessionIsOutOfSightAndFound()
    {
        Files files;
        QVERIFY(files.converse());
        auto *list = files.f.page.sessions()->findChild<QListView *>();
        QTRY_COMPARE(list->model()->rowCount(), 1);
        choose(files, u"Archive"_s);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        auto *search = files.f.page.sessions()->findChild<QLineEdit *>();
        search->setText(files.f.page.sessions()->model()->index(0).data().toString());
        QCOMPARE(list->model()->rowCount(), 1);
        search->clear();
        choose(files, u"Take out of the archive"_s);
        QTRY_COMPARE(list->model()->rowCount(), 1);
    }

    void aDeletedSessionIsLeft()
    {
        Files files;
        QVERIFY(files.converse());
        bool says = false;
        dialogs::setConfirm([&says](QWidget *, const QString &, const QString &, const QString &) { return std::exchange(says, true); });
        choose(files, u"Delete…"_s); // no
        QCOMPARE(files.f.page.currentSession(), u"s"_s);
        choose(files, u"Delete…"_s); // yes
        QTRY_VERIFY(files.f.page.currentSession() != u"s"_s && !files.f.page.currentSession().isEmpty() && files.f.page.isSettled());
        QCOMPARE(files.f.page.messages()->rowCount(), 0);
    }

private:
    static void choose(Files &files, const QString &label)
    {
        QTRY_VERIFY(files.f.page.sessions()->model()->rowOf(files.f.page.currentSession()) >= 0);
        Q_EMIT files.f.page.header()->menuRequested(QPoint(100, 100));
        QMenu *menu = nullptr;
        for (QMenu *one : files.f.page.findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly))
            menu = one->isVisible() ? one : menu;
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text() == label) {
                menu->close();
                return action->trigger();
            }
        }
        QFAIL(qPrintable(label));
    }
};

QTEST_MAIN(SessionFilesTest)
#include "session_files_test.moc"
