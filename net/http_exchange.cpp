// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http_exchange.h"

#include "net/network_access.h"

#include <QNetworkProxy>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>

namespace pipit {

namespace {

constexpr qint64 readBufferBytes = 1 << 20;
constexpr qint64 readStep = 64 << 10;
constexpr qint64 waitingBytes = 256 << 10; // of a file, that the system has not taken yet

bool isOneLine(const QByteArray &text)
{
    return !text.contains('\r') && !text.contains('\n') && !text.contains('\0');
}

} // namespace

HttpExchange::HttpExchange(HttpRequest request, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_socket(m_request.url.scheme() == u"https" ? new QSslSocket(this) : new QTcpSocket(this))
{
    m_socket->setReadBufferSize(readBufferBytes);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpExchange::read);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &HttpExchange::connectionEnded);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpExchange::connectionEnded);
    connectToServer();
}

HttpExchange::~HttpExchange()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void HttpExchange::connectToServer()
{
    const QUrl bare = m_request.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    m_target = bare.path(QUrl::FullyEncoded).toLatin1();
    if (m_target.isEmpty())
        m_target = "/";
    if (bare.hasQuery())
        m_target += '?' + bare.query(QUrl::FullyEncoded).toLatin1();

    QNetworkProxy proxy = proxyFor(m_request.url);
    const bool isWebProxy = proxy.type() == QNetworkProxy::HttpProxy || proxy.type() == QNetworkProxy::HttpCachingProxy;
    if (auto *secure = qobject_cast<QSslSocket *>(m_socket)) {
        if (isWebProxy)
            proxy.setType(QNetworkProxy::HttpProxy); // a tunnel
        secure->setProxy(proxy);
        secure->setSslConfiguration(m_request.tls);
        connect(secure, &QSslSocket::encrypted, this, &HttpExchange::sendRequest);
        secure->connectToHostEncrypted(m_request.url.host(), quint16(m_request.url.port(443)));
        return;
    }
    connect(m_socket, &QTcpSocket::connected, this, &HttpExchange::sendRequest);
    if (isWebProxy) {
        // Many proxies open tunnels for TLS only: plain HTTP is asked of them by its whole address.
        m_target.prepend("http://" + bare.authority(QUrl::FullyEncoded).toLatin1());
        if (!proxy.user().isEmpty())
            m_request.headers.emplace_back("Proxy-Authorization", "Basic " + QString(proxy.user() + u':' + proxy.password()).toUtf8().toBase64());
        m_socket->setProxy(QNetworkProxy::NoProxy);
        m_socket->connectToHost(proxy.hostName(), proxy.port());
        return;
    }
    m_socket->setProxy(proxy);
    m_socket->connectToHost(m_request.url.host(), quint16(m_request.url.port(80)));
}

void HttpExchange::sendRequest()
{
    QByteArray head = m_request.method + ' ' + m_target + " HTTP/1.1\r\nHost: " + m_request.url.adjusted(QUrl::RemoveUserInfo).authority(QUrl::FullyEncoded).toLatin1() + "\r\n";
    for (const auto &[name, value] : std::as_const(m_request.headers)) {
        if (isOneLine(name) && isOneLine(value))
            head += name + ": " + value + "\r\n";
    }
    if (m_request.file || !m_request.body.isEmpty() || m_request.method == "POST")
        head += "Content-Length: " + QByteArray::number(m_request.file ? m_request.fileBytes : m_request.body.size()) + "\r\n";
    m_socket->write(head + "\r\n");
    if (m_request.file) {
        m_fileLeft = m_request.fileBytes;
        connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpExchange::sendFile);
        if (auto *secure = qobject_cast<QSslSocket *>(m_socket))
            connect(secure, &QSslSocket::encryptedBytesWritten, this, &HttpExchange::sendFile);
        sendFile();
    } else {
        m_socket->write(m_request.body);
    }
    Q_EMIT sent();
}

void HttpExchange::sendFile()
{
    // A server that answers before it has everything wants no more of it.
    if (m_finished || m_reader.stage() != HttpResponseReader::Stage::Head)
        return;
    const auto *secure = qobject_cast<QSslSocket *>(m_socket);
    const auto waiting = [this, secure] { return m_socket->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0); };
    while (m_fileLeft > 0 && waiting() < waitingBytes) {
        const QByteArray piece = m_request.file->read(std::min(readStep, m_fileLeft));
        if (piece.isEmpty()) {
            m_finished = true;
            m_socket->abort();
            return Q_EMIT broken(QStringLiteral("The file became shorter while it was sent."));
        }
        m_fileLeft -= piece.size();
        m_socket->write(piece);
    }
    Q_EMIT fileSent(std::max<qint64>(0, m_request.fileBytes - m_fileLeft - waiting()));
}

void HttpExchange::read()
{
    const auto handOut = [this](QByteArrayView bytes) {
        if (!bytes.isEmpty())
            Q_EMIT bodyReceived(bytes);
    };
    // A receiver that has had enough disconnects and deletes this later: what is left goes to nobody.
    while (!m_finished && m_socket->bytesAvailable() > 0) {
        const QByteArray bytes = m_socket->read(readStep);
        QByteArrayView rest(bytes);
        while (!rest.isEmpty() && m_reader.stage() != HttpResponseReader::Stage::Faulty) {
            const bool wasHead = m_reader.stage() == HttpResponseReader::Stage::Head;
            rest = rest.sliced(m_reader.feed(rest, handOut));
            if (wasHead && m_reader.stage() != HttpResponseReader::Stage::Head && m_reader.stage() != HttpResponseReader::Stage::Faulty)
                Q_EMIT headReceived();
        }
        if (m_reader.stage() == HttpResponseReader::Stage::Complete)
            finish(&HttpExchange::ended);
        else if (m_reader.stage() == HttpResponseReader::Stage::Faulty)
            connectionEnded();
    }
}

void HttpExchange::connectionEnded()
{
    if (m_finished)
        return;
    if (m_reader.stage() != HttpResponseReader::Stage::Faulty)
        read();
    if (m_finished)
        return;
    const bool properly = m_socket->error() == QAbstractSocket::RemoteHostClosedError || m_socket->error() == QAbstractSocket::UnknownSocketError;
    if (properly && m_reader.endOfConnection()) {
        finish(&HttpExchange::ended);
        return;
    }
    m_finished = true;
    QString reason = m_reader.fault();
    if (reason.isEmpty() && properly)
        reason = m_reader.stage() == HttpResponseReader::Stage::Head ? QString::fromLatin1(QT_TRANSLATE_NOOP("pipit::HttpExchange", "The server closed the connection without an answer."))
                                                                     : QString::fromLatin1(QT_TRANSLATE_NOOP("pipit::HttpExchange", "The connection ended in the middle of the answer."));
    else if (reason.isEmpty())
        reason = m_socket->errorString() + u'.';
    Q_EMIT broken(reason);
}

bool HttpExchange::isUntrusted() const
{
    const auto *secure = qobject_cast<const QSslSocket *>(m_socket);
    return secure && !secure->sslHandshakeErrors().isEmpty();
}

void HttpExchange::finish(void (HttpExchange::*signal)())
{
    m_finished = true;
    Q_EMIT (this->*signal)();
}

} // namespace pipit
