// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel of the note shows and says.
#include "ui/chat/note/note_panel.h"

#include "ui/chat/note/note_comments.h"
#include "ui/chat/note/note_conflict.h"
#include "ui/chat/note/note_text.h"
#include "ui/locale/times.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include <utility>

namespace pipit {

namespace {

constexpr qsizetype namedEditors = 3;

} // namespace

void NotePanel::refresh()
{
    const Draft *own = draft();
    const NoteVersion latest = m_note ? m_note->latest() : NoteVersion();
    const bool isLoaded = m_note && m_note->isLoaded();
    m_stack->setCurrentWidget(!own || !m_note ? m_readPage : own->theirs ? static_cast<QWidget *>(m_conflict) : m_editPage);

    const bool hasText = !latest.text.trimmed().isEmpty();
    m_text->setVisible(hasText);
    m_empty->setVisible(!hasText);
    const auto fault = m_note ? m_note->fault() : std::nullopt;
    m_empty->setText(isLoaded ? tr("No note yet. Write here what everybody in this session should find: a plan, a decision, a list.") : fault ? QString() : tr("Loading…"));
    const QString who = latest.senderName.isEmpty() ? latest.senderId : latest.senderName;
    m_about->setText(latest.id == 0 ? QString() : tr("%1, %2").arg(who, shortTime(latest.createdAtMs, QDateTime::currentDateTime())));
    m_edit->setText(hasText ? tr("Edit") : tr("Write a note"));
    m_edit->setEnabled(isLoaded);
    m_retry->setVisible(fault && !own);

    const bool isBehind = own && latest.id > own->base.id && latest.text != own->base.text;
    m_meanwhile->setVisible(isBehind);
    m_meanwhile->setText(isBehind ? tr("%1 changed the note while you are writing. Saving will show you both.").arg(who) : QString());
    m_field->setReadOnly(own && own->isSaving);
    m_save->setEnabled(own && !own->isSaving);
    m_cancel->setEnabled(own && !own->isSaving);
    m_save->setText(own && own->isSaving ? tr("Saving…") : tr("Save"));
    m_conflict->setBusy(own && own->isSaving);

    QString problem;
    if (own && own->fault)
        problem = isPassing(*own->fault) ? tr("Not saved: %1 What you wrote is kept here; save it again when the node can be reached.").arg(own->fault->message) : tr("Not saved: %1").arg(own->fault->message);
    else if (!own && fault)
        problem = tr("The note could not be loaded: %1").arg(fault->message);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());

    const QStringList named = m_editors.first(qMin(namedEditors, m_editors.size()));
    m_writing->setText(named.isEmpty() ? QString() : named.size() == 1 ? tr("%1 is editing").arg(named.first()) : tr("%1 are editing").arg(QLocale().createSeparatedList(named)));
    m_writing->setVisible(!named.isEmpty());
    m_comments->setCommentable(latest.id != 0);

    const bool editing = m_open && m_note && own;
    if (std::exchange(m_editing, editing) != editing)
        Q_EMIT editingChanged(editing);
}

void NotePanel::setEditors(const QStringList &names)
{
    m_editors = names;
    refresh();
}

QString NotePanel::problem() const
{
    return m_problem->text();
}

QString NotePanel::editors() const
{
    return m_writing->text();
}

bool NotePanel::isConflict() const
{
    return m_stack->currentWidget() == m_conflict;
}

bool NotePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers().testFlag(Qt::ControlModifier)) {
            save();
            return true;
        }
        // Only where nothing is lost by it.
        if (key->key() == Qt::Key_Escape && draft() && m_field->toPlainText() == draft()->base.text) {
            cancelEdit();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void NotePanel::retranslate()
{
    m_title->setText(tr("Note"));
    m_close->setToolTip(tr("Close the note"));
    m_close->setAccessibleName(tr("Close the note"));
    m_retry->setText(tr("Retry"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("What you wrote is dropped."));
    m_save->setToolTip(tr("Save (Ctrl+Enter)"));
    m_field->setPlaceholderText(tr("Markdown, for everybody in this session"));
    m_field->setAccessibleName(tr("The note's text"));
    m_text->setAccessibleName(tr("Note"));
    refresh();
}

void NotePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
