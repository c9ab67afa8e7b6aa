// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/language_section.h"

#include "ui/locale/language.h"

#include <QSettings>

namespace pipit {

LanguageSection::LanguageSection(const SettingsContext &context) : SettingsForm(&LanguageSection::title)
{
    QList<Choice> choices{{QString(), [] { return tr("Like the system"); }}};
    for (const LanguageInfo &info : languages)
        choices << Choice{QString::fromLatin1(info.code), [name = QString::fromUtf16(info.name)] { return name; }};
    addChoice([] { return tr("Language of the window"); }, choices, context.language->chosen(), [language = context.language, settings = context.settings](const QString &code) {
        settings->setValue("window/language", code);
        language->apply(code);
    }, [] { return tr("Messages stay as they were written. Dates and figures follow your system where it speaks the same language."); });
}

} // namespace pipit
