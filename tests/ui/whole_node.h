// SPDX-License-Identifier: GPL-3.0-or-later
// A whole node in this process, with a bot that answers at once, or slowly.
#pragma once

#include "server/server.h"

#include <QTemporaryDir>

#include <chrono>
#include <functional>
#include <memory>

namespace pipit {

struct WholeNode {
    QTemporaryDir directory;
    std::unique_ptr<Server> server;

    // Between two pieces of an answer; and what else a test sets.
    explicit WholeNode(std::chrono::milliseconds pieceInterval = std::chrono::milliseconds(1), const std::function<void(Config &)> &set = {})
    {
        Config config;
        config.server.dataDir = directory.path();
        config.server.listen = QStringLiteral("127.0.0.1:0");
        config.bots = {{.id = QStringLiteral("echo"), .provider = QStringLiteral("echo"), .name = QStringLiteral("Echo"), .pieceInterval = pieceInterval}};
        config.server.canaryS = 0;
        if (set)
            set(config);
        server = std::make_unique<Server>(config);
        if (const auto started = server->start(); !started)
            qFatal("%s", qUtf8Printable(started.error().message));
    }
};

} // namespace pipit
