// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appearance_section.h"

#include "ui/preferences/preferences.h"
#include "ui/theme/theme.h"

#include <QSettings>

namespace pipit {

AppearanceSection::AppearanceSection(const SettingsContext &context) : SettingsForm(&AppearanceSection::title)
{
    const auto nameOf = [](ThemeMode mode) { return QString(themeModeName(mode)); };
    addChoice([] { return tr("Theme"); },
              {{nameOf(ThemeMode::System), [] { return tr("Like the system"); }}, {nameOf(ThemeMode::Light), [] { return tr("Light"); }}, {nameOf(ThemeMode::Dark), [] { return tr("Dark"); }}},
              nameOf(Theme::instance().mode()), [settings = context.settings](const QString &name) {
                  Theme::instance().apply(themeModeFromName(name));
                  settings->setValue("window/theme", name);
              },
              [] { return tr("The high contrast of your system wins over this."); });

    QList<Choice> sizes;
    for (int pixels = Theme::leastTextPixels; pixels <= Theme::mostTextPixels; ++pixels) {
        sizes << Choice{QString::number(pixels), [pixels] { return pixels == Theme::usualTextPixels ? tr("%1 px (usual)").arg(pixels) : tr("%1 px").arg(pixels); }};
    }
    addChoice([] { return tr("Text size"); }, sizes, QString::number(Theme::instance().textPixels()), [preferences = context.preferences](const QString &pixels) {
        preferences->set(preference::textPixels, pixels.toInt());
        Theme::instance().setTextPixels(pixels.toInt());
    }, [] { return tr("On top of the size that your system asks for. Everything else grows with it."); });

    const auto densityOf = [](Density density) { return QString(densityName(density)); };
    addChoice([] { return tr("Density"); }, {{densityOf(Density::Comfortable), [] { return tr("Comfortable"); }}, {densityOf(Density::Compact), [] { return tr("Compact"); }}},
              densityOf(Theme::instance().density()), [preferences = context.preferences](const QString &name) {
                  preferences->set(preference::density, name);
                  Theme::instance().setDensity(densityFromName(name));
              },
              [] { return tr("Compact shows more messages and sessions at once."); });
}

} // namespace pipit
