// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: how one writes. Prompts have their place here too.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"
#include "ui/settings/settings_form.h"

namespace pipit {

class ComposerSection : public SettingsForm
{
    Q_OBJECT

public:
    explicit ComposerSection(const SettingsContext &context);
    static QString title() { return tr("Writing"); }
};

} // namespace pipit
