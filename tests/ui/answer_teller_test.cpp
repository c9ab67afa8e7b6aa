// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive technology is told of an answer while it is written.
#include "ui/chat/messages/answer_teller.h"

#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include <QAccessible>
#include <qpa/qplatformaccessibility.h>
#include <qpa/qplatformintegration.h>
#include <private/qguiapplication_p.h>

using namespace pipit;
using namespace std::chrono_literals;

namespace {

QStringList told; // "insert 1 0 Words" with the child and the place, "update …", "name 1"

void take(QAccessibleEvent *event)
{
    if (const auto *insert = dynamic_cast<QAccessibleTextInsertEvent *>(event))
        told << QStringLiteral("insert %1 %2 %3").arg(event->child()).arg(insert->changePosition()).arg(insert->textInserted());
    else if (const auto *update = dynamic_cast<QAccessibleTextUpdateEvent *>(event))
        told << QStringLiteral("update %1 %2 %3 > %4").arg(event->child()).arg(update->changePosition()).arg(update->textRemoved(), update->textInserted());
    else if (event->type() == QAccessible::NameChanged && qobject_cast<MessageView *>(event->object()))
        told << QStringLiteral("name %1").arg(event->child());
}

struct AnswerTellerFixture : MessageViewFixture {
    explicit AnswerTellerFixture(std::chrono::milliseconds interval) { view.findChild<AnswerTeller *>()->setInterval(interval); }

    void say(const QString &answer, RunState state = RunState::Streaming)
    {
        model.setRuns({runOf(answer, state)});
        settle();
    }
    QString words() { return QAccessible::queryAccessibleInterface(&view)->child(1)->textInterface()->text(0, 2000); }
};

} // namespace

class AnswerTellerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theme::instance().apply(ThemeMode::Light);
        QGuiApplicationPrivate::platformIntegration()->accessibility()->setActive(true);
        QAccessible::installUpdateHandler(&take);
    }

    void anAnswerIsToldBySentencesAndItsRestAtTheEnd()
    {
        AnswerTellerFixture f(0ms);
        f.model.reset({message(1, QStringLiteral("?"), SenderType::User)}, {runOf(QString())});
        f.settle();
        told.clear();
        f.say(QStringLiteral("One sentence. And hal"));
        QTRY_COMPARE(told, QStringList{QStringLiteral("insert 1 0 One sentence. ")});
        f.say(QStringLiteral("One sentence. And *half of another. The"));
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told[1], QStringLiteral("insert 1 14 And *half of another. "));
        // What was told has become something else.
        f.say(QStringLiteral("One sentence. And *half of another. The* third. And"));
        QTRY_COMPARE(told.size(), 3);
        QCOMPARE(told[2], QStringLiteral("update 1 18 *half of another.  > half of another. The third. "));
        told.clear();
        Message stored = message(2, QStringLiteral("One sentence. And *half of another. The* third. And the end."));
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        f.model.setRuns({});
        f.settle();
        QCOMPARE(told, (QStringList{QStringLiteral("insert 1 46 And the end."), QStringLiteral("name 1")}));
    }

    void anAnswerIsNotToldAtEachWord()
    {
        AnswerTellerFixture f(1h);
        f.model.reset({message(1, QStringLiteral("?"), SenderType::User)}, {runOf(QString())});
        f.settle();
        told.clear();
        QString text;
        for (int i = 0; i < 40; ++i) {
            text += QStringLiteral("Sentence %1. ").arg(i);
            f.say(text);
        }
        QTRY_VERIFY(f.words().contains(QStringLiteral("Sentence 39."))); // it can be read meanwhile
        QCOMPARE(told, QStringList());
        f.say(text, RunState::Cancelled);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told[0], QStringLiteral("insert 1 0 ") + f.words());
        QCOMPARE(told[1], QStringLiteral("name 1"));
    }

    void aLongSentenceIsToldByWords()
    {
        AnswerTellerFixture f(0ms);
        f.model.reset({}, {runOf(QString())});
        f.settle();
        told.clear();
        f.say(QStringLiteral("```\n") + QStringLiteral("word ").repeated(100) + QStringLiteral("hal"));
        QTRY_COMPARE(told, QStringList{QStringLiteral("insert 0 0 ") + QStringLiteral("word ").repeated(100)});
    }
};

PIPIT_UI_TEST(AnswerTellerTest);
#include "answer_teller_test.moc"
