// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/glyph_weight.h"

#include <QLibrary>

namespace pipit {

void evenGlyphWeight()
{
    // Both libraries are there already: found by name, so that the program does not depend on what is no interface of Qt.
    QLibrary gui(QStringLiteral("Qt6Gui"), 6);
    QLibrary freetype(QStringLiteral("freetype"), 6);
    const auto library = reinterpret_cast<void *(*)()>(gui.resolve("_Z14qt_getFreetypev"));
    const auto setProperty = reinterpret_cast<int (*)(void *, const char *, const char *, const void *)>(freetype.resolve("FT_Property_Set"));
    if (!library || !setProperty)
        return;
    const unsigned char withoutDarkening = 1; // FT_Bool
    setProperty(library(), "cff", "no-stem-darkening", &withoutDarkening);
}

} // namespace pipit
