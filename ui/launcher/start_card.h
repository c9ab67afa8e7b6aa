// SPDX-License-Identifier: GPL-3.0-or-later
// Where the own node keeps its data, and when it runs: with the session, and after the window was closed. Thread rule: the GUI thread.
#pragma once

#include "ui/launcher/launcher_card.h"
#include "ui/settings/settings_context.h"

class QCheckBox;

namespace pipit {

class StartCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit StartCard(const SettingsContext &context, QWidget *parent = nullptr);
    void refresh();

protected:
    void retell() override;

private:
    void chooseFolder();
    void setAutostart(bool isOn);

    SettingsContext m_context;
    QLabel *m_title;
    QLabel *m_folderLabel;
    TextField *m_folder;
    QToolButton *m_open;
    QToolButton *m_change;
    QLabel *m_folderNote;
    QLabel *m_autostartLabel;
    QCheckBox *m_autostart;
    QLabel *m_inTrayLabel;
    QCheckBox *m_inTray;
    QLabel *m_trayNote;
    QLabel *m_problem;
};

} // namespace pipit
