// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_start.h"

#include "ui/chat/chat_page.h"
#include "ui/settings/bot_editor.h"
#include "ui/welcome_page.h"

#include <algorithm>

namespace pipit {

FirstStart::FirstStart(ChatPage *chat, BotEditor *bots) : QObject(chat), m_chat(chat), m_bots(bots), m_page(new WelcomePage)
{
    m_page->setBotsChangeable(bots);
    connect(m_page, &WelcomePage::echoChosen, this, [this] { m_chat->beginSession(QStringLiteral("Echo"), QStringLiteral("echo"), tr("Hello! How does this work?")); });
    connect(m_page, &WelcomePage::modelChosen, this, &FirstStart::useModel);
    connect(m_page, &WelcomePage::lookAgain, this, &FirstStart::look);
    connect(m_page, &WelcomePage::providerChosen, this, [this] { Q_EMIT settingsRequested(QStringLiteral("bots")); });
    connect(m_page, &WelcomePage::serverChosen, this, [this] { Q_EMIT settingsRequested(QStringLiteral("servers")); });
    connect(m_chat, &ChatPage::welcomeShown, this, &FirstStart::look);
    m_chat->setWelcome(m_page);
}

WelcomePage *FirstStart::page() const
{
    return m_page;
}

void FirstStart::look()
{
    if (m_bots)
        lookNow();
}

QCoro::Task<> FirstStart::lookNow()
{
    const QPointer<FirstStart> self(this);
    const QStringList models = co_await m_models.look(m_modelsUrl);
    if (self && m_page)
        m_page->setModels(models);
}

// One that no bot has yet.
QString FirstStart::freeId() const
{
    const auto known = m_bots->bots();
    QString id = QStringLiteral("ollama");
    for (int n = 2; known && std::ranges::find(*known, id, &BotConfig::id) != known->end(); ++n)
        id = QStringLiteral("ollama-%1").arg(n);
    return id;
}

QCoro::Task<> FirstStart::useModel(QString model)
{
    const QPointer<FirstStart> self(this);
    BotConfig bot;
    bot.id = freeId();
    bot.provider = QStringLiteral("openai");
    bot.name = model;
    bot.baseUrl = m_modelsUrl.toString();
    bot.model = model;
    m_page->setBusy(tr("Setting up %1…").arg(model));
    const BotToken none;
    const auto saved = co_await m_bots->save({}, bot, none);
    if (!self)
        co_return;
    m_page->setBusy({});
    if (saved)
        m_chat->beginSession(model, bot.id, tr("Hello! What can you do?"));
    else
        Q_EMIT m_chat->problem(tr("%1 was not set up: %2").arg(model, saved.error().message));
}

} // namespace pipit
