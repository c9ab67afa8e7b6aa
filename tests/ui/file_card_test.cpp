// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/media/file_saves.h"
#include "ui/theme/dialogs.h"

#include <QCoroTimer>
#include <QDesktopServices>
#include <QJsonObject>
#include <QSignalSpy>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

const QString address = QStringLiteral("/api/files/f");

struct FileCardDesk : Fixture {
    FileSaves saves;
    QStringList asked;
    std::optional<Result<Done>> answer; // until then, a tenth more every few milliseconds
    int steps = 0;
    bool wasStopped = false;

    FileCardDesk()
    {
        saves.setSource([this](QString from, QString path, std::function<bool(qint64, qint64)> goesOn) -> QCoro::Task<Result<Done>> {
            asked << from + u' ' + path;
            while (!answer) {
                if (!goesOn(std::min(++steps, 9) * 100, 1000)) {
                    wasStopped = true;
                    co_return Error{ErrorCode::Cancelled, QStringLiteral("It was stopped.")};
                }
                co_await QCoro::sleepFor(std::chrono::milliseconds(30));
            }
            co_return Result<Done>(*answer);
        });
        view.setMedia({nullptr, &saves});
        Message file = message(1, address, SenderType::User);
        file.contentType = QStringLiteral("file");
        file.metadata = {{QStringLiteral("name"), QStringLiteral("../plan.pdf")}, {QStringLiteral("size"), 1000}};
        model.reset({file});
        settle();
    }
};

} // namespace

class FileCardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theme::instance().apply(ThemeMode::Light);
        dialogs::setSaveFile([this](QWidget *, const QString &, const QString &suggested) {
            m_suggested = suggested;
            return m_chosen;
        });
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "opened");
    }

    void cleanupTestCase()
    {
        dialogs::setSaveFile(nullptr);
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    }

    void isSavedWhereTheUserSays()
    {
        FileCardDesk desk;
        m_chosen.clear();
        QVERIFY(desk.click(0, BlockAction::Kind::SaveFile));
        QVERIFY(m_suggested.endsWith(u"/plan.pdf"));
        QVERIFY(desk.asked.isEmpty()); // no path was chosen
        m_chosen = QStringLiteral("/tmp/somewhere/plan.pdf");
        QVERIFY(desk.click(0, BlockAction::Kind::SaveFile));
        QCOMPARE(desk.asked, QStringList{address + QStringLiteral(" /tmp/somewhere/plan.pdf")});
        QTRY_VERIFY(desk.wordsOf(0).contains(u"900 bytes / 1.0 kB"));
        QVERIFY(!desk.placeOf(0, BlockAction::Kind::SaveFile));

        desk.answer = Done{};
        QTRY_VERIFY(desk.wordsOf(0).contains(u"Saved as plan.pdf"));
        QVERIFY(desk.click(0, BlockAction::Kind::OpenSaved));
        QCOMPARE(m_opened, QUrl::fromLocalFile(m_chosen));
        QVERIFY(desk.click(0, BlockAction::Kind::ShowSaved));
        QCOMPARE(m_opened, QUrl::fromLocalFile(QStringLiteral("/tmp/somewhere")));
    }

    void aProgramIsNotOpenedFromHere()
    {
        FileCardDesk desk;
        m_chosen = QStringLiteral("/tmp/plan.pdf.EXE");
        QVERIFY(desk.click(0, BlockAction::Kind::SaveFile));
        desk.answer = Done{};
        QTRY_VERIFY(desk.placeOf(0, BlockAction::Kind::ShowSaved));
        QVERIFY(!desk.placeOf(0, BlockAction::Kind::OpenSaved));
    }

    void canBeStoppedAndBegunAgain()
    {
        FileCardDesk desk;
        m_chosen = QStringLiteral("/tmp/plan.pdf");
        QVERIFY(desk.click(0, BlockAction::Kind::SaveFile));
        QVERIFY(desk.click(0, BlockAction::Kind::CancelSave));
        QTRY_VERIFY(desk.wasStopped);
        QVERIFY(desk.click(0, BlockAction::Kind::SaveFile));
        desk.answer = Error{ErrorCode::Unavailable, QStringLiteral("the disk is full")};
        QTRY_VERIFY(desk.wordsOf(0).contains(u"Not saved: the disk is full"));
        desk.answer.reset();
        QVERIFY(desk.click(0, BlockAction::Kind::SaveFile));
        QCOMPARE(desk.asked.size(), 3);
        desk.answer = Done{};
        QTRY_VERIFY(desk.wordsOf(0).contains(u"Saved"));
    }

public Q_SLOTS:
    void opened(const QUrl &url) { m_opened = url; }

private:
    QString m_chosen;
    QString m_suggested;
    QUrl m_opened;
};

PIPIT_UI_TEST(FileCardTest);
#include "file_card_test.moc"
