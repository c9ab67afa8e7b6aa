// SPDX-License-Identifier: GPL-3.0-or-later
// Where a request carries its credential: the Authorization header, this node's cookie, or `ticket` in the query.
//
// A cookie is sent by the browser whatever page asks, and cookies are shared by all ports of a host. So what a request posts
// that is named by its cookie has a type that no form can send, and it is of a page of this very address (request_policy.h).
// Thread rule: functions without state.
#pragma once

#include "core/result.h"
#include "server/auth/gate.h"
#include "server/http/request.h"

namespace pipit::http {

// Cookies are shared across the ports of a host: the name tells the nodes apart.
QByteArray cookieName(const QString &nodeId);

// Of kind None where the request has none. Errors: Unauthenticated for another scheme, InvalidRequest for two, Forbidden for a
// cookie from elsewhere, UnsupportedMediaType.
Result<auth::Credential> credentialOf(const Request &request, const QByteArray &cookieName);

} // namespace pipit::http
