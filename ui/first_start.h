// SPDX-License-Identifier: GPL-3.0-or-later
// The way from the first page to the first answer: shows it where a server has no session yet, looks for models on this computer,
// sets a bot up where one was chosen, and begins a session with it.
//
// Contract: nothing is set up that was not chosen; what goes wrong is said on the page, which stays. Thread rule: the GUI thread.
// Neither the page of the chat nor the editor is owned.
#pragma once

#include "client/local_models.h"
#include "core/result.h"

#include <QObject>
#include <QPointer>

namespace pipit {

class BotEditor;
class ChatPage;
class WelcomePage;

class FirstStart : public QObject
{
    Q_OBJECT

public:
    // `bots`: of the program's own node; none: bots are not set up here. The chat is the parent.
    FirstStart(ChatPage *chat, BotEditor *bots);

    void setModelsUrl(const QUrl &url) { m_modelsUrl = url; } // where a model is looked for
    WelcomePage *page() const;
    void look();

Q_SIGNALS:
    void settingsRequested(const QString &section);

private:
    QCoro::Task<> lookNow();
    QCoro::Task<> useModel(QString model);
    QString freeId() const;

    ChatPage *m_chat;
    BotEditor *m_bots;
    QPointer<WelcomePage> m_page; // the chat's, which may go first
    LocalModels m_models;
    QUrl m_modelsUrl = ollamaUrl;
};

} // namespace pipit
