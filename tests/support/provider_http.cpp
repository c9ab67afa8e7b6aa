// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/provider_http.h"

#include <QJsonDocument>
#include <QUrl>
#include <QUrlQuery>

namespace pipit::test {

QString ProviderRequest::query(const QString &name) const
{
    return QUrlQuery(QUrl::fromEncoded(target)).queryItemValue(name, QUrl::FullyDecoded);
}

QJsonObject ProviderRequest::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray headOf(const Reply &reply)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " Status\r\nContent-Type: " + reply.contentType + "\r\nConnection: close\r\n";
    if (reply.framing == Framing::Chunked)
        head += "Transfer-Encoding: chunked\r\n";
    else if (reply.framing == Framing::Length)
        head += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

ProviderRequest parseHead(const QByteArray &head)
{
    const QList<QByteArray> lines = head.trimmed().split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    ProviderRequest request{.method = words.value(0), .target = words.value(1), .arrived = ProviderClock::now()};
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    return request;
}

Reply jsonReply(const QJsonObject &object, int status)
{
    return {.status = status, .json = object};
}

Reply htmlReply(int status)
{
    const QByteArray code = QByteArray::number(status);
    return {.status = status, .contentType = "text/html", .body = "<html>\r\n<head><title>" + code + "</title></head>\r\n<body><center><h1>" + code + "</h1></center></body>\r\n</html>\r\n"};
}

Reply tooManyRequests(QJsonObject body, std::chrono::seconds retryAfter)
{
    return {.status = 429, .headers = {{"Retry-After", QByteArray::number(qlonglong(retryAfter.count()))}}, .json = std::move(body)};
}

Reply noAnswer(Cut cut)
{
    return {.steps = {{.kind = cut == Cut::Fin ? Step::Kind::Fin : Step::Kind::Reset}}};
}

Reply silence()
{
    return {.steps = {{.kind = Step::Kind::Silence}}};
}

} // namespace pipit::test
