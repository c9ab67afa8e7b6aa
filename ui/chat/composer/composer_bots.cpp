// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers what is written.
#include "ui/chat/composer/composer.h"

#include "ui/chat/composer/composer_completion.h"
#include "ui/theme/icons.h"

#include <QActionGroup>
#include <QMenu>
#include <QPushButton>

namespace pipit {

QString Composer::shownBot() const
{
    const auto edit = m_edits.constFind(m_sessionId);
    return edit == m_edits.cend() ? m_bot : edit->message.botId;
}

const BotInfo *Composer::findBot(const QString &id) const
{
    for (const BotInfo &bot : m_bots) {
        if (bot.id == id)
            return &bot;
    }
    return nullptr;
}

void Composer::setBots(const QList<BotInfo> &bots)
{
    m_bots = bots;
    m_completion->setBots(bots);
    updateBotButton();
}

void Composer::setBot(const QString &botId)
{
    m_bot = botId;
    updateBotButton();
    Q_EMIT botChanged(botId);
}

void Composer::fillBotMenu()
{
    m_botMenu->clear();
    auto *group = new QActionGroup(m_botMenu);
    const auto add = [this, group](const QString &label, const QString &id, bool enabled) {
        QAction *action = m_botMenu->addAction(label);
        action->setCheckable(true);
        action->setChecked(id == m_bot);
        action->setEnabled(enabled);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, id] {
            chooseBot(id);
            m_edit->setFocus(Qt::OtherFocusReason);
        });
    };
    for (const BotInfo &bot : m_bots) {
        const QString name = bot.name.isEmpty() ? bot.id : bot.name;
        add(bot.available ? name : tr("%1 (not available: %2)").arg(name, bot.reason), bot.id, bot.available);
    }
    if (!m_bots.isEmpty())
        m_botMenu->addSeparator();
    add(tr("Nobody (just post)"), QString(), true);
}

void Composer::setPeople(const QStringList &names)
{
    m_completion->setPeople(names);
}

void Composer::updateBotButton()
{
    const QString id = shownBot();
    const BotInfo *bot = findBot(id);
    const QString name = !bot ? id : bot->name.isEmpty() ? bot->id : bot->name;
    m_botButton->setIcon(id.isEmpty() ? themedIcon("person") : themedIcon("bot"));
    m_botButton->setVisible(!m_bots.isEmpty()); // there is nobody to choose, or nobody is known yet
    m_botButton->setEnabled(!isEditing()); // who answered answers again
    m_botButton->setText((id.isEmpty() ? tr("Nobody (just post)") : name) + QStringLiteral(" ▾"));
}

void Composer::chooseBot(const QString &botId)
{
    m_chosenBots.insert(m_sessionId, botId);
    setBot(botId);
}

} // namespace pipit
