// SPDX-License-Identifier: GPL-3.0-or-later
// A whole node in this process, with a bot that answers at once.
#pragma once

#include "server/server.h"

#include <QTemporaryDir>

#include <memory>

namespace pipit {

struct WholeNode {
    QTemporaryDir directory;
    std::unique_ptr<Server> server;

    WholeNode()
    {
        Config config;
        config.server.dataDir = directory.path();
        config.server.listen = QStringLiteral("127.0.0.1:0");
        config.bots = {{.id = QStringLiteral("echo"), .provider = QStringLiteral("echo"), .name = QStringLiteral("Echo"), .pieceInterval = std::chrono::milliseconds(1)}};
        server = std::make_unique<Server>(config);
        if (const auto started = server->start(); !started)
            qFatal("%s", qUtf8Printable(started.error().message));
    }
};

} // namespace pipit
