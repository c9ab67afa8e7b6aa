// SPDX-License-Identifier: GPL-3.0-or-later
// The chat's page with a connection of its own, for its tests.
#pragma once

#include "tests/ui/message_menu.h"
#include "tests/unit/fake_node.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/chat/sessions/session_list.h"
#include "ui/theme/theme.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace pipit {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

struct Page {
    QTemporaryDir directory;
    Connection connection;
    ChatPage page;
    QSignalSpy problems{&page, &ChatPage::problem};

    Page(const QUrl &url, const QByteArray &token, const QString &session)
        : connection({.url = url, .token = token, .outboxFile = directory.filePath(u"outbox.db"_s), .reconnectInterval = 20ms})
    {
        page.resize(1000, 700);
        page.show();
        page.openSession(session);
        page.setConnection(&connection);
        connection.start();
    }

    bool settles()
    {
        return QTest::qWaitFor([this] { return page.isSettled() && !connection.ownSenderId().isEmpty(); });
    }
    ChatRow row(int index) const { return page.messages()->row(index); }
    std::optional<NewMark> mark() const
    {
        const int index = page.messages()->rowOfMark();
        return index < 0 ? std::nullopt : row(index).mark;
    }
    void write(const QString &text)
    {
        QTest::keyClicks(page.composer()->edit(), text);
        QTest::keyClick(page.composer()->edit(), Qt::Key_Return);
    }
    // Of the newest message.
    bool choose(const QString &label)
    {
        page.view()->showRow(row(page.messages()->rowCount() - 1).key);
        return chooseInMenu(*page.view(), label);
    }
};

inline Message of(const char *sender)
{
    return {.sessionId = {}, .senderId = QString::fromLatin1(sender), .content = {}};
}

} // namespace pipit
