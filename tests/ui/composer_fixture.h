// SPDX-License-Identifier: GPL-3.0-or-later
// A composer in a window of its own, with a session and a bot that can be asked.
#pragma once

#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/edit_line.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace pipit {

struct ComposerFixture {
    Composer composer;
    QSignalSpy sent{&composer, &Composer::sendRequested};
    QSignalSpy stopped{&composer, &Composer::stopRequested};
    QSignalSpy edited{&composer, &Composer::edited};

    ComposerFixture()
    {
        composer.resize(700, 200);
        composer.setBots({{.id = QStringLiteral("echo"), .name = QStringLiteral("Echo"), .provider = QStringLiteral("echo")}});
        composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        composer.setBot(QStringLiteral("echo"));
        composer.show();
        composer.edit()->setFocus();
    }
    void startEdit(qint64 id = 7)
    {
        composer.startEdit({.id = id, .text = QStringLiteral("As it was"), .botId = QStringLiteral("other")});
    }
    EditLine *editLine() const { return composer.findChild<EditLine *>(); }
    EditLine *replyLine() const { return composer.findChildren<EditLine *>().last(); }
    void type(const QString &text) { QTest::keyClicks(composer.edit(), text); }
    QPushButton *button() const { return composer.findChildren<QPushButton *>().last(); }
};

} // namespace pipit
