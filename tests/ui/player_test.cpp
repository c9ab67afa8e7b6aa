// SPDX-License-Identifier: GPL-3.0-or-later
// A sound and a video in a conversation: what the reader sees of them, and what the pointer and the keyboard do.
#include "tests/ui/message_menu.h"
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/test_media.h"

#include "core/redaction.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"

#include <QCoroTimer>
#include <QJsonObject>
#include <QTimer>

#include <ctime>
#include <utility>

using namespace pipit;
using Kind = BlockAction::Kind;
using State = Playback::State;

namespace {

const QString sound = QStringLiteral("/api/files/sound");
const QString video = QStringLiteral("/api/files/video");
const QString unknown = QStringLiteral("/api/files/unknown");

#if defined(__SANITIZE_ADDRESS__)
constexpr double mostMs = 2000; // everything is many times slower there
#else
constexpr double mostMs = 150;
#endif

struct Desk : MessageViewFixture {
    MediaPlayer player;
    FileSaves saves;

    Desk()
    {
        player.setSource([](QString address, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
            const QByteArray content = address == sound ? wavOf(60) : aviOf(300, address == video ? "MJPG" : "XYZ1");
            if (const auto refused = take(content, content.size()))
                co_return Error(*refused);
            co_return Done{};
        });
        saves.setSource([](QString, QString, std::function<bool(qint64, qint64)>) -> QCoro::Task<Result<Done>> { co_return Done{}; });
        view.setMedia({nullptr, &saves, &player});
        view.resize(800, 900);
        model.reset({media(1, QStringLiteral("audio"), sound, QStringLiteral("tone.wav")), media(2, QStringLiteral("video"), video, QStringLiteral("film.avi")),
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

    State state(const QString &address) const
    {
        const auto now = player.of(address);
        return now ? now->state : State::Failed;
    }
    bool plays(const QString &address) const { return state(address) == State::Playing && player.of(address)->positionMs > 0; }

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
        Desk desk;
        QVERIFY(desk.wordsOf(0).contains(u"tone.wav\n960.0 kB · 1:00"));
        QVERIFY(desk.click(0, Kind::Play));
        QTRY_VERIFY(desk.plays(sound));
        QVERIFY(desk.placeOf(0, Kind::Pause));

        // Along the bar, and beyond its end.
        const auto bar = desk.placeOf(0, Kind::Seek);
        QVERIFY(bar);
        desk.press(*bar);
        desk.dragTo(*bar + QPoint(150, 40));
        const qint64 there = desk.player.of(sound)->positionMs;
        QVERIFY(there > 10'000 && there < 50'000);
        desk.dragTo(*bar + QPoint(-400, 0));
        QCOMPARE(desk.player.of(sound)->positionMs, 0);
        desk.dragTo(*bar + QPoint(100, 0));
        desk.release(*bar + QPoint(100, 0));
        QVERIFY(desk.view.selectedText().isEmpty());

        QVERIFY(desk.click(0, Kind::Pause));
        QTRY_COMPARE(desk.state(sound), State::Paused);
        QVERIFY(desk.placeOf(0, Kind::Play));
        QVERIFY(desk.click(0, Kind::SetVolume));
        QVERIFY(desk.player.volume() < 0.3);
    }

    void oneStopsTheOther()
    {
        Desk desk;
        QVERIFY(desk.click(0, Kind::Play));
        QTRY_VERIFY(desk.plays(sound));
        QVERIFY(desk.click(1, Kind::Play));
        QTRY_VERIFY(desk.plays(video));
        QVERIFY(!desk.player.of(sound));
        QVERIFY(desk.placeOf(0, Kind::Play));
    }

    void theVideoIsSeenInItsPlace()
    {
        Desk desk;
        const QString before = desk.wordsOf(1);
        QVERIFY(desk.click(1, Kind::Play));
        const int top = desk.view.visibleRows()[1].top;
        const QPoint middle = *desk.placeOf(1, [](const MessageLayout::Hit &hit) { return hit.block && (hit.block->kind == Kind::Play || hit.block->kind == Kind::Pause); }) + QPoint(20, 20);
        const auto colour = [&] { return desk.view.grab().toImage().pixelColor(middle); };
        QTRY_VERIFY(colour().blue() > 200 && colour().red() < 60);
        desk.player.seek(video, 20'000);
        QTRY_VERIFY(colour().red() > 200); // without anything else being asked for
        QCOMPARE(desk.view.visibleRows()[1].top, top);
    }

    void theKeyboardReachesAllOfIt()
    {
        Desk desk;
        QVERIFY(desk.menuOf(1).contains(QStringLiteral("Play")));
        QTest::keyClick(&desk.view, Qt::Key_Space);
        QTRY_VERIFY(desk.plays(sound));
        const QStringList labels = desk.menuOf(1);
        for (const char *label : {"Pause", "Forward 10 seconds", "Back 10 seconds", "Mute", "Save as…"})
            QVERIFY2(labels.contains(QString::fromUtf8(label)), label);
        QTest::keyClick(&desk.view, Qt::Key_Space);
        QTRY_COMPARE(desk.state(sound), State::Paused);
    }

    void whatCannotBePlayedSaysWhy()
    {
        Desk desk;
        // How long the event loop stands still, in time of this program's own: whatever else the machine does.
        double longest = 0;
        std::clock_t before = std::clock();
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] {
            const std::clock_t now = std::clock();
            longest = qMax(longest, double(now - std::exchange(before, now)) * 1000 / CLOCKS_PER_SEC);
        });
        beat.start(0);
        QVERIFY(desk.click(2, Kind::Play));
        QTRY_VERIFY(desk.wordsOf(2).contains(u"cannot decode it (codec: "));
        beat.stop();
        QVERIFY2(longest > 0 && longest < mostMs, qPrintable(QString::number(longest)));
        QVERIFY(desk.placeOf(2, Kind::Play));     // again
        QVERIFY(desk.placeOf(2, Kind::SaveFile)); // for another program
    }

    void anotherSessionIsQuiet()
    {
        Desk desk;
        QVERIFY(desk.click(0, Kind::Play));
        QTRY_VERIFY(desk.plays(sound));
        desk.model.reset({message(50, QStringLiteral("Another session."))});
        QTRY_COMPARE(desk.state(sound), State::Paused);
    }

    void withoutAPlayerItIsAFile()
    {
        Desk desk;
        desk.player.setSource(nullptr);
        desk.view.setMedia({nullptr, &desk.saves, &desk.player});
        QVERIFY(!desk.placeOf(1, Kind::Play));
        QVERIFY(desk.placeOf(1, Kind::SaveFile));
    }

    void theKeyboardSetsTheVolume()
    {
        Desk desk;
        QVERIFY(desk.click(0, Kind::Play));
        QTRY_VERIFY(desk.plays(sound));
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
        Desk desk;
        desk.model.reset({Desk::media(1, QStringLiteral("audio"), QStringLiteral("https://sounds.example.org/a.wav"), QStringLiteral("a.wav"))});
        desk.settle();
        QVERIFY(desk.wordsOf(0).contains(u"sounds.example.org · 960.0 kB"));
    }

    void whatIsSavedIsSeenMovingForward()
    {
        Desk desk;
        std::function<bool(qint64, qint64)> tell;
        bool isWhole = false;
        desk.saves.setSource([&tell, &isWhole](QString, QString, std::function<bool(qint64, qint64)> progress) -> QCoro::Task<Result<Done>> {
            tell = progress;
            while (!isWhole)
                co_await QCoro::sleepFor(std::chrono::milliseconds(2));
            co_return Done{};
        });
        desk.saves.start(sound, QStringLiteral("tone.wav"));
        QTRY_VERIFY(tell);
        QTRY_VERIFY(tell(480'000, 960'000) && desk.wordsOf(0).contains(u"480.0 kB / 960.0 kB")); // it is told ten times a second
        // No place of the bar can be pressed: it shows what is saved. What plays in between does not hide it.
        QVERIFY(!desk.placeOf(0, Kind::Seek));
        QVERIFY(desk.click(0, Kind::Play));
        QTRY_VERIFY(desk.plays(sound));
        QVERIFY(desk.wordsOf(0).contains(u"480.0 kB / 960.0 kB"));
        isWhole = true;
        QTRY_COMPARE(desk.saves.of(sound)->state, FileSaves::Save::State::Saved);
    }

    // Requirement: what an operator removes is gone at once, also for whoever hears it just then.
    void whatIsRemovedIsHeardNoMore()
    {
        Desk desk;
        QVERIFY(desk.click(0, Kind::Play));
        QTRY_VERIFY(desk.plays(sound));
        const QList<Message> rest{Desk::media(2, QStringLiteral("video"), video, QStringLiteral("film.avi"))};
        desk.model.reset(QList<Message>{Desk::media(1, QStringLiteral("audio"), sound, QStringLiteral("tone.wav"))} + rest);
        QVERIFY(desk.plays(sound)); // it was only loaded again
        desk.model.reset(QList<Message>{tombstoneOf(Desk::media(1, QStringLiteral("audio"), sound, QStringLiteral("tone.wav")))} + rest);
        QVERIFY(!desk.player.of(sound));

        desk.settle();
        QVERIFY(desk.click(1, Kind::Play));
        QTRY_VERIFY(desk.plays(video));
        Message edited = message(9, QStringLiteral("no film"), SenderType::User);
        edited.replaces = 2;
        desk.model.append({edited});
        QVERIFY(!desk.player.of(video));
    }

    void itsWordsAreCopiedAsTheyStandThere()
    {
        Desk desk;
        desk.settle();
        desk.view.select({desk.model.row(1).key, {1, 0}}, {desk.model.row(1).key, {1, 4}});
        QCOMPARE(desk.view.selectedText(), QStringLiteral("film"));
    }
};

QTEST_MAIN(PlayerTest)
#include "player_test.moc"
