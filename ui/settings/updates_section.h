// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: where newer versions are looked for, and what the last look found.
//
// Contract: an address that is none is told at once and changes nothing. What is set elsewhere cannot be changed here, and it says by
// what. Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

class QLineEdit;
class QPushButton;

namespace pipit {

class UpdateWatch;

class UpdatesSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit UpdatesSection(const SettingsContext &context);
    static QString title() { return tr("Updates"); }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addField();
    void addAnswer();
    bool apply();   // false: what is written is no address, and that is said
    void refresh();

    Preferences *m_preferences;
    UpdateWatch *m_updates;
    QLineEdit *m_feed;
    QLabel *m_problem;
    QLabel *m_answer;
    QPushButton *m_check;
    QPushButton *m_news;
    bool m_isRefused = false; // what is written in the field
};

} // namespace pipit
