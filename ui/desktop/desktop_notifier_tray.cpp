// SPDX-License-Identifier: GPL-3.0-or-later
// The system tray's messages, as Windows and macOS have them. What was shown last is what a click leads to: the system does
// not say which one it was.
#include "ui/desktop/desktop_notifier.h"

#include <QGuiApplication>
#include <QIcon>
#include <QLoggingCategory>
#include <QSystemTrayIcon>

#include <array>
#include <utility>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcDesktop, "pipit.desktop")

constexpr std::array icons{QSystemTrayIcon::NoIcon, QSystemTrayIcon::Information, QSystemTrayIcon::Critical}; // by urgency

class TrayNotifier : public DesktopNotifier
{
public:
    void show(const DesktopNotice &notice) override;

private:
    std::unique_ptr<QSystemTrayIcon> m_icon; // there from the first notice on
    DesktopNotice m_last;
    bool m_hasComplained = false;
};

void TrayNotifier::show(const DesktopNotice &notice)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages()) {
        if (!std::exchange(m_hasComplained, true))
            qCWarning(lcDesktop, "The desktop shows no notifications: it has no tray for them.");
        return;
    }
    if (!m_icon) {
        m_icon = std::make_unique<QSystemTrayIcon>(QGuiApplication::windowIcon());
        const auto activate = [this] { Q_EMIT activated(m_last.sessionId, m_last.messageId); };
        connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, activate);
        connect(m_icon.get(), &QSystemTrayIcon::activated, this, activate);
        m_icon->show();
    }
    m_last = notice;
    m_icon->showMessage(notice.summary, notice.body, icons[std::size_t(notice.urgency)]);
}

} // namespace

std::unique_ptr<DesktopNotifier> makeDesktopNotifier()
{
    return std::make_unique<TrayNotifier>();
}

} // namespace pipit
