// SPDX-License-Identifier: GPL-3.0-or-later
// Hands events to another program by POST, one after the other, each until it is taken.
//
// Taken is what is answered with 2xx. What is answered with 4xx (but 408 and 429) never will be, and is dropped; everything else is
// tried again, with growing pauses. A hundred may wait; then the oldest goes, and the log says so. Of the address the log
// tells the host only: the rest is often a secret.
// Thread rule: the node's thread. Memory and time are bounded; nothing outlasts the node.
#pragma once

#include "core/backoff.h"
#include "net/network_access.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <deque>

namespace pipit::ops {

struct WebhookTimes {
    std::chrono::milliseconds firstPause{1'000};
    std::chrono::milliseconds longestPause{300'000};
    std::chrono::milliseconds answer{10'000}; // how long one may take
    int attempts = 20;                        // about an hour
};

class Webhook : public QObject
{
    Q_OBJECT

public:
    explicit Webhook(QUrl url, const WebhookTimes &times = {}, QObject *parent = nullptr);

    void post(const QJsonObject &event);

private:
    void send();
    void onAnswer(QNetworkReply *reply);
    void drop(std::size_t place, const QString &why);

    const QUrl m_url;
    const WebhookTimes m_times;
    NetworkAccess m_network;
    std::deque<QByteArray> m_waiting; // the first one is under way, or waits for its next attempt
    bool m_isBusy = false;
    Backoff m_backoff;
    QTimer m_pause;
};

} // namespace pipit::ops
