// SPDX-License-Identifier: GPL-3.0-or-later
// How the window speaks of servers: their names, how each stands, and what went wrong when one was added.
// Thread rule: the GUI thread.
#pragma once

#include "client/servers.h"

#include <QCoreApplication>

namespace pipit {

class ServerWords
{
    Q_DECLARE_TR_FUNCTIONS(pipit::ServerWords)

public:
    enum class Tone { Good, Warn, Bad, Off };
    struct Standing {
        Tone tone;
        QString word;   // "connected"
        QString reason; // empty where all is well
    };

    static QString nameOf(const ServerView &server);
    static Standing standingOf(const ServerView &server);
    // About its token, where somebody should know: kept for this run only, missing. Else empty.
    static QString tokenNote(const ServerView &server);
    // For who has just tried to add a server, or to sign in.
    static QString faultOf(const Error &error, bool isInvitation);
    static int unreadOf(const ServerView &server);
};

} // namespace pipit
