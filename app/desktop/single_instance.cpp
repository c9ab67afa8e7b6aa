// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/single_instance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QLoggingCategory>
#include <QStandardPaths>
#include <QThread>
#include <QTimer>

#include <chrono>

namespace pipit {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcDesktop, "pipit.desktop")

constexpr qint64 mostBytes = 64 << 10;
constexpr auto otherPatience = 5s;
constexpr auto timeToSay = 2s;
const QByteArray taken("taken\n");

// A pipe has a name, a socket a path: in the user's own directory, where nobody else can put one of that name.
QString serverName(const QString &dataDir)
{
    const QString name = QStringLiteral("pipit-") + QString::fromLatin1(QCryptographicHash::hash(dataDir.toUtf8(), QCryptographicHash::Sha256).toHex().first(16));
#ifdef Q_OS_WIN
    return name;
#else
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)).filePath(name);
#endif
}

} // namespace

SingleInstance::SingleInstance(const QString &dataDir, QObject *parent)
    : QObject(parent), m_dataDir(QDir(dataDir).absolutePath()), m_name(serverName(m_dataDir)), m_lock(QDir(m_dataDir).filePath(QStringLiteral("desktop.lock")))
{
    m_lock.setStaleLockTime(0); // only a process that is gone has left it
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection())
            take(socket);
    });
}

Result<SingleInstance::Role> SingleInstance::begin(const QStringList &wishes)
{
    if (!QDir().mkpath(m_dataDir))
        return Error{ErrorCode::Unavailable, QStringLiteral("The directory %1 cannot be made; choose another with --data.").arg(m_dataDir), QStringLiteral("data")};
    const QDeadlineTimer deadline(otherPatience);
    while (!m_lock.tryLock(0)) {
        if (m_lock.error() != QLockFile::LockFailedError)
            return Error{ErrorCode::Unavailable, QStringLiteral("Nothing can be written into %1; mend its rights, or choose another directory with --data.").arg(m_dataDir), QStringLiteral("data")};
        auto handed = handOver(wishes);
        if (handed)
            return handed;
        // It may be starting, or ending.
        if (deadline.hasExpired())
            return handed.error();
        QThread::msleep(100);
    }
    listen();
    return Role::First;
}

void SingleInstance::listen()
{
    QLocalServer::removeServer(m_name); // of a process that was killed
    if (!m_server.listen(m_name))
        qCWarning(lcDesktop, "A second start of Pipit will not be heard here: %s", qUtf8Printable(m_server.errorString()));
}

Result<SingleInstance::Role> SingleInstance::handOver(const QStringList &wishes)
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    bool isTaken = socket.waitForConnected(1000);
    if (isTaken) {
        socket.write(QJsonDocument(QJsonArray::fromStringList(wishes)).toJson(QJsonDocument::Compact) + '\n');
        // Said once: one that is busy hears it later all the same.
        const QDeadlineTimer deadline(otherPatience);
        while (socket.bytesAvailable() < taken.size() && socket.waitForReadyRead(int(deadline.remainingTime()))) { }
        isTaken = socket.readAll() == taken;
    }
    if (isTaken)
        return Role::Later;
    qint64 process = 0;
    QString host, program;
    m_lock.getLockInfo(&process, &host, &program);
    return Error{ErrorCode::Unavailable, QStringLiteral("%1 is held by another Pipit (process %2), which does not answer. End it and start again, or choose another directory with --data.").arg(m_dataDir).arg(process), QStringLiteral("data")};
}

void SingleInstance::take(QLocalSocket *socket)
{
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(timeToSay, socket, [socket] { socket->abort(); });
    const auto read = [this, socket] {
        if (socket->bytesAvailable() > mostBytes)
            return socket->abort();
        if (!socket->canReadLine())
            return;
        const QJsonDocument said = QJsonDocument::fromJson(socket->readLine());
        if (!said.isArray())
            return socket->abort();
        QStringList wishes;
        for (const QJsonValue wish : said.array())
            wishes << wish.toString();
        wishes.removeAll(QString());
        socket->write(taken);
        socket->disconnectFromServer();
        Q_EMIT wished(wishes);
    };
    connect(socket, &QLocalSocket::readyRead, this, read);
    read();
}

} // namespace pipit
