// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/message_menu.h"
#include "tests/ui/picture_album.h"
#include "tests/ui/ui_test.h"

#include "ui/media/picture_viewer.h"
#include "ui/theme/dialogs.h"

#include <QFile>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtEndian>

using namespace pipit;

namespace {

quint32 crcOf(const QByteArray &bytes)
{
    quint32 crc = 0xffffffff;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

// The head of a picture that says that it has 60,000 by 60,000 pixels.
QByteArray bomb()
{
    QByteArray bytes = png({1, 1}, Qt::red);
    const char size[] = {0, 0, char(0xea), 0x60, 0, 0, char(0xea), 0x60};
    bytes.replace(16, 8, QByteArray(size, 8));
    const quint32 crc = qToBigEndian(crcOf(bytes.sliced(12, 17)));
    bytes.replace(29, 4, QByteArray(reinterpret_cast<const char *>(&crc), 4));
    return bytes;
}

// It cannot be packed, so half of it is half of the picture.
QByteArray noise()
{
    QImage image(200, 200, QImage::Format_RGB32);
    QRandomGenerator random(1);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, random.generate());
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return bytes;
}

const QString ownPicture = QStringLiteral("/api/files/own");

} // namespace

class PictureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aPictureOfTheNodeIsShownAndMovesNothing()
    {
        Album a;
        a.source.isHeld = true;
        a.source.files.insert(QStringLiteral("/api/files/p/thumbnail"), png({512, 256}, Qt::blue));
        a.model.reset({Album::picture(1, QStringLiteral("/api/files/p"), {600, 300}), message(2, QStringLiteral("below"))});
        a.settle();
        const int below = a.view.visibleRows()[1].top;
        QTRY_COMPARE(a.source.fetched.size(), 1);
        a.source.isHeld = false;
        QTRY_COMPARE(a.colourOf(0), QColor(Qt::blue));
        QCOMPARE(a.view.visibleRows()[1].top, below);
        QCOMPARE(a.source.fetched.size(), 1);
    }

    void somebodyElsesPictureIsShownOnlyAfterConsent()
    {
        Album a;
        const QString address = QStringLiteral("https://example.org/p.png");
        a.source.files.insert(address, png({60, 60}, Qt::green));
        const QString thumbnail = ownPicture + QStringLiteral("/thumbnail");
        a.source.files.insert(thumbnail, png({60, 60}, Qt::blue));
        a.model.reset({Album::picture(1, address), Album::picture(2, ownPicture)});
        // Both are looked at; the node's own is there, and was fetched alone.
        QTRY_VERIFY(a.placeOf(1, BlockAction::Kind::OpenPicture));
        QCOMPARE(a.source.fetched, QStringList{thumbnail});
        QVERIFY(a.placeOf(0, BlockAction::Kind::AllowPicture));
        a.view.showMessage(1);
        QVERIFY(chooseInMenu(a.view, QStringLiteral("Show the picture")));
        QTRY_VERIFY(a.placeOf(0, BlockAction::Kind::OpenPicture));
        QCOMPARE(a.source.fetched, (QStringList{thumbnail, address}));
        // Of the next one it is asked again.
        a.model.append({Album::picture(3, QStringLiteral("https://example.org/q.png"))});
        a.settle();
        QVERIFY(a.placeOf(2, BlockAction::Kind::AllowPicture));
    }

    void whatCannotBeShownSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        QTest::newRow("gone") << QByteArray() << QStringLiteral("404");
        QTest::newRow("no picture") << QByteArray("<html>") << QStringLiteral("no picture");
        QTest::newRow("SVG that names a file") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"9\" height=\"9\"><image xlink:href=\"/etc/x.png\"/></svg>") << QStringLiteral("no picture");
        QTest::newRow("damaged") << noise().first(20'000) << QStringLiteral("damaged");
        QTest::newRow("bomb") << bomb() << QStringLiteral("60000 by 60000");
    }

    void whatCannotBeShownSaysWhy()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        Album a;
        const QString address = QStringLiteral("/api/files/bad");
        if (!bytes.isEmpty())
            a.source.files.insert(address, bytes);
        a.model.reset({Album::picture(1, address, {300, 300})});
        a.settle();
        QTRY_COMPARE(a.store.picture(address, {100, 100}).state, Picture::State::Failed);
        QVERIFY2(a.store.picture(address, {100, 100}).reason.contains(reason), qPrintable(a.store.picture(address, {100, 100}).reason));
        // It can be tried again.
        a.source.files.insert(address, png({300, 300}, Qt::yellow));
        QVERIFY(a.click(0, BlockAction::Kind::RetryPicture));
        QTRY_COMPARE(a.colourOf(0), QColor(Qt::yellow));
    }

    void manyAtOnceAllCome()
    {
        Album a;
        QList<Message> all;
        for (int i = 0; i < 14; ++i) {
            const QString address = QStringLiteral("/api/files/%1").arg(i);
            a.source.files.insert(address, png({60, 24}, Qt::blue));
            all << Album::picture(i + 1, address, {60, 24});
        }
        a.view.resize(800, 1000);
        a.model.reset(all);
        QTRY_COMPARE(QSet<QString>(a.source.fetched.cbegin(), a.source.fetched.cend()).size(), 28); // each with its thumbnail, of which there is none
        for (std::size_t row = 0; row < 13; ++row)
            QTRY_COMPARE(a.view.grab().toImage().pixelColor(120, a.view.visibleRows()[row].bottom() - 12), QColor(Qt::blue));
    }

    void anAddressThatIsRefusedAtOnceChangesNothingWhileItIsPainted()
    {
        PictureStore store;
        store.setSource([](QString, qint64) -> QCoro::Task<Result<QByteArray>> { co_return Error{ErrorCode::InvalidRequest, QStringLiteral("No.")}; }, [](const QString &) { return true; });
        QSignalSpy changed(&store, &PictureStore::changed);
        QCOMPARE(store.picture(QStringLiteral("x"), {10, 10}).state, Picture::State::Loading);
        QCOMPARE(changed.count(), 0);
        QTRY_COMPARE(store.picture(QStringLiteral("x"), {10, 10}).state, Picture::State::Failed);
    }

    void memoryIsBounded()
    {
        Source source;
        PictureStore store;
        store.setSource(source.fetch(), [](const QString &) { return true; });
        for (int i = 0; i < 24; ++i) {
            const QString address = QStringLiteral("/api/files/%1").arg(i);
            source.files.insert(address, png({1000, 1000}, QColor::fromHsv(i * 10, 255, 255)));
            QTRY_COMPARE(store.picture(address, {800, 800}).state, Picture::State::Shown);
            QVERIFY(store.keptBytes() <= 48 << 20);
        }
        QVERIFY(store.keptBytes() > 40 << 20);
        // The oldest is fetched again, the newest not.
        QCOMPARE(store.picture(QStringLiteral("/api/files/23"), {800, 800}).state, Picture::State::Shown);
        QCOMPARE(store.picture(QStringLiteral("/api/files/0"), {800, 800}).state, Picture::State::Loading);
        QTRY_COMPARE(store.picture(QStringLiteral("/api/files/0"), {800, 800}).state, Picture::State::Shown);
        // When no more come, only what the reader has just seen stays.
        QTRY_VERIFY_WITH_TIMEOUT(store.keptBytes() <= 12 * 800 * 800 * 4, 10'000);
        QCOMPARE(store.picture(QStringLiteral("/api/files/23"), {800, 800}).state, Picture::State::Shown);
    }

    void aMovingPictureMovesWhileItIsSeen()
    {
        Album a;
        const QString other = QStringLiteral("/api/files/other");
        a.source.files[ownPicture] = gif({Qt::red, Qt::green, Qt::blue}, 0);
        a.source.files[other] = gif({Qt::red, Qt::blue}, 0);
        QList<Message> list{Album::picture(1, ownPicture, {300, 200})};
        a.model.reset(list);
        a.settle();
        {
            QObject reader;
            QList<QColor> stored, seen;
            connect(&a.store, &PictureStore::frameChanged, &reader, [&] {
                stored << a.store.picture(ownPicture, {300, 200}).image.pixelColor(20, 20);
                seen << a.colourNow(0);
            });
            QTRY_VERIFY(stored.size() >= 7);
            QCOMPARE(seen, stored);
            const qsizetype red = stored.indexOf(QColor(Qt::red));
            QVERIFY(red >= 0 && red < 3);
            QCOMPARE(stored.mid(red, 4), (QList<QColor>{Qt::red, Qt::green, Qt::blue, Qt::red}));
        }

        // Out of sight it does not go on, but for the frame that is on its way, while one in sight does.
        QHash<QString, int> frames;
        connect(&a.store, &PictureStore::frameChanged, this, [&frames](const QString &address) { ++frames[address]; });
        for (qint64 id = 2; id < 40; ++id)
            list << message(id, QStringLiteral("Words."));
        list << Album::picture(40, other, {300, 200});
        a.model.reset(list);
        a.view.scrollToBottom();
        a.settle();
        frames.clear();
        QTRY_VERIFY((a.settle(), frames[other] >= 8));
        QVERIFY2(frames[ownPicture] <= 1, qPrintable(QString::number(frames[ownPicture])));
        QTest::keyClick(&a.view, Qt::Key_Home);
        frames.clear();
        QTRY_VERIFY((a.settle(), frames[ownPicture] >= 3));
    }

    void aMovingPictureStopsWhereItSaysSo()
    {
        MovingPicture twice(gif({Qt::red, Qt::blue}, 1), {30, 20});
        int frames = 0;
        for (auto frame = twice.next(); frame && frames < 99; frame = twice.next()) {
            QCOMPARE(frame->image.size(), QSize(30, 20));
            QCOMPARE(frame->delay, 40);
            ++frames;
        }
        QCOMPARE(frames, 4);
        MovingPicture broken(gif({Qt::red, Qt::blue}, 0).first(30), {30, 20});
        QVERIFY(!broken.next());
    }

    void theViewerMovesToo()
    {
        Album a;
        a.source.files[ownPicture] = gif({Qt::red, Qt::blue}, 0);
        PictureViewer viewer({&a.store}, ownPicture, QStringLiteral("p.gif"), &a.view);
        viewer.resize(400, 300);
        viewer.show();
        QTRY_VERIFY(viewer.isShown());
        const auto middle = [&viewer] { return viewer.grab().toImage().pixelColor(200, 120); };
        QTRY_VERIFY(middle().blue() > 200);
        QTRY_VERIFY(middle().red() > 200);
    }

    void theViewerShowsZoomsAndSaves()
    {
        Album a;
        const QByteArray bytes = png({2000, 1000}, Qt::blue);
        a.source.files.insert(QStringLiteral("/api/files/p"), bytes);
        a.model.reset({Album::picture(1, QStringLiteral("/api/files/p"), {2000, 1000})});
        QTRY_VERIFY(a.click(0, BlockAction::Kind::OpenPicture));
        auto *viewer = a.view.findChild<PictureViewer *>();
        QVERIFY(viewer);
        QTRY_VERIFY(viewer->isShown());
        QVERIFY(viewer->zoom() < 0.5); // the whole of it
        QTest::keyClick(viewer, Qt::Key_0);
        QCOMPARE(viewer->zoom(), 1.0);
        QTest::keyClick(viewer, Qt::Key_Plus);
        QCOMPARE(viewer->zoom(), 1.25);
        for (int i = 0; i < 60; ++i)
            viewer->zoomBy(2);
        QVERIFY(viewer->zoom() <= 16.01);

        QTemporaryDir folder;
        QString suggested;
        dialogs::setSaveFile([&](QWidget *, const QString &, const QString &name) {
            suggested = name;
            return folder.filePath(QStringLiteral("kept.png"));
        });
        const QList<QPushButton *> buttons = viewer->findChildren<QPushButton *>();
        buttons.first()->click();
        dialogs::setSaveFile(nullptr);
        QVERIFY(suggested.endsWith(u"/p.png"));
        QFile kept(folder.filePath(QStringLiteral("kept.png")));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), bytes);
        viewer->close();
    }

    void aNameOfAMessageChoosesNoFolder()
    {
        QStringList suggested;
        dialogs::setSaveFile([&](QWidget *, const QString &, const QString &name) {
            suggested << name;
            return QString();
        });
        for (const char *name : {"../../etc/passwd", "/tmp/x", "a\xe2\x80\xae" "fdp.exe\n", ".bashrc", ""})
            dialogs::saveFile(nullptr, {}, QString::fromUtf8(name));
        dialogs::setSaveFile(nullptr);
        const QString folder = suggested.last().chopped(QStringLiteral("file").size());
        QCOMPARE(suggested, (QStringList{folder + QStringLiteral("passwd"), folder + QStringLiteral("x"), folder + QStringLiteral("afdp.exe"), folder + QStringLiteral("file.bashrc"), folder + QStringLiteral("file")}));
    }

    // What the reader passed on the way comes later, and is not worth more for that.
    void whatWasAskedForLastStays()
    {
        Source source;
        PictureStore store;
        store.setSource(source.fetch(), [](const QString &) { return true; });
        const auto address = [](int i) { return QStringLiteral("/api/files/%1.gif").arg(i); };
        for (int i = 0; i < 16; ++i) {
            source.files.insert(address(i), png({1000, 1000}, Qt::red));
            store.picture(address(i), {800, 800});
        }
        QTRY_COMPARE(source.fetched.size(), 16);
        QVERIFY(source.fetched.first() != address(0)); // the latest first
        QTRY_VERIFY_WITH_TIMEOUT(store.keptBytes() > 16 * 800 * 800 * 3, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(store.keptBytes() <= 12 * 800 * 800 * 4, 10'000);
        for (int i = 4; i < 16; ++i)
            QVERIFY2(store.known(address(i)).state == Picture::State::Shown, qPrintable(address(i)));
    }
};

PIPIT_UI_TEST(PictureTest);
#include "picture_test.moc"
