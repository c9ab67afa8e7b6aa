// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/http_call.h"

#include <QHostAddress>
#include <QJsonDocument>

namespace pipit::test {

QJsonObject Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QJsonObject Answer::data() const
{
    return json().value(u"data").toObject();
}

QJsonObject Answer::error() const
{
    return json().value(u"error").toObject();
}

std::optional<Answer> HttpConnection::call(const QByteArray &request)
{
    if (!m_socket || m_socket->state() != QAbstractSocket::ConnectedState) {
        m_socket = std::make_unique<QTcpSocket>();
        m_buffer.clear();
        m_socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        if (!m_socket->waitForConnected(m_limitMs))
            return std::nullopt;
    }
    m_socket->write(request);
    auto answer = readAnswer();
    if (!answer)
        m_socket.reset();
    return answer;
}

bool HttpConnection::waitForMore()
{
    if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(m_limitMs))
        return false;
    m_buffer += m_socket->readAll();
    return true;
}

std::optional<Answer> HttpConnection::readAnswer()
{
    qsizetype headEnd = -1;
    while ((headEnd = m_buffer.indexOf("\r\n\r\n")) < 0) {
        if (!waitForMore())
            return std::nullopt;
    }
    Answer answer{.status = m_buffer.mid(9, 3).toInt(), .head = m_buffer.left(headEnd).toLower(), .body = {}};
    m_buffer.remove(0, headEnd + 4);

    const QByteArray name = "\r\ncontent-length:";
    const qsizetype at = answer.head.indexOf(name);
    if (at < 0)
        return answer; // a stream: what follows is not this test's
    const qsizetype end = answer.head.indexOf('\r', at + name.size());
    const qsizetype size = answer.head.mid(at + name.size(), end < 0 ? -1 : end - at - name.size()).trimmed().toLongLong();
    while (m_buffer.size() < size) {
        if (!waitForMore())
            return std::nullopt;
    }
    answer.body = m_buffer.left(size);
    m_buffer.remove(0, size);
    return answer;
}

QByteArray httpRequest(const QByteArray &method, const QByteArray &target, const QByteArray &authorization, const QByteArray &body)
{
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!authorization.isEmpty())
        request += "Authorization: " + authorization + "\r\n";
    if (!body.isEmpty())
        request += "Content-Type: application/json\r\n";
    if (method != "GET")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + "\r\n" + body;
}

} // namespace pipit::test
