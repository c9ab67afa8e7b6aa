// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/sections.h"

#include "ui/settings/appearance_section.h"
#include "ui/settings/composer_section.h"
#include "ui/settings/language_section.h"
#include "ui/settings/notifications_section.h"
#include "ui/settings/privacy_section.h"
#include "ui/settings/servers_section.h"
#include "ui/settings/shortcuts_section.h"

namespace pipit {

namespace {

// A section: a class with title() that is made from the context.
template<typename Section>
SettingsSection section(const char *id)
{
    return {QString::fromLatin1(id), &Section::title, [](const SettingsContext &context) -> QWidget * { return new Section(context); }};
}

} // namespace

QList<SettingsSection> settingsSections()
{
    return {
        section<ServersSection>("servers"),
        section<AppearanceSection>("appearance"),
        section<LanguageSection>("language"),
        section<ComposerSection>("writing"),
        section<NotificationsSection>("notifications"),
        section<ShortcutsSection>("shortcuts"),
        section<PrivacySection>("privacy"),
    };
}

} // namespace pipit
