// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QToolTip>
#include <QWidget>

namespace pipit {

namespace {

// Fusion without its animations: nothing moves that carries no meaning.
class CalmStyle : public QProxyStyle
{
public:
    CalmStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) { }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override
    {
        if (hint == SH_Widget_Animation_Duration)
            return 0;
        if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
            return 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

QPalette paletteOf(const Tokens &tokens)
{
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.page);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::Base, tokens.surface);
    palette.setColor(QPalette::AlternateBase, tokens.side);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.dim);
    palette.setColor(QPalette::Button, tokens.surface);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, tokens.bad);
    palette.setColor(QPalette::Highlight, tokens.selection);
    palette.setColor(QPalette::HighlightedText, contrastRatio(tokens.text, tokens.selection) >= 4.5 ? tokens.text : tokens.page);
    palette.setColor(QPalette::Link, tokens.accent);
    palette.setColor(QPalette::LinkVisited, tokens.accent);
    palette.setColor(QPalette::ToolTipBase, tokens.surface);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    palette.setColor(QPalette::Light, tokens.surface);
    palette.setColor(QPalette::Mid, tokens.line);
    palette.setColor(QPalette::Dark, tokens.dim);
    palette.setColor(QPalette::Shadow, tokens.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens.faint);
    return palette;
}

// Names in the sheet are @token or #NNpx for a measure that grows with the user's font.
constexpr char sheet[] = R"(
QWidget#rail { background: @rail; border: none; border-right: 1px solid @line; }
QWidget#side { background: @side; border: none; border-right: 1px solid @line; }
QWidget#header { background: @surface; border: none; border-bottom: 1px solid @line; }
QWidget#statusBar { background: @side; border: none; border-top: 1px solid @line; }
QWidget#updateNotice { background: @soft; border: none; border-top: 1px solid @line; }
QWidget#page { background: @page; }
QWidget#composerCard { background: @surface; border: 1px solid @line; border-radius: 14px; }
QWidget#composerCard[focused="true"] { border-color: @accent; }
QWidget#paletteCard { background: @surface; border: 1px solid @line; border-radius: 10px; }
QFrame#attachmentChip { background: @side; border: 1px solid @line; border-radius: #8px; }
QFrame#completion { background: @surface; border: 1px solid @line; border-radius: 10px; }
QListWidget#completionList, QListWidget#promptList { color: @text; background: transparent; border: none; outline: none; font-size: #13px; }
QListWidget#completionList::item, QListWidget#promptList::item { border-radius: #6px; padding: 0 #6px; }
QListWidget#completionList::item:selected, QListWidget#promptList::item:selected { color: @text; background: @soft; }
QListWidget#promptList { background: @surface; border: 1px solid @line; border-radius: #7px; padding: #3px; }
QListWidget#promptList::item { height: #24px; }
QListWidget#promptList:focus { border-color: @accent; }
QPlainTextEdit#promptText { background: @surface; border: 1px solid @line; border-radius: #7px; padding: #4px; font-size: #13px; selection-background-color: @selection; selection-color: @text; }
QPlainTextEdit#promptText:focus { border-color: @accent; }
QLabel#dropHint { color: @accent; background: @soft; border: 2px dashed @accent; border-radius: 14px; font-size: #16px; font-weight: 600; }
QWidget#findbar { background: @surface; border: none; border-bottom: 1px solid @line; }
QWidget#banner { background: @warnBack; border: none; border-bottom: 1px solid @line; }
QWidget#banner[tone="bad"] { background: @badBack; }
QWidget#banner[tone="good"] { background: @soft; }
QWidget#banner[tone="calm"] { background: @side; }
QWidget#banner QLabel { color: @warn; }
QWidget#banner QLabel[bannerTone="bad"] { color: @bad; }
QWidget#banner QLabel[bannerTone="good"] { color: @accent; }
QWidget#banner QLabel[bannerTone="calm"] { color: @dim; }

QPushButton, QToolButton { font-size: #13px; color: @text; background: @surface; border: 1px solid @line; border-radius: #7px; padding: 0 #12px; min-height: #28px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @soft; }
QPushButton:focus, QToolButton:focus { border: 1px solid @accent; outline: none; }
QPushButton:disabled, QToolButton:disabled { color: @faint; }
QPushButton[tone="bad"] { color: @bad; }
QPushButton[kind="primary"] { color: @onAccent; background: @accent; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { color: @faint; background: @hover; border-color: @line; }
QPushButton[kind="pill"], QToolButton[kind="pill"] { color: @dim; border-radius: #13px; padding: 0 #10px; min-height: #24px; background: @surface; }
QPushButton[kind="pill"]:hover, QToolButton[kind="pill"]:hover { color: @text; background: @hover; }
QPushButton[kind="pill"]:focus, QToolButton[kind="pill"]:focus { border: 1px solid @accent; color: @text; }
QToolButton[kind="pill"]:checked { color: @accent; background: @soft; border-color: @soft; font-weight: 600; }
QToolButton[kind="pill"]:checked:focus { border-color: @accent; }
QToolButton[kind="pill"][tone="chosen"] { color: @accent; border-color: @accent; }
QToolButton[kind="ghost"] { background: transparent; border: 1px solid transparent; padding: #4px; min-height: #20px; }
QToolButton[kind="ghost"]:hover { background: @hover; }
QToolButton[kind="ghost"][tone="dim"] { color: @dim; }
QToolButton[kind="ghost"][tone="accent"] { color: @accent; }
QToolButton[kind="ghost"]:checked { background: @soft; }
QToolButton[kind="ghost"]:focus { border: 1px solid @accent; }
QToolButton[kind="row"] { color: @dim; background: transparent; border: none; border-top: 1px solid @line; border-radius: 0; min-height: #32px; }
QToolButton[kind="row"]:hover { color: @text; background: @hover; }
QToolButton[kind="row"]:focus { color: @accent; }
QToolButton[kind="rail"] { background: transparent; border: 1px solid transparent; border-radius: 10px; padding: 0; min-height: #38px; min-width: #38px; }
QToolButton[kind="rail"]:hover { background: @hover; }
QToolButton[kind="rail"]:checked { background: @surface; border-color: @line; }
QToolButton[kind="rail"]:focus { border: 1px solid @accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }

/* The words of fields are of the palette's colour: with one of its own, the sheet would make their hints half as dark. */
QLineEdit { font-size: #13px; background: @surface; border: 1px solid @line; border-radius: #7px; padding: 0 #10px; min-height: #30px; selection-background-color: @selection; selection-color: @text; }
QLineEdit:focus { border-color: @accent; }
QLineEdit[kind="pill"] { border-radius: #13px; min-height: #24px; }
QLineEdit#search { padding: 0 #3px; }
QLineEdit QToolButton { background: transparent; border: none; padding: 0; min-height: 0; }
QTextEdit#composerEdit { background: transparent; border: none; selection-background-color: @selection; selection-color: @text; }
QWidget#notePanel { background: @surface; border: none; border-left: 1px solid @line; }
QListWidget#settingsList { color: @text; background: @surface; border: 1px solid @line; border-radius: 10px; padding: #4px; outline: none; }
QListWidget#settingsList::item { padding: #6px #8px; border-radius: #7px; border: 1px solid transparent; }
QListWidget#settingsList::item:hover { background: @hover; }
QListWidget#settingsList::item:selected { background: @soft; color: @text; }
QListWidget#settingsList::item:selected:focus { border-color: @accent; }
QTextEdit#noteText { color: @text; background: transparent; border: none; selection-background-color: @selection; selection-color: @text; }
QPlainTextEdit#noteField { background: @page; border: 1px solid @line; border-radius: #7px; padding: #4px; selection-background-color: @selection; selection-color: @text; }
QPlainTextEdit#noteField:focus { border-color: @accent; }
QListView#sessions { background: transparent; border: none; outline: none; }

QLabel { color: @text; background: transparent; }
QLabel[tone="dim"] { color: @dim; }
QLabel[tone="title"] { font-size: #16px; font-weight: 600; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[tone="heading"] { color: @dim; font-size: #12px; font-weight: 600; }
QLabel[tone="bad"] { color: @bad; }
QLabel[tone="warn"] { color: @warn; }
QLabel#pill { color: @dim; background: @surface; border: 1px solid @line; border-radius: #13px; padding: 0 #11px; min-height: #24px; max-height: #24px; }
QLabel#answer { background: @code; border: 1px solid @line; border-radius: #7px; padding: #8px #10px; }
QLabel#notice { color: @warn; background: @warnBack; border-radius: #7px; padding: #4px #10px; }

QLabel#keys { color: @dim; border: 1px solid @line; border-radius: 4px; padding: 0 #5px; font-size: #11px; }
QMenu { color: @text; background: @surface; border: 1px solid @line; border-radius: 10px; padding: #4px; }
QMenu::item { padding: #5px #28px #5px #26px; border-radius: #6px; }
QMenu::item:selected { background: @soft; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: #4px #8px; }
QMenu::indicator { width: #14px; height: #14px; left: #7px; }
QMenu::icon { padding-left: #6px; }
QToolTip { color: @text; background: @surface; border: 1px solid @line; padding: #3px #6px; }

QWidget#cardHeader { background: transparent; border: none; border-bottom: 1px solid @line; }
QWidget#card { background: @surface; border: 1px solid @line; border-radius: 10px; }
QWidget#card[tone="warn"] { border-color: @warn; }
QWidget#card[tone="bad"] { border-color: @bad; }
QProgressBar { background: @soft; border: none; border-radius: #3px; min-height: #6px; max-height: #6px; }
QProgressBar::chunk { background: @accent; border-radius: #3px; }
QFrame#field { background: @page; border: 1px solid @line; border-radius: #7px; }
QFrame#field QLineEdit { background: transparent; border: none; padding: 0 #9px; min-height: #28px; }
QFrame#field QToolButton { color: @dim; background: transparent; border: 1px solid transparent; border-radius: #6px; padding: 0 #8px; min-height: #24px; }
QFrame#field QToolButton:hover { color: @text; background: @hover; }
QFrame#field QToolButton:focus { border-color: @accent; }
QFrame#field QToolButton:disabled { color: @faint; }
QSpinBox { font-size: #13px; color: @text; background: @surface; border: 1px solid @line; border-radius: #7px; padding: 0 #10px; min-height: #28px; selection-background-color: @selection; selection-color: @text; }
QSpinBox:focus { border-color: @accent; }
QComboBox { font-size: #13px; color: @text; background: @surface; border: 1px solid @line; border-radius: #7px; padding: 0 #10px; min-height: #30px; }
QComboBox:hover { background: @hover; }
QComboBox:focus { border-color: @accent; }
QComboBox:disabled { color: @faint; background: @page; }
QComboBox::drop-down { border: none; width: #24px; }
QComboBox::down-arrow { image: @arrow; width: #12px; height: #12px; }
QComboBox QAbstractItemView { color: @text; background: @surface; border: 1px solid @line; outline: none; selection-background-color: @soft; selection-color: @text; }
QListWidget#settingsSections { color: @text; background: transparent; border: none; outline: none; }
QListWidget#settingsSections::item { padding: #7px #10px; border-radius: #7px; border: 1px solid transparent; }
QListWidget#settingsSections::item:hover { background: @hover; }
QListWidget#settingsSections::item:selected { background: @soft; color: @text; }
QListWidget#settingsSections::item:selected:focus { border-color: @accent; }
QTableView { font-size: #13px; color: @text; background: transparent; border: none; outline: none; selection-background-color: @soft; selection-color: @text; }
QTableView::item { border: none; border-bottom: 1px solid @line; padding: 0 #6px; }
QTableView::item:selected { background: @soft; color: @text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { font-size: #12px; color: @dim; background: transparent; border: none; border-bottom: 1px solid @line; padding: #5px #9px; }
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: transparent; border: none; }
QScrollArea#settingsScroll { background: @page; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; border: none; }
QScrollBar::handle:vertical { background: @line; border-radius: 3px; min-height: 36px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover { background: @faint; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; border: none; }
QScrollBar::handle:horizontal { background: @line; border-radius: 3px; min-width: 36px; margin: 3px 2px; }
QScrollBar::handle:horizontal:hover { background: @faint; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
)";

QString styleSheetOf(const Tokens &tokens)
{
    struct Name { QLatin1StringView name; QColor Tokens::*colour; };
    // The longer of two names that begin alike stands first.
    static const Name names[] = {
        {QLatin1StringView("@warnBack"), &Tokens::warnBack}, {QLatin1StringView("@badBack"), &Tokens::badBack}, {QLatin1StringView("@onAccent"), &Tokens::onAccent},
        {QLatin1StringView("@page"), &Tokens::page}, {QLatin1StringView("@surface"), &Tokens::surface}, {QLatin1StringView("@side"), &Tokens::side},
        {QLatin1StringView("@rail"), &Tokens::rail}, {QLatin1StringView("@line"), &Tokens::line}, {QLatin1StringView("@text"), &Tokens::text},
        {QLatin1StringView("@dim"), &Tokens::dim}, {QLatin1StringView("@faint"), &Tokens::faint}, {QLatin1StringView("@accent"), &Tokens::accent},
        {QLatin1StringView("@soft"), &Tokens::soft}, {QLatin1StringView("@hover"), &Tokens::hover}, {QLatin1StringView("@warn"), &Tokens::warn},
        {QLatin1StringView("@bad"), &Tokens::bad}, {QLatin1StringView("@selection"), &Tokens::selection},
    };
    QString text = QString::fromLatin1(sheet);
    for (const Name &entry : names)
        text.replace(entry.name, (tokens.*entry.colour).name());
    text.replace(QLatin1StringView("@arrow"), tokens.text.lightness() < tokens.page.lightness() ? QStringLiteral("url(:/icons/down-on-light.svg)") : QStringLiteral("url(:/icons/down-on-dark.svg)"));
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        qsizetype end = i + 1;
        while (end < text.size() && text[end].isDigit())
            ++end;
        const bool measure = text[i] == u'#' && end > i + 1 && QStringView(text).sliced(end).startsWith(u"px");
        if (!measure) {
            result += text[i];
            continue;
        }
        result += QString::number(Theme::scaled(QStringView(text).sliced(i + 1, end - i - 1).toInt()));
        i = end - 1;
    }
    return result;
}

} // namespace

void applyStyle(const Tokens &tokens)
{
    if (!qobject_cast<QProxyStyle *>(QApplication::style()))
        QApplication::setStyle(new CalmStyle);
    QApplication::setFont(Theme::body());
    QApplication::setPalette(paletteOf(tokens));
    QToolTip::setFont(Theme::small());
    qApp->setStyleSheet(styleSheetOf(tokens));
}

void setArea(QWidget *widget, const char *name)
{
    widget->setObjectName(name);
    widget->setAttribute(Qt::WA_StyledBackground);
}

QLabel *wordsLabel(const char *tone)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (*tone)
        setLook(label, "tone", tone);
    return label;
}

void setLook(QWidget *widget, const char *property, const char *value)
{
    const QString text = QString::fromLatin1(value);
    if (widget->property(property).toString() == text)
        return;
    widget->setProperty(property, text);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace pipit
