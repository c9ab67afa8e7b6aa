// SPDX-License-Identifier: GPL-3.0-or-later
// A sound and a video in a conversation: what the reader sees of them, and what the pointer and the keyboard do.
#include "tests/ui/message_menu.h"
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/test_media.h"
#include "tests/ui/ui_test.h"

#include "core/redaction.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"

#include <QCoroTimer>
#include <QJsonObject>
#include <QTimer>

#include <ctime>
#include <utility>

using namespace pipit;

namespace {

const QString unknown = QStringLiteral("/api/files/unknown");

#if defined(__SANITIZE_ADDRESS__)
constexpr double mostMs = 2000; // everything is many times slower there
#else
constexpr double mostMs = 150;
#endif

struct PlayerDesk : MessageViewFixture {
    MediaPlayer player;
    FileSaves saves;

    PlayerDesk()
    {
        player.setSource([](QString address, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
            const QByteArray content = address == soundPath ? wavOf(60) : aviOf(300, address == videoPath ? "MJPG" : "XYZ1");
            if (const auto refused = take(content, content.size()))
                co_return Error(*refused);
            co_return Done{};
        });
        saves.setSource([](QString, QString, std::function<bool(qint64, qint64)>) -> QCoro::Task<Result<Done>> { co_return Done{}; });
        view.setMedia({nullptr, &saves, &player});
        view.resize(800, 900);
        model.reset({media(1, QStringLiteral("audio"), soundPath, QStringLiteral("tone.wav")), media(2, QStringLiteral("video"), videoPath, QStringLiteral("film.avi")),
                     media(3, QStringLiteral("video"), unknown, QStringLiteral("strange.avi"))});
        settle();
    }

    static Message media(qint64 id, const QString &kind, const QString &address, const QString &name)
    {
        Message one = message(id, address, SenderType::User);
        one.contentType = kind;
        one.metadata = {{QStringLiteral("name"), name}, {QStringLiteral("size"), 960'044}};
        if (kind == u"audio")
            one.metadata.insert(QStringLiteral("duration"), 60'000);
        else
            one.metadata.insert(QStringLiteral("width"), 320), one.metadata.insert(QStringLiteral("height"), 240);
        return one;
    }

    Playback::State state(const QString &address) const
    {
        const auto now = player.of(address);
        return now ? now->state : Playback::State::Failed;
    }
    bool plays(const QString &address) const { return state(address) == Playback::State::Playing && player.of(address)->positionMs > 0; }

    QStringList menuOf(qint64 id)
    {
        view.setFocus();
        view.showMessage(id);
        return openMenu(view);
    }
};

} // namespace

class PlayerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aSoundIsPlayedPausedAndMoved()
    {
        PlayerDesk desk;
        QVERIFY(desk.wordsOf(0).contains(u"tone.wav\n960.0 kB · 1:00"));
        QVERIFY(desk.click(0, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(soundPath));
        QVERIFY(desk.placeOf(0, BlockAction::Kind::Pause));

        // Along the bar, and beyond its end.
        const auto bar = desk.placeOf(0, BlockAction::Kind::Seek);
        QVERIFY(bar);
        desk.press(*bar);
        desk.dragTo(*bar + QPoint(150, 40));
        const qint64 there = desk.player.of(soundPath)->positionMs;
        QVERIFY(there > 10'000 && there < 50'000);
        desk.dragTo(*bar + QPoint(-400, 0));
        QCOMPARE(desk.player.of(soundPath)->positionMs, 0);
        desk.dragTo(*bar + QPoint(100, 0));
        desk.release(*bar + QPoint(100, 0));
        QVERIFY(desk.view.selectedText().isEmpty());

        QVERIFY(desk.click(0, BlockAction::Kind::Pause));
        QTRY_COMPARE(desk.state(soundPath), Playback::State::Paused);
        QVERIFY(desk.placeOf(0, BlockAction::Kind::Play));
        QVERIFY(desk.click(0, BlockAction::Kind::SetVolume));
        QVERIFY(desk.player.volume() < 0.3);
    }

    void oneStopsTheOther()
    {
        PlayerDesk desk;
        QVERIFY(desk.click(0, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(soundPath));
        QVERIFY(desk.click(1, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(videoPath));
        QVERIFY(!desk.player.of(soundPath));
        QVERIFY(desk.placeOf(0, BlockAction::Kind::Play));
    }

    void theVideoIsSeenInItsPlace()
    {
        PlayerDesk desk;
        const QString before = desk.wordsOf(1);
        QVERIFY(desk.click(1, BlockAction::Kind::Play));
        const int top = desk.view.visibleRows()[1].top;
        const QPoint middle = *desk.placeOf(1, [](const MessageLayout::Hit &hit) { return hit.block && (hit.block->kind == BlockAction::Kind::Play || hit.block->kind == BlockAction::Kind::Pause); }) + QPoint(20, 20);
        const auto colour = [&] { return desk.view.grab().toImage().pixelColor(middle); };
        QTRY_VERIFY(colour().blue() > 200 && colour().red() < 60);
        desk.player.seek(videoPath, 20'000);
        QTRY_VERIFY(colour().red() > 200); // without anything else being asked for
        QCOMPARE(desk.view.visibleRows()[1].top, top);
    }

    void theKeyboardReachesAllOfIt()
    {
        PlayerDesk desk;
        QVERIFY(desk.menuOf(1).contains(QStringLiteral("Play")));
        QTest::keyClick(&desk.view, Qt::Key_Space);
        QTRY_VERIFY(desk.plays(soundPath));
        const QStringList labels = desk.menuOf(1);
        for (const char *label : {"Pause", "Forward 10 seconds", "Back 10 seconds", "Mute", "Save as…"})
            QVERIFY2(labels.contains(QString::fromUtf8(label)), label);
        QTest::keyClick(&desk.view, Qt::Key_Space);
        QTRY_COMPARE(desk.state(soundPath), Playback::State::Paused);
    }

    void whatCannotBePlayedSaysWhy()
    {
        PlayerDesk desk;
        // How long the event loop stands still, in time of this program's own: whatever else the machine does.
        double longest = 0;
        std::clock_t before = std::clock();
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] {
            const std::clock_t now = std::clock();
            longest = qMax(longest, double(now - std::exchange(before, now)) * 1000 / CLOCKS_PER_SEC);
        });
        beat.start(0);
        QVERIFY(desk.click(2, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.wordsOf(2).contains(u"cannot decode it (codec: "));
        beat.stop();
        QVERIFY2(longest > 0 && longest < mostMs, qPrintable(QString::number(longest)));
        QVERIFY(desk.placeOf(2, BlockAction::Kind::Play));     // again
        QVERIFY(desk.placeOf(2, BlockAction::Kind::SaveFile)); // for another program
    }

    void anotherSessionIsQuiet()
    {
        PlayerDesk desk;
        QVERIFY(desk.click(0, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(soundPath));
        desk.model.reset({message(50, QStringLiteral("Another session."))});
        QTRY_COMPARE(desk.state(soundPath), Playback::State::Paused);
    }

    void withoutAPlayerItIsAFile()
    {
        PlayerDesk desk;
        desk.player.setSource(nullptr);
        desk.view.setMedia({nullptr, &desk.saves, &desk.player});
        QVERIFY(!desk.placeOf(1, BlockAction::Kind::Play));
        QVERIFY(desk.placeOf(1, BlockAction::Kind::SaveFile));
    }

    void theKeyboardSetsTheVolume()
    {
        PlayerDesk desk;
        QVERIFY(desk.click(0, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(soundPath));
        const auto choose = [&desk](const char *label) { return chooseInMenu(desk.view, QString::fromLatin1(label)); };
        desk.menuOf(1);
        QVERIFY(choose("Quieter"));
        QVERIFY(choose("Quieter"));
        QVERIFY(qAbs(desk.player.volume() - 0.8) < 0.001);
        QVERIFY(choose("Mute"));
        QCOMPARE(desk.player.volume(), 0.0);
        QVERIFY(choose("Sound on"));
        QVERIFY(qAbs(desk.player.volume() - 0.8) < 0.001);
        QVERIFY(choose("Louder"));
        QVERIFY(qAbs(desk.player.volume() - 0.9) < 0.001);
    }

    // Requirement: whoever plays it tells its host his address, and knows which that is.
    void whatComesFromElsewhereNamesItsHost()
    {
        PlayerDesk desk;
        desk.model.reset({PlayerDesk::media(1, QStringLiteral("audio"), QStringLiteral("https://sounds.example.org/a.wav"), QStringLiteral("a.wav"))});
        desk.settle();
        QVERIFY(desk.wordsOf(0).contains(u"sounds.example.org · 960.0 kB"));
    }

    void whatIsSavedIsSeenMovingForward()
    {
        PlayerDesk desk;
        std::function<bool(qint64, qint64)> tell;
        bool isWhole = false;
        desk.saves.setSource([&tell, &isWhole](QString, QString, std::function<bool(qint64, qint64)> progress) -> QCoro::Task<Result<Done>> {
            tell = progress;
            while (!isWhole)
                co_await QCoro::sleepFor(std::chrono::milliseconds(2));
            co_return Done{};
        });
        desk.saves.start(soundPath, QStringLiteral("tone.wav"));
        QTRY_VERIFY(tell);
        QTRY_VERIFY(tell(480'000, 960'000) && desk.wordsOf(0).contains(u"480.0 kB / 960.0 kB")); // it is told ten times a second
        // No place of the bar can be pressed: it shows what is saved. What plays in between does not hide it.
        QVERIFY(!desk.placeOf(0, BlockAction::Kind::Seek));
        QVERIFY(desk.click(0, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(soundPath));
        QVERIFY(desk.wordsOf(0).contains(u"480.0 kB / 960.0 kB"));
        isWhole = true;
        QTRY_COMPARE(desk.saves.of(soundPath)->state, FileSaves::Save::State::Saved);
    }

    // Requirement: what an operator removes is gone at once, also for whoever hears it just then.
    void whatIsRemovedIsHeardNoMore()
    {
        PlayerDesk desk;
        QVERIFY(desk.click(0, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(soundPath));
        const QList<Message> rest{PlayerDesk::media(2, QStringLiteral("video"), videoPath, QStringLiteral("film.avi"))};
        desk.model.reset(QList<Message>{PlayerDesk::media(1, QStringLiteral("audio"), soundPath, QStringLiteral("tone.wav"))} + rest);
        QVERIFY(desk.plays(soundPath)); // it was only loaded again
        desk.model.reset(QList<Message>{tombstoneOf(PlayerDesk::media(1, QStringLiteral("audio"), soundPath, QStringLiteral("tone.wav")))} + rest);
        QVERIFY(!desk.player.of(soundPath));

        desk.settle();
        QVERIFY(desk.click(1, BlockAction::Kind::Play));
        QTRY_VERIFY(desk.plays(videoPath));
        Message edited = message(9, QStringLiteral("no film"), SenderType::User);
        edited.replaces = 2;
        desk.model.append({edited});
        QVERIFY(!desk.player.of(videoPath));
    }

    void itsWordsAreCopiedAsTheyStandThere()
    {
        PlayerDesk desk;
        desk.settle();
        desk.view.select({desk.model.row(1).key, {1, 0}}, {desk.model.row(1).key, {1, 4}});
        QCOMPARE(desk.view.selectedText(), QStringLiteral("film"));
    }
};

PIPIT_UI_TEST(PlayerTest);
#include "player_test.moc"
