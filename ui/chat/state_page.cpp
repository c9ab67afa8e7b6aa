// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/state_page.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>
#include <chrono>

namespace pipit {

using namespace std::chrono_literals;

StatePage::StatePage(QWidget *parent)
    : QWidget(parent), m_title(new QLabel), m_text(new QLabel), m_button(new QPushButton)
{
    setArea(this, "page");
    for (QLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    setLook(m_text, "tone", "dim");
    setFocusProxy(m_button);

    auto *column = new QWidget;
    Theme::measure(column, [this, column] {
        column->setMaximumWidth(Theme::scaled(460));
        m_title->setFont(Theme::title());
    });
    auto *inColumn = new QVBoxLayout(column);
    inColumn->setContentsMargins(0, 0, 0, 0);
    inColumn->setSpacing(8);
    inColumn->addStretch(4);
    inColumn->addSpacing(Theme::scaled(72));
    inColumn->addWidget(m_title);
    inColumn->addWidget(m_text);
    inColumn->addSpacing(8);
    inColumn->addWidget(m_button, 0, Qt::AlignHCenter);
    inColumn->addStretch(5);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->addWidget(column);

    m_skeletonDelay.setSingleShot(true);
    m_skeletonDelay.setInterval(300ms);
    connect(&m_skeletonDelay, &QTimer::timeout, this, [this] {
        m_skeleton = true;
        update();
    });
    connect(m_button, &QPushButton::clicked, this, &StatePage::buttonClicked);
}

void StatePage::setWords(const QString &title, const QString &text, const QString &button)
{
    m_loading = false;
    m_skeleton = false;
    m_skeletonDelay.stop();
    m_title->setFont(Theme::title());
    m_title->setText(title);
    m_text->setText(text);
    m_button->setText(button);
    m_title->setVisible(!title.isEmpty());
    m_text->setVisible(!text.isEmpty());
    m_button->setVisible(!button.isEmpty());
    update();
}

void StatePage::showText(const QString &title, const QString &text, const QString &button)
{
    m_error = false;
    setWords(title, text, button);
}

void StatePage::showError(const QString &title, const QString &reason, const QString &next, const QString &button)
{
    m_error = true;
    setWords(title, next.isEmpty() ? reason : reason + u'\n' + next, button);
}

void StatePage::showLoading()
{
    if (m_loading)
        return;
    setWords({}, {}, {});
    m_error = false;
    m_loading = true;
    m_skeletonDelay.start();
}

void StatePage::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_loading) {
        const int size = Theme::scaled(56);
        const QRect tile((width() - size) / 2, m_title->mapTo(this, QPoint()).y() - size - 20, size, size);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_error ? tokens.badBack : tokens.soft);
        painter.drawRoundedRect(tile, 16, 16);
        const QSize icon(size / 2, size / 2);
        painter.drawPixmap(QPointF(tile.left() + size / 4.0, tile.top() + size / 4.0),
                           iconPixmap(m_error ? QStringLiteral("warning") : QStringLiteral("chat"), m_error ? tokens.bad : tokens.accent, icon, devicePixelRatioF()));
        return;
    }
    if (!m_skeleton)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.hover);
    const int column = qMin(Theme::scaled(720), width() - 40);
    const int left = (width() - column) / 2;
    int top = 40;
    for (const auto &[share, own] : {std::pair(0.42, true), std::pair(0.9, false), std::pair(0.3, true), std::pair(0.75, false)}) {
        if (own) {
            painter.drawRoundedRect(QRectF(left + column * (1 - share), top, column * share, 40), 14, 14);
            top += 62;
            continue;
        }
        painter.drawRoundedRect(QRectF(left, top, 30, 30), 7, 7);
        for (const double line : std::array{0.3, share, share * 0.92, share * 0.6}) {
            painter.drawRoundedRect(QRectF(left + 42, top + 3, (column - 42) * line, 12), 6, 6);
            top += 24;
        }
        top += 22;
    }
}

} // namespace pipit
