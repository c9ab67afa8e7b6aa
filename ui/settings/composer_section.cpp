// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/composer_section.h"

#include "ui/preferences/preferences.h"

namespace pipit {

ComposerSection::ComposerSection(const SettingsContext &context) : SettingsForm(&ComposerSection::title)
{
    addChoice([] { return tr("Send with"); }, {{QStringLiteral("enter"), [] { return tr("Enter"); }}, {QStringLiteral("ctrl+enter"), [] { return tr("Ctrl+Enter"); }}},
              context.preferences->text(preference::sendKey), [preferences = context.preferences](const QString &key) { preferences->set(preference::sendKey, key); },
              [] { return tr("Shift+Enter always starts a new line; where Ctrl+Enter sends, Enter alone does too. Neither sends while an input method still composes a word."); });
}

} // namespace pipit
