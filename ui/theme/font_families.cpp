// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/font_families.h"

#include <QFont>
#include <QFontDatabase>
#include <QFontInfo>

#include <array>

namespace pipit {

namespace {

// In the order of preference, for all systems at once: what is not installed is skipped.
constexpr std::array plainFaces{"Inter", "Noto Sans", "Cantarell", "DejaVu Sans"};
constexpr std::array chineseFaces{"PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"};
constexpr std::array emojiFaces{"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji"};
constexpr std::array codeFaces{"SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", "Menlo", "Consolas"};

QString firstInstalled(const auto &names)
{
    for (const char *name : names) {
        if (QFontDatabase::hasFamily(QLatin1StringView(name)))
            return QLatin1StringView(name);
    }
    return {};
}

// A desktop that names no interface font says only "Sans Serif" or the like, and gets whatever matches that.
bool isUnspecific(const QString &family)
{
    return family.isEmpty() || family.startsWith(u"Sans", Qt::CaseInsensitive) || family == u"DejaVu Sans" || family == u"Helvetica";
}

} // namespace

QStringList interfaceFontFamilies(const QFont &system)
{
    QStringList families;
    if (isUnspecific(system.family()))
        families << firstInstalled(plainFaces);
    families << system.family() << firstInstalled(chineseFaces) << firstInstalled(emojiFaces);
    families.removeAll(QString());
    families.removeDuplicates();
    return families;
}

QString codeFontFamily()
{
    const QString system = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    if (!system.isEmpty() && !system.startsWith(u"mono", Qt::CaseInsensitive) && QFontDatabase::hasFamily(system))
        return system;
    const QString known = firstInstalled(codeFaces);
    return known.isEmpty() ? system : known;
}

} // namespace pipit
