// SPDX-License-Identifier: GPL-3.0-or-later
// A certificate and its key, ready for connections: TLS 1.2 and 1.3, HTTP/1.1 by ALPN, no renegotiation.
//
// Why OpenSSL itself and not QSslSocket: measured on Qt 6.4.2, a server's QSslSocket makes a context of its own, 64 kB for each
// connection against 14, so that no client can resume a session either; and it can end TLS only by closing the connection.
// Thread rule: immutable, any thread. Errors: InvalidRequest; `field` is the setting, the message the end of a sentence that
// begins with its file. Source: RFC 8446, RFC 5246, RFC 7301 (ALPN).
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>

struct ssl_ctx_st;

namespace pipit::http {

class TlsContext
{
public:
    // What the two files hold, in PEM form: the node's own certificate first, then those between it and its authority.
    static Result<std::shared_ptr<const TlsContext>> make(const QByteArray &certificates, const QByteArray &key);

    ssl_ctx_st *handle() const { return m_context.get(); }

    // "CN=chat.example.org".
    const QString &subject() const { return m_subject; }
    // Of the certificate that ends first: from then on no client trusts the chain.
    qint64 expiresAtMs() const { return m_expiresAtMs; }

private:
    TlsContext();

    std::optional<Error> takeCertificates(const QByteArray &pem);
    std::optional<Error> takeKey(const QByteArray &pem);

    std::shared_ptr<ssl_ctx_st> m_context;
    QString m_subject;
    qint64 m_expiresAtMs = 0;
};

// How a server speaks TLS; without `context` it does not.
struct TlsOptions {
    // Asked for each connection, so that new ones get the certificate that is in force.
    std::function<std::shared_ptr<const TlsContext>()> context = {};
    // How long a client may acknowledge nothing of what was sent to it.
    std::chrono::milliseconds unacknowledged{40'000};
};

} // namespace pipit::http
