// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: the language of the window.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

namespace pipit {

class LanguageSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit LanguageSection(const SettingsContext &context);
    static QString title() { return tr("Language"); }
};

} // namespace pipit
