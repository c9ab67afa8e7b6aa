// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/tray_icon.h"

#include "ui/theme/tokens.h"

#include <QMenu>
#include <QPainter>

namespace pipit {

QIcon badgedIcon(int count)
{
    const QIcon plain(QStringLiteral(":/pipit.svg"));
    if (count <= 0)
        return plain;
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64}) {
        QPixmap pixmap = plain.pixmap(size, size);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const double width = size * 0.62;
        const QRectF badge(size - width, size - width, width, width);
        painter.setPen(Qt::NoPen);
        painter.setBrush(lightTokens().bad);
        painter.drawEllipse(badge);
        QFont font;
        font.setPixelSize(qMax(7, int(width * (count > 9 ? 0.55 : 0.75))));
        font.setBold(true);
        painter.setFont(font);
        painter.setPen(Qt::white);
        painter.drawText(badge, Qt::AlignCenter, count > 99 ? QStringLiteral("99") : QString::number(count));
        icon.addPixmap(pixmap);
    }
    return icon;
}

TrayIcon::TrayIcon(QObject *parent) : QObject(parent), m_menu(std::make_unique<QMenu>())
{
    connect(m_menu.get(), &QMenu::aboutToShow, this, &TrayIcon::fillMenu);
    fillMenu(); // some desktops ask for it before it is shown
    m_icon.setContextMenu(m_menu.get());
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT showRequested();
    });
    update();
    m_icon.show();
}

TrayIcon::~TrayIcon() = default;

bool TrayIcon::isThere() const
{
    return QSystemTrayIcon::isSystemTrayAvailable() && m_icon.isVisible();
}

void TrayIcon::setUnread(int count)
{
    if (std::exchange(m_unread, count) != count)
        update();
}

void TrayIcon::update()
{
    m_icon.setIcon(badgedIcon(m_unread));
    m_icon.setToolTip(m_unread > 0 ? tr("Pipit, %n unread", nullptr, m_unread) : QStringLiteral("Pipit"));
}

// In the language of the moment.
void TrayIcon::fillMenu()
{
    m_menu->clear();
    m_menu->addAction(tr("Show Pipit"), this, &TrayIcon::showRequested);
    m_menu->addAction(tr("New session"), this, &TrayIcon::newSessionRequested);
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &TrayIcon::quitRequested);
}

} // namespace pipit
