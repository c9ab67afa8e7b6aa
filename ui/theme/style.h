// SPDX-License-Identifier: GPL-3.0-or-later
// The style of every standard widget, made from the tokens: Fusion underneath, so that all systems paint alike, a style
// sheet for shapes and colours. What carries a meaning of its own is marked by a property:
// `kind` = primary | plain | pill | ghost | rail | link of a button; object names for the window's areas.
// Thread rule: the GUI thread.
#pragma once

#include "ui/theme/tokens.h"

class QLabel;
class QWidget;

namespace pipit {

void applyStyle(const Tokens &tokens);

// Marks a widget for the style sheet, also one that is shown already.
void setLook(QWidget *widget, const char *property, const char *value);

// The area of this object name: the style sheet paints its background, too.
void setArea(QWidget *widget, const char *name);

// Words that wrap, in this tone; empty: the ordinary one. The caller's.
QLabel *wordsLabel(const char *tone);

} // namespace pipit
