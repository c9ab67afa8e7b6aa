// SPDX-License-Identifier: GPL-3.0-or-later
// TLS in front of a server that speaks none, as a proxy gives it to a provider of a company's own.
// Thread rule: one thread, with an event loop.
#pragma once

#include "tests/support/certificate_maker.h"

#include <QSslKey>
#include <QSslServer>
#include <QTcpSocket>

namespace pipit::test {

class TlsFront : public QSslServer
{
public:
    TlsFront(const Issued &issued, quint16 port)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(issued.certificate));
        configuration.setPrivateKey(QSslKey(issued.key, QSsl::Ec));
        setSslConfiguration(configuration);
        connect(this, &QSslServer::pendingConnectionAvailable, this, [this, port] {
            QTcpSocket *client = nextPendingConnection(), *server = new QTcpSocket(client);
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
            connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            connect(client, &QTcpSocket::readyRead, server, [=] { server->write(client->readAll()); });
            connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
            server->connectToHost(QHostAddress::LocalHost, port); // what is written before it is there waits
        });
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port");
    }

    QString url(const QString &path) const { return QStringLiteral("https://127.0.0.1:%1%2").arg(serverPort()).arg(path); }
};

} // namespace pipit::test
