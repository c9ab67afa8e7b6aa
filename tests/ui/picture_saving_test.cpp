// SPDX-License-Identifier: GPL-3.0-or-later
// A picture is saved from the menu of its message, as a file is.
#include "tests/ui/message_menu.h"
#include "tests/ui/picture_album.h"
#include "tests/ui/ui_test.h"

#include "ui/media/file_saves.h"
#include "ui/theme/dialogs.h"

using namespace pipit;

namespace {

const QString savedPicture = QStringLiteral("/api/files/p");
const QString saveAs = QStringLiteral("Save as…");
const QString path = QStringLiteral("/somewhere/p.png");

struct PictureSavingDesk : Album {
    // What goes on saving outlives the window.
    struct Saving {
        QStringList asked;
        bool mayEnd = false;
        bool wasStopped = false;
    };
    std::shared_ptr<Saving> saving = std::make_shared<Saving>();
    FileSaves saves;

    explicit PictureSavingDesk(const QString &address)
    {
        saves.setSource([saving = saving](QString from, QString to, std::function<bool(qint64, qint64)> goesOn) -> QCoro::Task<Result<Done>> {
            const std::shared_ptr<Saving> kept = saving;
            kept->asked << from << to;
            while (!kept->mayEnd) {
                if (!goesOn(100, 1000)) {
                    kept->wasStopped = true;
                    co_return Error{ErrorCode::Cancelled, QStringLiteral("It was stopped.")};
                }
                co_await QCoro::sleepFor(std::chrono::milliseconds(2));
            }
            co_return Done{};
        });
        view.setMedia({&store, &saves});
        source.files = {{address, png({480, 300}, Qt::blue)}};
        model.reset({picture(1, address, {480, 300})});
        settle();
        QTest::keyClick(&view, Qt::Key_Up);
    }

    // At the lower edge of the picture.
    QColor edge()
    {
        settle();
        const auto place = placeOf(0, BlockAction::Kind::OpenPicture);
        return place ? view.grab().toImage().pixelColor(place->x() + 400, place->y() + 292) : QColor();
    }
};

} // namespace

class PictureSavingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theme::instance().apply(ThemeMode::Light);
        dialogs::setSaveFile([this](QWidget *, const QString &, const QString &suggested) {
            m_suggested = suggested;
            return path;
        });
    }

    void cleanupTestCase() { dialogs::setSaveFile(nullptr); }

    void isOfferedInTheMenu()
    {
        PictureSavingDesk desk(savedPicture);
        QTRY_COMPARE(desk.edge(), QColor(Qt::blue));
        QVERIFY(chooseInMenu(desk.view, saveAs));
        QVERIFY(m_suggested.endsWith(u"/p.png"));
        QCOMPARE(desk.saving->asked, (QStringList{savedPicture, path}));
        // It shows how far it has come, above the picture.
        QTRY_VERIFY(desk.edge() != QColor(Qt::blue));
        QVERIFY(!openMenu(desk.view).contains(saveAs));
        desk.saving->mayEnd = true;
        QTRY_VERIFY(openMenu(desk.view).contains(QStringLiteral("Show in its folder")));
        QVERIFY(openMenu(desk.view).contains(saveAs));
        // A press on the picture still opens it.
        QVERIFY(desk.placeOf(0, BlockAction::Kind::OpenPicture));
        QVERIFY(!desk.placeOf(0, BlockAction::Kind::SaveFile));
    }

    void canBeStoppedAndBegunAgain()
    {
        PictureSavingDesk desk(savedPicture);
        QVERIFY(chooseInMenu(desk.view, saveAs));
        QVERIFY(chooseInMenu(desk.view, QStringLiteral("Stop")));
        QTRY_VERIFY(desk.saving->wasStopped);
        QVERIFY(chooseInMenu(desk.view, saveAs));
        QCOMPARE(desk.saving->asked.size(), 4);
    }

    void whatCannotBeShownCanBeSaved()
    {
        PictureSavingDesk desk(savedPicture);
        desk.source.files[savedPicture] = "no picture";
        desk.store.retry(savedPicture);
        desk.settle();
        QTRY_VERIFY(desk.placeOf(0, BlockAction::Kind::RetryPicture));
        QVERIFY(chooseInMenu(desk.view, saveAs));
        QCOMPARE(desk.saving->asked.size(), 2);
    }

    void somebodyElsesOnlyAfterConsent()
    {
        PictureSavingDesk desk(QStringLiteral("https://example.org/p.png"));
        QVERIFY(!openMenu(desk.view).contains(saveAs));
        QVERIFY(chooseInMenu(desk.view, QStringLiteral("Show the picture")));
        QTRY_VERIFY(openMenu(desk.view).contains(saveAs));
    }

private:
    QString m_suggested;
};

PIPIT_UI_TEST(PictureSavingTest);
#include "picture_saving_test.moc"
