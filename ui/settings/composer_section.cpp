// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/composer_section.h"

#include "ui/chat/composer/prompts.h"
#include "ui/chat/composer/prompts_editor.h"
#include "ui/preferences/preferences.h"

namespace pipit {

ComposerSection::ComposerSection(const SettingsContext &context) : SettingsForm(&ComposerSection::title)
{
    addChoice([] { return tr("Send with"); }, {{QStringLiteral("enter"), [] { return tr("Enter"); }}, {QStringLiteral("ctrl-enter"), [] { return tr("Ctrl+Enter"); }}},
              context.preferences->text(preference::sendKey), [preferences = context.preferences](const QString &key) { preferences->set(preference::sendKey, key); },
              [] { return tr("Shift+Enter always starts a new line, and where Ctrl+Enter sends, so does Enter alone. Nothing is sent while an input method still composes a word."); });
    addHeading([] { return tr("Prompts"); });
    addNote([] { return tr("Texts to begin with: as buttons above an empty message, and behind a / at its beginning."); });
    auto *prompts = new Prompts(this);
    prompts->setSettings(context.settings);
    // They may be changed in a window's own list as well.
    connect(context.preferences, &Preferences::changed, prompts, [prompts, settings = context.settings](const QByteArray &name) {
        if (name == preference::prompts)
            prompts->setSettings(settings);
    });
    connect(prompts, &Prompts::changed, this, [preferences = context.preferences] { Q_EMIT preferences->changed(preference::prompts); });
    addWidget(new PromptsEditor(prompts));
}

} // namespace pipit
