// SPDX-License-Identifier: GPL-3.0-or-later
// A conversation in a window of its own, for the tests of the message view.
#pragma once

#include "ui/chat/messages/message_view.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QMouseEvent>
#include <QTest>

#include <optional>

namespace pipit {

constexpr qint64 morning = 1'790'000'000'000;

inline Message message(qint64 id, const QString &text, SenderType type = SenderType::Bot)
{
    return Message{.id = id, .sessionId = QStringLiteral("s"), .senderType = type, .senderId = QStringLiteral("echo"), .senderName = QStringLiteral("Echo"),
                   .contentType = type == SenderType::Bot ? QStringLiteral("markdown") : QStringLiteral("text"), .content = text, .createdAtMs = morning + id * 1000};
}

inline QString clipboardText()
{
    return QGuiApplication::clipboard()->text();
}

inline QList<Message> messages(qint64 from, qint64 to)
{
    QList<Message> list;
    for (qint64 id = from; id <= to; ++id)
        list << message(id, QStringLiteral("Message %1 with **some** words.\n\n- one\n- two").arg(id), id % 3 == 0 ? SenderType::User : SenderType::Bot);
    return list;
}

inline RunView runOf(const QString &text, RunState state = RunState::Streaming)
{
    RunView view;
    view.run = {.runId = QStringLiteral("r"), .sessionId = QStringLiteral("s"), .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("answer"), .state = state};
    view.answer = text;
    return view;
}

struct MessageViewFixture {
    MessageModel model;
    MessageView view{&model};

    MessageViewFixture()
    {
        view.resize(800, 600);
        view.show();
    }

    // Everything that was asked for has been arranged.
    void settle()
    {
        QCoreApplication::processEvents();
        view.grab();
    }

    qint64 idAt(std::size_t placed) const { return model.row(view.visibleRows()[placed].row).id; }

    void press(const QPoint &at, Qt::KeyboardModifiers modifiers = {}) { QTest::mousePress(view.viewport(), Qt::LeftButton, modifiers, at); }
    void release(const QPoint &at, Qt::KeyboardModifiers modifiers = {}) { QTest::mouseRelease(view.viewport(), Qt::LeftButton, modifiers, at); }

    // With the button held, which QTest::mouseMove() does not say.
    void dragTo(const QPoint &at)
    {
        QMouseEvent move(QEvent::MouseMove, QPointF(at), view.viewport()->mapToGlobal(QPointF(at)), Qt::LeftButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.viewport(), &move);
    }

    void drag(const QPoint &from, const QPoint &to)
    {
        press(from);
        dragTo((from + to) / 2);
        dragTo(to);
        release(to);
    }

    // Where in a visible row something can be done; the row's own place with it. Nothing: nowhere.
    template<typename Wanted>
    std::optional<QPoint> placeOf(std::size_t placed, Wanted wanted)
    {
        settle();
        const RowWindow::Placed row = view.visibleRows()[placed];
        const MessageLayout *layout = view.visibleLayout(placed);
        for (int y = 0; y < layout->height(); y += 2) {
            for (int x = 0; x < view.width(); x += 2) {
                if (wanted(layout->hit({x, y})))
                    return QPoint(x + 1, y + row.top + 1);
            }
        }
        return std::nullopt;
    }

    std::optional<QPoint> placeOf(std::size_t placed, BlockAction::Kind kind)
    {
        return placeOf(placed, [kind](const MessageLayout::Hit &hit) { return hit.block && hit.block->kind == kind; });
    }

    bool click(std::size_t placed, BlockAction::Kind kind)
    {
        const auto place = placeOf(placed, kind);
        if (place)
            QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, *place);
        return place.has_value();
    }

    QString wordsOf(std::size_t placed)
    {
        settle();
        const MessageLayout *layout = view.visibleLayout(placed);
        return layout->content().plainText(layout->all());
    }

    // Where the words of a visible row begin: found as the pointer finds them.
    QPoint textOf(std::size_t placed)
    {
        const RowWindow::Placed &row = view.visibleRows()[placed];
        for (int y = row.top; y < row.bottom(); y += 2) {
            for (int x = 0; x < view.width(); x += 2) {
                QTest::mouseMove(view.viewport(), QPoint(x, y));
                if (view.viewport()->cursor().shape() == Qt::IBeamCursor)
                    return {x, y + 8};
            }
        }
        return {-1, -1};
    }
};

} // namespace pipit
