// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/prompt_row.h"

#include "ui/chat/composer/prompts_editor.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

PromptRow::PromptRow(Prompts *prompts, QWidget *parent) : QWidget(parent), m_prompts(prompts), m_flow(new FlowLayout(8, this)), m_change(new QToolButton(this))
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_flow->setContentsMargins(0, 0, 0, 8);
    setLook(m_change, "kind", "ghost");
    m_change->setIcon(themedIcon("edit"));
    connect(m_change, &QToolButton::clicked, this, &PromptRow::openEditor);
    connect(prompts, &Prompts::changed, this, &PromptRow::rebuild);
    rebuild();
    retranslate();
}

void PromptRow::rebuild()
{
    for (QWidget *button : std::as_const(m_buttons)) {
        m_flow->removeWidget(button);
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    m_flow->removeWidget(m_change);
    for (const Prompt &prompt : m_prompts->list()) {
        if (!prompt.isQuick)
            continue;
        QString label = prompt.name;
        auto *button = new QPushButton(label.replace(u'&', QStringLiteral("&&")), this);
        setLook(button, "kind", "pill");
        button->setToolTip(prompt.text == prompt.name ? QString() : prompt.text.left(500));
        connect(button, &QPushButton::clicked, this, [this, text = prompt.text] { Q_EMIT chosen(text); });
        m_buttons << button;
        m_flow->addWidget(button);
        button->show();
    }
    m_flow->addWidget(m_change);
    updateGeometry();
}

QDialog *PromptRow::openEditor()
{
    if (!m_editor) {
        m_editor = new QDialog(window());
        m_editor->setAttribute(Qt::WA_DeleteOnClose);
        m_editor->setWindowTitle(tr("Prompts"));
        auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
        connect(buttons, &QDialogButtonBox::rejected, m_editor, &QDialog::close);
        auto *layout = new QVBoxLayout(m_editor);
        layout->addWidget(new PromptsEditor(m_prompts), 1);
        layout->addWidget(buttons);
        m_editor->resize(Theme::scaled(560), Theme::scaled(420));
    }
    m_editor->show();
    m_editor->raise();
    m_editor->activateWindow();
    return m_editor;
}

void PromptRow::retranslate()
{
    m_change->setToolTip(tr("Change these prompts"));
    m_change->setAccessibleName(tr("Change these prompts"));
}

void PromptRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
