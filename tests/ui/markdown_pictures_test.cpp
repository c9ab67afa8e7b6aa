// SPDX-License-Identifier: GPL-3.0-or-later
// Images in Markdown: which of them are pictures, what is fetched for them, and that their words are words.
#include "tests/ui/bad_content.h"
#include "tests/ui/message_menu.h"
#include "tests/ui/picture_album.h"
#include "tests/ui/ui_test.h"

#include "ui/chat/content/markdown_content.h"
#include "ui/media/file_saves.h"
#include "ui/media/picture_viewer.h"
#include "ui/theme/dialogs.h"

#include <QClipboard>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>

using namespace pipit;

namespace {

const QString cat = QStringLiteral("/api/files/cat");
const QString dog = QStringLiteral("/api/files/dog");
const QString both = QStringLiteral("![a cat](/api/files/cat)\n![a dog](/api/files/dog)");

struct Gallery : Album {
    Gallery()
    {
        source.files = {{cat, png({300, 200}, Qt::blue)}, {dog, png({300, 200}, Qt::green)}};
    }

    void show(const QString &markdown)
    {
        model.reset({message(1, markdown)});
        settle();
        QCoreApplication::processEvents();
        QTest::keyClick(&view, Qt::Key_Up);
    }

    const MessageLayout &layout() { return *view.visibleLayout(0); }
    const Content &content() { return layout().content(); }
    QStringList labels()
    {
        QStringList labels;
        for (const BlockAction &action : content().actions())
            labels << action.label;
        return labels;
    }
    bool shows(const QStringList &addresses)
    {
        settle();
        return std::ranges::all_of(addresses, [this](const QString &address) { return store.known(address).state == Picture::State::Shown; });
    }
};

QString manyOf(int count, const QString &between)
{
    QString text;
    for (int i = 0; i < count; ++i)
        text += QStringLiteral("![%1](/api/files/%1)").arg(i) + between;
    return text;
}

} // namespace

class MarkdownPicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aParagraphOfImagesShowsThem()
    {
        Gallery g;
        g.show(QStringLiteral("Look:\n\n") + both + QStringLiteral("\n\n> - ![](https://example.org/z.png)\n\nDone."));
        QTRY_VERIFY(g.shows({cat, dog}));
        const auto place = g.placeOf(0, BlockAction::Kind::OpenPicture);
        QVERIFY(place);
        QCOMPARE(g.view.grab().toImage().pixelColor(*place + QPoint(150, 100)), QColor(Qt::blue));
        QCOMPARE(g.view.grab().toImage().pixelColor(*place + QPoint(150, 306)), QColor(Qt::green));
        QCOMPARE(g.wordsOf(0), QStringLiteral("Look:\na cat\na dog\n• https://example.org/z.png\nDone."));
        QCOMPARE(g.labels(), (QStringList{QStringLiteral("Open the picture: a cat"), QStringLiteral("Open the picture: a dog"), QStringLiteral("Show the picture: https://example.org/z.png")}));
        QVERIFY(g.click(0, BlockAction::Kind::OpenPicture));
        auto *viewer = g.view.findChild<PictureViewer *>();
        QTRY_VERIFY(viewer && viewer->isShown());
        QTRY_COMPARE(viewer->grab().toImage().pixelColor(480, 320), QColor(Qt::blue));
    }

    void theyAreCalledByTheirWords()
    {
        Gallery g;
        QStringList suggested;
        dialogs::setSaveFile([&suggested](QWidget *, const QString &, const QString &name) {
            suggested << name.sliced(name.lastIndexOf(u'/') + 1);
            return QString();
        });
        FileSaves saves;
        saves.setSource([](QString, QString, std::function<bool(qint64, qint64)>) -> QCoro::Task<Result<Done>> { co_return Done{}; });
        g.view.setMedia({&g.store, &saves});
        const QString web = QStringLiteral("https://example.org/1.png");
        g.source.files.insert(web, png({30, 20}, Qt::red));
        g.store.allow(web);
        g.show(both + QStringLiteral(" ![a fish](%1)").arg(web));
        QTRY_VERIFY(g.shows({cat, dog, web}));
        QVERIFY(chooseInMenu(g.view, QStringLiteral("Save as…: a dog")));
        QVERIFY(chooseInMenu(g.view, QStringLiteral("Save as…: a fish")));
        QVERIFY(chooseInMenu(g.view, QStringLiteral("Open the picture: a cat")));
        auto *viewer = g.view.findChild<PictureViewer *>();
        QTRY_VERIFY(viewer->isShown());
        QCOMPARE(viewer->windowTitle(), QStringLiteral("a cat"));
        viewer->findChildren<QPushButton *>().first()->click();
        dialogs::setSaveFile(nullptr);
        QCOMPARE(suggested, (QStringList{QStringLiteral("a dog"), QStringLiteral("1.png"), QStringLiteral("a cat.png")}));
    }

    void somebodyElsesAreShownOneByOneAfterConsent()
    {
        Gallery g;
        const QString one = QStringLiteral("https://example.org/1.png"), two = QStringLiteral("HTTP://example.org/2.png");
        g.source.files = {{one, png({300, 200}, Qt::blue)}, {two, png({300, 200}, Qt::green)}};
        g.show(QStringLiteral("![one](%1) ![two](%2)").arg(one, two));
        QTest::qWait(20);
        QVERIFY(g.source.fetched.isEmpty());
        QVERIFY(chooseInMenu(g.view, QStringLiteral("Show the picture: two")));
        QTRY_VERIFY(g.shows({two}));
        QVERIFY(g.placeOf(0, BlockAction::Kind::OpenPicture));
        QVERIFY(g.click(0, BlockAction::Kind::AllowPicture));
        QTRY_VERIFY(g.shows({one}));
        QCOMPARE(g.source.fetched, (QStringList{two, one}));
    }

    void whatElseIsAnImageStaysWords_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("words");
        QTest::newRow("amid words") << QStringLiteral("See ![a cat](/api/files/cat) there") << QStringLiteral("See a cat there");
        QTest::newRow("before words") << QStringLiteral("![a cat](/api/files/cat)\nthere") << QStringLiteral("a cat\nthere");
        QTest::newRow("with a link") << QStringLiteral("![a cat](/api/files/cat) [x](https://example.org)") << QStringLiteral("a cat x");
        QTest::newRow("heading") << QStringLiteral("# ![a cat](/api/files/cat)") << QStringLiteral("a cat");
        QTest::newRow("code") << QStringLiteral("`![a cat](/api/files/cat)`") << QStringLiteral("![a cat](/api/files/cat)");
        for (const char *address : {"file:///etc/passwd", "/etc/passwd", "qrc:/icons/x.png", ":/icons/x.png", "data:image/png;base64,AAAA", "javascript:x", "cat.png", "//example.org/cat.png", "https:cat.png",
                                    "/api/files/../messages", "/api/files/cat/../../messages", "/api/files/", "/api/files/cat?x", "/api/files/%2e%2e", "/api/messages", "mailto:a@example.org", "ftp://example.org/cat.png"})
            QTest::newRow(address) << QStringLiteral("![a cat](%1)").arg(QLatin1StringView(address)) << QStringLiteral("a cat");
        // One that is none makes words of its whole paragraph.
        QTest::newRow("among others") << QStringLiteral("![a cat](/api/files/cat) ![b](file:///b)") << QStringLiteral("a cat b");
    }

    void whatElseIsAnImageStaysWords()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, words);
        Gallery g;
        g.show(markdown);
        QTest::qWait(5);
        QCOMPARE(g.wordsOf(0), words);
        QCOMPARE(g.labels(), QStringList());
        QVERIFY(g.source.fetched.isEmpty());
    }

    void anImageAmidWordsLeadsToIt()
    {
        Gallery g;
        g.show(QStringLiteral("See ![a cat](https://example.org/cat.png) there"));
        QVERIFY(g.placeOf(0, [](const MessageLayout::Hit &hit) { return hit.link == u"https://example.org/cat.png"; }));
    }

    void theyAreCopiedAsMarkdown_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("copied");
        QTest::newRow("all") << both << 0 << 11 << both;
        QTest::newRow("the second") << both << 6 << 11 << QStringLiteral("![a dog](/api/files/dog)");
        QTest::newRow("without words") << QStringLiteral("![](/api/files/cat) ![](/api/files/dog)") << 15 << 29 << QStringLiteral("![](/api/files/dog)");
        QTest::newRow("amid words") << QStringLiteral("See ![a *big* cat](https://example.org/c.png) there") << 4 << 15 << QStringLiteral("![a big cat](https://example.org/c.png) t");
        QTest::newRow("of the node, amid words") << QStringLiteral("See ![a cat](/api/files/cat) there") << 0 << 9 << QStringLiteral("See ![a cat](/api/files/cat)");
    }

    void theyAreCopiedAsMarkdown()
    {
        QFETCH(QString, markdown);
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, copied);
        Gallery g;
        g.show(markdown);
        QCOMPARE(g.content().markdown({{0, from}, {0, to}}), copied);
    }

    void theyAreSelectedWithWhatIsAroundThem()
    {
        Gallery g;
        const QString markdown = QStringLiteral("Look:\n\n") + both + QStringLiteral("\n\nDone.");
        g.show(markdown);
        QTRY_VERIFY(g.shows({cat, dog}));
        const QImage before = g.view.grab().toImage();
        QTest::keyClick(&g.view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(g.view.selectedText(), QStringLiteral("Look:\na cat\na dog\nDone."));
        QTest::keyClick(&g.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), markdown);
        const QPoint inside = *g.placeOf(0, BlockAction::Kind::OpenPicture) + QPoint(20, 20);
        QVERIFY(g.view.grab().toImage().pixelColor(inside) != before.pixelColor(inside));
        // From the lower half of the first picture to the end of the second.
        const QPoint inRow = inside - QPoint(0, g.view.visibleRows()[0].top);
        QCOMPARE(g.layout().positionAt(inRow), (TextPosition{1, 0}));
        QCOMPARE(g.layout().positionAt(inRow + QPoint(0, 150)), (TextPosition{1, 5}));
        QCOMPARE(g.layout().positionAt(inRow + QPoint(0, 206)), (TextPosition{1, 6}));
        QCOMPARE(g.content().plainText(g.content().wordAt({1, 7})), QStringLiteral("a dog"));
        for (qsizetype offset = 0; offset < 24; ++offset)
            QCOMPARE(g.content().offsetOf(g.content().positionOf(offset)), offset);
    }

    void theirWordsAreFoundOnThem()
    {
        Gallery g;
        g.show(both);
        QTRY_VERIFY(g.shows({cat, dog}));
        const QList<QRectF> places = g.layout().placesOf(QStringLiteral("DOG"), QRect(0, 0, 800, 600));
        QCOMPARE(places.size(), 1);
        QCOMPARE(places.first().size(), QSizeF(300, 200));
        QVERIFY(places.first().top() > 200);
    }

    // Whatever is cut off where: one that is not whole is not fetched, and what comes out is what comes out at once.
    void aGrowingAnswerFetchesWhatIsWhole()
    {
        Gallery g;
        const QString text = QStringLiteral("Look:\n\n") + both + QStringLiteral("\n\nDone ![x](/api/files/x) here.\n\n![a dog](/api/files/dog)\nno picture");
        MarkdownContent growing, whole;
        QImage page(600, 1200, QImage::Format_RGB32);
        QPainter painter(&page);
        for (qsizetype end = 1; end <= text.size(); ++end) {
            growing.setSource({{}, text.first(end), {}, {&g.store}});
            growing.setWidth(600);
            growing.paint(painter, QRectF(page.rect()), {});
            QCoreApplication::processEvents();
        }
        QCOMPARE(g.source.fetched, (QStringList{cat, dog}));
        QVERIFY(growing.shows(cat));
        QTRY_COMPARE(g.store.known(dog).state, Picture::State::Shown);
        growing.refresh();
        whole.setSource({{}, text, {}, {&g.store}});
        whole.setWidth(600);
        QCOMPARE(growing.height(), whole.height());
        QCOMPARE(growing.plainText(growing.all()), whole.plainText(whole.all()));
        // What is taken back is shown no more.
        growing.setSource({{}, QStringLiteral("Look:"), {}, {&g.store}});
        QVERIFY(!growing.shows(cat));
    }

    void ofVeryManyTheFirstAreShown()
    {
        Gallery g;
        MarkdownContent content;
        content.setSource({{}, manyOf(10'000, QStringLiteral("\n\n")), {}, {&g.store}});
        content.setWidth(600);
        const auto isShown = [&content](int index) { return content.shows(QStringLiteral("/api/files/%1").arg(index)); };
        QVERIFY(isShown(0) && isShown(19) && !isShown(20) && !isShown(9999));
        QVERIFY(content.plainText(content.all()).endsWith(u"\n9999"));
        // All in one paragraph are too many for it.
        MarkdownContent one;
        one.setSource({{}, manyOf(10'000, QStringLiteral("\n")), {}, {&g.store}});
        QVERIFY(!one.shows(QStringLiteral("/api/files/0")));
        QVERIFY(g.source.fetched.isEmpty());
    }

    void veryManyHoldNothingUp()
    {
        for (const char *between : {"\n\n", "\n", " "}) {
            Gallery g;
            LongestStop stop;
            stop.step([&] { g.model.reset({message(1, manyOf(10'000, QLatin1StringView(between)))}); });
            for (int i = 0; i < 20; ++i)
                stop.turn();
            stop.step([&] { g.view.grab(); });
            QVERIFY2(stop.ms() < 200, qPrintable(QString::number(stop.ms())));
            QVERIFY2(g.source.fetched.size() <= 12, qPrintable(QString::number(g.source.fetched.size())));
        }
    }

    void onlyWhatIsSeenIsFetched()
    {
        Gallery g;
        for (int i = 0; i < 20; ++i)
            g.source.files.insert(QStringLiteral("/api/files/%1").arg(i), png({400, 360}, Qt::blue));
        g.show(manyOf(20, QStringLiteral("\n\n")));
        QTest::keyClick(&g.view, Qt::Key_Home);
        QTRY_VERIFY(g.shows({QStringLiteral("/api/files/0")}));
        for (int i = 0; i < 20; ++i)
            g.settle();
        QVERIFY2(g.source.fetched.size() <= 12, qPrintable(g.source.fetched.join(u' ')));
        QVERIFY(!g.source.fetched.contains(QStringLiteral("/api/files/15")));
    }

    void oneThatMovesDoesSo()
    {
        Gallery g;
        g.source.files[cat] = gif({Qt::red, Qt::green, Qt::blue}, 0);
        QSignalSpy frames(&g.store, &PictureStore::frameChanged);
        g.show(QStringLiteral("![a cat](/api/files/cat)"));
        QTRY_VERIFY(g.shows({cat}));
        QTRY_VERIFY(frames.size() >= 5); // each asks for the next one when it is painted
    }

    // Requirement: whoever is asked whether a picture may be fetched can see from where.
    void itsAddressCanBeReached()
    {
        Gallery g;
        g.show(QStringLiteral("![a cat](https://example.org/a/long/way/cat.png)"));
        QCOMPARE(g.view.visibleLayout(0)->content().links(5), (QList<BlockLink>{{QStringLiteral("a cat"), QStringLiteral("https://example.org/a/long/way/cat.png")}}));
    }
};

PIPIT_UI_TEST(MarkdownPicturesTest);
#include "markdown_pictures_test.moc"
