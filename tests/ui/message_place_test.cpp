// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader looks at stays where it is, whatever grows in or around the messages that are in view.
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/media/picture_store.h"

#include <QBuffer>
#include <QCoroTimer>
#include <QJsonObject>
#include <QWheelEvent>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

QString numbered(int count, const QString &word = QStringLiteral("Line"))
{
    QString text;
    for (int i = 0; i < count; ++i)
        text += QStringLiteral("%1 %2.\n\n").arg(word).arg(i);
    return text;
}

Message edited(qint64 id, qint64 replaces, const QString &text)
{
    Message one = message(id, text);
    one.replaces = replaces;
    return one;
}

struct Reader : Fixture {
    // Down is positive.
    void scroll(int pixels)
    {
        const QPointF middle(view.viewport()->rect().center());
        QWheelEvent wheel(middle, view.viewport()->mapToGlobal(middle), {0, -pixels}, {0, -pixels}, Qt::NoButton, {}, Qt::ScrollUpdate, false);
        QCoreApplication::sendEvent(view.viewport(), &wheel);
        settle();
    }

    std::size_t placeOfId(qint64 id) const
    {
        std::size_t place = 0;
        while (place < view.visibleRows().size() && idAt(place) != id)
            ++place;
        return place;
    }
    bool isSeen(qint64 id) const { return placeOfId(id) < view.visibleRows().size(); }
    int topOf(qint64 id) const { return isSeen(id) ? view.visibleRows()[placeOfId(id)].top : -99'999; }
    int heightOf(qint64 id) const { return view.visibleRows()[placeOfId(id)].height; }

    // So that this many pixels of the message are above the window.
    void cut(qint64 id, int pixels)
    {
        view.showMessage(id);
        settle();
        scroll(topOf(id) + pixels);
    }

    // Where a text stands in a visible row.
    int yOf(std::size_t place, const QString &text) const { return view.visibleRows()[place].top + view.visibleLayout(place)->firstPlaceOf(text, 0).top(); }

    std::vector<std::pair<qint64, int>> belowFirst() const
    {
        std::vector<std::pair<qint64, int>> tops;
        for (std::size_t place = 1; place < view.visibleRows().size(); ++place)
            tops.emplace_back(idAt(place), view.visibleRows()[place].top);
        return tops;
    }
};

// Pictures that nobody tells the size of, and that come when they may.
struct PictureReader : Reader {
    bool isHeld = true;
    PictureStore store;

    PictureReader()
    {
        QImage image(300, 340, QImage::Format_RGB32);
        image.fill(Qt::blue);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "png");
        store.setSource([this, bytes](QString, qint64) -> QCoro::Task<Result<QByteArray>> {
            while (isHeld)
                co_await QCoro::sleepFor(std::chrono::milliseconds(2));
            co_return QByteArray(bytes);
        }, [](const QString &address) { return address.startsWith(u"/api/files/"); });
        view.setMedia({&store, nullptr});
    }

    static Message picture(qint64 id, const QString &address)
    {
        Message one = message(id, address, SenderType::User);
        one.contentType = QStringLiteral("image");
        one.metadata = {{QStringLiteral("name"), QStringLiteral("p.png")}};
        return one;
    }
    static Message picture(qint64 id) { return picture(id, QStringLiteral("/api/files/%1").arg(id)); }

    bool isShown(qint64 id)
    {
        settle();
        const MessageLayout *layout = isSeen(id) ? view.visibleLayout(placeOfId(id)) : nullptr;
        return layout && layout->content().height() == 340;
    }
};

} // namespace

class MessagePlaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void anEditOfWhatIsCutMovesNothing()
    {
        Reader f;
        f.model.reset(messages(1, 100));
        f.settle();
        f.cut(40, 30);
        QCOMPARE(f.topOf(40), -30);
        const auto before = f.belowFirst();
        QVERIFY(before.size() > 3);
        const int height = f.heightOf(40);
        f.model.append({edited(101, 40, numbered(4))});
        f.settle();
        QCOMPARE(f.belowFirst(), before);
        QVERIFY(f.view.visibleRows()[0].height > height + 30);
        f.model.append({edited(102, 40, QStringLiteral("Short."))});
        f.settle();
        for (const auto &[id, top] : before)
            QCOMPARE(f.topOf(id), top);
    }

    void whatIsSeenOfAMessageThatFillsTheWindowStays()
    {
        Reader f;
        QList<Message> all = messages(1, 9);
        all << message(10, numbered(100)) << messages(11, 30);
        f.model.reset(all);
        f.settle();
        f.cut(10, 1200);
        QCOMPARE(f.view.visibleRows().size(), 1u);
        const int before = f.yOf(0, QStringLiteral("Line 50."));
        QVERIFY(before > 0 && before < 600);
        f.model.append({edited(31, 10, numbered(15, QStringLiteral("New")) + numbered(100))}); // above the reader
        f.settle();
        QCOMPARE(f.yOf(0, QStringLiteral("Line 50.")), before);
        f.model.append({edited(32, 10, numbered(15, QStringLiteral("New")) + numbered(140))}); // below
        f.settle();
        QCOMPARE(f.yOf(0, QStringLiteral("Line 50.")), before);
    }

    void anAnswerThatGrowsLeavesTheReaderWhereTheyAre_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("piece");
        QTest::newRow("paragraphs") << numbered(60) << QStringLiteral("More.\n\n");
        QTest::newRow("one block of code") << QString(QStringLiteral("```\n") + numbered(60).replace(QStringLiteral("\n\n"), QStringLiteral("\n"))) << QStringLiteral("more\n");
    }

    void anAnswerThatGrowsLeavesTheReaderWhereTheyAre()
    {
        QFETCH(QString, before);
        QFETCH(QString, piece);
        Reader f;
        QString text = before;
        f.model.reset(messages(1, 9), {runOf(text)});
        f.settle();
        const QString word = QStringLiteral("Line 50.");
        const auto grows = [&] {
            const std::size_t place = f.view.visibleRows().size() - 1;
            const int height = f.view.visibleRows()[place].height;
            const int top = f.view.visibleRows()[place].top;
            text += piece.repeated(20);
            f.model.setRuns({runOf(text)});
            return QTest::qWaitFor([&] {
                f.settle();
                const RowWindow::Placed &last = f.view.visibleRows().back();
                return last.height > height + 100;
            }) && (f.view.isAtBottom() || f.view.visibleRows().back().top == top);
        };
        // At the end it is followed.
        QVERIFY(f.view.isAtBottom());
        QVERIFY(grows());
        QVERIFY(f.view.isAtBottom());
        // Cut by the window's top, and filling it.
        f.scroll(-500);
        QVERIFY(!f.view.isAtBottom() && f.view.visibleRows().size() == 1);
        const int y = f.yOf(0, word);
        for (int i = 0; i < 4; ++i) {
            QVERIFY(grows());
            QCOMPARE(f.yOf(0, word), y);
        }
        // Its beginning in the window.
        f.scroll(f.view.visibleRows()[0].top - 200);
        QVERIFY(f.view.visibleRows().size() > 1 && f.view.visibleRows().back().top > 0);
        const auto tops = f.belowFirst();
        for (int i = 0; i < 4; ++i) {
            QVERIFY(grows());
            QCOMPARE(f.belowFirst(), tops);
        }
    }

    // One that is made anew stands among the others.
    void anAnswerThatGrowsInMostOfTheWindowIsRead()
    {
        Reader f;
        RunView run = runOf(numbered(30));
        run.run.replaces = 10;
        f.model.reset(messages(1, 20), {run});
        f.settle();
        f.view.showMessage(9);
        f.settle();
        while (f.view.visibleRows().back().row < 10)
            f.scroll(20);
        QVERIFY(f.view.visibleRows().size() == 2 && f.view.visibleRows()[0].top < 0);
        const int y = f.yOf(0, QStringLiteral("Line 25."));
        const int height = f.view.visibleRows()[0].height;
        run.answer += numbered(3, QStringLiteral("More"));
        f.model.setRuns({run});
        QTRY_VERIFY((f.settle(), f.view.visibleRows()[0].height > height + 40));
        QCOMPARE(f.yOf(0, QStringLiteral("Line 25.")), y);
    }

    void whatIsUnfoldedStaysWhereItWasClicked_data()
    {
        QTest::addColumn<int>("cutBy"); // less than nothing: it stands at the bottom
        QTest::newRow("cut by the top") << 25;
        QTest::newRow("at the bottom") << -1;
    }

    void whatIsUnfoldedStaysWhereItWasClicked()
    {
        QFETCH(int, cutBy);
        Reader f;
        Message thought = message(cutBy < 0 ? 31 : 10, numbered(3));
        thought.metadata.insert(QStringLiteral("reasoning"), QStringLiteral("Think.\n").repeated(12));
        QList<Message> all = messages(1, thought.id - 1);
        all << thought;
        if (cutBy >= 0)
            all << messages(11, 30);
        f.model.reset(all);
        f.settle();
        if (cutBy >= 0)
            f.cut(10, cutBy);
        const auto isFold = [](const MessageLayout::Hit &hit) { return hit.action && hit.action->kind == MessageAction::Kind::ShowReasoning; };
        const std::size_t place = f.placeOfId(thought.id);
        const int height = f.heightOf(thought.id), top = f.topOf(thought.id);
        const auto fold = f.placeOf(place, isFold);
        QVERIFY(fold);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, *fold);
        f.settle();
        QVERIFY(f.heightOf(thought.id) > height + 100);
        QCOMPARE(f.topOf(thought.id), top);
        QCOMPARE(f.placeOf(f.placeOfId(thought.id), isFold), fold);
    }

    void olderMessagesTakeTheHeadOfTheFirstAndMoveNothing()
    {
        Reader f;
        f.model.reset(messages(500, 600));
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_Home);
        f.settle();
        QCOMPARE(f.topOf(500), 0);
        const auto before = f.belowFirst();
        f.model.prepend(messages(400, 499));
        f.settle();
        for (const auto &[id, top] : before)
            QCOMPARE(f.topOf(id), top);
    }

    void aPictureThatGetsItsSizeAboveTheCutMovesNothing()
    {
        PictureReader f;
        QList<Message> all = messages(1, 9);
        all << PictureReader::picture(10) << messages(11, 40);
        f.model.reset(all);
        f.settle();
        f.cut(10, 60);
        const auto before = f.belowFirst();
        QVERIFY(before.size() > 2);
        f.isHeld = false;
        QTRY_VERIFY(f.isShown(10));
        for (const auto &[id, top] : before)
            QCOMPARE(f.topOf(id), top);
    }

    void scrollingUpThroughPicturesMovesNothing()
    {
        PictureReader f;
        QList<Message> all;
        for (qint64 id = 1; id <= 60; ++id)
            all << (id % 3 == 0 && id < 55 ? PictureReader::picture(id) : message(id, QStringLiteral("Words %1").arg(id)));
        f.model.reset(all);
        f.settle();
        for (qint64 id = 54; id > 40; id -= 3) {
            f.isHeld = true;
            while (!f.isSeen(id) || f.topOf(id) < (id % 2 ? 20 : -40))
                f.scroll(-30);
            std::vector<std::pair<qint64, int>> before = f.belowFirst();
            std::erase_if(before, [id](const auto &one) { return one.first <= id; });
            QVERIFY(before.size() > 1);
            f.isHeld = false;
            QTRY_VERIFY(f.isShown(id));
            for (const auto &[below, top] : before)
                QCOMPARE(f.topOf(below), top);
        }
    }

    void aPictureThatWasAskedForStaysWhereItIs()
    {
        PictureReader f;
        f.isHeld = false;
        QList<Message> all = messages(1, 9);
        all << PictureReader::picture(10, QStringLiteral("https://example.org/p.png")) << messages(11, 40);
        f.model.reset(all);
        f.settle();
        f.cut(10, -4);
        QCOMPARE(f.topOf(10), 4);
        QVERIFY(f.click(f.placeOfId(10), BlockAction::Kind::AllowPicture));
        QTRY_VERIFY(f.isShown(10));
        QCOMPARE(f.topOf(10), 4);
    }
};

PIPIT_UI_TEST(MessagePlaceTest);
#include "message_place_test.moc"
