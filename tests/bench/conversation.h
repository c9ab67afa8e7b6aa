// SPDX-License-Identifier: GPL-3.0-or-later
// A data directory with a conversation in it, for the benchmarks that start the desktop.
#pragma once

#include "client/connection.h"
#include "server/server.h"

#include <QCoreApplication>

#include <cstdio>

namespace pipit {

inline const QString benchSession = QStringLiteral("team");

// Half of it Chinese. False: it could not be made, and why was said.
inline bool makeConversation(const QString &directory, int messages)
{
    Config config;
    config.server.dataDir = directory;
    config.server.listen = QStringLiteral("127.0.0.1:0");
    Server server(config);
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(started.error().message));
        return false;
    }
    Connection connection({.url = server.url(), .token = server.operatorToken(), .outboxFile = QString(directory + QStringLiteral("/fill.db"))});
    connection.start();
    for (int n = 0; n < messages; ++n)
        connection.send(benchSession, (n % 2 == 0 ? QStringLiteral("第 %1 个问题：如果连接中途断了呢？") : QStringLiteral("Question %1: what happens when the connection breaks in the middle?")).arg(n));
    const SessionFeed *feed = connection.feed(benchSession);
    while (!feed->isLoaded() || !feed->pending().isEmpty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return true;
}

} // namespace pipit
