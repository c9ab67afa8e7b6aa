// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/font_families.h"
#include "ui/theme/glyph_weight.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyleHints>

#include <array>
#include <utility>

// Outside of any namespace: that is where the macro expects to be. The library is static, so nothing else pulls them in.
static void initResources()
{
    Q_INIT_RESOURCE(pipit);
}

namespace pipit {

namespace {

constexpr std::array modeNames{"system", "light", "dark"};
constexpr std::array densityNames{"comfortable", "compact"};
constexpr double designBodyPixels = 14;
constexpr double compactSpacing = 0.5;

QFont fontOf(const QStringList &families, double pixels, QFont::Weight weight)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(qRound(pixels));
    font.setWeight(weight);
    return font;
}

} // namespace

QLatin1StringView themeModeName(ThemeMode mode)
{
    return QLatin1StringView(modeNames[std::size_t(mode)]);
}

ThemeMode themeModeFromName(QStringView name)
{
    for (std::size_t i = 0; i < modeNames.size(); ++i) {
        if (name == QLatin1StringView(modeNames[i]))
            return ThemeMode(i);
    }
    return ThemeMode::System;
}

QLatin1StringView densityName(Density density)
{
    return QLatin1StringView(densityNames[std::size_t(density)]);
}

Density densityFromName(QStringView name)
{
    return name == densityName(Density::Compact) ? Density::Compact : Density::Comfortable;
}

Theme &Theme::instance()
{
    static Theme *theme = new Theme(qApp);
    return *theme;
}

Theme::Theme(QObject *parent)
    : QObject(parent), m_tokens(lightTokens()), m_systemPalette(QApplication::palette())
{
    initResources();
    evenGlyphWeight();
    const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    m_families = interfaceFontFamilies(system);
    m_codeFamily = codeFontFamily();
    m_systemScale = m_scale = qMax(1.0, QFontInfo(system).pixelSize() / designBodyPixels);
    qApp->installEventFilter(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { refresh(); });
#endif
}

bool Theme::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return m_systemPalette.color(QPalette::Window).lightness() < m_systemPalette.color(QPalette::WindowText).lightness();
}

void Theme::apply(ThemeMode mode)
{
    m_mode = mode;
    refresh();
}

void Theme::setTextPixels(int pixels)
{
    pixels = qBound(leastTextPixels, pixels, mostTextPixels);
    if (std::exchange(m_textPixels, pixels) == pixels)
        return;
    m_scale = m_systemScale * pixels / designBodyPixels;
    refresh();
}

void Theme::setDensity(Density density)
{
    if (std::exchange(m_density, density) != density)
        refresh();
}

void Theme::refresh()
{
    if (isHighContrast(m_systemPalette))
        m_tokens = highContrastTokens(m_systemPalette);
    else
        m_tokens = m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && systemIsDark()) ? darkTokens() : lightTokens();
    m_applying = true;
    applyStyle(m_tokens);
    m_applying = false;
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // Setting our own palette sends this event too; only the system's own change counts.
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange && !m_applying) {
        const QPalette palette = QApplication::palette();
        if (palette.color(QPalette::Window) != m_tokens.page) {
            m_systemPalette = palette;
            QMetaObject::invokeMethod(this, [this] { refresh(); }, Qt::QueuedConnection);
        }
    }
    return QObject::eventFilter(watched, event);
}

int Theme::scaled(double pixels)
{
    return qRound(pixels * instance().m_scale);
}

int Theme::spacing(double pixels)
{
    return scaled(instance().m_density == Density::Compact ? pixels * compactSpacing : pixels);
}

QFont Theme::body()
{
    return fontOf(instance().m_families, 14 * instance().m_scale, QFont::Normal);
}

QFont Theme::strong()
{
    return fontOf(instance().m_families, 14 * instance().m_scale, QFont::DemiBold);
}

QFont Theme::title()
{
    return fontOf(instance().m_families, 16 * instance().m_scale, QFont::DemiBold);
}

QFont Theme::small()
{
    return fontOf(instance().m_families, 12 * instance().m_scale, QFont::Normal);
}

QFont Theme::code()
{
    QFont font;
    font.setFamilies(QStringList(instance().m_codeFamily) + instance().m_families);
    font.setFixedPitch(true);
    // A pixel size is whole; half a pixel needs the point size of the screen's logical 96 dpi only where it is exact.
    font.setPixelSize(qRound(12.5 * instance().m_scale));
    return font;
}

QFont Theme::heading(int level)
{
    static constexpr std::array sizes{20.0, 18.0, 16.0, 15.0, 14.0, 14.0};
    return fontOf(instance().m_families, sizes[std::size_t(qBound(1, level, 6) - 1)] * instance().m_scale, QFont::DemiBold);
}

int Theme::lineHeight()
{
    return scaled(21);
}

int Theme::codeLineHeight()
{
    return scaled(19);
}

} // namespace pipit
