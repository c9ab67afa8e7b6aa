// SPDX-License-Identifier: GPL-3.0-or-later
// The one connection of a node that listens: alone on its thread, asks nothing, comes back by itself.
//
// It can die without a word, and a frozen server keeps it open for ever. So whoever owns it sends notifications to itself
// and calls abandon() when none comes back.
// Thread rule: every member on any thread. The functions given are called on the listener's thread and must not block.
#pragma once

#include "server/store/postgres/postgres_url.h"

#include <QStringList>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace pipit::store {

class CallWatchdog;
class PostgresEar;

class PostgresListener
{
public:
    // `heard`: a notification. `opened`: listening (again): whatever was sent before was missed.
    PostgresListener(const PostgresTarget &target, CallWatchdog &watchdog, QStringList channels, std::function<void(const QString &channel, const QString &payload)> heard,
                     std::function<void()> opened);
    ~PostgresListener(); // as close()

    bool isConnected() const { return m_connected; }
    qint64 reconnects() const { return m_reconnects; }

    // Breaks the connection off; another is opened.
    void abandon();
    // The server's process at the other end. Nothing: it is not connected.
    std::optional<int> backendPid() const;
    void close();

private:
    friend class PostgresEar;

    std::atomic<bool> m_connected = false;
    std::atomic<qint64> m_reconnects = 0;
    QThread m_thread;
    std::unique_ptr<PostgresEar> m_ear; // lives on the thread
};

} // namespace pipit::store
