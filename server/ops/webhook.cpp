// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/webhook.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QNetworkReply>

namespace pipit::ops {

namespace {

Q_LOGGING_CATEGORY(lcWebhook, "pipit.alerts.webhook")

constexpr std::size_t waitingAtMost = 100;

bool isFinal(int status)
{
    return status >= 400 && status < 500 && status != 408 && status != 429;
}

} // namespace

Webhook::Webhook(QUrl url, const WebhookTimes &times, QObject *parent) : QObject(parent), m_url(std::move(url)), m_times(times), m_backoff(times.firstPause, times.longestPause)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Webhook::send);
}

void Webhook::post(const QJsonObject &event)
{
    if (m_waiting.size() >= waitingAtMost)
        drop(1, QStringLiteral("too many wait"));
    m_waiting.push_back(QJsonDocument(event).toJson(QJsonDocument::Compact));
    if (!m_isBusy)
        send();
}

void Webhook::send()
{
    m_isBusy = !m_waiting.empty();
    if (!m_isBusy)
        return;
    QNetworkRequest request = NetworkAccess::request(m_url, {});
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = m_network.post(request, m_waiting.front());
    // What it says beside its status is of no interest, however long it is.
    connect(reply, &QNetworkReply::metaDataChanged, this, [this, reply] {
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() >= 200)
            onAnswer(reply);
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply] { onAnswer(reply); });
    QTimer::singleShot(m_times.answer, reply, &QNetworkReply::abort);
}

void Webhook::onAnswer(QNetworkReply *reply)
{
    reply->disconnect(this);
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString reason = status > 0 ? QStringLiteral("it answered %1").arg(status) : reasonOf(*reply);
    reply->abort();
    if (status >= 200 && status < 300) {
        m_waiting.pop_front();
        m_backoff.reset();
    } else if (isFinal(status) || m_backoff.attempts() + 1 >= m_times.attempts) {
        drop(0, reason);
        m_backoff.reset();
    } else {
        const auto pause = m_backoff.next();
        qCInfo(lcWebhook).noquote() << m_url.host() << QString(u"did not take an alert (" + reason + u"); it is tried again in") << pause.count() << "ms.";
        m_pause.start(pause);
        return;
    }
    send();
}

void Webhook::drop(std::size_t place, const QString &why)
{
    qCWarning(lcWebhook).noquote() << m_url.host() << QString(u"has not taken an alert (" + why + u"):") << m_waiting[place];
    m_waiting.erase(m_waiting.begin() + std::ptrdiff_t(place));
}

} // namespace pipit::ops
