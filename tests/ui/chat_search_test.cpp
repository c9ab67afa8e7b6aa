// SPDX-License-Identifier: GPL-3.0-or-later
// A search over every session, and the way to a hit.
#include "tests/ui/chat_page_fixture.h"

#include "ui/chat/sessions/message_search.h"
#include "ui/chat/sessions/search_hits.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include <algorithm>

using namespace pipit;

namespace {

struct Search {
    test::FakeNode node;
    std::unique_ptr<Page> f;

    Search()
    {
        for (int i = 1; i <= 300; ++i)
            node.store(u"a"_s, i == 20 ? u"明天的发布会改到下午三点"_s : u"Message %1"_s.arg(i), of("anna"));
        node.store(u"b"_s, u"The release moves to Friday"_s, of("boris"));
        for (const auto &[id, title] : {std::pair(u"a"_s, u"Product team"_s), std::pair(u"b"_s, u"Releases"_s)})
            node.sessions << QJsonObject{{u"id"_s, id}, {u"title"_s, title}};
        f = std::make_unique<Page>(node.url(), "t", u"b"_s);
    }

    SessionList &list() { return *f->page.sessions(); }
    SearchHits &hits() { return *list().findChild<SearchHits *>(); }
    MessageSearch &search() { return *list().messageSearch(); }
    QLineEdit *field() { return list().findChild<QLineEdit *>(); }
    QString text(int row, int role) { return search().index(row).data(role).toString(); }
    bool finds(const QString &words)
    {
        QTest::keyClicks(field(), words);
        return QTest::qWaitFor([this] { return !search().isSearching(); });
    }
};

} // namespace

class ChatSearchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void nothingIsAskedWhereNothingIsSought()
    {
        Search s;
        QVERIFY(s.f->settles());
        QVERIFY(!s.hits().isVisible());
        QCOMPARE(s.node.server.requests("/api/messages/search").size(), 0);
    }

    void hitsOfEverySessionSayWhereAndWhat()
    {
        Search s;
        QVERIFY(s.f->settles());
        QVERIFY(s.finds(u"release"_s));
        QTRY_COMPARE(s.search().rowCount(), 1);
        QVERIFY(s.hits().isVisible());
        QCOMPARE(s.text(0, SessionListModel::TitleRole), u"Releases"_s);
        QVERIFY(s.text(0, SessionListModel::LastLineRole).contains(u"The release moves"));
        // One question for all the keys.
        QCOMPARE(s.node.server.requests("/api/messages/search").size(), 1);
        QVERIFY(!s.f->page.grab().isNull());
    }

    void aHitFarUpIsShown()
    {
        Search s;
        QVERIFY(s.f->settles());
        s.field()->setText(u"发布"_s);
        QTRY_COMPARE(s.search().rowCount(), 1);
        QTest::keyClick(s.field(), Qt::Key_Return); // no session is called so
        QTRY_COMPARE(s.f->page.currentSession(), u"a"_s);
        QTRY_VERIFY(s.f->page.messages()->rowOfMessage(20) >= 0);
        const int row = s.f->page.messages()->rowOfMessage(20);
        QTRY_VERIFY(std::ranges::any_of(s.f->page.view()->visibleRows(), [row](const RowWindow::Placed &placed) { return placed.row == row; }));
        QCOMPARE(s.f->page.view()->currentKey(), s.f->page.messages()->row(row).key);
    }

    void keysGoFromSessionsToHitsAndBack()
    {
        Search s;
        QVERIFY(s.f->settles());
        s.f->page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&s.f->page));
        s.field()->setFocus();
        QVERIFY(s.finds(u"Releases"_s));
        s.node.store(u"a"_s, u"Releases are on Friday"_s, of("anna"));
        s.search().retry();
        QTRY_COMPARE(s.search().rowCount(), 1);
        QTest::keyClick(s.field(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), s.hits().list());
        QTest::keyClick(s.hits().list(), Qt::Key_Up);
        QVERIFY(QApplication::focusWidget() != s.hits().list());
    }

    void moreComesAsTheListIsScrolled()
    {
        Search s;
        QVERIFY(s.f->settles());
        QVERIFY(s.finds(u"Message"_s));
        QTRY_COMPARE(s.search().rowCount(), 30);
        s.hits().list()->scrollToBottom();
        QTRY_VERIFY(s.search().rowCount() >= 60);
        QVERIFY(s.text(59, SessionListModel::MessageIdRole).toInt() < s.text(30, SessionListModel::MessageIdRole).toInt());
    }

    void anOlderAnswerIsDropped()
    {
        Search s;
        QVERIFY(s.f->settles());
        std::function<void()> late;
        s.node.server.inTurn("/api/messages/search", {[&late](const test::FakeRequest &request, const test::FakeServer::Socket &socket) {
            late = [request, socket] { test::succeeds(QJsonObject{{u"messages"_s, QJsonArray{Message{.id = 1, .sessionId = u"a"_s, .content = u"late"_s}.toJson()}}, {u"hasMore"_s, false}})(request, socket); };
        }, test::succeeds(QJsonObject{{u"messages"_s, QJsonArray()}, {u"hasMore"_s, false}})});
        s.field()->setText(u"late"_s);
        QTRY_VERIFY(late);
        s.field()->setText(u"nothing"_s);
        QTRY_COMPARE(s.node.server.requests("/api/messages/search").size(), 2);
        late();
        QTRY_VERIFY(!s.search().isSearching());
        QCOMPARE(s.search().rowCount(), 0);
    }

    void whyItCouldNotBeLookedForIsSaid()
    {
        Search s;
        QVERIFY(s.f->settles());
        s.node.server.inTurn("/api/messages/search", {test::refuses(503, "unavailable", "The database is away."), test::succeeds(QJsonObject{{u"messages"_s, QJsonArray()}, {u"hasMore"_s, false}})});
        QVERIFY(s.finds(u"release"_s));
        QTRY_VERIFY(s.search().problem().contains(u"The database is away."));
        auto *retry = s.hits().findChild<QPushButton *>();
        QVERIFY(retry->isVisible());
        QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_VERIFY(s.search().problem().isEmpty() && !s.search().isSearching());
        QVERIFY(!retry->isVisible());
    }

    void anExcerptIsAroundTheWord()
    {
        const QString text = u"一"_s.repeated(100) + u"发布会\n在下午"_s + u"二"_s.repeated(400);
        const QString excerpt = excerptOf(text, {u"发布"_s});
        QVERIFY(excerpt.startsWith(u"…一"_s));
        QVERIFY(excerpt.contains(u"发布会 在下午"));
        QVERIFY(excerpt.size() <= 202);
        QCOMPARE(excerptOf(u"Short"_s, {u"none"_s}), u"Short"_s);
        // A cut leaves whole characters.
        const QString faces = u"😀"_s.repeated(120);
        QVERIFY(!excerptOf(faces + u"word"_s + faces, {u"word"_s}).contains(QChar(0xFFFD)));
        QVERIFY(excerptOf(faces + u"word"_s + faces, {u"word"_s}).isValidUtf16());
    }
};

QTEST_MAIN(ChatSearchTest)
#include "chat_search_test.moc"
