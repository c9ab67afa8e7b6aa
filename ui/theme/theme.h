// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the program: which tokens are in force, the fonts and measures that follow from the user's own font, and
// the style made from them.
//
// There is one for the application; it follows the system's light or dark setting while the mode is System. The user's
// high-contrast setting wins over every mode, the user's font size over the 14 px of the design; what is chosen here is a factor
// over that.
// Thread rule: the GUI thread.
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>
#include <QStringList>

namespace pipit {

enum class ThemeMode { System, Light, Dark };

QLatin1StringView themeModeName(ThemeMode mode);
ThemeMode themeModeFromName(QStringView name); // System for a name that is none

enum class Density { Comfortable, Compact };

QLatin1StringView densityName(Density density);
Density densityFromName(QStringView name); // Comfortable for a name that is none

class Theme : public QObject
{
    Q_OBJECT

public:
    // Made at the first call, owned by the application. Call apply() once before the first window is shown.
    static Theme &instance();
    static const Tokens &tokens() { return instance().m_tokens; }

    ThemeMode mode() const { return m_mode; }
    void apply(ThemeMode mode);

    // Body text on a system whose own font is as large as the design's; everything else keeps its proportion to it.
    static constexpr int leastTextPixels = 12;
    static constexpr int usualTextPixels = 14;
    static constexpr int mostTextPixels = 20;
    int textPixels() const { return m_textPixels; }
    void setTextPixels(int pixels);
    Density density() const { return m_density; }
    void setDensity(Density density);

    // A measure of the design in pixels, grown with the user's font.
    static int scaled(double pixels);
    // Between things that stand in rows: smaller where the rows are compact.
    static int spacing(double pixels);
    // Applies measures to a widget, now and whenever they change.
    template<typename Apply>
    static void measure(QObject *widget, Apply apply)
    {
        apply();
        QObject::connect(&instance(), &Theme::changed, widget, apply);
    }

    static QFont body();           // 14 px
    static QFont strong();         // 14 px, semibold: names, titles of rows
    static QFont title();          // 16 px, semibold
    static QFont small();          // 12 px: times, legends
    static QFont code();           // 12.5 px, fixed width
    static QFont heading(int level);
    static int lineHeight();       // of body text: 21 px
    static int codeLineHeight();

Q_SIGNALS:
    void changed();                // tokens or fonts

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    explicit Theme(QObject *parent);
    bool systemIsDark() const;
    void refresh();

    ThemeMode m_mode = ThemeMode::System;
    Tokens m_tokens;
    QPalette m_systemPalette;
    QStringList m_families;
    QString m_codeFamily;
    int m_textPixels = usualTextPixels;
    Density m_density = Density::Comfortable;
    double m_systemScale = 1.0;
    double m_scale = 1.0;    // of the system and the reader together
    bool m_applying = false;
};

} // namespace pipit
