// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/shortcuts_section.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int keysWidth = 210;

} // namespace

ShortcutsSection::ShortcutsSection(const SettingsContext &context)
    : SettingsForm(&ShortcutsSection::title), m_actions(context.actions), m_table(new QWidget), m_search(new QLineEdit)
{
    addNote([] { return tr("Click on keys, or reach them with Tab, and press others. Backspace leaves an action without any."); });
    addClearButton(m_search);
    say(m_search, [this] {
        m_search->setPlaceholderText(tr("Search actions"));
        m_search->setAccessibleName(tr("Search actions"));
    });
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutsSection::refresh);
    addWidget(m_search);
    auto *inTable = new QVBoxLayout(m_table);
    inTable->setContentsMargins(0, 0, 0, 0);
    inTable->setSpacing(6);
    addWidget(m_table);
    auto *all = new QPushButton;
    all->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    say(all, [all] { all->setText(tr("As they were at first")); });
    connect(all, &QPushButton::clicked, m_actions, &Actions::resetAll);
    addWidget(all);
    say(m_table, [this] { refresh(); });
    connect(m_actions, &Actions::changed, this, &ShortcutsSection::rebuild);
    rebuild();
}

// Actions come and go with what the program can do.
void ShortcutsSection::rebuild()
{
    const QList<Action> actions = m_actions->list();
    if (actions.size() != m_rows.size()) {
        for (const Row &row : std::as_const(m_rows))
            row.widget->deleteLater();
        m_rows.clear();
        for (const Action &action : actions)
            addAction(action);
    }
    refresh();
}

void ShortcutsSection::addAction(const Action &action)
{
    Row row{action, new QWidget, new QLabel, new QKeySequenceEdit, new QToolButton, new QWidget, new QLabel, new QPushButton};
    row.title->setWordWrap(true);
    row.title->setTextFormat(Qt::PlainText);
    row.title->setBuddy(row.keys);
    row.keys->setObjectName(QStringLiteral("keys ") + action.id());
    Theme::measure(row.keys, [keys = row.keys] { keys->setFixedWidth(Theme::scaled(keysWidth)); });
    setLook(row.reset, "kind", "ghost");
    row.reset->setIcon(themedIcon("retry"));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(row.title, 1);
    line->addWidget(row.keys);
    line->addWidget(row.reset);
    setLook(row.problem, "tone", "bad");
    row.problem->setWordWrap(true);
    row.problem->setTextFormat(Qt::PlainText);
    setLook(row.take, "kind", "pill");
    auto *inConflict = new QHBoxLayout(row.conflict);
    inConflict->setContentsMargins(0, 0, 0, 0);
    inConflict->addWidget(row.problem, 1);
    inConflict->addWidget(row.take);
    row.conflict->hide();
    auto *inRow = new QVBoxLayout(row.widget);
    inRow->setContentsMargins(0, 0, 0, 0);
    inRow->setSpacing(4);
    inRow->addLayout(line);
    inRow->addWidget(row.conflict);
    m_table->layout()->addWidget(row.widget);

    connect(row.keys, &QKeySequenceEdit::editingFinished, this, [this, row] { choose(row); });
    connect(row.reset, &QToolButton::clicked, this, [this, id = action.id()] { m_actions->resetKeys(id); });
    connect(row.take, &QPushButton::clicked, this, [this, row] { m_actions->takeKeys(row.action.id(), row.keys->keySequence()); });
    m_rows << row;
}

void ShortcutsSection::choose(const Row &row)
{
    // Backspace alone is how one says: none.
    QKeySequence keys = row.keys->keySequence();
    if (keys == QKeySequence(Qt::Key_Backspace))
        keys = {};
    if (keys == row.action.keys())
        return refresh();
    const auto set = m_actions->setKeys(row.action.id(), keys);
    if (set)
        return;
    row.problem->setText(set.error().message);
    row.conflict->show();
}

void ShortcutsSection::refresh()
{
    const QString wanted = m_search->text().simplified();
    for (const Row &row : std::as_const(m_rows)) {
        const QString title = row.action.title();
        row.title->setText(title);
        row.widget->setVisible(row.action.isListed() && (title.contains(wanted, Qt::CaseInsensitive) || row.action.keys().toString(QKeySequence::NativeText).contains(wanted, Qt::CaseInsensitive)));
        row.keys->setKeySequence(row.action.keys());
        if (auto *field = row.keys->findChild<QLineEdit *>())
            field->setPlaceholderText(tr("None")); // until then it asks for keys, as if it waited for some
        row.keys->setAccessibleName(tr("Keys for “%1”").arg(title));
        row.reset->setVisible(m_actions->isChanged(row.action.id()));
        row.reset->setToolTip(tr("As at first: %1").arg(row.action.defaultKeys().isEmpty() ? tr("none") : row.action.defaultKeys().toString(QKeySequence::NativeText)));
        row.reset->setAccessibleName(row.reset->toolTip());
        row.take->setText(tr("Use them here"));
        row.conflict->hide();
    }
}

} // namespace pipit
