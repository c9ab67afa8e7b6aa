// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/note/note_comments.h"

#include "ui/locale/times.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextEdit>
#include <QVBoxLayout>

namespace pipit {

NoteComments::NoteComments(QWidget *parent)
    : QWidget(parent), m_title(new QLabel), m_list(new QTextEdit), m_problem(new QLabel), m_line(new QLineEdit), m_send(new QPushButton)
{
    m_title->setFont(Theme::strong());
    m_list->setObjectName("noteText");
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->document()->setDocumentMargin(0);
    m_list->setReadOnly(true);
    m_list->setTabChangesFocus(true);
    m_list->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    setLook(m_problem, "tone", "bad");
    m_problem->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_problem);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_line, 1);
    row->addWidget(m_send);
    layout->addLayout(row);
    connect(m_line, &QLineEdit::textChanged, this, &NoteComments::refresh);
    connect(m_line, &QLineEdit::returnPressed, this, &NoteComments::submit);
    connect(m_send, &QPushButton::clicked, this, &NoteComments::submit);
    connect(&Theme::instance(), &Theme::changed, this, [this] { setComments(QList<Message>(m_comments)); });
    retranslate();
}

void NoteComments::submit()
{
    if (m_send->isEnabled())
        Q_EMIT commentWanted(m_line->text().trimmed());
}

void NoteComments::setComments(const QList<Message> &comments)
{
    const Tokens &tokens = Theme::tokens();
    m_comments = comments;
    m_list->clear();
    QTextCharFormat name, time, words;
    name.setFont(Theme::strong());
    time.setFont(Theme::small());
    time.setForeground(tokens.dim);
    words.setFont(Theme::body());
    QTextBlockFormat head;
    head.setTopMargin(8);
    QTextCursor cursor(m_list->document());
    cursor.beginEditBlock();
    for (const Message &comment : comments) {
        if (cursor.position() > 0)
            cursor.insertBlock();
        cursor.setBlockFormat(head);
        cursor.insertText(comment.senderName.isEmpty() ? comment.senderId : comment.senderName, name);
        cursor.insertText(QStringLiteral("  ") + shortTime(comment.createdAtMs, QDateTime::currentDateTime()), time);
        cursor.insertBlock(QTextBlockFormat());
        cursor.insertText(comment.content, words);
    }
    cursor.endEditBlock();
    m_list->setVisible(!comments.isEmpty());
    m_list->verticalScrollBar()->setValue(m_list->verticalScrollBar()->maximum());
    refresh();
}

void NoteComments::setCommentable(bool enabled)
{
    m_enabled = enabled;
    refresh();
}

void NoteComments::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

void NoteComments::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

QString NoteComments::draft() const
{
    return m_line->text();
}

void NoteComments::setDraft(const QString &text)
{
    m_line->setText(text);
}

QString NoteComments::shownText() const
{
    return m_list->toPlainText();
}

void NoteComments::refresh()
{
    m_title->setText(m_comments.isEmpty() ? tr("Comments") : tr("Comments (%1)").arg(m_comments.size()));
    m_line->setEnabled(m_enabled);
    m_send->setEnabled(m_enabled && !m_busy && !m_line->text().trimmed().isEmpty());
    m_line->setPlaceholderText(m_enabled ? tr("Add a comment") : tr("Comments need a saved note"));
}

void NoteComments::retranslate()
{
    m_send->setText(tr("Comment"));
    m_line->setAccessibleName(tr("Add a comment"));
    m_list->setAccessibleName(tr("Comments"));
    refresh();
}

void NoteComments::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
