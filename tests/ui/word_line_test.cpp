// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/word_line.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontMetrics>
#include <QImage>
#include <QPainter>

using namespace pipit;
using namespace Qt::StringLiterals;
using Word = WordLine::Word;

namespace {

constexpr int lineWidth = 300;

std::vector<Word> failure(const QString &reason)
{
    return {{reason, {}, &Tokens::bad}, {u"Retry"_s, MessageAction{MessageAction::Kind::Retry}, &Tokens::accent}};
}

QString longReason(const QString &end)
{
    return QString(u"The provider refused the request because the quota of this workspace is used up for today "_s.repeated(20) + end);
}

QImage painted(const WordLine &line)
{
    QImage image(line.rect().right() + 1, line.rect().bottom() + 1, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    line.paint(painter);
    return image;
}

int lineHeight()
{
    WordLine one;
    return one.layOut({}, lineWidth, {{u"x"_s}});
}

bool offers(const WordLine &line, MessageAction::Kind kind)
{
    for (int y = 0; y <= line.rect().bottom(); y += 3) {
        for (int x = 0; x <= line.rect().right(); x += 3) {
            if (const MessageAction *action = line.actionAt({x, y}); action && action->kind == kind)
                return true;
        }
    }
    return false;
}

} // namespace

class WordLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatFitsTakesOneLine()
    {
        WordLine line;
        QCOMPARE(line.layOut({}, lineWidth, failure(u"4016"_s)), lineHeight());
        QVERIFY(offers(line, MessageAction::Kind::Retry));
        QCOMPARE(line.layOut({}, lineWidth, {}), 0);
    }

    // Requirement: why something failed can be read to its end, where the log id stands.
    void aLongReasonIsReadableToItsEnd()
    {
        WordLine one, other;
        for (const int factor : {1, 3}) {
            const QString reason = longReason({}).first(100 * factor);
            const int height = one.layOut({}, lineWidth, failure(QString(reason + u" (logid 1111)")));
            QCOMPARE(other.layOut({}, lineWidth, failure(QString(reason + u" (logid 2222)"))), height);
            QVERIFY(height > lineHeight());
            QVERIFY(one.rect().right() < lineWidth);
            QVERIFY(painted(one) != painted(other));
            QVERIFY(offers(one, MessageAction::Kind::Retry));
        }
    }

    void ofAVeryLongOneTheMiddleIsLeftOut()
    {
        WordLine one, other;
        const int height = one.layOut({}, lineWidth, failure(longReason(u"(logid 1111)"_s)));
        other.layOut({}, lineWidth, failure(longReason(u"(logid 2222)"_s)));
        QVERIFY(height <= 5 * lineHeight()); // with what can be done about it
        QVERIFY(painted(one) != painted(other));
        QVERIFY(offers(one, MessageAction::Kind::Retry));
        QCOMPARE(one.layOut({}, lineWidth, failure(QString(1 << 20, u'x'))), height);
    }

    void wordsThatHaveNoRoomGoToTheNextLine()
    {
        WordLine line;
        const std::vector<Word> words{{u"First token 210 ms    64 tokens/s"_s, MessageAction{MessageAction::Kind::ShowDetails}}, {u"Regenerate"_s, MessageAction{MessageAction::Kind::Regenerate}}, {u"‹"_s, MessageAction{MessageAction::Kind::OlderVersion}}};
        const int narrow = QFontMetrics(Theme::small()).horizontalAdvance(u"First token 210 ms    64 tokens/s"_s) + 8;
        QCOMPARE(line.layOut({}, narrow, words), 2 * lineHeight());
        QVERIFY(line.rect().right() < narrow);
        for (const MessageAction::Kind kind : {MessageAction::Kind::ShowDetails, MessageAction::Kind::Regenerate, MessageAction::Kind::OlderVersion})
            QVERIFY(offers(line, kind));
        QCOMPARE(line.layOut({}, narrow / 2, words), 2 * lineHeight()); // the first is cut, because it can be clicked
        QVERIFY(line.rect().right() < narrow / 2);
    }

    void standsAtTheRightWhereItBelongsThere()
    {
        WordLine line;
        line.layOut({20, 0}, lineWidth, failure(longReason({}).first(100)), Qt::AlignRight);
        QVERIFY(line.rect().right() <= 20 + lineWidth);
        QVERIFY(line.rect().right() > 20 + lineWidth - 20);
        QVERIFY(line.rect().left() >= 20);
    }
};

PIPIT_UI_TEST(WordLineTest);
#include "word_line_test.moc"
