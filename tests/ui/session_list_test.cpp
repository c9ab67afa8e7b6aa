// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redaction.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/sessions/session_list.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QToolButton>

using namespace pipit;

namespace {

SessionSummary session(const QString &id, const QString &title, const QString &last, int unread = 0)
{
    Message message{.id = 1, .sessionId = id, .senderType = SenderType::User, .senderId = QStringLiteral("li"), .senderName = QStringLiteral("李娜"), .content = last, .createdAtMs = 1'790'000'000'000};
    return {.id = id, .title = title, .updatedAtMs = message.createdAtMs, .lastMessage = message, .unread = unread};
}

struct SessionListFixture {
    SessionList list;
    QSignalSpy chosen{&list, &SessionList::sessionChosen};
    QListView *view = list.findChild<QListView *>();
    QLineEdit *search = list.findChild<QLineEdit *>();

    SessionListFixture()
    {
        list.model()->setSessions({session(QStringLiteral("a"), QStringLiteral("发布助手"), QStringLiteral("第一条")), session(QStringLiteral("b"), QStringLiteral("Product team"), QStringLiteral("review at ten"), 3),
                                   session(QStringLiteral("c"), QString(), QStringLiteral("nothing"))});
        list.setReady(true);
        list.resize(272, 500);
        list.show();
    }
    QString text(int row, int role) const { return view->model()->index(row, 0).data(role).toString(); }
};

} // namespace

class SessionListTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void rowsSayWhoAndWhat()
    {
        SessionListFixture f;
        QCOMPARE(f.text(0, SessionListModel::TitleRole), QStringLiteral("发布助手"));
        QCOMPARE(f.text(1, SessionListModel::LastLineRole), QStringLiteral("李娜: review at ten"));
        QCOMPARE(f.text(1, SessionListModel::UnreadRole), QStringLiteral("3"));
        QCOMPARE(f.text(2, SessionListModel::TitleRole), QStringLiteral("c"));
        f.list.model()->setAnswering(QStringLiteral("a"), true);
        QCOMPARE(f.text(0, SessionListModel::LastLineRole), QStringLiteral("Answering…"));
        QVERIFY(!f.list.grab().isNull());
    }

    void aNoteIsNoLineOfTheConversation()
    {
        SessionListFixture f;
        SessionSummary changed = session(QStringLiteral("a"), QStringLiteral("A"), QStringLiteral("# Plan"));
        changed.lastMessage->contentType = QStringLiteral("state");
        changed.lastMessage->metadata.insert(QStringLiteral("name"), QStringLiteral("note"));
        f.list.model()->setSessions({changed});
        QCOMPARE(f.text(0, SessionListModel::LastLineRole), QStringLiteral("李娜 changed the note"));
    }

    void aRemovedMessageSaysSo()
    {
        SessionListFixture f;
        SessionSummary removed = session(QStringLiteral("b"), QStringLiteral("Product team"), QStringLiteral("review at ten"));
        removed.lastMessage = tombstoneOf(*removed.lastMessage);
        f.list.model()->setSessions({removed});
        QCOMPARE(f.text(0, SessionListModel::LastLineRole), QStringLiteral("Removed by an operator"));
    }

    void markdownIsShownAsItsWords()
    {
        SessionListFixture f;
        SessionSummary answered = session(QStringLiteral("a"), QStringLiteral("Bot"), QStringLiteral("# Title\n\nIt is **bold**, `code` and [a link](https://example.org)."));
        answered.lastMessage->senderType = SenderType::Bot;
        answered.lastMessage->contentType = QStringLiteral("markdown");
        f.list.model()->setSessions({answered});
        QCOMPARE(f.text(0, SessionListModel::LastLineRole), QStringLiteral("Title It is bold, code and a link."));
    }

    void rowsSayWhatIsPinnedMutedAndBegun()
    {
        SessionListFixture f;
        SessionSummary pinned = session(QStringLiteral("a"), QStringLiteral("Team"), QStringLiteral("last"));
        pinned.pinned = pinned.muted = true;
        f.list.model()->setDrafts([](const QString &id) { return id == u"a" ? QStringLiteral("ask about\nindexes") : QString(); });
        f.list.model()->setSessions({pinned, session(QStringLiteral("b"), QStringLiteral("Other"), QStringLiteral("last"))});
        QCOMPARE(f.text(0, SessionListModel::LastLineRole), QStringLiteral("Draft: ask about indexes"));
        QCOMPARE(f.text(1, SessionListModel::LastLineRole), QStringLiteral("李娜: last"));
        const QString spoken = f.text(0, Qt::AccessibleTextRole);
        QVERIFY(spoken.contains(u"pinned") && spoken.contains(u"muted"));
        f.list.setCurrentSession(QStringLiteral("a")); // there it stands in the field
        QCOMPARE(f.text(0, SessionListModel::LastLineRole), QStringLiteral("李娜: last"));
        QVERIFY(!f.list.grab().isNull());
    }

    void archivedOnesAreOutOfSightAndFound()
    {
        SessionListFixture f;
        SessionSummary old = session(QStringLiteral("o"), QStringLiteral("Old plans"), QStringLiteral("done"));
        old.archived = true;
        f.list.model()->setSessions({session(QStringLiteral("b"), QStringLiteral("Other"), QStringLiteral("last")), old});
        QCOMPARE(f.view->model()->rowCount(), 1);
        QTest::keyClicks(f.search, QStringLiteral("plans"));
        QCOMPARE(f.text(0, SessionListModel::IdRole), QStringLiteral("o"));
        QTest::keyClick(f.search, Qt::Key_Escape);
        for (auto *button : f.list.findChildren<QToolButton *>()) {
            if (button->text().contains(u"archived"))
                button->click();
        }
        QCOMPARE(f.view->model()->rowCount(), 2);
    }

    void whatIsOpenIsRead()
    {
        SessionListFixture f;
        f.list.setCurrentSession(QStringLiteral("b"));
        QCOMPARE(f.text(1, SessionListModel::UnreadRole), QStringLiteral("0"));
        QCOMPARE(f.view->currentIndex().row(), 1);
    }

    void searchesTitleAndLastText()
    {
        SessionListFixture f;
        QTest::keyClicks(f.search, QStringLiteral("TEN team"));
        QCOMPARE(f.view->model()->rowCount(), 1);
        QCOMPARE(f.text(0, SessionListModel::IdRole), QStringLiteral("b"));
        f.search->setText(QStringLiteral("第一"));
        QCOMPARE(f.text(0, SessionListModel::IdRole), QStringLiteral("a"));
        QTest::keyClick(f.search, Qt::Key_Return);
        QCOMPARE(f.chosen.last()[0].toString(), QStringLiteral("a"));
        QTest::keyClick(f.search, Qt::Key_Escape);
        QCOMPARE(f.view->model()->rowCount(), 3);
    }

    void arrowsMoveThroughTheList()
    {
        SessionListFixture f;
        f.list.setCurrentSession(QStringLiteral("a"));
        f.list.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.list));
        f.search->setFocus();
        QTest::keyClick(f.search, Qt::Key_Down);
        QCOMPARE(f.chosen.last()[0].toString(), QStringLiteral("b"));
        f.list.setCurrentSession(QStringLiteral("b"));
        QVERIFY(f.view->hasFocus());
        QTest::keyClick(f.view, Qt::Key_Down);
        QCOMPARE(f.chosen.last()[0].toString(), QStringLiteral("c"));
    }

    void aNewOrderKeepsTheSelection()
    {
        SessionListFixture f;
        f.list.setCurrentSession(QStringLiteral("a"));
        f.list.model()->setSessions({session(QStringLiteral("c"), QString(), QString()), session(QStringLiteral("a"), QStringLiteral("发布助手"), QString())});
        QCOMPARE(f.view->currentIndex().row(), 1);
        QCOMPARE(f.chosen.count(), 0);
    }
};

PIPIT_UI_TEST(SessionListTest);
#include "session_list_test.moc"
