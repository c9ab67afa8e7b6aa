// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace pipit {

namespace {

constexpr int columnMax = 720;
constexpr qsizetype quotedCharacters = 2000;

// Deliberately in three languages, whatever the window speaks: they show that any of them may be used.
constexpr std::array<const char16_t *, 3> prompts{u"你好，介绍一下自己", u"Explain this error", u"¿Cómo funciona?"};

} // namespace

Composer::Composer(QWidget *parent)
    : QWidget(parent), m_edit(new ComposerEdit), m_card(new QWidget), m_prompts(new QWidget), m_botButton(new QPushButton), m_button(new QPushButton), m_botMenu(new QMenu(this))
{
    m_card->setObjectName("composerCard");
    m_card->setAttribute(Qt::WA_StyledBackground);
    setLook(m_botButton, "kind", "pill");
    m_botButton->setMenu(m_botMenu);
    setLook(m_button, "kind", "primary");

    auto *promptRow = new QHBoxLayout(m_prompts);
    promptRow->setContentsMargins(0, 0, 0, 8);
    promptRow->setSpacing(8);
    for (const char16_t *prompt : prompts) {
        auto *button = new QPushButton(QString::fromUtf16(prompt));
        setLook(button, "kind", "pill");
        button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        button->setMinimumWidth(40);
        connect(button, &QPushButton::clicked, this, [this, text = button->text()] {
            m_edit->setPlainText(text);
            m_edit->moveCursor(QTextCursor::End);
            m_edit->setFocus(Qt::OtherFocusReason);
        });
        promptRow->addWidget(button);
        m_promptButtons << button;
    }
    promptRow->addStretch();

    auto *tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addWidget(m_botButton);
    tools->addStretch();
    tools->addWidget(m_button);
    auto *inCard = new QVBoxLayout(m_card);
    inCard->setContentsMargins(14, 12, 10, 9);
    inCard->setSpacing(8);
    inCard->addWidget(m_edit);
    inCard->addLayout(tools);

    auto *column = new QWidget;
    column->setMaximumWidth(Theme::scaled(columnMax));
    auto *inColumn = new QVBoxLayout(column);
    inColumn->setContentsMargins(0, 0, 0, 0);
    inColumn->setSpacing(0);
    inColumn->addWidget(m_prompts);
    inColumn->addWidget(m_card);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 4, 20, 14);
    layout->addWidget(column);

    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &QTextEdit::textChanged, this, &Composer::updateButton);
    connect(m_edit, &ComposerEdit::focusChanged, this, [this](bool focused) {
        setLook(m_card, "focused", focused ? "true" : "false");
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_answering && text().isEmpty())
            Q_EMIT stopRequested();
        else
            submit();
    });
    connect(m_botMenu, &QMenu::aboutToShow, this, &Composer::fillBotMenu);
    setFocusProxy(m_edit);
    retranslate();
}

void Composer::quote(const QString &markdown)
{
    QStringList lines = markdown.left(quotedCharacters).trimmed().split(u'\n');
    for (QString &line : lines)
        line.prepend(QStringLiteral("> "));
    QTextCursor cursor(m_edit->document());
    cursor.insertText(lines.join(u'\n') + QStringLiteral("\n\n")); // so that it can be undone
    m_edit->moveCursor(QTextCursor::End);
    m_edit->setFocus(Qt::OtherFocusReason);
}

QString Composer::text() const
{
    return m_edit->toPlainText().trimmed();
}

void Composer::submit()
{
    const QString message = text();
    if (message.isEmpty() || m_edit->isComposing() || m_sessionId.isEmpty())
        return;
    m_edit->clear();
    m_drafts.remove(m_sessionId);
    Q_EMIT sendRequested(message, m_bot);
}

void Composer::setSession(const QString &sessionId, const QString &title)
{
    m_title = title;
    if (sessionId != m_sessionId) {
        // What was typed before there was a session goes into the first one.
        if (m_sessionId.isEmpty())
            m_drafts.insert(sessionId, m_edit->toPlainText() + m_drafts.value(sessionId));
        else
            m_drafts.insert(m_sessionId, m_edit->toPlainText());
        m_sessionId = sessionId;
        m_edit->setPlainText(m_drafts.value(sessionId));
        m_edit->moveCursor(QTextCursor::End);
        if (m_chosenBots.contains(sessionId))
            setBot(m_chosenBots.value(sessionId));
    }
    retranslate();
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
            m_chosenBots.insert(m_sessionId, id);
            setBot(id);
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

void Composer::setAnswering(bool answering)
{
    m_answering = answering;
    updateButton();
}

void Composer::setPromptsVisible(bool visible)
{
    m_prompts->setVisible(visible);
}

void Composer::updateButton()
{
    const bool stops = m_answering && text().isEmpty();
    m_button->setText(stops ? tr("Stop") : tr("Send"));
    m_button->setIcon(stops ? themedIcon("stop", &Tokens::onAccent) : QIcon());
    m_button->setToolTip(stops ? tr("Stop this answer") : tr("Send (Enter); Shift+Enter starts a new line"));
    m_button->setEnabled(stops || (!text().isEmpty() && !m_sessionId.isEmpty()));
}

void Composer::updateBotButton()
{
    const BotInfo *bot = findBot(m_bot);
    const QString name = !bot ? m_bot : bot->name.isEmpty() ? bot->id : bot->name;
    m_botButton->setIcon(m_bot.isEmpty() ? themedIcon("person") : themedIcon("bot"));
    m_botButton->setText((m_bot.isEmpty() ? tr("Nobody (just post)") : name) + QStringLiteral(" ▾"));
}

void Composer::retranslate()
{
    m_edit->setPlaceholderText(m_sessionId.isEmpty() ? tr("Write a message") : tr("Write to %1").arg(m_title));
    m_edit->setAccessibleName(tr("Message"));
    m_botButton->setToolTip(tr("Who answers"));
    m_botButton->setAccessibleName(tr("Who answers"));
    updateButton();
    updateBotButton();
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
