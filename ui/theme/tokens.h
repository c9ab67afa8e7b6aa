// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of the window, named by what they are for. Nothing else in ui/ names a colour.
//
// Contract: text, dim, accent and the code colours reach 4.5 : 1 on every surface that carries them, faint 3 : 1
// (tests/ui/theme_test.cpp computes it). Thread rule: plain values.
#pragma once

#include <QColor>

#include <array>

class QPalette;

namespace pipit {

struct Tokens {
    bool dark = false;

    QColor page;      // behind messages
    QColor surface;   // cards, header, composer
    QColor side;      // session list, status bar
    QColor rail;      // navigation
    QColor line;      // borders
    QColor text;
    QColor dim;       // secondary words
    QColor faint;     // times and legends, never what must be read
    QColor accent;    // the one action, selection, links
    QColor onAccent;
    QColor soft;      // the selected row
    QColor bubble;    // the reader's own messages
    QColor hover;     // under the pointer
    QColor warn;
    QColor warnBack;
    QColor bad;
    QColor badBack;
    QColor good;
    QColor code;      // behind code
    QColor selection; // behind selected text
    QColor found;     // behind what was looked for; words stay readable on it
    QColor foundHere; // the same, of the message that is gone to

    // Code: what each kind of token is written in.
    QColor keyword;
    QColor function;
    QColor string;
    QColor number;
    QColor comment;

    std::array<QColor, 5> series;  // charts
    std::array<QColor, 5> avatars; // behind a white letter
};

const Tokens &lightTokens();
const Tokens &darkTokens();

// Made from the system's own colours, for a system that is set to high contrast.
Tokens highContrastTokens(const QPalette &system);
bool isHighContrast(const QPalette &system);

// As WCAG 2 defines it: 1 to 21.
double contrastRatio(const QColor &first, const QColor &second);

} // namespace pipit
