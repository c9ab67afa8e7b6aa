// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: the servers of this window, each as a card, and another one by its address and a token, or by an invitation.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/server_card.h"
#include "ui/settings/settings_form.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace pipit {

class ServersSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit ServersSection(const SettingsContext &context);
    static QString title() { return tr("Servers"); }

    void setInvitation(const QString &link); // or an address: into the form, for a person to look at

private:
    void refresh();
    void addForm();
    void addAuthorities();
    void updateForm();
    QCoro::Task<> addServer();

    SettingsContext m_context;
    QVBoxLayout *m_cards;
    QList<ServerCard *> m_shown;
    QLineEdit *m_address;
    QLineEdit *m_token;
    QLineEdit *m_name;
    QPushButton *m_add;
    QLabel *m_problem;
    bool m_isBusy = false;
};

} // namespace pipit
