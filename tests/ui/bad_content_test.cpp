// SPDX-License-Identifier: GPL-3.0-or-later
// Content that was made to hurt, or that somebody pasted: the window goes on, and what is not shown says so.
#include "tests/ui/bad_content.h"
#include "tests/ui/machine_pace.h"
#include "tests/ui/message_view_fixture.h"

#include <limits>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

constexpr int patienceMs = 60'000; // of whoever waits until all of it is there: a busy machine takes its time
constexpr int untilAllIsShown = std::numeric_limits<int>::max();

// How long the event loop stands still at most while the message comes, is shown, is scrolled past, and is opened where it is
// too long to be shown at once; that for at most `turns` of the loop.
double longestStop(const Message &bad, int turns)
{
    Fixture f;
    f.model.setOwnSenderId(QStringLiteral("me"));
    f.model.reset(messages(1, 3));
    f.settle();
    LongestStop stop;
    stop.step([&] { f.model.append({bad}); });
    for (int i = 0; i < 20; ++i)
        stop.turn();
    stop.step([&] { f.view.grab(); });
    stop.step([&] { QTest::keyClick(&f.view, Qt::Key_PageUp); });
    stop.step([&] { f.view.grab(); });
    stop.step([&] { f.view.resize(700, 600); });
    stop.turn();
    stop.step([&] { f.view.grab(); });
    f.view.scrollToBottom();
    stop.turn();
    bool isOpened = false;
    stop.step([&] { isOpened = pressShowAll(f.view); });
    for (int quiet = 0; isOpened && quiet < 5 && turns-- > 0; ++quiet) {
        const int before = f.view.visibleRows().back().height;
        stop.turn();
        stop.step([&] { f.view.grab(); });
        if (f.view.visibleRows().back().height != before)
            quiet = 0;
    }
    stop.step([&] { f.view.resize(800, 600); });
    for (int i = 0; i < 20; ++i)
        stop.turn();
    return stop.ms();
}

Message bad(const QString &text, const char *type, const char *sender = nullptr)
{
    Message one = message(4, text, sender ? SenderType::User : SenderType::Bot);
    one.contentType = QString::fromLatin1(type);
    if (sender)
        one.senderId = one.senderName = QString::fromLatin1(sender);
    if (one.contentType == u"comment")
        one.replyTo = 3;
    return one;
}

void expectShortStops(const char *type, const QString &what, const Message &message, int turns = untilAllIsShown)
{
    const double longest = longestStop(message, turns);
    qInfo("%s, %s: %.1f ms of %.0f", type, qPrintable(what), longest, stopLimitMs());
    QVERIFY2(longest < stopLimitMs(), qPrintable(QStringLiteral("%1, %2: %3 ms").arg(QLatin1StringView(type), what).arg(longest)));
}

// The first visible message is laid out to its end.
bool isWhole(const Fixture &f)
{
    const MessageLayout *layout = f.view.visibleLayout(0);
    return layout && !layout->isUnfinished();
}

void finish(MessageLayout &layout)
{
    while (layout.isUnfinished())
        layout.goOn();
}

} // namespace

class BadContentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void theEventLoopGoesOn_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto &[name, text] : badContents())
            QTest::newRow(name) << text;
    }

    void theEventLoopGoesOn()
    {
        QFETCH(QString, text);
        for (const char *type : {"text", "markdown"})
            expectShortStops(type, QString::fromLatin1(type), bad(text, type));
    }

    // Whatever kind of message it is, and whoever says it.
    void theEventLoopGoesOnWithEveryKind_data()
    {
        QTest::addColumn<QString>("text");
        const QStringList chosen{QStringLiteral("one line of 1 MiB"), QStringLiteral("one line of 1 MiB, Chinese"), QStringLiteral("1 MiB of short lines"), QStringLiteral("deep quotes"), QStringLiteral("zero width and bidi")};
        for (const auto &[name, text] : badContents()) {
            if (chosen.contains(QLatin1StringView(name)))
                QTest::newRow(name) << text;
        }
    }

    void theEventLoopGoesOnWithEveryKind()
    {
        QFETCH(QString, text);
        using Said = std::pair<const char *, const char *>;
        constexpr int someTurns = 50; // to the end it is opened above; how a step is laid out depends on the kind, how many there are does not
        for (const auto &[type, sender] : {Said("text", "me"), Said("text", "somebody"), Said("markdown", "me"), Said("markdown", "somebody"), Said("comment", "me"), Said("notification", "somebody"),
                                           Said("state", "me"), Said("progress", "somebody"), Said("from-the-future", "somebody"), Said("image", "me")})
            expectShortStops(type, QString::fromLatin1(sender), bad(text, type, sender), someTurns);
    }

    // What stands beside a message may be as bad as what is in it. All of it is told of.
    void theEventLoopGoesOnWithWhatIsBesideIt()
    {
        const QString text(1 << 20, u'x');
        for (const char *type : {"notification", "state", "progress", "from-the-future", "file", "image", "audio", "video"}) {
            Message one = bad(QStringLiteral("/api/files/1"), type, "somebody");
            for (const char *key : {"name", "title", "detail", "mimeType", "severity", "key"})
                one.metadata.insert(QString::fromLatin1(key), text);
            expectShortStops(type, QStringLiteral("metadata"), one);
            one.content.clear();
            expectShortStops(type, QStringLiteral("nothing but metadata"), one);
        }
        Message unknown = bad(QStringLiteral("x"), "state", "somebody");
        unknown.contentType = text;
        expectShortStops("unknown", QStringLiteral("its kind"), unknown);

        const auto shown = [](const char *type, const char *key, const QString &value) {
            MessageLayout layout;
            layout.setRow({.key = QStringLiteral("k"), .contentType = QString::fromLatin1(type), .text = QStringLiteral("/api/files/1"), .metadata = {{QString::fromLatin1(key), value}}});
            layout.setWidth(700);
            return layout.content().plainText(layout.all());
        };
        const QString end = QStringLiteral("… (%1 more character(s))");
        QVERIFY(shown("notification", "title", text).startsWith(text.first(300) + end.arg(text.size() - 300) + u'\n'));
        QVERIFY(shown("state", "name", text).startsWith(text.first(300) + end.arg(text.size() - 300) + u'\n'));
        QVERIFY(shown("progress", "title", text).startsWith(text.first(300) + end.arg(text.size() - 300) + u'\n'));
        QVERIFY(shown("progress", "detail", text).endsWith(u'\n' + text.first(4000) + end.arg(text.size() - 4000)));
        QVERIFY(shown("file", "name", text + QStringLiteral(".pdf")).endsWith(u"xxx…xxxxxxxxxxxxxxxx.pdf"));
    }

    // All of a message can be read whatever kind it is of, a step at a time.
    void everyKindCanBeOpened_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<SenderType>("sender");
        for (const char *type : {"text", "markdown", "notification", "comment", "state", "progress", "from-the-future", "file", "image", "audio", "video"}) {
            QTest::addRow("%s", type) << QString::fromLatin1(type) << SenderType::Bot;
            QTest::addRow("%s of a person", type) << QString::fromLatin1(type) << SenderType::User;
        }
    }

    void everyKindCanBeOpened()
    {
        QFETCH(QString, type);
        QFETCH(SenderType, sender);
        QStringList words;
        for (int i = 0; i < 40'000; ++i)
            words << QString::number(i);
        const QString text = words.join(u' ');
        for (const bool own : {false, true}) {
            MessageLayout layout;
            const ChatRow row{.key = QStringLiteral("k"), .senderType = sender, .own = own, .contentType = type, .text = text, .isComment = type == u"comment"};
            layout.setRow(row);
            layout.setWidth(700);
            finish(layout);
            QVERIFY(layout.isFolded() && layout.content().plainText(layout.all()).size() < 60'000);
            const auto offersAll = [&layout] {
                for (int y = qMax(0, layout.height() - 80); y < layout.height(); y += 2) {
                    for (int x = 0; x < 700; x += 10) {
                        if (const auto hit = layout.hit({x, y}); hit.action && hit.action->kind == MessageAction::Kind::ShowAll)
                            return true;
                    }
                }
                return false;
            };
            QVERIFY(offersAll());
            const std::size_t blocks = layout.content().blockCount();
            layout.setRow(row, {.text = true});
            QVERIFY(layout.isUnfinished());
            finish(layout); // in as many steps as the machine and its fonts take
            QVERIFY(layout.content().blockCount() > 3 * blocks && !offersAll());
            QVERIFY(layout.content().plainText(layout.all()).endsWith(text));
        }
    }

    void whatIsNotShownSaysSo()
    {
        const QStringList texts{QString(200'000, u'x'), QStringLiteral("👩‍👩‍👧‍👦").repeated(2'000), QString(QString(1 << 20, u'\n') + u'x')};
        for (const QString &text : texts) {
            MessageLayout layout;
            ChatRow row{.key = QStringLiteral("k"), .contentType = QStringLiteral("text"), .text = text};
            layout.setRow(row);
            layout.setWidth(700);
            finish(layout);
            const auto offersAll = [&layout] {
                for (int y = qMax(0, layout.height() - 80); y < layout.height(); y += 2) {
                    if (const auto hit = layout.hit({80, y}); hit.action && hit.action->kind == MessageAction::Kind::ShowAll)
                        return true;
                }
                return false;
            };
            QVERIFY(offersAll());
            const QString shown = layout.content().plainText(layout.all());
            QVERIFY(text.startsWith(shown) && shown.size() > 1000 && !shown.back().isHighSurrogate());
            layout.setRow(row, {.text = true});
            finish(layout);
            QVERIFY(!offersAll());
            QVERIFY(layout.content().plainText(layout.all()) == text);
        }
        // What is being written is seen, however long it is.
        MessageLayout underWay;
        underWay.setRow({.key = QStringLiteral("k"), .contentType = QStringLiteral("markdown"), .text = texts[0], .state = ChatRow::State::Streaming});
        underWay.setWidth(700);
        finish(underWay);
        QCOMPARE(underWay.content().plainText(underWay.all()).size(), texts[0].size());
        // What is of ordinary length is never cut.
        MessageLayout layout;
        const QString poem = QStringLiteral("春眠不觉晓 👍\n").repeated(200);
        layout.setRow({.key = QStringLiteral("k"), .contentType = QStringLiteral("text"), .text = poem});
        layout.setWidth(700);
        QCOMPARE(layout.content().plainText(layout.all()), poem);
    }

    // It is opened under the reader's eyes: what they look at stays, what follows comes below, a step at a time.
    void isOpenedInStepsAndNothingMoves()
    {
        Fixture f;
        QList<Message> all = messages(1, 3);
        all << message(4, QStringLiteral("a paragraph of **it**\n\n").repeated(20'000)) << messages(5, 6);
        f.model.reset(all);
        f.settle();
        f.view.showMessage(4);
        f.settle();
        while (!pressShowAllOf(f.view, 4)) {
            QVERIFY(!f.view.isAtBottom());
            QTest::keyClick(&f.view, Qt::Key_PageDown);
            f.settle();
        }
        const RowWindow::Placed before = f.view.visibleRows().front();
        QCOMPARE(f.idAt(0), 4);
        const QImage shown = f.view.viewport()->grab(QRect(0, 0, 800, 200)).toImage();
        QSet<int> heights;
        QTRY_VERIFY_WITH_TIMEOUT([&] {
            heights << f.view.visibleRows().front().height;
            return !f.view.visibleLayout(0)->isUnfinished() && f.view.visibleRows().front().height > before.height * 5;
        }(), patienceMs);
        QVERIFY(heights.size() > 3);
        QCOMPARE(f.view.visibleRows().front().top, before.top);
        QVERIFY(f.view.viewport()->grab(QRect(0, 0, 800, 200)).toImage() == shown);
    }

    // Also where it is the last and the reader is at the end, who else would be taken to the new end.
    void isOpenedAtTheEnd()
    {
        Fixture f;
        f.model.reset({message(1, QStringLiteral("word ").repeated(100'000))});
        f.settle();
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(f), patienceMs); // as far as it is shown unasked
        QVERIFY(f.view.isAtBottom());
        const int top = f.view.visibleRows().front().top;
        QVERIFY(pressShowAll(f.view));
        QTRY_VERIFY_WITH_TIMEOUT(f.view.visibleRows().front().height > 50'000 && !f.view.visibleLayout(0)->isUnfinished(), patienceMs);
        QCOMPARE(f.view.visibleRows().front().top, top);
    }

    // One that was opened and left is laid out again in steps; whoever comes from below keeps what stands below it.
    void comesBackInSteps()
    {
        Fixture f;
        QList<Message> all{message(1, QStringLiteral("word ").repeated(200'000))};
        all << messages(2, 200);
        f.model.reset(all);
        f.settle();
        f.view.showMessage(1);
        f.settle();
        while (!pressShowAllOf(f.view, 1)) {
            QTest::keyClick(&f.view, Qt::Key_PageDown);
            f.settle();
        }
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(f) && f.view.visibleRows().front().height > 200'000, patienceMs);
        const int height = f.view.visibleRows().front().height;
        for (int row = 199; row > 20; row -= 2) {
            f.view.showMessage(row);
            f.settle();
        }
        f.view.showMessage(2);
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QCOMPARE(f.idAt(0), 1);
        QVERIFY(f.view.visibleLayout(0)->isUnfinished() && f.view.visibleRows().front().height < height / 3);
        const int below = f.view.visibleRows()[1].top;
        QTRY_COMPARE_WITH_TIMEOUT(f.view.visibleRows().front().height, height, patienceMs);
        QVERIFY(!f.view.visibleLayout(0)->isUnfinished());
        QVERIFY(f.view.visibleRows().size() > 1);
        QCOMPARE(f.view.visibleRows()[1].top, below);

        // The window takes another width, and another theme: the reader stays at the same words.
        QTest::keyClick(&f.view, Qt::Key_Home);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(&f.view, Qt::Key_PageDown);
        const auto place = [&f] { return f.view.visibleLayout(0)->heightAt(-f.view.visibleRows().front().top); };
        const auto isNear = [](const Content::Height &a, const Content::Height &b) { return qAbs(double(a.block) + a.part - double(b.block) - b.part) < 0.1; };
        const Content::Height begin = place();
        QVERIFY(begin.block > 5);
        f.view.resize(560, 600);
        QVERIFY(isNear(place(), begin));
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(f), patienceMs);
        QVERIFY(f.view.visibleRows().front().height > height && isNear(place(), begin));
        Theme::instance().apply(ThemeMode::Dark);
        QTRY_VERIFY_WITH_TIMEOUT(!isWhole(f), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(f), patienceMs);
        QVERIFY(isNear(place(), begin));
        Theme::instance().apply(ThemeMode::Light);
    }

    // What a bot thought first may be long, too; and what is joined while it is under way.
    void everyPartComesInSteps()
    {
        const QString words = QStringLiteral("some **bold** words ").repeated(20'000);
        MessageLayout layout;
        const ChatRow answer{.key = QStringLiteral("k"), .senderType = SenderType::Bot, .contentType = QStringLiteral("markdown"), .text = QStringLiteral("short"), .reasoning = words};
        layout.setRow(answer);
        layout.setWidth(700);
        QVERIFY(!layout.isUnfinished());
        layout.setRow(answer, {.reasoning = true});
        QVERIFY(layout.isUnfinished());
        const int height = layout.height();
        finish(layout);
        QVERIFY(layout.height() > height * 3);
        layout.setRow(answer);
        QVERIFY(!layout.isUnfinished() && layout.height() < height);

        Fixture f;
        f.model.reset({}, {runOf(words)});
        QTRY_VERIFY_WITH_TIMEOUT(f.view.visibleLayout(0) && !isWhole(f), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(f), patienceMs);
        QCOMPARE(f.view.visibleLayout(0)->content().plainText(f.view.visibleLayout(0)->all()), QString(words).remove(QStringLiteral("**")).trimmed());
        QVERIFY(f.view.isAtBottom());
    }

    // Whatever happens to it meanwhile.
    void mayGoWhileItIsOpened()
    {
        Fixture f;
        const auto open = [&f] {
            f.model.reset({message(1, QStringLiteral("a | b\n\n").repeated(50'000))});
            f.settle();
            f.view.scrollToBottom();
            f.settle();
            QVERIFY(pressShowAll(f.view));
            QCoreApplication::processEvents();
            QVERIFY(f.view.visibleLayout(0)->isUnfinished());
        };
        open();
        f.model.reset({message(7, QStringLiteral("another session"))});
        QTRY_COMPARE_WITH_TIMEOUT(f.idAt(0), 7, patienceMs);
        open();
        f.view.setMedia({});
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(f), patienceMs);
        f.model.reset({});
        f.settle();
        QCOMPARE(f.view.visibleRows().size(), 0u);
        open();
        f.view.scrollToBottom();
        f.model.append(messages(2, 90));
        QTRY_COMPARE_WITH_TIMEOUT(f.idAt(f.view.visibleRows().size() - 1), 90, patienceMs);
    }
};

QTEST_MAIN(BadContentTest)
#include "bad_content_test.moc"
