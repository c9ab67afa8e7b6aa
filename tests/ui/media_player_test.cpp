// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/media_player.h"

#include "tests/ui/test_media.h"
#include "ui/media/mpv_library.h"

#include <QCoroTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace pipit;
using State = Playback::State;

namespace {

// A player and what it is given to play: the first `open` bytes of it at once, the rest when asked for.
struct Desk {
    QHash<QString, QByteArray> files;
    QHash<QString, Error> broken;       // after what there is of it
    qint64 open = std::numeric_limits<qint64>::max();
    QStringList asked;
    QStringList stopped;
    MediaPlayer player;
    std::shared_ptr<bool> isThere = std::make_shared<bool>(true); // who fetches may outlive it

    Desk()
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

    State state(const QString &address) const
    {
        const auto now = player.of(address);
        return now ? now->state : State::Failed;
    }
    bool plays(const QString &address) const { return state(address) == State::Playing && player.of(address)->positionMs > 0; }
    QString words(const QString &address) const { return player.of(address) ? player.of(address)->words : QString(); }
};

const QString sound = QStringLiteral("/api/files/sound");
const QString video = QStringLiteral("/api/files/video");

} // namespace

class MediaPlayerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void playsASoundToItsEnd()
    {
        Desk desk;
        desk.files[sound] = wavOf(1.5);
        QList<State> states;
        int changes = 0;
        qint64 furthest = 0;
        connect(&desk.player, &MediaPlayer::changed, this, [&] {
            ++changes;
            furthest = qMax(furthest, desk.player.of(sound)->positionMs);
            if (states.isEmpty() || states.last() != desk.state(sound))
                states << desk.state(sound);
        });
        QVERIFY(!desk.player.of(sound));
        desk.player.play(sound);
        QTRY_COMPARE(states, (QList<State>{State::Loading, State::Playing, State::Ended}));
        QCOMPARE(desk.player.of(sound)->durationMs, 1'500);
        QVERIFY(furthest > 1'000);
        QVERIFY(desk.player.of(sound)->video.isEmpty());
        QCOMPARE(desk.player.of(sound)->arrived, 1.0);
        QVERIFY2(changes < 25, qPrintable(QString::number(changes))); // told a few times a second, not at each step
        // And once more, without being fetched again.
        states.clear();
        desk.player.play(sound);
        QTRY_VERIFY(states.contains(State::Playing) && states.last() == State::Ended);
        QCOMPARE(desk.asked, QStringList{sound});
    }

    void pausesAndGoesWhereItIsTold()
    {
        Desk desk;
        desk.files[sound] = wavOf(30);
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
        desk.player.pause();
        QTRY_COMPARE(desk.state(sound), State::Paused);
        desk.player.seek(sound, 20'000);
        QCOMPARE(desk.player.of(sound)->positionMs, 20'000);
        QTest::qWait(50);
        QVERIFY(qAbs(desk.player.of(sound)->positionMs - 20'000) < 200); // it was there, not only said so
        desk.player.play(sound);
        QTRY_VERIFY(desk.player.of(sound)->positionMs > 20'000);
        desk.player.seek(sound, 99'000);
        QTRY_COMPARE(desk.state(sound), State::Ended);
    }

    void showsTheVideoInTheWantedSize()
    {
        Desk desk;
        desk.files[video] = aviOf(300);
        desk.player.play(video);
        QTRY_COMPARE(desk.player.of(video) ? desk.player.of(video)->video : QSize(), QSize(64, 48));
        QTRY_COMPARE(desk.player.frame(video, {200, 75}).size(), QSize(100, 75));
        const QColor first = desk.player.frame(video, {200, 75}).pixelColor(50, 30);
        QVERIFY(first.blue() > 200 && first.red() < 60);
        desk.player.seek(video, 20'000);
        QTRY_VERIFY(desk.player.frame(video, {200, 75}).pixelColor(50, 30).red() > 200);
        desk.player.pause();
        QTRY_COMPARE(desk.state(video), State::Paused);
        // Another size while it stands still: the same picture in it.
        QTRY_COMPARE(desk.player.frame(video, {32, 24}).size(), QSize(32, 24));
        QVERIFY(desk.player.frame(video, {32, 24}).pixelColor(16, 12).red() > 200);
    }

    void playsWhatHasComeBeforeTheRestIsThere()
    {
        Desk desk;
        desk.files[sound] = wavOf(120);
        desk.open = 400'000; // 25 s of it
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
        QVERIFY(desk.player.of(sound)->arrived < 0.3);
        QCOMPARE(desk.player.of(sound)->durationMs, 120'000);
        // What is not there yet is waited for.
        desk.player.seek(sound, 100'000);
        QTest::qWait(100);
        desk.open = std::numeric_limits<qint64>::max();
        QTRY_VERIFY(desk.player.of(sound)->positionMs > 100'200);
    }

    void oneAtATimeAndEachGoesOnWhereItWasLeft()
    {
        Desk desk;
        desk.files[sound] = wavOf(60);
        desk.files[video] = aviOf(300);
        desk.open = 700'000;
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
        desk.player.seek(sound, 30'000);
        QTRY_VERIFY(desk.player.of(sound)->positionMs > 30'000);
        desk.player.play(video);
        QVERIFY(!desk.player.of(sound));
        QTRY_COMPARE(desk.stopped, QStringList{sound}); // nobody fetches what nobody hears
        QTRY_VERIFY(desk.plays(video));
        QVERIFY(desk.player.of(video)->positionMs < 3'000);
        desk.open = std::numeric_limits<qint64>::max();
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
        QVERIFY(desk.player.of(sound)->positionMs >= 30'000);
        QVERIFY(desk.player.frame(video, {64, 48}).isNull());
        desk.player.stop();
        QVERIFY(!desk.player.of(sound));
    }

    void volumeIsKeptForTheNext()
    {
        Desk desk;
        desk.files[sound] = wavOf(20);
        desk.player.setVolume(0.25);
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
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
        Desk desk;
        desk.files[sound] = content;
        if (!broken.isEmpty())
            desk.broken.insert(sound, Error{ErrorCode::Network, broken});
        desk.player.play(sound);
        QTRY_VERIFY(desk.player.of(sound)->state == State::Failed && !desk.words(sound).isEmpty());
        QVERIFY2(desk.words(sound).contains(says), qPrintable(desk.words(sound)));
        // A second try asks again.
        desk.files[sound] = wavOf(20);
        desk.broken.clear();
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
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
        Desk desk;
        desk.files[sound] = content.replace("%1", QByteArray("http://127.0.0.1:" + QByteArray::number(elsewhere.serverPort())));
        desk.player.play(sound);
        QTRY_VERIFY(desk.player.of(sound)->state == State::Failed);
        QTest::qWait(100);
        QCOMPARE(calls.size(), 0);
    }

    // The library is loaded at the first sound: whoever leaves meanwhile hears nothing.
    void isPausedBeforeItBegins()
    {
        Desk desk;
        desk.files[sound] = wavOf(20);
        desk.player.play(sound);
        desk.player.pause();
        QCOMPARE(desk.state(sound), State::Paused); // whether or not the library was there already
        QTRY_COMPARE(desk.player.of(sound)->durationMs, 20'000);
        QCOMPARE(desk.state(sound), State::Paused);
        QCOMPARE(desk.player.of(sound)->positionMs, 0);
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
    }

    void aPictureThatNobodyLooksAtIsNotDrawn()
    {
        Desk desk;
        desk.files[video] = aviOf(300);
        desk.player.play(video);
        QTRY_VERIFY(desk.plays(video));
        QTRY_VERIFY(!desk.player.frame(video, {320, 240}).isNull());
        QSignalSpy frames(&desk.player, &MediaPlayer::frameChanged);
        QTRY_VERIFY(frames.size() >= 10);
        const qint64 position = desk.player.of(video)->positionMs;
        QTRY_VERIFY(desk.player.of(video)->positionMs > position + 1'500);
        QVERIFY2(frames.size() <= 12, qPrintable(QString::number(frames.size())));
        frames.clear();
        desk.player.frame(video, {320, 240}); // somebody looks again
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
        Desk desk;
        desk.files[sound] = wavOf(60);
        desk.open = 200'000;
        {
            MediaPlayer other;
            other.setSource([](QString, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
                take(wavOf(1).first(5'000), -1);
                co_await QCoro::sleepFor(std::chrono::milliseconds(50));
                const auto refused = take(QByteArray(10, 'x'), -1);
                co_return refused ? Result<Done>(*refused) : Result<Done>(Done{});
            });
            other.play(sound);
        }
        desk.player.play(sound);
        QTRY_VERIFY(desk.plays(sound));
        // Nothing is left behind when the program ends.
        desk.open = std::numeric_limits<qint64>::max();
        QTRY_COMPARE(desk.player.of(sound)->arrived, 1.0);
    }
};

QTEST_MAIN(MediaPlayerTest)
#include "media_player_test.moc"
