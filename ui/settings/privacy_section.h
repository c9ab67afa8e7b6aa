// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: what stays on this computer, and what others are told.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

class QVBoxLayout;

namespace pipit {

class PrivacySection : public SettingsForm
{
    Q_OBJECT

public:
    explicit PrivacySection(const SettingsContext &context);
    static QString title() { return tr("Privacy"); }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showCopies();

    Servers *m_servers;
    QVBoxLayout *m_copies;
};

} // namespace pipit
