// SPDX-License-Identifier: GPL-3.0-or-later
// How the launcher speaks of the own node. Thread rule: the GUI thread; curlLine() anywhere.
#pragma once

#include "client/own_node.h"
#include "ui/servers/server_words.h"

#include <QCoreApplication>

namespace pipit {

class NodeWords
{
    Q_DECLARE_TR_FUNCTIONS(pipit::NodeWords)

public:
    static QString titleOf(const NodeStatus &status);      // "The node of this computer is running"
    static ServerWords::Tone toneOf(const NodeStatus &status);
    static QString uptime(qint64 seconds);                 // "4 d 2 h", "2 h 5 min", "3 min"
    static QString database(DatabaseKind kind, const QString &name); // "SQLite · pipit.db (18 MB)"

    // A line for a shell that asks the node for its test stream. The token comes from its file, or from PIPIT_TOKEN: it stands neither
    // in the line nor among the arguments of a program, where others could read it.
    static QString curlLine(const NodeStatus &status);
};

} // namespace pipit
