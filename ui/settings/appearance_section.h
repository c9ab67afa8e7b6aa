// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: light or dark, how large the words are, how close the rows.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

namespace pipit {

class AppearanceSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit AppearanceSection(const SettingsContext &context);
    static QString title() { return tr("Appearance"); }
};

} // namespace pipit
