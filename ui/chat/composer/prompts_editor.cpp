// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/prompts_editor.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/theme/toggle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

PromptsEditor::PromptsEditor(Prompts *prompts, QWidget *parent)
    : QWidget(parent), m_prompts(prompts), m_list(new QListWidget), m_add(new QToolButton), m_remove(new QToolButton), m_up(new QToolButton), m_down(new QToolButton), m_restore(new QPushButton),
      m_nameLabel(new QLabel), m_textLabel(new QLabel), m_name(new QLineEdit), m_text(new QPlainTextEdit), m_quick(new Toggle)
{
    m_list->setObjectName("promptList");
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setObjectName("promptText");
    m_text->setTabChangesFocus(true);
    m_name->setMaxLength(Prompts::longestName);
    m_nameLabel->setBuddy(m_name);
    m_textLabel->setBuddy(m_text);
    const std::pair<QToolButton *, const char *> icons[] = {{m_add, "plus"}, {m_remove, "close"}, {m_up, "arrow-up"}, {m_down, "arrow-down"}};
    auto *tools = new QHBoxLayout;
    for (const auto &[button, icon] : icons) {
        setLook(button, "kind", "ghost");
        button->setIcon(themedIcon(icon));
        tools->addWidget(button);
    }
    tools->addStretch();
    // One below the other: a narrow window has room for it too.
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list);
    layout->addLayout(tools);
    for (QWidget *field : std::initializer_list<QWidget *>{m_nameLabel, m_name, m_textLabel, m_text, m_quick})
        layout->addWidget(field);
    layout->addSpacing(8);
    layout->addWidget(m_restore, 0, Qt::AlignLeft);
    Theme::measure(this, [this] {
        m_list->setFixedHeight(Theme::scaled(150));
        m_text->setFixedHeight(Theme::scaled(90));
    });

    connect(m_list, &QListWidget::currentRowChanged, this, &PromptsEditor::showCurrent);
    connect(m_name, &QLineEdit::textEdited, this, &PromptsEditor::changeCurrent);
    connect(m_text, &QPlainTextEdit::textChanged, this, &PromptsEditor::changeCurrent);
    connect(m_quick, &Toggle::toggled, this, &PromptsEditor::changeCurrent);
    connect(m_add, &QToolButton::clicked, this, &PromptsEditor::add);
    connect(m_remove, &QToolButton::clicked, this, &PromptsEditor::remove);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_restore, &QPushButton::clicked, prompts, &Prompts::restoreDefaults);
    connect(prompts, &Prompts::changed, this, &PromptsEditor::takeList);
    retranslate();
    takeList();
}

PromptsEditor::~PromptsEditor() = default;

int PromptsEditor::row() const
{
    const int row = m_list->currentRow();
    return row < m_edited.size() ? row : -1;
}

void PromptsEditor::takeList()
{
    if (m_isKeeping)
        return; // it is this one's doing: what stands in the fields stays
    const int before = m_list->currentRow();
    m_edited = m_prompts->list();
    {
        const QScopedValueRollback showing(m_isShowing, true);
        m_list->clear();
        for (const Prompt &prompt : std::as_const(m_edited))
            m_list->addItem(prompt.name);
        m_list->setCurrentRow(qBound(0, before, int(m_edited.size()) - 1));
    }
    showCurrent();
}

void PromptsEditor::showCurrent()
{
    const QScopedValueRollback showing(m_isShowing, true);
    const Prompt prompt = m_edited.value(row());
    m_name->setText(prompt.name);
    m_text->setPlainText(prompt.text);
    m_quick->setChecked(prompt.isQuick);
    updateButtons();
}

void PromptsEditor::changeCurrent()
{
    if (m_isShowing || row() < 0)
        return;
    m_edited[row()] = {m_name->text(), m_text->toPlainText(), m_quick->isChecked()};
    m_list->currentItem()->setText(m_name->text().isEmpty() ? m_text->toPlainText().left(Prompts::longestName).simplified() : m_name->text());
    keep();
}

void PromptsEditor::keep()
{
    const QScopedValueRollback keeping(m_isKeeping, true);
    m_prompts->set(m_edited);
    updateButtons();
}

void PromptsEditor::add()
{
    m_edited << Prompt{tr("New prompt"), {}, false};
    m_list->addItem(m_edited.last().name);
    m_list->setCurrentRow(int(m_edited.size()) - 1);
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

void PromptsEditor::remove()
{
    const int at = row();
    if (at < 0)
        return;
    m_edited.removeAt(at);
    keep();
    const QScopedValueRollback keeping(m_isKeeping, true);
    delete m_list->takeItem(at);
    showCurrent();
}

void PromptsEditor::move(int step)
{
    const int from = row(), to = from + step;
    if (from < 0 || to < 0 || to >= m_edited.size())
        return;
    m_edited.move(from, to);
    {
        const QScopedValueRollback showing(m_isShowing, true);
        m_list->insertItem(to, m_list->takeItem(from));
        m_list->setCurrentRow(to);
    }
    showCurrent();
    keep();
}

void PromptsEditor::updateButtons()
{
    const int at = row();
    m_add->setEnabled(m_edited.size() < Prompts::most);
    m_remove->setEnabled(at >= 0);
    m_up->setEnabled(at > 0);
    m_down->setEnabled(at >= 0 && at + 1 < m_edited.size());
    m_restore->setEnabled(m_prompts->list() != Prompts::defaults());
    for (QWidget *field : std::initializer_list<QWidget *>{m_name, m_text, m_quick})
        field->setEnabled(at >= 0);
}

void PromptsEditor::retranslate()
{
    const std::pair<QToolButton *, QString> names[] = {{m_add, tr("Add a prompt")}, {m_remove, tr("Take it out")}, {m_up, tr("Further up")}, {m_down, tr("Further down")}};
    for (const auto &[button, name] : names) {
        button->setToolTip(name);
        button->setAccessibleName(name);
    }
    m_list->setAccessibleName(tr("Prompts"));
    m_restore->setText(tr("Restore the built-in prompts"));
    m_nameLabel->setText(tr("Name"));
    m_name->setAccessibleName(tr("Name"));
    m_textLabel->setText(tr("Text"));
    m_text->setAccessibleName(tr("Text"));
    m_quick->setText(tr("As a button above an empty message"));
}

void PromptsEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
