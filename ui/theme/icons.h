// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own icons (resources/icons/*.svg), drawn in a colour of the theme at the moment of painting, so that
// they follow light and dark, every size and every screen without being made again.
//
// Thread rule: the GUI thread. A name that does not exist draws nothing (a test asks for all of them).
#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>

class QLineEdit;

namespace pipit {

// `checked` is the colour while the button is on.
QIcon themedIcon(const char *name, QColor Tokens::*colour = &Tokens::dim, QColor Tokens::*checked = &Tokens::accent);

QPixmap iconPixmap(const QString &name, const QColor &colour, const QSize &size, double devicePixelRatio);

// At the field's end, while there is something in it: empties it. In the window's icons, which Qt's own is not.
void addClearButton(QLineEdit *field);

} // namespace pipit
