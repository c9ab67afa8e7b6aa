// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/media_player.h"

#include "tests/ui/test_media.h"
#include "tests/ui/ui_test.h"
#include "ui/media/mpv_library.h"

#include <QCoroTimer>
#include <QSignalSpy>
#include <QTcpServer>

using namespace pipit;

namespace {

// A player and what it is given to play: the first `open` bytes of it at once, the rest when asked for.
struct MediaPlayerDesk {
    QHash<QString, QByteArray> files;
    QHash<QString, Error> broken;       // after what there is of it
    qint64 open = std::numeric_limits<qint64>::max();
    QStringList asked;
    QStringList stopped;
    MediaPlayer player;
    std::shared_ptr<bool> isThere = std::make_shared<bool>(true); // who fetches may outlive it

    MediaPlayerDesk()
    {
        player.setSource([this](QString address, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
            asked << address;
            const QByteArray content = files.value(address);
            const std::weak_ptr<bool> desk = isThere;
            for (qint64 at = 0; at < content.size();) {
                const qint64 count = std::min({qint64(4096), content.size() - at, open - at});
                const auto refused = count > 0 || at == 0 ? take(content.sliced(at, qMax(qint64(0), count)), content.size()) : std::nullopt;
                if (refused) {
                    stopped << address;
                    co_return Error(*refused);
                }
                at += qMax(qint64(0), count);
                if (count <= 0) {
                    co_await QCoro::sleepFor(std::chrono::milliseconds(5));
                    if (desk.expired())
                        co_return Error{ErrorCode::Cancelled, {}};
                    if (const auto gone = take({}, content.size())) {
                        stopped << address;
                        co_return Error(*gone);
                    }
                }
            }
            if (broken.contains(address))
                co_return Error(broken.value(address));
            co_return Done{};
        });
    }

    Playback::State state(const QString &address) const
    {
        const auto now = player.of(address);
        return now ? now->state : Playback::State::Failed;
    }
    bool plays(const QString &address) const { return state(address) == Playback::State::Playing && player.of(address)->positionMs > 0; }
    QString words(const QString &address) const { return player.of(address) ? player.of(address)->words : QString(); }
};

} // namespace

class MediaPlayerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void playsASoundToItsEnd()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(1.5);
        QList<Playback::State> states;
        int changes = 0;
        qint64 furthest = 0;
        connect(&desk.player, &MediaPlayer::changed, this, [&] {
            ++changes;
            furthest = qMax(furthest, desk.player.of(soundPath)->positionMs);
            if (states.isEmpty() || states.last() != desk.state(soundPath))
                states << desk.state(soundPath);
        });
        QVERIFY(!desk.player.of(soundPath));
        desk.player.play(soundPath);
        QTRY_COMPARE(states, (QList<Playback::State>{Playback::State::Loading, Playback::State::Playing, Playback::State::Ended}));
        QCOMPARE(desk.player.of(soundPath)->durationMs, 1'500);
        QVERIFY(furthest > 1'000);
        QVERIFY(desk.player.of(soundPath)->video.isEmpty());
        QCOMPARE(desk.player.of(soundPath)->arrived, 1.0);
        QVERIFY2(changes < 25, qPrintable(QString::number(changes))); // told a few times a second, not at each step
        // And once more, without being fetched again.
        states.clear();
        desk.player.play(soundPath);
        QTRY_VERIFY(states.contains(Playback::State::Playing) && states.last() == Playback::State::Ended);
        QCOMPARE(desk.asked, QStringList{soundPath});
    }

    void pausesAndGoesWhereItIsTold()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(30);
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        desk.player.pause();
        QTRY_COMPARE(desk.state(soundPath), Playback::State::Paused);
        desk.player.seek(soundPath, 20'000);
        QCOMPARE(desk.player.of(soundPath)->positionMs, 20'000);
        QTest::qWait(50);
        QVERIFY(qAbs(desk.player.of(soundPath)->positionMs - 20'000) < 200); // it was there, not only said so
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.player.of(soundPath)->positionMs > 20'000);
        desk.player.seek(soundPath, 99'000);
        QTRY_COMPARE(desk.state(soundPath), Playback::State::Ended);
    }

    void showsTheVideoInTheWantedSize()
    {
        MediaPlayerDesk desk;
        desk.files[videoPath] = aviOf(300);
        desk.player.play(videoPath);
        QTRY_COMPARE(desk.player.of(videoPath) ? desk.player.of(videoPath)->video : QSize(), QSize(64, 48));
        QTRY_COMPARE(desk.player.frame(videoPath, {200, 75}).size(), QSize(100, 75));
        const QColor first = desk.player.frame(videoPath, {200, 75}).pixelColor(50, 30);
        QVERIFY(first.blue() > 200 && first.red() < 60);
        desk.player.seek(videoPath, 20'000);
        QTRY_VERIFY(desk.player.frame(videoPath, {200, 75}).pixelColor(50, 30).red() > 200);
        desk.player.pause();
        QTRY_COMPARE(desk.state(videoPath), Playback::State::Paused);
        // Another size while it stands still: the same picture in it.
        QTRY_COMPARE(desk.player.frame(videoPath, {32, 24}).size(), QSize(32, 24));
        QVERIFY(desk.player.frame(videoPath, {32, 24}).pixelColor(16, 12).red() > 200);
    }

    void playsWhatHasComeBeforeTheRestIsThere()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(120);
        desk.open = 400'000; // 25 s of it
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        QVERIFY(desk.player.of(soundPath)->arrived < 0.3);
        QCOMPARE(desk.player.of(soundPath)->durationMs, 120'000);
        // What is not there yet is waited for.
        desk.player.seek(soundPath, 100'000);
        QTest::qWait(100);
        desk.open = std::numeric_limits<qint64>::max();
        QTRY_VERIFY(desk.player.of(soundPath)->positionMs > 100'200);
    }

    void oneAtATimeAndEachGoesOnWhereItWasLeft()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(60);
        desk.files[videoPath] = aviOf(300);
        desk.open = 700'000;
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        desk.player.seek(soundPath, 30'000);
        QTRY_VERIFY(desk.player.of(soundPath)->positionMs > 30'000);
        desk.player.play(videoPath);
        QVERIFY(!desk.player.of(soundPath));
        QTRY_COMPARE(desk.stopped, QStringList{soundPath}); // nobody fetches what nobody hears
        QTRY_VERIFY(desk.plays(videoPath));
        QVERIFY(desk.player.of(videoPath)->positionMs < 3'000);
        desk.open = std::numeric_limits<qint64>::max();
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        QVERIFY(desk.player.of(soundPath)->positionMs >= 30'000);
        QVERIFY(desk.player.frame(videoPath, {64, 48}).isNull());
        desk.player.stop();
        QVERIFY(!desk.player.of(soundPath));
    }

    void volumeIsKeptForTheNext()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(20);
        desk.player.setVolume(0.25);
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        desk.player.setVolume(7);
        QCOMPARE(desk.player.volume(), 1.0);
    }

    void saysWhyItDoesNotPlay_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("broken");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing codec") << aviOf(10, "XYZ1") << QString() << QStringLiteral("cannot decode it (codec: ");
        QTest::newRow("no media") << QByteArray("This is a text, and no sound.\n").repeated(200) << QString() << QStringLiteral("no sound or video that can be played here");
        QTest::newRow("nothing") << QByteArray() << QString() << QStringLiteral("no sound or video that can be played here");
        QTest::newRow("damaged") << aviOf(10).first(300) << QString() << QStringLiteral("Save the file");
        QTest::newRow("broken off") << wavOf(5).first(2'000) << QStringLiteral("127.0.0.1 cannot be reached.") << QStringLiteral("127.0.0.1 cannot be reached.");
        QTest::newRow("not there") << QByteArray() << QStringLiteral("No such file.") << QStringLiteral("No such file.");
    }

    void saysWhyItDoesNotPlay()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, broken);
        QFETCH(QString, says);
        MediaPlayerDesk desk;
        desk.files[soundPath] = content;
        if (!broken.isEmpty())
            desk.broken.insert(soundPath, Error{ErrorCode::Network, broken});
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.player.of(soundPath)->state == Playback::State::Failed && !desk.words(soundPath).isEmpty());
        QVERIFY2(desk.words(soundPath).contains(says), qPrintable(desk.words(soundPath)));
        // A second try asks again.
        desk.files[soundPath] = wavOf(20);
        desk.broken.clear();
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        QCOMPARE(desk.asked.size(), 2);
    }

    void aFileOpensNothingElse_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("m3u") << QByteArray("#EXTM3U\n#EXTINF:1,x\n%1/a.wav\n");
        QTest::newRow("hls") << QByteArray("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%1/a.ts\n#EXT-X-ENDLIST\n");
        QTest::newRow("pls") << QByteArray("[playlist]\nFile1=%1/a.wav\nNumberOfEntries=1\n");
        QTest::newRow("concat") << QByteArray("ffconcat version 1.0\nfile '%1/a.wav'\n");
        QTest::newRow("dash") << QByteArray("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><AdaptationSet><Representation id=\"1\"><BaseURL>%1/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>");
        QTest::newRow("sdp") << QByteArray("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 50040 RTP/AVP 0\r\n");
        QTest::newRow("edl") << QByteArray("# mpv EDL v0\n%1/a.wav,0,1\n");
    }

    void aFileOpensNothingElse()
    {
        QFETCH(QByteArray, content);
        QTcpServer elsewhere;
        QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
        QSignalSpy calls(&elsewhere, &QTcpServer::newConnection);
        MediaPlayerDesk desk;
        desk.files[soundPath] = content.replace("%1", QByteArray("http://127.0.0.1:" + QByteArray::number(elsewhere.serverPort())));
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.player.of(soundPath)->state == Playback::State::Failed);
        QTest::qWait(100);
        QCOMPARE(calls.size(), 0);
    }

    // The library is loaded at the first sound: whoever leaves meanwhile hears nothing.
    void isPausedBeforeItBegins()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(20);
        desk.player.play(soundPath);
        desk.player.pause();
        QCOMPARE(desk.state(soundPath), Playback::State::Paused); // whether or not the library was there already
        QTRY_COMPARE(desk.player.of(soundPath)->durationMs, 20'000);
        QCOMPARE(desk.state(soundPath), Playback::State::Paused);
        QCOMPARE(desk.player.of(soundPath)->positionMs, 0);
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
    }

    void aPictureThatNobodyLooksAtIsNotDrawn()
    {
        MediaPlayerDesk desk;
        desk.files[videoPath] = aviOf(300);
        desk.player.play(videoPath);
        QTRY_VERIFY(desk.plays(videoPath));
        QTRY_VERIFY(!desk.player.frame(videoPath, {320, 240}).isNull());
        QSignalSpy frames(&desk.player, &MediaPlayer::frameChanged);
        QTRY_VERIFY(frames.size() >= 10);
        const qint64 position = desk.player.of(videoPath)->positionMs;
        QTRY_VERIFY(desk.player.of(videoPath)->positionMs > position + 1'500);
        QVERIFY2(frames.size() <= 12, qPrintable(QString::number(frames.size())));
        frames.clear();
        desk.player.frame(videoPath, {320, 240}); // somebody looks again
        QTRY_VERIFY(frames.size() > 2);
    }

    void theVolumeThatWasMutedIsRemembered()
    {
        MediaPlayer player;
        player.setVolume(0.4);
        player.setVolume(0);
        QCOMPARE(player.volumeBefore(), 0.4);
    }

    void withoutTheLibraryItSaysWhatToInstall()
    {
        const auto mpv = MpvLibrary::load(QStringLiteral("no-such-library"));
        QVERIFY(!mpv.ok());
        QVERIFY(mpv.error().message.contains(u"libmpv2"));
    }

    void endsWhileItIsFetched()
    {
        MediaPlayerDesk desk;
        desk.files[soundPath] = wavOf(60);
        desk.open = 200'000;
        {
            MediaPlayer other;
            other.setSource([](QString, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
                take(wavOf(1).first(5'000), -1);
                co_await QCoro::sleepFor(std::chrono::milliseconds(50));
                const auto refused = take(QByteArray(10, 'x'), -1);
                co_return refused ? Result<Done>(*refused) : Result<Done>(Done{});
            });
            other.play(soundPath);
        }
        desk.player.play(soundPath);
        QTRY_VERIFY(desk.plays(soundPath));
        // Nothing is left behind when the program ends.
        desk.open = std::numeric_limits<qint64>::max();
        QTRY_COMPARE(desk.player.of(soundPath)->arrived, 1.0);
    }
};

PIPIT_UI_TEST(MediaPlayerTest);
#include "media_player_test.moc"
