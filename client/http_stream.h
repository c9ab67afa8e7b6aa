// SPDX-License-Identifier: GPL-3.0-or-later
// One GET whose answer may never end, on a connection of its own, sent exactly once.
//
// Why not QNetworkAccessManager: measured on Qt 6.4.2, about one in twenty connections that break inside a chunk is never
// reported, so that a reader waits for ever; and a request whose connection closes before the answer is sent up to three
// times without a word. Neither will do for a stream that must know when it has ended and who counts its attempts.
// TLS with the system's certificates and the system's proxy as everywhere else in the program.
// Thread rule: the thread that made it. May be deleted in a slot of its signals only with deleteLater().
// Errors: broken(), once. Source: RFC 9112.
#pragma once

#include "client/http_response_reader.h"

#include <QObject>
#include <QUrl>

class QTcpSocket;

namespace pipit {

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

class HttpStream : public QObject
{
    Q_OBJECT

public:
    // Names and values must be one line each: one that is not is left out.
    HttpStream(const QUrl &url, const HttpHeaders &headers, QObject *parent = nullptr);
    ~HttpStream() override;

    const QUrl &url() const { return m_url; }
    const HttpResponseReader &answer() const { return m_reader; } // status and headers, from headReceived() on

Q_SIGNALS:
    void headReceived();
    void bodyReceived(QByteArrayView bytes);
    void ended();                        // the answer is whole
    void broken(const QString &reason);  // it is not, and never will be

private:
    void connectToServer();
    void sendRequest();
    void read();
    void connectionEnded();
    void finish(void (HttpStream::*signal)());

    QUrl m_url;
    HttpHeaders m_headers;
    QTcpSocket *m_socket;
    HttpResponseReader m_reader;
    QByteArray m_target; // absolute towards a proxy, else path and query
    bool m_finished = false;
};

} // namespace pipit
