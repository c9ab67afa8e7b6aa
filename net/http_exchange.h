// SPDX-License-Identifier: GPL-3.0-or-later
// One request, sent exactly once, on a connection of its own; its answer may never end.
//
// Why not QNetworkAccessManager: measured on Qt 6.4.2, about one in twenty connections that break inside a chunk is never
// reported, so that a reader waits for ever; and a request whose connection closes before the answer is sent up to three
// times without a word. Neither will do for a stream that must know when it has ended, for who counts their attempts, or for a
// question that must not be asked twice.
// TLS with the system's certificates and the system's proxy as everywhere else in the program.
// Thread rule: the thread that made it. May be deleted in a slot of its signals only with deleteLater().
// A body may be a file: it is read as fast as the connection takes it, and not on once the server has answered.
// Errors: broken(), once. There is no time limit here; abort by deleting it. Source: RFC 9112.
#pragma once

#include "net/http_response_reader.h"

#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <memory>

class QIODevice;
class QTcpSocket;

namespace pipit {

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

struct HttpRequest {
    QUrl url;
    HttpHeaders headers = {}; // names and values must be one line each: one that is not is left out
    QByteArray method = "GET";
    QByteArray body = {};     // its Content-Length is added
    std::shared_ptr<QIODevice> file = {}; // in place of it: open, and read from where it stands
    qint64 fileBytes = 0;     // of it
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
};

class HttpExchange : public QObject
{
    Q_OBJECT

public:
    explicit HttpExchange(HttpRequest request, QObject *parent = nullptr);
    ~HttpExchange() override;

    const QUrl &url() const { return m_request.url; }
    const HttpResponseReader &answer() const { return m_reader; } // status and headers, from headReceived() on
    bool isUntrusted() const;                                    // from broken() on: no certificate of the server's was trusted

Q_SIGNALS:
    void sent();                         // handed to the connection, which stands
    void fileSent(qint64 bytes);         // so many of them, so far
    void headReceived();
    void bodyReceived(QByteArrayView bytes);
    void ended();                        // the answer is whole
    void broken(const QString &reason);  // it is not, and never will be

private:
    void connectToServer();
    void sendRequest();
    void sendFile();
    void read();
    void connectionEnded();
    void finish(void (HttpExchange::*signal)());

    HttpRequest m_request;
    QTcpSocket *m_socket;
    HttpResponseReader m_reader;
    QByteArray m_target; // absolute towards a proxy, else path and query
    qint64 m_fileLeft = 0;
    bool m_finished = false;
};

} // namespace pipit
