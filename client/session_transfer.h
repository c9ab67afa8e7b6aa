// SPDX-License-Identifier: GPL-3.0-or-later
// A whole session from a node, and back into one, page by page and message by message.
//
// Both may take minutes: `goesOn` hears how many messages are done, of how many (-1: nobody knows), and ends it with false.
// An import that breaks off is gone on with by importing the same file again; nothing is stored twice.
// Errors: as ApiClient; Cancelled where goesOn said so; TooLarge beyond the limits of SessionArchive.
// Thread rule: the client's thread. The ApiClient must outlive them, or be closed.
#pragma once

#include "client/api_client.h"
#include "client/session_archive.h"

namespace pipit {

using TransferGoesOn = std::function<bool(qsizetype done, qsizetype total)>;

QCoro::Task<Result<QList<Message>>> readWholeSession(ApiClient &api, QString sessionId, TransferGoesOn goesOn);

struct Imported {
    QString sessionId;
    qsizetype messages = 0;
    qsizetype leftOut = 0; // what the node did not take, as it no longer may be said
};
QCoro::Task<Result<Imported>> importSession(ApiClient &api, SessionArchive archive, QString title, TransferGoesOn goesOn);

} // namespace pipit
