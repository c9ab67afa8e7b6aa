// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/note/note_conflict.h"

#include "ui/locale/times.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

NoteConflict::NoteConflict(QWidget *parent)
    : QWidget(parent), m_title(new QLabel), m_mineHead(new QLabel), m_theirsHead(new QLabel), m_mine(new QPlainTextEdit), m_theirs(new QPlainTextEdit), m_keep(new QPushButton), m_take(new QPushButton),
      m_merge(new QPushButton)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_title->setObjectName("notice");
    for (QLabel *label : {m_title, m_mineHead, m_theirsHead}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    for (QLabel *label : {m_mineHead, m_theirsHead})
        label->setFont(Theme::small());
    for (QPlainTextEdit *text : {m_mine, m_theirs}) {
        text->setObjectName("noteField");
        text->setReadOnly(true);
        text->setTabChangesFocus(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    setLook(m_merge, "kind", "primary");
    layout->addWidget(m_title);
    layout->addSpacing(4);
    layout->addWidget(m_theirsHead);
    layout->addWidget(m_theirs, 1);
    layout->addSpacing(4);
    layout->addWidget(m_mineHead);
    layout->addWidget(m_mine, 1);
    layout->addSpacing(4);
    for (QPushButton *button : {m_merge, m_keep, m_take})
        layout->addWidget(button);
    connect(m_keep, &QPushButton::clicked, this, &NoteConflict::mineKept);
    connect(m_take, &QPushButton::clicked, this, &NoteConflict::theirsTaken);
    connect(m_merge, &QPushButton::clicked, this, &NoteConflict::mergeWanted);
    retranslate();
}

void NoteConflict::setTexts(const QString &mine, const NoteVersion &theirs)
{
    m_version = theirs;
    m_mine->setPlainText(mine);
    m_theirs->setPlainText(theirs.text);
    retranslate();
}

void NoteConflict::setBusy(bool busy)
{
    for (QPushButton *button : {m_keep, m_take, m_merge})
        button->setEnabled(!busy);
}

void NoteConflict::retranslate()
{
    const QString who = m_version.senderName.isEmpty() ? m_version.senderId : m_version.senderName;
    m_title->setText(tr("%1 changed the note while you were writing. Nothing is lost: choose what it shall say.").arg(who));
    m_theirsHead->setText(tr("%1, %2").arg(who, shortTime(m_version.createdAtMs, QDateTime::currentDateTime())));
    m_mineHead->setText(tr("You, not saved yet"));
    m_theirs->setAccessibleName(tr("The note as %1 saved it").arg(who));
    m_mine->setAccessibleName(tr("The note as you wrote it"));
    m_keep->setText(tr("Keep mine (replaces theirs)"));
    m_take->setText(tr("Take theirs"));
    m_take->setToolTip(tr("What you wrote is dropped."));
    m_merge->setText(tr("Edit both together"));
}

void NoteConflict::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
