// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around the words of a message, as it is painted: the line of a new day, the caret of an answer under way.
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/locale/times.h"

#include <QPainter>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

struct Painted : Fixture {
    QImage shot()
    {
        settle();
        return view.viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

    // Whether these words stand in the middle, at the top of a visible row.
    bool hasLine(std::size_t placed, const QString &words)
    {
        const QImage image = shot();
        const QRect place(250, view.visibleRows()[placed].top + 10, 300, Theme::scaled(24));
        QImage expected(place.size(), QImage::Format_RGB32);
        expected.fill(Theme::tokens().page);
        QPainter painter(&expected);
        painter.setFont(Theme::small());
        painter.setPen(Theme::tokens().dim);
        painter.drawText(expected.rect(), Qt::AlignCenter, words);
        painter.end();
        return image.copy(place) == expected;
    }

    QColor colourAt(std::size_t placed, const QRectF &inContent)
    {
        const QImage image = shot();
        const QPointF at = inContent.center() + view.visibleLayout(placed)->contentPlace() + QPointF(0, view.visibleRows()[placed].top);
        return image.pixelColor(at.toPoint());
    }
};

Message at(qint64 id, const QDateTime &time)
{
    Message one = message(id, QStringLiteral("Message %1").arg(id));
    one.createdAtMs = time.toMSecsSinceEpoch();
    return one;
}

} // namespace

class MessagePaintTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aNewDayBeginsWithItsName()
    {
        Painted f;
        const QDateTime noon(QDate(2026, 3, 3), QTime(12, 0)), now = QDateTime::currentDateTime();
        f.model.reset({at(1, noon), at(2, noon.addSecs(60)), at(3, noon.addDays(1)), at(4, now)});
        f.settle();
        QCOMPARE(f.view.visibleRows().size(), 4u);
        const QString first = dayLabel(noon.toMSecsSinceEpoch(), now), second = dayLabel(noon.addDays(1).toMSecsSinceEpoch(), now), today = dayLabel(now.toMSecsSinceEpoch(), now);
        QVERIFY(first != second && today == u"Today");
        QVERIFY(f.hasLine(0, first));
        QVERIFY(!f.hasLine(0, second));
        QVERIFY(f.hasLine(2, second));
        QVERIFY(f.hasLine(3, today));
        QVERIFY(!f.model.row(1).startsDay && !f.hasLine(1, first));
        QVERIFY(f.view.visibleRows()[2].height >= f.view.visibleRows()[1].height + Theme::scaled(24));
        // What comes above of the same day has it instead.
        f.model.prepend({at(0, noon.addSecs(-60))});
        f.settle();
        QVERIFY(f.hasLine(0, first) && !f.hasLine(1, first) && f.hasLine(3, second));
    }

    void anAnswerUnderWayHasACaret()
    {
        Painted f;
        const QColor accent = Theme::tokens().accent;
        const double line = Theme::lineHeight();
        f.model.reset({message(1, QStringLiteral("?"), SenderType::User)}, {runOf(QString())});
        QCOMPARE(f.colourAt(1, QRectF(0, 3, 8, line - 6)), accent);
        QRectF before;
        for (const QString &text : {QStringLiteral("Half"), QStringLiteral("Half an ans"), QStringLiteral("Half an answer\n\n- one\n- two"), QStringLiteral("```\ncode")}) {
            f.model.setRuns({runOf(text)});
            QTRY_COMPARE((f.settle(), f.view.visibleLayout(1)->row().text), text);
            QRectF caret = f.view.visibleLayout(1)->content().caretRect();
            if (caret.isEmpty()) // below what has no place for it
                caret = QRectF(0, f.view.visibleLayout(1)->content().height() + 6, 8, line - 6);
            QCOMPARE(f.colourAt(1, caret), accent);
            QVERIFY(caret != std::exchange(before, caret));
        }
        Message stored = message(2, QStringLiteral("Half an ans"));
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        f.model.setRuns({});
        f.settle();
        QVERIFY(!f.view.visibleLayout(1)->row().isUnderWay());
        QVERIFY(f.colourAt(1, f.view.visibleLayout(1)->content().caretRect()) != accent);
    }
};

PIPIT_UI_TEST(MessagePaintTest);
#include "message_paint_test.moc"
