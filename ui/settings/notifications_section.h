// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: what the desktop is told, with how many words, and when not.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

namespace pipit {

class NotificationsSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit NotificationsSection(const SettingsContext &context);
    static QString title() { return tr("Notifications"); }
};

} // namespace pipit
