// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/edit_line.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <utility>

namespace pipit {

namespace {

constexpr qsizetype shownCharacters = 200;

} // namespace

EditLine::EditLine(QWidget *parent) : QWidget(parent), m_label(new QLabel), m_leave(new QToolButton)
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setLook(m_label, "tone", "dim");
    setLook(m_leave, "kind", "ghost");
    m_leave->setIcon(themedIcon("close"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_leave);
    connect(m_leave, &QToolButton::clicked, this, &EditLine::left);
    retranslate();
}

void EditLine::setEdited(const QString &text)
{
    m_edited = text.left(shownCharacters).simplified();
    m_name = QString();
    setProblem({});
    retranslate();
}

void EditLine::setReplied(const QString &name, const QString &text)
{
    m_edited = text.left(shownCharacters).simplified();
    m_name = name.isNull() ? QStringLiteral("") : name;
    setProblem({});
    retranslate();
}

void EditLine::setProblem(const QString &problem)
{
    if (std::exchange(m_problem, problem) == problem)
        return;
    setLook(m_label, "tone", problem.isEmpty() ? "dim" : "bad");
    refresh();
}

void EditLine::refresh()
{
    const QString about = m_name.isNull() ? tr("Editing: %1").arg(m_edited) : tr("In reply to %1: %2").arg(m_name, m_edited);
    const QString text = m_problem.isEmpty() ? about : m_problem;
    m_label->setText(m_label->fontMetrics().elidedText(text, Qt::ElideRight, m_label->width()));
    m_label->setToolTip(m_problem);
    m_label->setAccessibleName(text);
}

void EditLine::retranslate()
{
    const QString leave = m_name.isNull() ? tr("Leave it as it was (Esc)") : tr("No reply to this (Esc)");
    m_leave->setToolTip(leave);
    m_leave->setAccessibleName(leave);
    refresh();
}

void EditLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void EditLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
