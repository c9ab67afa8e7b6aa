// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/composer.h"

#include "ui/chat/composer/attachment_bar.h"
#include "ui/chat/composer/attachments.h"
#include "ui/chat/composer/composer_completion.h"
#include "ui/chat/composer/edit_line.h"
#include "ui/chat/composer/prompt_row.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>
#include <utility>

namespace pipit {

namespace {

constexpr int columnMax = 720;
constexpr int placeholderRoom = 24; // px, beside its words
const QString sendKeySetting = QStringLiteral("composer/sendKey");
const QString ctrlEnterName = QStringLiteral("ctrl-enter");
constexpr auto draftAfter = std::chrono::milliseconds(700);

} // namespace

Composer::Composer(QWidget *parent)
    : QWidget(parent), m_prompts(new Prompts(this)), m_edit(new ComposerEdit), m_card(new QWidget), m_promptRow(new PromptRow(m_prompts)), m_editLine(new EditLine), m_replyLine(new EditLine), m_bar(new AttachmentBar),
      m_completion(new ComposerCompletion(m_edit, m_card, m_prompts)), m_attachButton(new QToolButton), m_botButton(new QPushButton), m_button(new QPushButton), m_botMenu(new QMenu(m_botButton))
{
    setArea(m_card, "composerCard");
    m_button->setObjectName("send");
    setLook(m_botButton, "kind", "pill");
    m_botButton->setMenu(m_botMenu);
    setLook(m_button, "kind", "primary");

    setLook(m_attachButton, "kind", "ghost");
    m_attachButton->setIcon(themedIcon("attach"));

    auto *tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addWidget(m_attachButton);
    tools->addWidget(m_botButton);
    tools->addStretch();
    tools->addWidget(m_button);
    auto *inCard = new QVBoxLayout(m_card);
    inCard->setContentsMargins(14, 12, 10, 9);
    inCard->setSpacing(8);
    inCard->addWidget(m_editLine);
    inCard->addWidget(m_replyLine);
    inCard->addWidget(m_bar);
    inCard->addWidget(m_edit);
    inCard->addLayout(tools);

    auto *column = new QWidget;
    Theme::measure(column, [column] { column->setMaximumWidth(Theme::scaled(columnMax)); });
    auto *inColumn = new QVBoxLayout(column);
    inColumn->setContentsMargins(0, 0, 0, 0);
    inColumn->setSpacing(0);
    inColumn->addWidget(m_promptRow);
    inColumn->addWidget(m_card);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 4, 20, 14);
    layout->addWidget(column);

    m_editLine->hide();
    m_replyLine->hide();
    m_bar->hide();
    m_edit->installEventFilter(this);
    m_edit->viewport()->installEventFilter(this);
    connect(m_promptRow, &PromptRow::chosen, this, [this](const QString &text) {
        // Behind what is there; it can be undone.
        QTextCursor cursor(m_edit->document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(m_edit->document()->isEmpty() ? text : QString(u'\n' + text));
        m_edit->setTextCursor(cursor);
        m_edit->setFocus(Qt::OtherFocusReason);
    });
    connect(m_completion, &ComposerCompletion::promptsEditWanted, m_promptRow, &PromptRow::openEditor);
    connect(m_replyLine, &EditLine::left, this, &Composer::leaveReply);
    connect(m_attachButton, &QToolButton::clicked, this, &Composer::chooseFiles);
    connect(m_edit, &ComposerEdit::attachmentsPasted, this, [this](const QMimeData *data) { attach(*data); });
    connect(m_edit, &ComposerEdit::longTextPasted, this, [this](const QString &text) { attach({pastedText(text)}); });
    connect(m_bar, &AttachmentBar::removed, this, [this](int index) {
        m_attached[m_sessionId].removeAt(index);
        showAttachments();
        m_edit->setFocus(Qt::OtherFocusReason);
    });
    connect(m_editLine, &EditLine::left, this, &Composer::leaveEdit);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &QTextEdit::textChanged, this, [this] {
        updateButton();
        m_editLine->setProblem({});
        m_isDraftTold = isEditing();
        // From the first key on, or who never pauses would never be kept.
        if (!m_draftTimer.isActive() && !m_isDraftTold)
            m_draftTimer.start();
    });
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftAfter);
    connect(&m_draftTimer, &QTimer::timeout, this, &Composer::tellDraft);
    connect(m_edit, &ComposerEdit::focusChanged, this, [this](bool focused) {
        setLook(m_card, "focused", focused ? "true" : "false");
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_answering && text().isEmpty() && attachments().isEmpty() && !isEditing())
            Q_EMIT stopRequested();
        else
            submit();
    });
    connect(m_botMenu, &QMenu::aboutToShow, this, &Composer::fillBotMenu);
    // With a menu among its own children, Qt 6.4 would take all of them out of the order of Tab here.
    setFocusProxy(m_edit);
    retranslate();
}

QString Composer::text() const
{
    return m_edit->toPlainText().trimmed();
}

Composer::~Composer()
{
    m_edit->disconnect(this); // the field, which goes a little later, tells that it loses the focus
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit->viewport() && event->type() == QEvent::Resize)
        sayPlaceholder();
    if (watched != m_edit || event->type() != QEvent::KeyPress || m_edit->isComposing())
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (m_completion->takesKey(*key))
        return true;
    if (key->key() == Qt::Key_Escape && isEditing()) {
        leaveEdit();
        return true;
    }
    if (key->key() == Qt::Key_Escape && m_replies.contains(m_sessionId)) {
        leaveReply();
        return true;
    }
    const bool isPlain = !(key->modifiers() & ~Qt::KeypadModifier);
    if (key->key() == Qt::Key_Up && isPlain && !isEditing() && m_edit->document()->isEmpty()) {
        Q_EMIT lastMessageWanted();
        return true;
    }
    return QWidget::eventFilter(watched, event);
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
    showLines();
    setPromptsVisible(m_arePromptsWanted);
    retranslate();
}

void Composer::submit()
{
    if (isEditing() && !m_edit->isComposing())
        return submitEdit();
    QList<Attachment> files = attachments();
    if ((text().isEmpty() && files.isEmpty()) || m_edit->isComposing() || m_sessionId.isEmpty())
        return;
    const QString message = takeTexts(text(), files);
    const QString asked = m_completion->askedBot(message);
    const qint64 replyTo = m_replies.take(m_sessionId).id;
    m_edit->clear();
    m_drafts.remove(m_sessionId);
    m_attached.remove(m_sessionId);
    showLines();
    m_isDraftTold = true;
    Q_EMIT draftChanged(m_sessionId, {});
    Q_EMIT sendRequested(message, asked.isEmpty() ? m_bot : asked, replyTo, files);
}

void Composer::setSession(const QString &sessionId, const QString &title)
{
    m_title = title;
    if (sessionId != m_sessionId) {
        // What was typed before there was a session goes into the first one.
        if (m_sessionId.isEmpty()) {
            m_drafts.insert(sessionId, m_edit->toPlainText() + m_drafts.value(sessionId));
            m_attached[sessionId] += m_attached.take(QString());
        } else {
            tellDraft();
            keepText();
        }
        m_sessionId = sessionId;
        showText();
        if (m_chosenBots.contains(sessionId))
            setBot(m_chosenBots.value(sessionId));
    }
    retranslate();
}

void Composer::setDraft(const QString &sessionId, const QString &text)
{
    if (text.isEmpty() || !m_drafts.value(sessionId).isEmpty())
        return;
    if (sessionId != m_sessionId || isEditing()) {
        m_drafts.insert(sessionId, text);
    } else if (m_edit->document()->isEmpty()) {
        m_drafts.insert(sessionId, text);
        showText();
    }
}

void Composer::tellDraft()
{
    m_draftTimer.stop();
    if (!std::exchange(m_isDraftTold, true) && !m_sessionId.isEmpty() && !isEditing())
        Q_EMIT draftChanged(m_sessionId, m_edit->toPlainText());
}

void Composer::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    tellDraft();
}

void Composer::setAnswering(bool answering)
{
    m_answering = answering;
    updateButton();
}

void Composer::setPromptsVisible(bool visible)
{
    m_arePromptsWanted = visible;
    m_promptRow->setVisible(visible && !isEditing());
}

void Composer::updateButton()
{
    const bool isEmpty = text().isEmpty() && attachments().isEmpty();
    const bool stops = m_answering && isEmpty && !isEditing();
    const bool byEnter = m_edit->sendKey() == SendKey::Enter;
    const QString saves = byEnter ? tr("Save the edit (Enter); Esc leaves the message as it was") : tr("Save the edit (Ctrl+Enter); Esc leaves the message as it was");
    const QString sends = byEnter ? tr("Send (Enter); Shift+Enter starts a new line") : tr("Send (Ctrl+Enter); Enter starts a new line");
    m_button->setText(stops ? tr("Stop") : isEditing() ? tr("Save") : tr("Send"));
    m_button->setIcon(stops ? themedIcon("stop", &Tokens::onAccent) : QIcon());
    m_button->setToolTip(stops ? tr("Stop this answer") : isEditing() ? saves : sends);
    m_button->setEnabled(stops || (!(isEditing() ? text().isEmpty() : isEmpty) && !m_sessionId.isEmpty()));
}

void Composer::setSettings(QSettings *settings)
{
    m_settings = settings;
    m_prompts->setSettings(settings);
    m_edit->setSendKey(settings->value(sendKeySetting).toString() == ctrlEnterName ? SendKey::CtrlEnter : SendKey::Enter);
    updateButton();
}

void Composer::setSendKey(SendKey key)
{
    m_edit->setSendKey(key);
    if (m_settings)
        m_settings->setValue(sendKeySetting, key == SendKey::CtrlEnter ? ctrlEnterName : QStringLiteral("enter"));
    updateButton();
}

// What the field can do, where there is room to say it.
void Composer::sayPlaceholder()
{
    const QString shorter = m_title.isEmpty() ? tr("Write a message") : tr("Write to %1").arg(m_title);
    const QString longer = tr("%1; @ for a bot, / for a prompt", "what the field is for; what it can do").arg(shorter);
    const QString &words = m_edit->fontMetrics().horizontalAdvance(longer) < m_edit->viewport()->width() - placeholderRoom ? longer : shorter;
    if (m_edit->placeholderText() != words)
        m_edit->setPlaceholderText(words);
}

void Composer::retranslate()
{
    sayPlaceholder();
    m_edit->setAccessibleName(isEditing() ? tr("Edit of a message") : tr("Message"));
    m_attachButton->setToolTip(tr("Attach files"));
    m_attachButton->setAccessibleName(tr("Attach files"));
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
