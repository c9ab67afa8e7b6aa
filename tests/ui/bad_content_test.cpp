// SPDX-License-Identifier: GPL-3.0-or-later
// Content that was made to hurt, or that somebody pasted: the window goes on, and what is not shown says so.
#include "tests/ui/message_view_fixture.h"

#include <ctime>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr double mostMs = 1000; // everything is many times slower there
#else
constexpr double mostMs = 50;
#endif

// How long the event loop stands still at most while the message comes, is shown and is scrolled past: in time of this program's
// own, whatever else the machine does.
double longestStop(const QString &text, const QString &type)
{
    Fixture f;
    f.model.reset(messages(1, 3));
    f.settle();
    double longest = 0;
    const auto step = [&longest](auto work) {
        const std::clock_t begin = std::clock();
        work();
        longest = qMax(longest, double(std::clock() - begin) * 1000 / CLOCKS_PER_SEC);
    };
    Message bad = message(4, text);
    bad.contentType = type;
    step([&] { f.model.append({bad}); });
    for (int i = 0; i < 20; ++i)
        step([] { QCoreApplication::processEvents(QEventLoop::AllEvents, 1); });
    step([&] { f.view.grab(); });
    step([&] { QTest::keyClick(&f.view, Qt::Key_PageUp); });
    step([&] { f.view.grab(); });
    step([&] { f.view.resize(700, 600); });
    step([] { QCoreApplication::processEvents(QEventLoop::AllEvents, 1); });
    step([&] { f.view.grab(); });
    return longest;
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
        const qsizetype mebibyte = 1 << 20;
        QTest::newRow("one line of 1 MiB") << QString(mebibyte, u'x');
        QTest::newRow("one line of 1 MiB, words") << QStringLiteral("word ").repeated(mebibyte / 5);
        QTest::newRow("one line of 1 MiB, Chinese") << QString(mebibyte / 3, QChar(0x6c49));
        QTest::newRow("200,000 empty lines") << QString(200'000, u'\n');
        QTest::newRow("table of 10,000 rows") << QStringLiteral("|a|b|c|\n|-|-|-|\n") + QStringLiteral("|1|**two**|3|\n").repeated(10'000);
        QTest::newRow("table of 2,000 columns") << QStringLiteral("|a").repeated(2'000) + QStringLiteral("|\n") + QStringLiteral("|-").repeated(2'000) + QStringLiteral("|\n") + QStringLiteral("|1").repeated(2'000);
        QTest::newRow("deep quotes") << QStringLiteral("> ").repeated(100'000) + u'x';
        QTest::newRow("deep lists") << [] {
            QString text;
            for (int depth = 0; depth < 400; ++depth)
                text += QString(2 * depth, u' ') + QStringLiteral("- x\n");
            return text;
        }();
        QTest::newRow("brackets that never close") << QString(100'000, u'[');
        QTest::newRow("asterisks") << QStringLiteral("*a **b ").repeated(20'000);
        QTest::newRow("backticks") << [] {
            QString text;
            for (int length = 1; length < 400; ++length)
                text += QString(length, u'`') + u' ';
            return text;
        }();
        QTest::newRow("fence that never closes") << QStringLiteral("```cpp\n") + QStringLiteral("int a = \"b\"; /* \n").repeated(40'000);
        QTest::newRow("code of one line") << QStringLiteral("```json\n") + QStringLiteral("{\"a\":[1,2,3]},").repeated(60'000);
        QTest::newRow("10,000 links") << QStringLiteral("[a](https://example.org/b) https://example.org/c ").repeated(10'000);
        QTest::newRow("zero width and bidi") << QStringLiteral("a\u200b\u200d\u202e\u2066b\u0301").repeated(20'000);
        QTest::newRow("combining marks") << u'a' + QString(60'000, QChar(0x0301));
        QTest::newRow("emoji") << QStringLiteral("👩‍👩‍👧‍👦🏳️‍🌈").repeated(5'000);
        QTest::newRow("Arabic and English") << QStringLiteral("صباح الخير and good morning ").repeated(10'000);
        QTest::newRow("lone surrogates") << QString(50'000, QChar(0xd800));
    }

    void theEventLoopGoesOn()
    {
        QFETCH(QString, text);
        for (const char *type : {"text", "markdown"}) {
            const double longest = longestStop(text, QString::fromLatin1(type));
            QVERIFY2(longest < mostMs, qPrintable(QStringLiteral("%1: %2 ms").arg(QLatin1StringView(type)).arg(longest)));
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
            QVERIFY(!offersAll());
            QVERIFY(layout.content().plainText(layout.all()) == text);
        }
        // What is being written is seen, however long it is.
        MessageLayout underWay;
        underWay.setRow({.key = QStringLiteral("k"), .contentType = QStringLiteral("markdown"), .text = texts[0], .state = ChatRow::State::Streaming});
        underWay.setWidth(700);
        QCOMPARE(underWay.content().plainText(underWay.all()).size(), texts[0].size());
        // What is of ordinary length is never cut.
        MessageLayout layout;
        const QString poem = QStringLiteral("春眠不觉晓 👍\n").repeated(200);
        layout.setRow({.key = QStringLiteral("k"), .contentType = QStringLiteral("text"), .text = poem});
        layout.setWidth(700);
        QCOMPARE(layout.content().plainText(layout.all()), poem);
    }
};

QTEST_MAIN(BadContentTest)
#include "bad_content_test.moc"
