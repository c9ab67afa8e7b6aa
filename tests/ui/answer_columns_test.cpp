// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/answer_columns.h"

#include "tests/ui/chat_page_fixture.h"

using namespace pipit;

namespace {

struct Answers {
    test::FakeNode node;
    std::unique_ptr<Page> f;

    Answers()
    {
        node.server.on("/api/bots", test::succeeds(QJsonObject{{u"bots"_s, QJsonArray{bot(u"echo"_s, u"Echo"_s), bot(u"coze"_s, u"发布助手"_s), bot(u"local"_s, u"Local"_s)}}}));
        node.store(u"a"_s, u"Why?"_s, of("me"));
        f = std::make_unique<Page>(node.url(), "t", u"a"_s);
    }

    static QJsonObject bot(const QString &id, const QString &name) { return {{u"id"_s, id}, {u"name"_s, name}, {u"provider"_s, u"echo"_s}, {u"available"_s, true}}; }
    Message answer(const QString &botId, const QString &text, qint64 replaces = 0)
    {
        Message like{.sessionId = {}, .senderType = SenderType::Bot, .senderId = botId, .contentType = u"markdown"_s, .content = {}, .metadata = {{u"runId"_s, u"r"_s}}, .replyTo = 1};
        if (replaces)
            like.replaces = replaces;
        return node.store(u"a"_s, text, like);
    }
    RunEvent run(const QString &botId, RunState state) { return {.runId = u"run-"_s + botId, .sessionId = u"a"_s, .botId = botId, .clientMessageId = u"c-"_s + botId, .state = state, .replyTo = 1}; }
    AnswerColumns &columns() { return *f->page.findChild<AnswerColumns *>(); }
    QString textIn(int column) { return columns().view(column)->model()->row(0).text; }
    bool rows(int count)
    {
        return QTest::qWaitFor([&] { return f->page.messages()->rowCount() == count; });
    }
};

} // namespace

class AnswerColumnsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void twoBotsStandBesideEachOther()
    {
        Answers a;
        QVERIFY(a.f->settles());
        a.answer(u"echo"_s, u"Echo says **so**."_s);
        a.answer(u"coze"_s, u"因为。"_s);
        QVERIFY(a.rows(3));
        QVERIFY(a.f->choose(u"Compare the answers"_s));
        QVERIFY(a.columns().isVisible());
        QCOMPARE(a.columns().columnCount(), 2);
        QCOMPARE(a.textIn(0), u"Echo says **so**."_s);
        QCOMPARE(a.textIn(1), u"因为。"_s);
        QVERIFY(!a.f->page.grab().isNull());
        QTest::keyClick(&a.columns(), Qt::Key_Escape);
        QVERIFY(!a.columns().isVisible());
        QVERIFY(a.f->page.view()->isVisible());
    }

    void oneAnswerIsNotCompared()
    {
        Answers a;
        QVERIFY(a.f->settles());
        a.answer(u"echo"_s, u"Echo says so."_s);
        QVERIFY(a.rows(2));
        QVERIFY(!a.f->choose(u"Compare the answers"_s));
    }

    void anAnswerUnderWayIsWrittenBesideTheOther()
    {
        Answers a;
        QVERIFY(a.f->settles());
        a.answer(u"echo"_s, u"Echo says so."_s);
        QVERIFY(a.rows(2));
        a.node.say(a.run(u"coze"_s, RunState::Streaming));
        QVERIFY(a.rows(3));
        Q_EMIT a.f->page.view()->comparisonRequested(1);
        QTRY_COMPARE(a.columns().columnCount(), 2);
        a.node.say(DeltaEvent{.runId = u"run-coze"_s, .clientMessageId = u"c-coze"_s, .sessionId = u"a"_s, .offset = 0, .text = u"因为"_s});
        QTRY_COMPARE(a.textIn(1), u"因为"_s);
        a.node.say(DeltaEvent{.runId = u"run-coze"_s, .clientMessageId = u"c-coze"_s, .sessionId = u"a"_s, .offset = 2, .text = u"如此"_s});
        QTRY_COMPARE(a.textIn(1), u"因为如此"_s);
        QCOMPARE(a.textIn(0), u"Echo says so."_s);
        Message whole{.sessionId = {}, .clientMessageId = u"c-coze"_s, .senderType = SenderType::Bot, .senderId = u"coze"_s, .contentType = u"markdown"_s, .content = {}, .metadata = {{u"runId"_s, u"r"_s}}, .replyTo = 1};
        a.node.store(u"a"_s, u"因为如此。"_s, whole);
        QTRY_COMPARE(a.textIn(1), u"因为如此。"_s);
        QCOMPARE(a.columns().columnCount(), 2);
    }

    void versionsOfOneBotAreCompared()
    {
        Answers a;
        QVERIFY(a.f->settles());
        const Message first = a.answer(u"echo"_s, u"First."_s);
        a.answer(u"echo"_s, u"Second."_s, first.id);
        QTRY_VERIFY(a.f->page.messages()->rowCount() == 2 && a.f->row(1).versions == 2);
        Q_EMIT a.f->page.view()->comparisonRequested(1);
        QCOMPARE(a.columns().columnCount(), 2);
        QCOMPARE(a.textIn(0), u"First."_s);
        QCOMPARE(a.textIn(1), u"Second."_s);
    }

    void anotherBotIsAskedFromTheMenu()
    {
        Answers a;
        QVERIFY(a.f->settles());
        a.answer(u"echo"_s, u"Echo says so."_s);
        QVERIFY(a.rows(2));
        a.node.server.on("/api/sessions/a/runs", test::succeeds(QJsonObject{{u"run"_s, a.run(u"local"_s, RunState::Queued).toJson()}}));
        QVERIFY(a.f->choose(u"Ask another bot/Local"_s));
        QTRY_COMPARE(a.columns().columnCount(), 2);
        const auto asked = a.node.server.requests("/api/sessions/a/runs");
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0].json().value(u"botId").toString(), u"local"_s);
        QCOMPARE(asked[0].json().value(u"regenerates").toInt(), 1);
        // Whoever writes is back in the conversation.
        a.f->page.composer()->chooseBot({});
        a.f->write(u"Thanks"_s);
        QVERIFY(a.f->page.view()->isVisible());
    }
};

QTEST_MAIN(AnswerColumnsTest)
#include "answer_columns_test.moc"
