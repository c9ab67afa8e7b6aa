// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/port_holder.h"

#include <QFile>
#include <QSet>

#include <pwd.h>

#include <filesystem>

namespace pipit {

namespace {

namespace fs = std::filesystem;

constexpr char listening[] = "0A"; // as the kernel writes TCP_LISTEN
constexpr qint64 mostOfTable = 16 << 20;

struct Listener {
    QByteArray inode;
    uid_t user = 0;
};

// The table of one address family: a line is "sl local remote st queues timer retransmits uid timeout inode …".
QList<Listener> listenersOn(quint16 port, const char *path)
{
    QFile table(QString::fromLatin1(path));
    if (!table.open(QIODevice::ReadOnly))
        return {};
    const QByteArray end = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    QList<Listener> found;
    for (const QByteArray &line : table.read(mostOfTable).split('\n')) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() > 9 && columns[1].endsWith(end) && columns[3] == listening)
            found.append({columns[9], uid_t(columns[7].toUInt())});
    }
    return found;
}

bool holdsOneOf(const QSet<QByteArray> &sockets, const fs::path &process)
{
    std::error_code fault;
    for (fs::directory_iterator descriptor(process / "fd", fault); !fault && descriptor != fs::directory_iterator(); descriptor.increment(fault)) {
        std::error_code gone;
        if (sockets.contains(QByteArray::fromStdString(fs::read_symlink(descriptor->path(), gone).string())))
            return true;
    }
    return false;
}

QString nameOf(const fs::path &process)
{
    QFile name(QString::fromStdString((process / "comm").string()));
    return name.open(QIODevice::ReadOnly) ? QString::fromUtf8(name.read(100)).trimmed() : QString();
}

QString userName(uid_t id)
{
    const passwd *user = getpwuid(id);
    return user ? QString::fromUtf8(user->pw_name) : QString::number(id);
}

} // namespace

Result<PortHolder> portHolder(quint16 port)
{
    const QList<Listener> listeners = listenersOn(port, "/proc/net/tcp") + listenersOn(port, "/proc/net/tcp6");
    if (listeners.isEmpty())
        return Error{ErrorCode::NotFound, QStringLiteral("Nobody listens on port %1 any more.").arg(port)};
    QSet<QByteArray> sockets;
    for (const Listener &listener : listeners)
        sockets.insert("socket:[" + listener.inode + ']');
    std::error_code fault;
    for (fs::directory_iterator entry("/proc", fault); !fault && entry != fs::directory_iterator(); entry.increment(fault)) {
        const qint64 process = QString::fromStdString(entry->path().filename().string()).toLongLong();
        if (process > 0 && holdsOneOf(sockets, entry->path()))
            return PortHolder{nameOf(entry->path()), process};
    }
    return Error{ErrorCode::Forbidden, QStringLiteral("A process of the user %1 listens on port %2; the system does not say which.").arg(userName(listeners.first().user)).arg(port)};
}

} // namespace pipit
