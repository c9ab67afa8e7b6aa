// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <QPalette>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr QRgb opaque(unsigned rgb)
{
    return 0xff000000u | rgb;
}

std::array<QColor, 5> avatarColours()
{
    return {opaque(0x0b776c), opaque(0xb5661a), opaque(0x3d6fb6), opaque(0xa8446b), opaque(0x71762a)};
}

double luminance(const QColor &colour)
{
    const auto linear = [](double channel) { return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

const Tokens &lightTokens()
{
    static const Tokens tokens{
        .dark = false,
        .page = opaque(0xfbfaf7), .surface = opaque(0xffffff), .side = opaque(0xf4f2ec), .rail = opaque(0xece9e1), .line = opaque(0xe3dfd5),
        .text = opaque(0x1f1d19), .dim = opaque(0x64615a), .faint = opaque(0x8a867b),
        .accent = opaque(0x0b776c), .onAccent = opaque(0xffffff), .soft = opaque(0xdff0ed), .bubble = opaque(0xe2f1ee), .hover = opaque(0xebe8e0),
        .warn = opaque(0x8f5a06), .warnBack = opaque(0xfdf1d8), .bad = opaque(0xb02f26), .badBack = opaque(0xfbe5e2), .good = opaque(0x2c8a4b),
        .code = opaque(0xf6f4ee), .selection = opaque(0xb9ded8), .found = opaque(0xfbeec6), .foundHere = opaque(0xf7d774),
        .keyword = opaque(0xa23f66), .function = opaque(0x30609f), .string = opaque(0x9c5510), .number = opaque(0x666b1f), .comment = opaque(0x6d6a61),
        .series = {opaque(0x0b776c), opaque(0xc2701a), opaque(0x3d6fb6), opaque(0xa8446b), opaque(0x7a7f2a)},
        .avatars = avatarColours(),
    };
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens{
        .dark = true,
        .page = opaque(0x151614), .surface = opaque(0x1d1f1c), .side = opaque(0x191a18), .rail = opaque(0x121311), .line = opaque(0x2d2f2b),
        .text = opaque(0xebe9e2), .dim = opaque(0xa19e95), .faint = opaque(0x7d7b73),
        .accent = opaque(0x45bcae), .onAccent = opaque(0x06211e), .soft = opaque(0x16332f), .bubble = opaque(0x1c3b36), .hover = opaque(0x232521),
        .warn = opaque(0xe5b25c), .warnBack = opaque(0x33290f), .bad = opaque(0xf0837a), .badBack = opaque(0x3a1b18), .good = opaque(0x5cc482),
        .code = opaque(0x232521), .selection = opaque(0x23564f), .found = opaque(0x2e2611), .foundHere = opaque(0x5c4a17),
        .keyword = opaque(0xdf84aa), .function = opaque(0x7ba7e6), .string = opaque(0xe49a4c), .number = opaque(0xbfc46a), .comment = opaque(0x96938a),
        .series = {opaque(0x45bcae), opaque(0xe49a4c), opaque(0x7ba7e6), opaque(0xdf84aa), opaque(0xbfc46a)},
        .avatars = avatarColours(),
    };
    return tokens;
}

Tokens highContrastTokens(const QPalette &system)
{
    const QColor window = system.color(QPalette::Window);
    const QColor text = system.color(QPalette::WindowText);
    const QColor highlight = system.color(QPalette::Highlight);
    Tokens tokens = luminance(window) < 0.5 ? darkTokens() : lightTokens();
    for (QColor Tokens::*surface : {&Tokens::page, &Tokens::surface, &Tokens::side, &Tokens::rail, &Tokens::bubble, &Tokens::warnBack,
                                    &Tokens::badBack, &Tokens::code, &Tokens::soft, &Tokens::hover})
        tokens.*surface = window;
    for (QColor Tokens::*ink : {&Tokens::text, &Tokens::dim, &Tokens::faint, &Tokens::line, &Tokens::warn, &Tokens::bad, &Tokens::good,
                                &Tokens::keyword, &Tokens::function, &Tokens::string, &Tokens::number, &Tokens::comment})
        tokens.*ink = text;
    tokens.accent = contrastRatio(highlight, window) >= 4.5 ? highlight : text;
    tokens.onAccent = window;
    tokens.selection = highlight;
    // Multiplied with what is light, added to what is dark.
    tokens.found = tokens.dark ? opaque(0x505050) : opaque(0xb0b0b0);
    tokens.foundHere = opaque(0x808080);
    return tokens;
}

bool isHighContrast(const QPalette &system)
{
    const QColor window = system.color(QPalette::Window);
    return window == system.color(QPalette::Base) && window == system.color(QPalette::Button)
        && contrastRatio(window, system.color(QPalette::WindowText)) >= 18;
}

double contrastRatio(const QColor &first, const QColor &second)
{
    const auto [low, high] = std::minmax({luminance(first), luminance(second)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace pipit
