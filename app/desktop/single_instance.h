// SPDX-License-Identifier: GPL-3.0-or-later
// One window for each data directory: whoever starts first holds it; a later start hands over what it was asked for, and ends.
//
// Contract: the hold ends with the process, however it ends. Only this user's programs are listened to; a wish is at most 64 KiB,
// and has two seconds to arrive. begin() waits at most five seconds, for one that holds the directory and does not answer.
// Thread rule: the GUI thread. Errors of begin(): Unavailable, with the process that holds the directory, or why it cannot be used.
#pragma once

#include "core/result.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

class QLocalSocket;

namespace pipit {

class SingleInstance : public QObject
{
    Q_OBJECT

public:
    enum class Role { First, Later }; // a later one has handed its wishes over

    explicit SingleInstance(const QString &dataDir, QObject *parent = nullptr);

    // The wishes are links (core/pipit_link.h), or none: then the window is only to be seen.
    Result<Role> begin(const QStringList &wishes);

Q_SIGNALS:
    void wished(const QStringList &wishes);

private:
    void listen();
    void take(QLocalSocket *socket);
    Result<Role> handOver(const QStringList &wishes);

    const QString m_dataDir;
    const QString m_name;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace pipit
