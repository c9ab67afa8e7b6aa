// SPDX-License-Identifier: GPL-3.0-or-later
// What a request must be before anybody asks who sent it, and what every answer says to a browser.
//
// A page of any address can make a browser send requests to this node: what protects it then is told by three headers. Host:
// a name that is not this node's was made to point here by somebody else (DNS rebinding). Origin and Sec-Fetch-Site: the page
// is another's, be it on another port of this host. Such requests are refused whatever credential they carry, but from the
// pages of `server.cors_origins`. A person who follows a link from elsewhere is let through.
// Thread rule: immutable after it is made. Errors: WrongHost and Forbidden, with the header as field and the setting to change.
// Source: Fetch standard (Origin, CORS), Fetch Metadata, RFC 9110 (Host), RFC 7239's predecessors X-Forwarded-For and -Proto.
#pragma once

#include "core/config.h"
#include "core/result.h"
#include "server/http/address_list.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <QSet>

namespace pipit::http {

class RequestPolicy
{
public:
    static Result<RequestPolicy> make(const ServerConfig &config);

    // Fills in who really asks and how: behind a trusted proxy its headers say so.
    void settle(Request &request) const;

    // Why it is refused; nothing where it is not.
    std::optional<Error> faultOf(const Request &request) const;

    // The answer to a browser that asks before it sends (CORS preflight); nothing where the request is none.
    std::optional<Response> preflight(const Request &request) const;

    // What the page that asked must be told, where it is one of `server.cors_origins`.
    void addHeaders(const Request &request, Response &response) const;

    // A proxy on this machine that nobody has named: its clients count as this machine's own.
    bool hidesItsClient(const Request &request) const { return request.client.isLoopback() && request.header("x-forwarded-for") && !m_proxies.contains(request.peer); }

    const AddressList &proxies() const { return m_proxies; }

private:
    void believeProxy(Request &request) const;
    bool isOwnHost(QByteArrayView host) const;
    // Of a page elsewhere that may use this node; empty for every other request.
    QByteArray foreignOrigin(const Request &request) const;

    AddressList m_proxies;
    QSet<QByteArray> m_hosts;
    QSet<QByteArray> m_origins;
};

} // namespace pipit::http
