// SPDX-License-Identifier: GPL-3.0-or-later
// Which file of a picture is fetched: the node's thumbnail or the picture itself, and how large it is known to be.
#include "tests/ui/picture_album.h"
#include "tests/unit/fake_server.h"

#include "client/api_client.h"
#include "ui/media/file_saves.h"
#include "ui/media/picture_viewer.h"
#include "ui/theme/dialogs.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace pipit;
using namespace std::chrono_literals;

namespace {

const QString own = QStringLiteral("/api/files/p");
const QString small = QStringLiteral("/api/files/p/thumbnail");
constexpr QSize large(2000, 1000);
constexpr QSize shown(480, 240);

Message told(const QSize &size, const QJsonObject &more)
{
    Message one = Album::picture(1, own, size);
    for (auto it = more.begin(); it != more.end(); ++it)
        one.metadata.insert(it.key(), it.value());
    return one;
}

struct Shelf {
    Source source;
    PictureStore store;

    Shelf()
    {
        source.files = {{own, png({200, 100}, Qt::blue)}, {small, png({512, 256}, Qt::green)}};
        store.setSource(source.fetch(), [](const QString &address) { return address.startsWith(u"/api/files/"); });
    }

    Picture settled(const PictureSource &picture, const QSize &most)
    {
        // What was asked for has been answered, and nothing more is asked for.
        QSignalSpy changed(&store, &PictureStore::changed);
        if (store.picture(picture, most).state == Picture::State::Loading)
            changed.wait(5000);
        return store.picture(picture, most);
    }
};

} // namespace

class PictureThumbnailsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void theConversationShowsTheThumbnailAndTheViewerThePicture()
    {
        Album a;
        a.source.files = {{own, png(large, Qt::blue)}, {small, png({512, 256}, Qt::green)}};
        a.model.reset({Album::picture(1, own, large)});
        a.settle();
        QTRY_COMPARE(a.colourOf(0), QColor(Qt::green));
        QCOMPARE(a.source.fetched, QStringList{small});

        a.source.isHeld = true;
        QVERIFY(a.click(0, BlockAction::Kind::OpenPicture));
        auto *viewer = a.view.findChild<PictureViewer *>();
        const auto middle = [viewer] { return viewer->grab().toImage().pixelColor(480, 320); };
        QTRY_COMPARE(a.source.fetched, (QStringList{small, own}));
        QTRY_COMPARE(middle(), QColor(Qt::green));
        QVERIFY(!viewer->isShown());
        QVERIFY(viewer->zoom() * 480 > 900); // as large as there is room for the picture itself
        // Where the reader has gone near already, it stays as near.
        viewer->zoomBy(4);
        const double width = viewer->zoom() * 480;
        a.source.isHeld = false;
        QTRY_COMPARE(middle(), QColor(Qt::blue));
        QVERIFY(viewer->isShown());
        QVERIFY(std::abs(viewer->zoom() * 2000 - width) < 2);
        viewer->showWhole();
        QVERIFY(viewer->zoom() < 0.5);
    }

    void whatMayMoveIsFetchedWhole_data()
    {
        QTest::addColumn<QJsonObject>("metadata");
        QTest::addColumn<QString>("fetched");
        const auto type = [](const char *mimeType) { return QJsonObject{{QStringLiteral("mimeType"), QLatin1StringView(mimeType)}}; };
        const auto name = [](const char *words) { return QJsonObject{{QStringLiteral("name"), QLatin1StringView(words)}}; };
        QTest::newRow("PNG") << type("image/png") << small;
        QTest::newRow("JPEG") << type("image/jpeg") << small;
        QTest::newRow("GIF") << type("image/gif") << own; // also where it is named p.png
        QTest::newRow("WebP") << type("image/webp") << own;
        QTest::newRow("named as JPEG") << name("p.JPEG") << small;
        QTest::newRow("named as GIF") << name("p.gif") << own;
        QTest::newRow("named as nothing") << name("p") << own;
        QTest::newRow("GIF that is too large to move") << QJsonObject{{QStringLiteral("mimeType"), QStringLiteral("image/gif")}, {QStringLiteral("size"), 13 << 20}} << small;
    }

    void whatMayMoveIsFetchedWhole()
    {
        QFETCH(QJsonObject, metadata);
        QFETCH(QString, fetched);
        Album a;
        a.source.files = {{own, gif({Qt::red, Qt::blue}, 0)}, {small, png({160, 120}, Qt::red)}};
        a.model.reset({told({160, 120}, metadata)});
        a.settle();
        QTRY_COMPARE(a.store.known(own).state, Picture::State::Shown);
        QCOMPARE(a.source.fetched, QStringList{fetched});
        QCOMPARE(a.store.known(own).isMoving, fetched == own);
    }

    void whatIsSharpIsTaken_data()
    {
        QTest::addColumn<PictureSource>("picture");
        QTest::addColumn<QSize>("most");
        QTest::addColumn<QString>("fetched");
        const auto of = [](const QSize &size, qint64 bytes) { return PictureSource{own, size, bytes, false}; };
        QTest::newRow("as large as it is shown") << of(large, 1 << 20) << shown << small;
        QTest::newRow("twice the pixels, small file") << of(large, 1 << 20) << shown * 2 << own;
        QTest::newRow("twice the pixels, large file") << of(large, 3 << 20) << shown * 2 << small;
        QTest::newRow("twice the pixels, nobody says") << of(large, -1) << shown * 2 << small;
        QTest::newRow("there is no more of it") << of({400, 200}, 1 << 20) << QSize(800, 400) << small;
        QTest::newRow("of no told size") << of({}, 1 << 20) << QSize(480, 360) << small;
        QTest::newRow("of no told size, twice the pixels") << of({}, 1 << 20) << QSize(960, 720) << own;
    }

    void whatIsSharpIsTaken()
    {
        QFETCH(PictureSource, picture);
        QFETCH(QSize, most);
        QFETCH(QString, fetched);
        Shelf s;
        QCOMPARE(s.settled(picture, most).state, Picture::State::Shown);
        QCOMPARE(s.source.fetched, QStringList{fetched});
    }

    void onASharperScreenThePictureReplacesItsThumbnail()
    {
        Shelf s;
        const PictureSource picture{own, large, 1 << 20, false};
        QCOMPARE(s.settled(picture, shown).image.width(), 480);
        QCOMPARE(s.store.picture(picture, shown * 2).image.width(), 480); // until it has come
        QTRY_COMPARE(s.store.picture(picture, shown * 2).image.pixelColor(9, 9), QColor(Qt::blue));
        // Where it cannot be had, the thumbnail stays, and it is not asked for again and again.
        Shelf poor;
        poor.source.files.remove(own);
        poor.settled(picture, shown);
        poor.store.picture(picture, shown * 2);
        QTRY_COMPARE(poor.source.fetched, (QStringList{small, own}));
        for (int i = 0; i < 5; ++i) {
            QTest::qWait(5);
            QCOMPARE(poor.store.picture(picture, shown * 2).state, Picture::State::Shown);
        }
        QCOMPARE(poor.source.fetched, (QStringList{small, own}));
    }

    void whatCannotBeHadIsStoodInFor_data()
    {
        QTest::addColumn<bool>("mayMove");
        QTest::addColumn<QByteArray>("whole");
        QTest::addColumn<QByteArray>("thumbnail");
        QTest::addColumn<QStringList>("fetched");
        QTest::newRow("no thumbnail") << false << png({9, 9}, Qt::blue) << QByteArray() << QStringList{small, own};
        QTest::newRow("damaged thumbnail") << false << png({9, 9}, Qt::blue) << QByteArray("\x89PNG") << QStringList{small, own};
        QTest::newRow("of a kind that is not shown here") << true << QByteArray("RIFF....WEBP") << png({9, 9}, Qt::blue) << QStringList{own, small};
        QTest::newRow("too large a file") << true << QByteArray((32 << 20) + 1, 'x') << png({9, 9}, Qt::blue) << QStringList{own, small};
    }

    void whatCannotBeHadIsStoodInFor()
    {
        QFETCH(bool, mayMove);
        QFETCH(QByteArray, whole);
        QFETCH(QByteArray, thumbnail);
        QFETCH(QStringList, fetched);
        Shelf s;
        s.source.files = {{own, whole}};
        if (!thumbnail.isEmpty())
            s.source.files.insert(small, thumbnail);
        const PictureSource picture{.address = own, .mayMove = mayMove};
        QCOMPARE(s.settled(picture, shown).state, Picture::State::Shown);
        QCOMPARE(s.settled(picture, shown).image.pixelColor(4, 4), QColor(Qt::blue));
        QCOMPARE(s.source.fetched, fetched);
    }

    void somebodyElsesPictureHasNone()
    {
        Shelf s;
        const QString address = QStringLiteral("https://example.org/p.png");
        s.source.files.insert(address, png({9, 9}, Qt::red));
        s.store.allow(address);
        QCOMPARE(s.settled({.address = address, .mayMove = false}, shown).state, Picture::State::Shown);
        QCOMPARE(s.source.fetched, QStringList{address});
        // Nor has one of the node's at an address with a query: what is behind it would be another.
        s.settled({.address = QStringLiteral("/api/files/p?x"), .mayMove = false}, shown);
        QVERIFY(!s.source.fetched.join(u' ').contains(u"thumbnail"));
    }

    void theTokenGoesWithThemToTheNodeOnly()
    {
        test::FakeServer node, other;
        const auto file = [](const QByteArray &bytes) { return test::says("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\nConnection: close\r\n\r\n" + bytes); };
        node.on("/api/files/p/thumbnail", file(png({512, 256}, Qt::green)));
        other.on("/api/files/p", file(png({9, 9}, Qt::red)));
        ApiClient client(node.url(), "secret", 5s);
        PictureStore store;
        PictureStore::Fetch fetch = [&client](QString address, qint64 most) -> QCoro::Task<Result<QByteArray>> {
            auto came = co_await client.download(address, most);
            co_return came;
        };
        store.setSource(std::move(fetch), [&client](const QString &address) { return client.isOwn(address); });
        // By its path, and by its whole address.
        for (const QString &address : {own, node.url(own).toString()})
            QTRY_COMPARE(store.picture(PictureSource{address, large, -1, false}, shown).state, Picture::State::Shown);
        QCOMPARE(node.requests().size(), 2);
        for (const test::FakeRequest &request : node.requests()) {
            QCOMPARE(request.path(), QByteArray("/api/files/p/thumbnail"));
            QCOMPARE(request.header("Authorization"), QByteArray("Bearer secret"));
        }
        const QString elsewhere = other.url(own).toString();
        store.allow(elsewhere);
        QTRY_COMPARE(store.picture(PictureSource{elsewhere, large, -1, false}, shown).state, Picture::State::Shown);
        QCOMPARE(other.requests().size(), 1);
        QCOMPARE(other.requests().first().path(), QByteArray("/api/files/p"));
        QVERIFY(other.requests().first().header("Authorization").isEmpty());
    }

    void whatHasGoneKeepsItsPlace()
    {
        Album a;
        const QString address = QStringLiteral("/api/files/gone");
        a.source.files.insert(address, png({900, 900}, Qt::blue));
        a.model.reset({Album::picture(1, address), message(2, QStringLiteral("below"))});
        a.settle();
        QCOMPARE(a.store.known(address).natural, QSize());
        QTRY_COMPARE(a.store.known(address).state, Picture::State::Shown);
        a.settle();
        const int height = a.view.visibleRows()[0].height;
        const auto crowd = [&a](int round) {
            for (int i = 0; i < 24; ++i) {
                const QString other = QStringLiteral("/api/files/%1-%2").arg(round).arg(i);
                a.source.files.insert(other, png({1000, 1000}, Qt::red));
                QTRY_COMPARE(a.store.picture(other, {800, 800}).state, Picture::State::Shown);
            }
        };
        crowd(0);
        a.source.isHeld = true;
        a.view.setMedia({&a.store, nullptr});
        a.settle();
        QCOMPARE(a.store.known(address).state, Picture::State::Loading);
        QCOMPARE(a.view.visibleRows()[0].height, height);
        QVERIFY(height > 360);
        a.source.isHeld = false;
        QTRY_COMPARE(a.colourOf(0), QColor(Qt::blue));
        QCOMPARE(a.view.visibleRows()[0].height, height);
    }

    void aThumbnailIsAsLargeAsItsPicture()
    {
        Shelf s;
        QCOMPARE(s.settled({own, large, -1, false}, shown).natural, large);
        // What is told of another shape is not so.
        Shelf wrong;
        QCOMPARE(wrong.settled({own, {1000, 2000}, -1, false}, shown).natural, QSize(512, 256));
    }

    void theViewerSaysWhyThePictureIsNotShown()
    {
        Album a;
        a.source.files = {{own, QByteArray((32 << 20) + 1, 'x')}, {small, png({512, 256}, Qt::green)}};
        FileSaves saves;
        QStringList saved;
        saves.setSource([&saved](QString address, QString path, std::function<bool(qint64, qint64)>) -> QCoro::Task<Result<Done>> {
            saved << address << path;
            co_return Done{};
        });
        a.view.setMedia({&a.store, &saves});
        a.model.reset({Album::picture(1, own, large)});
        QTRY_COMPARE(a.colourOf(0), QColor(Qt::green));
        QVERIFY(a.click(0, BlockAction::Kind::OpenPicture));
        auto *viewer = a.view.findChild<PictureViewer *>();
        const auto words = [viewer] { return viewer->findChild<QLabel *>()->text(); };
        QTRY_VERIFY2(words().contains(u"not shown: It is larger than 32 MiB"), qPrintable(words()));
        QCOMPARE(viewer->grab().toImage().pixelColor(480, 320), QColor(Qt::green));
        dialogs::setSaveFile([](QWidget *, const QString &, const QString &) { return QStringLiteral("/somewhere/p.png"); });
        viewer->findChildren<QPushButton *>().first()->click();
        dialogs::setSaveFile(nullptr);
        QTRY_COMPARE(saved, (QStringList{own, QStringLiteral("/somewhere/p.png")}));
        QTRY_COMPARE(words(), QStringLiteral("Saved as /somewhere/p.png"));
    }
};

QTEST_MAIN(PictureThumbnailsTest)
#include "picture_thumbnails_test.moc"
