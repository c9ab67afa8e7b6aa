// SPDX-License-Identifier: GPL-3.0-or-later
// The node's own pages and what they are made of: every file of resources/web/web.qrc. Public: who is there is asked by what the pages ask.
//
// An .html stands at the root, under its name, and where its name says `sse-demo.html` under /sse-demo too; everything else below /web/. Each
// has an ETag and is asked for anew each time, so that a newer node is never seen with an older one's script. Nothing but the
// node's own files may run in them, or be reached from them (Content-Security-Policy), and no other page may frame them.
// Thread rule: the node's thread.
#pragma once

#include "server/http/router.h"

namespace pipit::http {

void addPageRoutes(Router &router);

} // namespace pipit::http
