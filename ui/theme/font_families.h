// SPDX-License-Identifier: GPL-3.0-or-later
// Which font families the program asks for: the system's interface font first, then faces for Chinese and emoji, so that
// no text depends on what the system happens to fall back to.
//
// Thread rule: the GUI thread. Only families that are installed are named: a missing one costs a search each time.
#pragma once

#include <QStringList>

class QFont;

namespace pipit {

QStringList interfaceFontFamilies(const QFont &system);
QString codeFontFamily();

} // namespace pipit
