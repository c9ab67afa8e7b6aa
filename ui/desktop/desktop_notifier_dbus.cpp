// SPDX-License-Identifier: GPL-3.0-or-later
// org.freedesktop.Notifications, as Linux desktops and the BSDs' have it.
#include "ui/desktop/desktop_notifier_dbus.h"

#include "ui/desktop/application_id.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QLoggingCategory>
#include <QVariantMap>

#include <utility>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcDesktop, "pipit.desktop")

constexpr int mostMs = 5'000;          // for the desktop to answer
constexpr std::size_t mostShown = 100; // that a click can still lead from

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");

// `server`: by its own name, or by that of its service.
QDBusMessage callOf(const QString &method, const QString &server = service)
{
    return QDBusMessage::createMethodCall(server, path, service, method);
}

QDBusMessage ownerOfService()
{
    const QString bus = QStringLiteral("org.freedesktop.DBus");
    return QDBusMessage::createMethodCall(bus, QStringLiteral("/org/freedesktop/DBus"), bus, QStringLiteral("GetNameOwner")) << service;
}

} // namespace

void FreedesktopNotifier::show(const DesktopNotice &notice)
{
    if (!connectToBus())
        return complain(QDBusConnection::sessionBus().lastError().message());
    // Asked each time: another server may have taken over.
    call<QDBusPendingReply<QStringList>>(callOf(QStringLiteral("GetCapabilities")), [this, notice](const QDBusPendingReply<QStringList> &capabilities) {
        const bool isMarkup = capabilities.value().contains(u"body-markup");
        // Whose signals count. The bus is asked for it, because Qt 6.8 does not say who has answered.
        call<QDBusPendingReply<QString>>(ownerOfService(), [this, notice, isMarkup](const QDBusPendingReply<QString> &owner) { notify(notice, isMarkup, owner.value()); });
    });
}

bool FreedesktopNotifier::connectToBus()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return false;
    if (!std::exchange(m_isConnected, true)) {
        // From whomever: to ask the bus who the server is would be to wait.
        const auto listen = [this, &bus](const char *name, const char *slot) { bus.connect({}, path, service, QString::fromLatin1(name), this, slot); };
        listen("ActionInvoked", SLOT(takeAction(uint,QString,QDBusMessage)));
        listen("ActivationToken", SLOT(takeToken(uint,QString,QDBusMessage)));
        listen("NotificationClosed", SLOT(takeClosed(uint,uint,QDBusMessage)));
    }
    return true;
}

template<typename Reply, typename Then>
void FreedesktopNotifier::call(const QDBusMessage &message, Then then)
{
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, mostMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, then, watcher] {
        watcher->deleteLater();
        const Reply reply = *watcher;
        if (reply.isError())
            return complain(reply.error().message());
        m_hasComplained = false;
        then(reply);
    });
}

void FreedesktopNotifier::notify(const DesktopNotice &notice, bool isMarkup, const QString &server)
{
    const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue(uchar(notice.urgency))}, {QStringLiteral("desktop-entry"), applicationId()}};
    QDBusMessage message = callOf(QStringLiteral("Notify"), server);
    message << QStringLiteral("Pipit") << uint(0) << applicationId() << notice.summary << (isMarkup ? notice.body.toHtmlEscaped() : notice.body)
            << QStringList{QStringLiteral("default"), QCoreApplication::translate("pipit::DesktopNotifier", "Open")} << hints << -1;
    call<QDBusPendingReply<uint>>(message, [this, notice, server](const QDBusPendingReply<uint> &reply) {
        m_shown.insert_or_assign(reply.value(), Shown{server, notice.sessionId, notice.messageId});
        if (m_shown.size() > mostShown)
            m_shown.erase(m_shown.begin());
    });
}

void FreedesktopNotifier::complain(const QString &reason)
{
    if (!std::exchange(m_hasComplained, true))
        qCWarning(lcDesktop, "The desktop shows no notifications: %s", qUtf8Printable(reason));
}

bool FreedesktopNotifier::isOurs(uint id, const QDBusMessage &signal) const
{
    const auto shown = m_shown.find(id);
    return shown != m_shown.end() && shown->second.server == signal.service();
}

void FreedesktopNotifier::takeAction(uint id, const QString &, const QDBusMessage &signal)
{
    if (!isOurs(id, signal))
        return;
    const Shown shown = m_shown.at(id);
    Q_EMIT activated(shown.sessionId, shown.messageId);
}

// Under Wayland a window comes to the front only with what the desktop gives for it.
void FreedesktopNotifier::takeToken(uint id, const QString &token, const QDBusMessage &signal)
{
    if (isOurs(id, signal))
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
}

void FreedesktopNotifier::takeClosed(uint id, uint, const QDBusMessage &signal)
{
    if (isOurs(id, signal))
        m_shown.erase(id);
}

std::unique_ptr<DesktopNotifier> makeDesktopNotifier()
{
    return std::make_unique<FreedesktopNotifier>();
}

} // namespace pipit
