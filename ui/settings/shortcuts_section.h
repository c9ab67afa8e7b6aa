// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: what the program does, with the keys for it. Keys that are taken say by what, and can be taken over.
// Thread rule: the GUI thread.
#pragma once

#include "ui/actions/actions.h"
#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

class QKeySequenceEdit;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace pipit {

class ShortcutsSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit ShortcutsSection(const SettingsContext &context);
    static QString title() { return tr("Shortcuts"); }

private:
    struct Row {
        Action action;
        QWidget *widget;
        QLabel *title;
        QKeySequenceEdit *keys;
        QToolButton *reset;
        QWidget *conflict;
        QLabel *problem;
        QPushButton *take;
    };

    void rebuild();
    void addAction(const Action &action);
    void choose(const Row &row);
    void refresh();

    Actions *m_actions;
    QWidget *m_table;
    QLineEdit *m_search;
    QList<Row> m_rows;
};

} // namespace pipit
