// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/launcher_card.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>

namespace pipit {

namespace {

constexpr int stateDotSize = 11;
constexpr int stateMarkSize = 16;
constexpr std::chrono::milliseconds copiedTime{1'500};

} // namespace

LauncherCard::LauncherCard(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    setArea(this, "card");
    m_column->setContentsMargins(18, 14, 18, 16);
    m_column->setSpacing(9);
}

QLabel *LauncherCard::heading()
{
    QLabel *label = wordsLabel("");
    Theme::measure(label, [label] { label->setFont(Theme::strong()); });
    return label;
}

void LauncherCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retell();
}

StateDot::StateDot(QWidget *parent) : QWidget(parent)
{
    Theme::measure(this, [this] {
        setFixedSize(Theme::scaled(stateDotSize), Theme::scaled(stateDotSize));
        update();
    });
}

void StateDot::setTone(ServerWords::Tone tone)
{
    m_tone = tone;
    update();
}

void StateDot::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    const QColor colours[] = {tokens.good, tokens.warn, tokens.bad, tokens.faint};
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours[int(m_tone)]);
    painter.drawEllipse(rect());
}

StateMark::StateMark(const char *icon, QColor Tokens::*colour, QWidget *parent) : QWidget(parent), m_icon(icon), m_colour(colour)
{
    Theme::measure(this, [this] { setFixedSize(Theme::scaled(stateMarkSize), Theme::scaled(stateMarkSize)); });
}

void StateMark::paintEvent(QPaintEvent *)
{
    QPainter(this).drawPixmap(rect(), iconPixmap(QString::fromLatin1(m_icon), Theme::tokens().*m_colour, size(), devicePixelRatioF()));
}

TextField::TextField(QWidget *parent) : QFrame(parent), m_line(new QLineEdit), m_row(new QHBoxLayout(this))
{
    setObjectName("field");
    m_line->setReadOnly(true);
    m_line->setMinimumWidth(40);
    m_row->setContentsMargins(1, 1, 1, 1);
    m_row->setSpacing(0);
    m_row->addWidget(m_line, 1);
}

QToolButton *TextField::addButton()
{
    auto *button = new QToolButton;
    m_row->addWidget(button);
    return button;
}

void TextField::setText(const QString &text)
{
    if (m_line->text() == text)
        return; // what is selected stays so
    m_line->setText(text);
    m_line->setCursorPosition(0);
}

QString TextField::text() const
{
    return m_line->text();
}

void TextField::setMasked(bool isMasked)
{
    const auto mode = isMasked ? QLineEdit::Password : QLineEdit::Normal;
    if (m_line->echoMode() == mode)
        return; // what is selected stays so
    m_line->setEchoMode(mode);
    m_line->setCursorPosition(0);
}

void copyWith(QToolButton *button, const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    const QString before = button->text();
    button->setText(LauncherCard::tr("Copied"));
    QTimer::singleShot(copiedTime, button, [button, before] {
        if (button->text() == LauncherCard::tr("Copied"))
            button->setText(before);
    });
}

} // namespace pipit
