// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/canary.h"

#include "net/network_access.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QUrlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

Q_LOGGING_CATEGORY(lcCanary, "pipit.canary")

} // namespace

Canary::Canary(QUrl node, QByteArray token, QString session, std::function<void()> tidy, const CanaryTimes &times, QObject *parent)
    : QObject(parent), m_node(std::move(node)), m_token(std::move(token)), m_session(std::move(session)), m_tidy(std::move(tidy)), m_times(times)
{
    m_next.setSingleShot(true);
    m_limit.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &Canary::begin);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        if (m_received > 0)
            end(m_received == 1 ? Result::Good : Result::Doubled, u"A message came %1 times."_s.arg(m_received));
        else if (!m_mark.isEmpty() && !m_publishing)
            end(Result::Lost, u"A message was stored and did not come to its stream within %1 ms."_s.arg(m_times.atMost.count()));
        else
            end(Result::Failed, u"Within %1 ms %2."_s.arg(m_times.atMost.count()).arg(m_mark.isEmpty() ? u"no stream was opened"_s : u"a message was not stored"_s));
    });
}

QUrl Canary::address(const QString &path, const QString &query) const
{
    QUrl url = endpoint(m_node, path);
    url.setQuery(query);
    return url;
}

HttpExchange *Canary::exchange(HttpRequest request)
{
    request.headers.append({"Authorization", "Bearer " + m_token});
    // The node talks to itself: its certificate is for the name by which others call it.
    request.tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return new HttpExchange(std::move(request), this);
}

void Canary::begin()
{
    m_mark.clear();
    m_received = 0;
    m_decoder.beginConnection();
    m_limit.start(m_times.atMost);
    m_stream = exchange({.url = address(u"/api/sse/messages"_s, u"sessionId="_s + m_session)});
    connect(m_stream, &HttpExchange::headReceived, this, [this] {
        if (const int status = m_stream->answer().status(); status != 200)
            end(Result::Failed, u"The stream was answered %1."_s.arg(status));
    });
    connect(m_stream, &HttpExchange::bodyReceived, this, &Canary::readStream);
    connect(m_stream, &HttpExchange::ended, this, [this] { end(Result::Failed, u"The stream was ended."_s); });
    connect(m_stream, &HttpExchange::broken, this, [this](const QString &reason) { end(Result::Failed, u"The stream broke: %1."_s.arg(reason)); });
}

void Canary::readStream(QByteArrayView bytes)
{
    bool isOpen = false;
    QList<QByteArray> messages;
    m_decoder.feed({bytes.data(), std::size_t(bytes.size())}, [&](const sse::EventView &event) {
        isOpen |= event.type == "position";
        if (event.type == "message")
            messages << QByteArray(event.data.data(), qsizetype(event.data.size()));
    });
    for (const QByteArray &message : messages)
        onMessage(message);
    if (isOpen && m_mark.isEmpty() && m_limit.isActive())
        publish();
}

void Canary::publish()
{
    m_mark = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QJsonObject message{{u"sessionId"_s, m_session}, {u"content"_s, u"canary"_s}, {u"senderType"_s, u"system"_s}, {u"clientMessageId"_s, m_mark}};
    m_sent.start();
    m_publishing = exchange({.url = address(u"/api/messages"_s), .headers = {{"Content-Type", "application/json"}}, .method = "POST", .body = QJsonDocument(message).toJson(QJsonDocument::Compact)});
    connect(m_publishing, &HttpExchange::ended, this, [this] {
        const int status = m_publishing->answer().status();
        m_publishing->deleteLater();
        m_publishing = nullptr;
        if (status != 201)
            end(Result::Failed, u"The message was answered %1."_s.arg(status));
    });
    connect(m_publishing, &HttpExchange::broken, this, [this](const QString &reason) { end(Result::Failed, u"The message's connection broke: %1."_s.arg(reason)); });
}

void Canary::onMessage(const QByteArray &data)
{
    if (m_mark.isEmpty() || QJsonDocument::fromJson(data).object().value(u"clientMessageId").toString() != m_mark)
        return;
    if (++m_received > 1)
        return;
    const std::chrono::nanoseconds latency(m_sent.nsecsElapsed());
    m_figures.latency.record(latency);
    m_figures.worst = std::max(m_figures.worst.load(), std::chrono::duration<double>(latency).count());
    m_limit.start(m_times.lookOut);
}

void Canary::end(Result result, const QString &fault)
{
    if (!m_stream)
        return;
    m_limit.stop();
    for (QPointer<HttpExchange> *part : {&m_stream, &m_publishing}) {
        if (*part) {
            (*part)->disconnect(this);
            (*part)->deleteLater();
            *part = nullptr;
        }
    }
    m_figures.rounds[std::size_t(result)].add();
    if (result != Result::Good) {
        m_lastFault = fault;
        qCWarning(lcCanary).noquote() << fault;
    }
    if (m_rounds++ % m_times.tidyEvery == 0)
        m_tidy();
    m_next.start(m_times.every);
    Q_EMIT roundEnded();
}

} // namespace pipit::ops
