// SPDX-License-Identifier: GPL-3.0-or-later
// A data directory with recorded sessions in it, for pictures of the window and for figures that can be compared: it lies in the
// system's temporary directory and goes with this. What was recorded has been said just now.
//
// Thread rule: the GUI thread, before there is a window; takes about a second. Errors: as the node's and the import's.
#pragma once

#include "core/result.h"

#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace pipit {

class Server;

class DemoData
{
public:
    enum class Content { None, Sessions };
    static Result<std::unique_ptr<DemoData>> make(Content content);
    ~DemoData();

    QString directory() const { return m_directory.path(); }

    // A node with this data, in this thread, until stopServing().
    struct Served {
        QUrl url;
        QByteArray token; // the operator's
    };
    Result<Served> serve();
    void stopServing();
    Result<Done> spoil(); // no node starts with it any more

private:
    DemoData() = default;
    Result<Done> fill(Content content);
    Result<Done> sayAll(const Served &node);

    QTemporaryDir m_directory;
    std::unique_ptr<Server> m_server;
};

} // namespace pipit
