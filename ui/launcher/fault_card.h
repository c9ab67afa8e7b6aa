// SPDX-License-Identifier: GPL-3.0-or-later
// The own node did not start, or could not go on: why, and what next. Thread rule: the GUI thread.
#pragma once

#include "client/servers.h"
#include "ui/launcher/launcher_card.h"

class QPushButton;

namespace pipit {

class FaultCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit FaultCard(Servers *servers, QWidget *parent = nullptr);
    void refresh(); // hidden where all is well

Q_SIGNALS:
    void problem(const QString &text);

protected:
    void retell() override;

private:
    Servers *m_servers;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_start;
    QPushButton *m_back;
    QPushButton *m_file;
};

} // namespace pipit
