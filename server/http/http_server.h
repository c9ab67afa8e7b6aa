// SPDX-License-Identifier: GPL-3.0-or-later
// Qt HTTP Server used as a parser only, behind a guard: limits, refusals and the bytes of every answer are ours.
//
// A connection carries one request at a time; pipelined requests wait their turn and are answered in order. A handler may
// outlive its client: what it answers then is dropped. A handler that throws answers 500, and the log has the reason.
// Thread rule: everything on the thread that made it. The dispatch function is kept until the last handler has ended,
// also past this object's end. Errors: listen() says why (address in use, not allowed). Source: docs/http-layer.md.
#pragma once

#include "core/result.h"
#include "server/http/address_counts.h"
#include "server/http/http_limits.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/tls_context.h"

#include <QCoroTask>
#include <QObject>

#include <functional>
#include <memory>

namespace pipit::http {

class HttpServer : public QObject
{
    Q_OBJECT

public:
    using Dispatch = std::function<QCoro::Task<Response>(Request)>;
    // Whether the handler of this method and target wants its body as a stream. Chunked bodies come so in any case.
    using TakesPieces = std::function<bool(const QByteArray &method, const QByteArray &target)>;

    // `counts`: as of GuardedListener.
    HttpServer(const HttpLimits &limits, Dispatch dispatch, std::shared_ptr<AddressCounts> counts = {}, QObject *parent = nullptr);
    ~HttpServer() override;

    // Before listen(), as the next one.
    void setTakesPieces(TakesPieces takesPieces);
    // Where a request for a WebSocket comes to its handler; anywhere else it is refused.
    void setUpgradePath(QByteArray path);
    // From now on it speaks HTTPS only.
    void setTls(TlsOptions options);

    // Port 0: any free one. Once only.
    Result<Done> listen(const QHostAddress &address, quint16 port);
    QHostAddress address() const;
    quint16 port() const;

    // Refuses new connections and closes the idle ones; requests under way end as usual, those that are still arriving
    // are refused with 503.
    void stopAccepting();
    // Handed to the dispatch function, and not yet answered to the last byte.
    int requestsUnderWay() const;
    // Over TLS: whether anything is, or may yet be, encrypted and sent.
    bool isCarrying() const;

Q_SIGNALS:
    // A request was refused before any route saw it: status, why, from where. For the log.
    void refused(int status, const QString &reason, const QString &peer);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit::http
