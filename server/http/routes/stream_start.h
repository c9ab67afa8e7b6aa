// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of messages as a request asks for it, whatever it is carried by: its sessions, its caller's pass, its cursor.
// Thread rule: the node's thread. Errors: as sessionsAsked() and StreamPasses::admit().
#pragma once

#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

namespace pipit::http {

// Its head is empty.
Result<stream::StreamStart> streamAsked(const Exchange &exchange, store::Store &store, log::Dispatcher &dispatcher, StreamPasses &passes, std::string_view transport);

} // namespace pipit::http
