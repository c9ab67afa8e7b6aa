// SPDX-License-Identifier: GPL-3.0-or-later
// Where a request carries its token: the Authorization header, or this node's cookie.
//
// A cookie is sent by the browser whatever page asks, and cookies are shared by all ports of a host. So a request that is
// named by its cookie must come from a page of this very address, and what it posts is JSON, which no form can send.
// Thread rule: functions without state.
#pragma once

#include "core/result.h"
#include "server/http/request.h"

namespace pipit::http {

// Cookies are shared across the ports of a host: the name tells the nodes apart.
QByteArray cookieName(const QString &nodeId);

// A browser sent this for a page of another address: Sec-Fetch-Site says so, or Origin is not Host.
bool isOfAnotherPage(const Request &request);

// Empty where the request has none. Errors: Unauthenticated for another scheme, Forbidden for a cookie from elsewhere.
Result<QByteArray> tokenOf(const Request &request, const QByteArray &cookieName);

} // namespace pipit::http
