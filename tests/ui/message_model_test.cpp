// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redaction.h"
#include "ui/chat/message_model.h"

#include <QSignalSpy>
#include <QTest>

using namespace pipit;

namespace {

Message message(qint64 id, const QString &text)
{
    return {.id = id, .sessionId = QStringLiteral("s"), .senderId = QStringLiteral("li"), .content = text, .createdAtMs = 1'790'000'000'000};
}

Message notice(qint64 id, const Message &first)
{
    const MessageDraft draft = redactionNotice(first, {first.id}, QStringLiteral("olga"));
    return {.id = id, .sessionId = draft.sessionId, .senderType = draft.senderType, .contentType = draft.contentType, .content = draft.content, .metadata = draft.metadata, .replaces = draft.replaces};
}

} // namespace

class MessageModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRemovedMessageSaysSoInItsPlace()
    {
        MessageModel model;
        const Message first = message(5, QStringLiteral("secret")), second = message(6, QStringLiteral("stays"));
        model.reset({tombstoneOf(first), second, notice(7, first)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(0).text, QStringLiteral("Removed by an operator"));
        QCOMPARE(model.row(0).senderId, first.senderId);
        QCOMPARE(model.row(1).text, second.content);
    }

    void whatTellsOfItIsNoRow()
    {
        MessageModel model;
        QSignalSpy appended(&model, &MessageModel::appended), prepended(&model, &MessageModel::prepended);
        const Message first = message(5, QStringLiteral("a"));
        model.reset({first});
        model.append({notice(6, first)});
        QCOMPARE(appended.count(), 0);
        model.append({notice(7, first), message(8, QStringLiteral("b"))});
        QCOMPARE(appended.takeFirst().first().toInt(), 1);
        model.prepend({message(3, QStringLiteral("c")), notice(4, message(3, QStringLiteral("c")))});
        QCOMPARE(prepended.takeFirst().first().toInt(), 1);
        QCOMPARE(model.rowCount(), 3);
    }
};

QTEST_MAIN(MessageModelTest)
#include "message_model_test.moc"
