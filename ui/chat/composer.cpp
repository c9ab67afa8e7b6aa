// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer.h"

#include "ui/chat/edit_line.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
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
    : QWidget(parent), m_edit(new ComposerEdit), m_card(new QWidget), m_prompts(new QWidget), m_editLine(new EditLine), m_botButton(new QPushButton), m_button(new QPushButton), m_botMenu(new QMenu(m_botButton))
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
    inCard->addWidget(m_editLine);
    inCard->addWidget(m_edit);
    inCard->addLayout(tools);

    auto *column = new QWidget;
    Theme::measure(column, [column] { column->setMaximumWidth(Theme::scaled(columnMax)); });
    auto *inColumn = new QVBoxLayout(column);
    inColumn->setContentsMargins(0, 0, 0, 0);
    inColumn->setSpacing(0);
    inColumn->addWidget(m_prompts);
    inColumn->addWidget(m_card);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 4, 20, 14);
    layout->addWidget(column);

    m_editLine->hide();
    m_edit->installEventFilter(this);
    connect(m_editLine, &EditLine::left, this, &Composer::leaveEdit);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &QTextEdit::textChanged, this, [this] {
        updateButton();
        m_editLine->setProblem({});
    });
    connect(m_edit, &ComposerEdit::focusChanged, this, [this](bool focused) {
        setLook(m_card, "focused", focused ? "true" : "false");
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_answering && text().isEmpty() && !isEditing())
            Q_EMIT stopRequested();
        else
            submit();
    });
    connect(m_botMenu, &QMenu::aboutToShow, this, &Composer::fillBotMenu);
    // With a menu among its own children, Qt 6.4 would take all of them out of the order of Tab here.
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

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress || m_edit->isComposing())
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape && isEditing()) {
        leaveEdit();
        return true;
    }
    const bool isPlain = !(key->modifiers() & ~Qt::KeypadModifier);
    if (key->key() == Qt::Key_Up && isPlain && !isEditing() && m_edit->document()->isEmpty()) {
        Q_EMIT lastMessageWanted();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Composer::startEdit(const EditedMessage &message)
{
    if (m_sessionId.isEmpty())
        return;
    // What was written into another one is not thrown away for it.
    if (const auto edit = m_edits.constFind(m_sessionId); edit != m_edits.cend() && text() != edit->message.text.trimmed()) {
        if (edit->message.id != message.id)
            m_editLine->setProblem(tr("Save this one first, or press Esc to leave it as it was."));
        m_edit->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (!isEditing())
        keepText();
    m_edits.insert(m_sessionId, {message, message.text});
    showText();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::submitEdit()
{
    const QString changed = text();
    if (changed.isEmpty()) {
        m_editLine->setProblem(tr("Nothing to save: write something, or press Esc to leave it as it was."));
        return;
    }
    const EditedMessage message = m_edits.value(m_sessionId).message;
    leaveEdit();
    if (changed != message.text.trimmed())
        Q_EMIT edited(message, changed);
}

void Composer::leaveEdit()
{
    m_edits.remove(m_sessionId);
    showText();
    m_edit->setFocus(Qt::OtherFocusReason);
}

// What the field says belongs to the session that is set.
void Composer::keepText()
{
    if (const auto edit = m_edits.find(m_sessionId); edit != m_edits.end())
        edit->text = m_edit->toPlainText();
    else
        m_drafts.insert(m_sessionId, m_edit->toPlainText());
}

void Composer::showText()
{
    const auto edit = m_edits.constFind(m_sessionId);
    const bool edits = edit != m_edits.cend();
    m_edit->setPlainText(edits ? edit->text : m_drafts.value(m_sessionId));
    m_edit->moveCursor(QTextCursor::End);
    if (edits)
        m_editLine->setEdited(edit->message.text);
    m_editLine->setVisible(edits);
    setPromptsVisible(m_arePromptsWanted);
    retranslate();
}

QString Composer::shownBot() const
{
    const auto edit = m_edits.constFind(m_sessionId);
    return edit == m_edits.cend() ? m_bot : edit->message.botId;
}

void Composer::submit()
{
    if (isEditing() && !m_edit->isComposing())
        return submitEdit();
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
            keepText();
        m_sessionId = sessionId;
        showText();
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
    m_arePromptsWanted = visible;
    m_prompts->setVisible(visible && !isEditing());
}

void Composer::updateButton()
{
    const bool stops = m_answering && text().isEmpty() && !isEditing();
    m_button->setText(stops ? tr("Stop") : isEditing() ? tr("Save") : tr("Send"));
    m_button->setIcon(stops ? themedIcon("stop", &Tokens::onAccent) : QIcon());
    m_button->setToolTip(stops ? tr("Stop this answer") : isEditing() ? tr("Save the edit (Enter); Esc leaves the message as it was") : tr("Send (Enter); Shift+Enter starts a new line"));
    m_button->setEnabled(stops || (!text().isEmpty() && !m_sessionId.isEmpty()));
}

void Composer::updateBotButton()
{
    const QString id = shownBot();
    const BotInfo *bot = findBot(id);
    const QString name = !bot ? id : bot->name.isEmpty() ? bot->id : bot->name;
    m_botButton->setIcon(id.isEmpty() ? themedIcon("person") : themedIcon("bot"));
    m_botButton->setEnabled(!isEditing()); // who answered answers again
    m_botButton->setText((id.isEmpty() ? tr("Nobody (just post)") : name) + QStringLiteral(" ▾"));
}

void Composer::retranslate()
{
    m_edit->setPlaceholderText(m_sessionId.isEmpty() ? tr("Write a message") : tr("Write to %1").arg(m_title));
    m_edit->setAccessibleName(isEditing() ? tr("Edit of a message") : tr("Message"));
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
