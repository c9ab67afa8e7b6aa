// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/transcript.h"

#include "tests/support/cost_growth.h"
#include "tests/ui/ui_test.h"

#include <QJsonObject>
#include <QRandomGenerator>

using namespace pipit;
using namespace pipit::test;

namespace {

struct Said {
    qint64 id;
    SenderType by = SenderType::User;
    qint64 replyTo = 0;
    qint64 replaces = 0;
    QString type = {};
    QJsonObject metadata = {};
};

Message made(const Said &said)
{
    const bool isBot = said.by == SenderType::Bot;
    return {.id = said.id, .sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("c%1").arg(said.id), .senderType = said.by, .senderId = isBot ? QStringLiteral("bot") : QStringLiteral("li"),
            .contentType = said.type.isEmpty() ? isBot ? QStringLiteral("markdown") : QStringLiteral("text") : said.type, .content = QString::number(said.id), .metadata = said.metadata,
            .replyTo = said.replyTo ? std::optional(said.replyTo) : std::nullopt, .replaces = said.replaces ? std::optional(said.replaces) : std::nullopt};
}

QList<Message> log(const QList<Said> &all)
{
    QList<Message> messages;
    for (const Said &said : all)
        messages << made(said);
    return messages;
}

// Each row by what it shows; a comment after '>', a version after '/' with how many there are.
QStringList rowsOf(const Transcript &transcript)
{
    QStringList rows;
    for (int row = 0; row < transcript.rowCount(); ++row) {
        QString text = (transcript.isComment(row) ? QStringLiteral(">") : QString()) + QString::number(transcript.shown(row).id);
        if (transcript.versionCount(row) > 1)
            text += QStringLiteral("=%1/%2").arg(transcript.version(row) + 1).arg(transcript.versionCount(row));
        rows << text;
    }
    return rows;
}

QString rowsOf(const QList<Said> &all)
{
    Transcript transcript;
    transcript.reset(log(all));
    return rowsOf(transcript).join(u' ');
}

constexpr SenderType bot = SenderType::Bot;
const QString comment = QStringLiteral("comment");
const QString progress = QStringLiteral("progress");

QJsonObject key(const QString &name)
{
    return {{QStringLiteral("key"), name}};
}

} // namespace

class TranscriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatReplacesStandsWhereTheFirstStood()
    {
        QCOMPARE(rowsOf({{1}, {2}, {.id = 3, .replaces = 1}, {4}, {.id = 5, .replaces = 3}}), QStringLiteral("5=3/3 2 4"));
    }

    void aWholeAnswerIsNotReplacedByOneThatBrokeOff()
    {
        const QJsonObject cut{{QStringLiteral("runState"), QStringLiteral("cancelled")}};
        QCOMPARE(rowsOf({{1}, {.id = 2, .by = bot, .replyTo = 1}, {.id = 3, .by = bot, .replyTo = 1, .replaces = 2, .metadata = cut}}), QStringLiteral("1 2=1/2"));
        QCOMPARE(rowsOf({{1}, {.id = 2, .by = bot, .replyTo = 1, .metadata = cut}, {.id = 3, .by = bot, .replyTo = 1, .replaces = 2, .metadata = cut}}), QStringLiteral("1 3=2/2"));
    }

    void commentsStandUnderTheirMessage()
    {
        QCOMPARE(rowsOf({{1}, {2}, {.id = 3, .replyTo = 1, .type = comment}, {4}, {.id = 5, .replyTo = 3, .type = comment}, {.id = 6, .replyTo = 2, .type = comment}}),
                 QStringLiteral("1 >3 >5 2 >6 4"));
        // An edited comment stays where it is; a comment on an edit stands under the message.
        QCOMPARE(rowsOf({{1}, {2}, {.id = 3, .replyTo = 1, .type = comment}, {.id = 4, .replyTo = 1, .replaces = 3, .type = comment}, {.id = 5, .replaces = 1}, {.id = 6, .replyTo = 5, .type = comment}}),
                 QStringLiteral("5=2/2 >4=2/2 >6 2"));
    }

    void progressMovesOneBar()
    {
        QCOMPARE(rowsOf({{.id = 1, .type = progress, .metadata = key(QStringLiteral("a"))}, {.id = 2, .type = progress, .metadata = key(QStringLiteral("b"))},
                         {.id = 3, .type = progress, .metadata = key(QStringLiteral("a"))}, {.id = 4, .by = bot, .type = progress, .metadata = key(QStringLiteral("a"))}, {.id = 5, .type = progress}}),
                 QStringLiteral("3=2/2 2 4 5"));
    }

    void theAnswerToAnEditTakesThePlaceOfTheOld()
    {
        const QList<Said> asked{{1}, {.id = 2, .by = bot, .replyTo = 1}, {3}, {.id = 4, .by = bot, .replyTo = 3}, {.id = 5, .replaces = 1}};
        // Until it has come, the old one stays.
        QCOMPARE(rowsOf(asked), QStringLiteral("5=2/2 2 3 4"));
        Transcript transcript;
        transcript.reset(log(asked + QList<Said>{{.id = 6, .by = bot, .replyTo = 5}, {.id = 7, .replyTo = 2, .type = comment}, {.id = 8, .replyTo = 6, .type = comment}}));
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("5=2/2 6 >8 3 4"));
        QCOMPARE(transcript.rowOf(2), -1);
        transcript.showVersion(0, 0);
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("1=1/2 2 >7 3 4"));
        QCOMPARE(transcript.rowOf(6), -1);
        transcript.append(log({{.id = 9, .replyTo = 6, .type = comment}}));
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("1=1/2 2 >7 3 4"));
        transcript.showVersion(0, 1);
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("5=2/2 6 >8 >9 3 4"));
        // Both were edited again; what comes now is shown by itself.
        transcript.append(log({{.id = 10, .replaces = 5}, {.id = 11, .by = bot, .replyTo = 10}}));
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("10=3/3 11 3 4"));
    }

    void whatIsNewIsSeenWhateverWasChosen()
    {
        const QJsonObject cut{{QStringLiteral("runState"), QStringLiteral("cancelled")}};
        Transcript transcript;
        transcript.reset(log({{1}, {.id = 2, .by = bot, .replyTo = 1}, {.id = 3, .by = bot, .replyTo = 1, .replaces = 2}}));
        transcript.showVersion(1, 0);
        transcript.append(log({{.id = 4, .by = bot, .replyTo = 1, .replaces = 2}}));
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("1 4=3/3"));
        transcript.append(log({{.id = 5, .by = bot, .replyTo = 1, .replaces = 4, .metadata = cut}}));
        transcript.showVersion(1, 3);
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("1 5=4/4"));
        transcript.append(log({{.id = 6, .by = bot, .replyTo = 1, .replaces = 5}}));
        QCOMPARE(rowsOf(transcript).join(u' '), QStringLiteral("1 6=5/5"));
    }

    void aBarThatHasMovedOftenIsLinear()
    {
        QList<Message> moves;
        for (qint64 id = 1; id <= 20'000; ++id)
            moves << made({.id = id, .by = bot, .type = progress, .metadata = key(QStringLiteral("a"))});
        const double growth = costOfEightfold([&moves](int count) {
            Transcript transcript;
            transcript.reset(moves.first(count));
            QCOMPARE(transcript.versionCount(0), count);
        }, 2'500);
        QVERIFY2(growth < linearEightfold, qPrintable(QString::number(growth)));
    }

    void findsARowByAnyOfItsMessages()
    {
        Transcript transcript;
        transcript.reset(log({{1}, {2}, {.id = 5, .replyTo = 1, .type = comment}, {.id = 7, .replaces = 2}}));
        QCOMPARE(transcript.rowOf(1), 0);
        QCOMPARE(transcript.rowOf(5), 1);
        QCOMPARE(transcript.rowOf(2), 2);
        QCOMPARE(transcript.rowOf(7), 2);
        QCOMPARE(transcript.rowOf(3), -1);
        QCOMPARE(transcript.rowOfClientId(QStringLiteral("c7")), 2);
        QCOMPARE(transcript.first(2).id, 2);
        QCOMPARE(transcript.append(log({{8}, {.id = 9, .replaces = 1}, {10}})), 2);
    }

    void aReferenceToWhatIsNotThereIsNoTrouble()
    {
        QCOMPARE(rowsOf({{.id = 5, .replaces = 5}, {.id = 6, .replaces = 9}, {.id = 7, .replyTo = 8, .type = comment}, {.id = 8, .replaces = 2}, {.id = 9, .replaces = 2}, {.id = 10, .replyTo = 2, .type = comment}}),
                 QStringLiteral("5 6 7 9=2/2 >10"));
    }

    // In whatever pieces a log is loaded, it comes out the same.
    void piecesMakeTheWhole()
    {
        QRandomGenerator random(20261128);
        const auto upTo = [&random](qint64 most) { return qint64(random.bounded(quint32(most))); };
        for (int round = 0; round < 3000; ++round) {
            QList<Said> all;
            const qint64 count = 2 + upTo(24);
            for (qint64 id = 1; id <= count; ++id) {
                Said said{.id = id, .by = upTo(3) == 0 ? bot : SenderType::User};
                const qint64 other = 1 + upTo(qMax<qint64>(1, id - 1));
                switch (upTo(6)) {
                case 0:
                    said.replaces = other;
                    break;
                case 1:
                    said.type = comment;
                    said.replyTo = other;
                    break;
                case 2:
                    said.type = progress;
                    said.metadata = key(QString::number(upTo(2)));
                    break;
                case 3:
                    said.by = bot;
                    said.replyTo = other;
                    said.replaces = upTo(3) == 0 ? other : 0;
                    break;
                default:
                    break;
                }
                all << said;
            }
            const QList<Message> whole = log(all);
            Transcript once;
            once.reset(whole);

            Transcript pieces;
            qsizetype from = upTo(count), to = from + upTo(count - from);
            pieces.reset(whole.sliced(from, to - from));
            while (from > 0 || to < count) {
                if (from > 0 && (to == count || upTo(2) == 0)) {
                    const qsizetype size = 1 + upTo(from);
                    from -= size;
                    pieces.prepend(whole.sliced(from, size));
                } else {
                    const qsizetype size = 1 + upTo(count - to);
                    pieces.append(whole.sliced(to, size));
                    to += size;
                }
                for (int row = 0; row < pieces.rowCount(); ++row) {
                    QCOMPARE(pieces.rowOf(pieces.shown(row).id), row);
                    QCOMPARE(pieces.rowOf(pieces.first(row).id), row);
                }
            }
            if (rowsOf(pieces) != rowsOf(once)) {
                QStringList told;
                for (const Said &said : std::as_const(all))
                    told << QStringLiteral("{%1 %2 reply %3 replaces %4 %5}").arg(said.id).arg(said.by == bot ? QStringLiteral("bot") : QStringLiteral("user")).arg(said.replyTo).arg(said.replaces).arg(said.type + said.metadata.value(QStringLiteral("key")).toString());
                QFAIL(qPrintable(told.join(u' ') + QStringLiteral("\nwhole:  ") + rowsOf(once).join(u' ') + QStringLiteral("\npieces: ") + rowsOf(pieces).join(u' ')));
            }
        }
    }
};

PIPIT_UI_TEST(TranscriptTest);
#include "transcript_test.moc"
