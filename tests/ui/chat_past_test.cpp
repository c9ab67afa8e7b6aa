// SPDX-License-Identifier: GPL-3.0-or-later
// Into the past of a long conversation and back.
#include "tests/ui/chat_page_fixture.h"

#include "core/redaction.h"

#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

using namespace pipit;

namespace {

constexpr int many = 2'000;

struct Past {
    test::FakeNode node;
    std::unique_ptr<Page> f;

    Past()
    {
        for (int i = 1; i <= many; ++i)
            node.store(u"a"_s, u"Message %1"_s.arg(i), of("anna"));
        f = std::make_unique<Page>(node.url(), "t", u"a"_s);
    }

    qsizetype pages() const { return node.server.requests("/api/messages").size(); }
    MessageView &view() { return *f->page.view(); }
    MessageModel &model() { return *f->page.messages(); }
    QPushButton *jumpButton() { return view().viewport()->findChild<QPushButton *>(); }

    bool isSeen(qint64 id)
    {
        const int row = model().rowOfMessage(id);
        return row >= 0 && std::ranges::any_of(view().visibleRows(), [row](const RowWindow::Placed &placed) { return placed.row == row; });
    }
    bool goes(qint64 id)
    {
        f->page.openMessage(u"a"_s, id);
        return QTest::qWaitFor([this, id] { return isSeen(id); });
    }
    QList<qint64> ids() const
    {
        QList<qint64> ids;
        for (int row = 0; row < f->page.messages()->rowCount(); ++row)
            ids << f->page.messages()->row(row).id;
        return ids;
    }
    void scrollToEnd() { view().verticalScrollBar()->setValue(view().verticalScrollBar()->maximum()); }
};

} // namespace

class ChatPastTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aMessageFarUpIsThereAfterAFewPages()
    {
        Past past;
        QVERIFY(past.f->settles());
        const qsizetype before = past.pages();
        QVERIFY(past.goes(700));
        QVERIFY(past.pages() - before <= 4); // 26 would lie between
        QVERIFY(past.jumpButton()->isVisible());
        QCOMPARE(past.f->problems.count(), 0);
    }

    void oneJumpFollowsAnother()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(700));
        QVERIFY(past.goes(200));
        QVERIFY(past.jumpButton()->isVisible());
        QVERIFY(past.model().rowOfMessage(700) < 0);
        past.node.holdHistory();
        past.f->page.openMessage(u"a"_s, 600);
        past.f->page.openMessage(u"a"_s, 400); // another thought before the first one is there
        past.node.releaseHistory();
        QTRY_VERIFY(past.isSeen(400));
        QCOMPARE(past.f->problems.count(), 0);
        past.jumpButton()->click();
        QTRY_VERIFY(past.isSeen(many));
    }

    void theWayDownLeadsBackToThePresent()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(many - 260));
        QCOMPARE(past.model().rowOfMessage(many), -1);
        // Each page comes when the reader is near the end of the last one, and moves nothing.
        QTRY_VERIFY((past.scrollToEnd(), past.isSeen(many)));
        const QList<qint64> ids = past.ids();
        for (qsizetype i = 1; i < ids.size(); ++i)
            QCOMPARE(ids[i], ids[i - 1] + 1);
        QCOMPARE(ids.last(), many);
        // It is the present: what comes is seen.
        past.node.store(u"a"_s, u"New"_s, of("anna"));
        QTRY_VERIFY(past.isSeen(many + 1));
        QVERIFY(!past.jumpButton()->isVisible());
    }

    void whatComesBelowDoesNotMoveTheReader()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(900));
        past.scrollToEnd();
        const auto topKey = [&past] { return past.view().visibleKeys().first(); };
        const QString top = topKey();
        const int rows = past.model().rowCount();
        const QString bot = past.f->page.composer()->bot();
        QTRY_VERIFY(past.model().rowCount() > rows);
        QTRY_COMPARE(topKey(), top);
        // Nor does what is said elsewhere change who would answer.
        past.node.store(u"b"_s, u"Elsewhere"_s, of("anna"));
        QTRY_COMPARE(past.f->page.sessions()->model()->rowCount(), 2);
        QCOMPARE(past.f->page.composer()->bot(), bot);
        QVERIFY(past.jumpButton()->isVisible());
    }

    void theWayUpGoesOn()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(200));
        QTRY_VERIFY((past.view().verticalScrollBar()->setValue(0), past.isSeen(1)));
        QCOMPARE(past.ids().first(), 1);
    }

    void newestLeadsBackAtOnce()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(300));
        past.node.store(u"a"_s, u"Meanwhile"_s, of("anna"));
        QTest::mouseClick(past.jumpButton(), Qt::LeftButton);
        QTRY_VERIFY(past.isSeen(many + 1));
        QVERIFY(past.view().isAtBottom());
        QTRY_VERIFY(!past.jumpButton()->isVisible());
    }

    void whoWritesIsInThePresent()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(300));
        past.f->page.composer()->chooseBot({}); // just post
        past.f->write(u"Here I am"_s);
        QTRY_COMPARE(past.model().rowOfMessage(many + 1), past.model().rowCount() - 1);
        QTRY_VERIFY(past.isSeen(many + 1));
    }

    void whatIsRemovedLosesItsTextThereToo()
    {
        Past past;
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(300));
        const MessageDraft notice = redactionNotice(past.node.messages[299], {300}, u"op"_s);
        past.node.store(u"a"_s, notice.content, {.sessionId = {}, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata, .replaces = notice.replaces});
        QTRY_VERIFY(!past.model().row(past.model().rowOfMessage(300)).text.contains(u"Message 300"));
        QVERIFY(past.isSeen(300));
    }

    void anotherSessionIsInItsPresent()
    {
        Past past;
        past.node.store(u"b"_s, u"Elsewhere"_s, of("anna"));
        QVERIFY(past.f->settles());
        QVERIFY(past.goes(300));
        past.f->page.openSession(u"b"_s);
        QTRY_COMPARE(past.ids(), QList<qint64>{many + 1});
        QVERIFY(!past.jumpButton()->isVisible());
        past.f->page.openSession(u"a"_s);
        QTRY_VERIFY(past.isSeen(many));
    }
};

QTEST_MAIN(ChatPastTest)
#include "chat_past_test.moc"
