// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/provider_call.h"

#include "net/network_access.h"
#include "server/bots/provider/secret.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots {

ProviderCall::ProviderCall(ProviderRequest request, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_raw(m_request.rawLog, m_request.run, m_request.secret)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { finish(End::TimedOut, m_ifTimedOut); });
}

ProviderCall::~ProviderCall()
{
    if (!m_finished && m_exchange)
        m_raw.note(u"closed from here"_s);
}

void ProviderCall::start()
{
    m_clock.start();
    HttpRequest http = m_request.http;
    m_raw.sent(http.method + ' ' + http.url.toEncoded(QUrl::RemoveUserInfo), http.body);
    http.headers.append({{"User-Agent", userAgent}, {"Accept-Encoding", "identity"}, {"Connection", "close"}});
    const bool hasType = std::ranges::any_of(http.headers, [](const auto &header) { return header.first == "Content-Type"; });
    if (!http.body.isEmpty() && !hasType)
        http.headers.emplace_back("Content-Type", "application/json");
    if (!m_request.secret.isEmpty())
        http.headers.emplace_back("Authorization", "Bearer " + m_request.secret);

    m_exchange = new HttpExchange(std::move(http), this);
    connect(m_exchange, &HttpExchange::sent, this, [this] {
        m_times.sent = std::chrono::steady_clock::now();
        limit(m_request.firstTimeout, u"No answer within %1 s."_s.arg(double(m_request.firstTimeout.count()) / 1000));
    });
    connect(m_exchange, &HttpExchange::headReceived, this, [this] {
        m_times.accepted = std::chrono::steady_clock::now();
        m_raw.note(u"status %1 after %2 ms"_s.arg(status()).arg(m_clock.elapsed()));
        Q_EMIT headReceived();
    });
    connect(m_exchange, &HttpExchange::bodyReceived, this, [this](QByteArrayView bytes) {
        if (!m_times.firstByte)
            m_times.firstByte = std::chrono::steady_clock::now();
        m_raw.received(bytes);
        Q_EMIT bodyReceived(bytes);
    });
    connect(m_exchange, &HttpExchange::ended, this, [this] { finish(End::Whole, {}); });
    connect(m_exchange, &HttpExchange::broken, this, [this](const QString &reason) {
        const QString next = m_exchange->isUntrusted() ? u" Where its authority is your own, name the file of its certificate as ca_file of the bot."_s : QString();
        finish(End::Broken, struckOut(QString(reason + next), m_request.secret));
    });
    limit(m_request.connectTimeout, u"No connection within %1 s."_s.arg(double(m_request.connectTimeout.count()) / 1000));
}

ProviderError ProviderCall::fault() const
{
    const QString reason = m_reason.isEmpty() ? u"The answer ended before it was whole."_s : m_reason;
    const QUrl &url = m_request.http.url;
    const QString where = url.port() > 0 ? u"%1:%2"_s.arg(url.host()).arg(url.port()) : url.host();
    return {.message = u"The provider at %1: %2"_s.arg(where, reason), .passes = true};
}

void ProviderCall::progress()
{
    limit(m_request.silenceTimeout, u"The answer paused for more than %1 s."_s.arg(double(m_request.silenceTimeout.count()) / 1000));
}

void ProviderCall::limit(std::chrono::milliseconds time, const QString &reason)
{
    if (m_finished)
        return;
    m_ifTimedOut = reason;
    m_timer.start(time);
}

void ProviderCall::finish(End end, const QString &reason)
{
    if (m_finished)
        return;
    m_finished = true;
    m_timer.stop();
    m_end = end;
    m_reason = reason;
    m_raw.note(end == End::Whole ? u"whole after %1 ms"_s.arg(m_clock.elapsed()) : reason);
    m_exchange->disconnect(this);
    Q_EMIT done();
}

} // namespace pipit::bots
