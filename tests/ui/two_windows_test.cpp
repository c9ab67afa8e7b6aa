// SPDX-License-Identifier: GPL-3.0-or-later
// Several windows on one session of a whole node: of one caller, and of two.
#include "tests/ui/chat_page_fixture.h"
#include "tests/ui/whole_node.h"

#include "client/wait_for.h"
#include "ui/chat/chat_header.h"
#include "ui/chat/members_popup.h"

#include <QListWidget>
#include <QToolButton>

using namespace pipit;

namespace {

// A token of somebody who was invited to that node.
QByteArray invited(const WholeNode &node, const QString &sub, const QString &name)
{
    ApiClient host(node.server->url(), node.server->operatorToken(), 10s), guest(node.server->url(), {}, 10s);
    const QJsonObject invite{{u"sub"_s, sub}, {u"name"_s, name}, {u"sessions"_s, QJsonArray{u"*"_s}}};
    const auto ticket = waitFor(host.post(u"/api/auth/tickets"_s, {{u"invite"_s, invite}}));
    if (!ticket)
        qFatal("%s", qUtf8Printable(ticket.error().message));
    const auto session = waitFor(guest.post(u"/api/auth/session"_s, {{u"ticket"_s, ticket->value(u"ticket").toString()}}));
    if (!session)
        qFatal("%s", qUtf8Printable(session.error().message));
    return session->value(u"token").toString().toLatin1();
}

QString peopleOf(Page &page)
{
    const auto *people = page.page.header()->findChild<QToolButton *>(u"people"_s);
    return people->isVisible() ? people->text() : QString();
}

struct Two {
    WholeNode node;
    QByteArray guest = invited(node, u"li"_s, u"李娜"_s);
    Page mine{node.server->url(), node.server->operatorToken(), u"s"_s};
    Page hers{node.server->url(), guest, u"s"_s};

    bool settle()
    {
        if (!mine.settles() || !hers.settles())
            return false;
        for (Page *page : {&mine, &hers})
            page->page.composer()->chooseBot({});
        mine.write(u"Good morning"_s);
        return QTest::qWaitFor([this] { return hers.page.messages()->rowCount() == 1 && mine.page.isSettled(); });
    }
};

} // namespace

class TwoWindowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void whatOneSaysTheOtherSees()
    {
        Two two;
        QVERIFY(two.settle());
        QVERIFY(!two.hers.row(0).own);
        two.hers.write(u"And to you"_s);
        QTRY_COMPARE(two.mine.page.messages()->rowCount(), 2);
        QTRY_COMPARE(two.mine.row(1).text, u"And to you"_s);
        QCOMPARE(two.mine.row(1).senderName, u"李娜"_s);
        QVERIFY(!two.mine.row(1).own && two.mine.row(0).own);
    }

    void whoIsHereIsInTheHeader()
    {
        Two two;
        QVERIFY(two.settle());
        two.hers.write(u"Here I am"_s);
        QTRY_VERIFY2(peopleOf(two.mine).contains(u"李娜"), qPrintable(peopleOf(two.mine)));
        Q_EMIT two.mine.page.header()->peopleRequested(QPoint(300, 100));
        auto *popup = two.mine.page.findChild<MembersPopup *>();
        QVERIFY(popup);
        QTRY_COMPARE(popup->list()->count(), 2);
        popup->close();
    }

    void thatSomebodyWritesIsSeenAndEnds()
    {
        Two two;
        QVERIFY(two.settle());
        two.hers.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&two.hers.page));
        two.hers.page.composer()->edit()->setFocus();
        QTest::keyClicks(two.hers.page.composer()->edit(), u"I am about"_s);
        QTRY_COMPARE(peopleOf(two.mine), u"李娜 is writing…"_s);
        QVERIFY(peopleOf(two.hers).isEmpty() || !peopleOf(two.hers).contains(u"writing"));
        QTest::keyClick(two.hers.page.composer()->edit(), Qt::Key_Return);
        QTRY_VERIFY(!peopleOf(two.mine).contains(u"writing"));
    }

    void whoDoesNotWantToTellThatTheyWriteDoesNot()
    {
        Two two;
        QVERIFY(two.settle());
        two.hers.page.setTellsTyping(false);
        two.hers.page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&two.hers.page));
        two.hers.page.composer()->edit()->setFocus();
        QTest::keyClicks(two.hers.page.composer()->edit(), u"secretly"_s);
        QTest::keyClick(two.hers.page.composer()->edit(), Qt::Key_Return);
        QTRY_COMPARE(two.mine.page.messages()->rowCount(), 2);
        QVERIFY(two.mine.connection.typists(u"s"_s).isEmpty());
    }

    void whatOneWindowHasReadIsReadInTheOther()
    {
        WholeNode node;
        const QByteArray guest = invited(node, u"li"_s, u"李娜"_s);
        Page hers(node.server->url(), guest, u"other"_s);
        Page first(node.server->url(), node.server->operatorToken(), u"s"_s), second(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(hers.settles() && first.settles() && second.settles());
        hers.page.composer()->chooseBot({});
        hers.write(u"For all of you"_s);
        const auto unread = [](Page &page) {
            for (const SessionSummary &session : page.connection.sessions()) {
                if (session.id == u"other")
                    return session.unread;
            }
            return -1;
        };
        QTRY_COMPARE(unread(first), 1);
        QTRY_COMPARE(unread(second), 1);
        first.page.openSession(u"other"_s);
        QTRY_COMPARE(unread(first), 0);
        QTRY_COMPARE(unread(second), 0);
    }
};

QTEST_MAIN(TwoWindowsTest)
#include "two_windows_test.moc"
