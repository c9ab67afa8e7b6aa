// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/node_health.h"

#include "client/request_end.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QPointer>

namespace pipit {

namespace {

constexpr std::chrono::milliseconds lookEvery{3'000};
constexpr std::chrono::milliseconds answerTime{5'000};
constexpr qint64 longestReady = 16 << 10;

} // namespace

NodeHealthWatch::NodeHealthWatch(QObject *parent) : QObject(parent), m_api({}, {}, answerTime)
{
    m_timer.setInterval(lookEvery);
    connect(&m_timer, &QTimer::timeout, this, &NodeHealthWatch::look);
}

NodeHealthWatch::~NodeHealthWatch()
{
    ++m_generation;
    if (m_reply) // whoever waits for it goes on, and ends
        m_reply->abort();
    m_api.close();
}

void NodeHealthWatch::setNode(const QUrl &url, const QByteArray &token)
{
    if (url == m_url && token == m_token)
        return;
    ++m_generation;
    m_isAsking = false;
    m_url = url;
    m_token = token;
    m_health = {};
    m_api.cancelRequests();
    m_api.setNode(url, token);
    Q_EMIT changed();
    if (m_timer.isActive())
        look();
}

void NodeHealthWatch::setWatching(bool isWatching)
{
    if (isWatching == m_timer.isActive())
        return;
    if (!isWatching)
        return m_timer.stop();
    m_timer.start();
    look();
}

void NodeHealthWatch::look()
{
    if (m_url.isEmpty() || m_isAsking)
        return;
    ask();
}

// False: this is not the node that was asked any more, or nobody is there to be told.
QCoro::Task<bool> NodeHealthWatch::askReady(int generation)
{
    const QPointer<NodeHealthWatch> self(this);
    const QPointer<QNetworkReply> reply = m_reply = QPointer(m_network.get(NetworkAccess::request(endpoint(m_url, QStringLiteral("/readyz")), {})));
    reply->setReadBufferSize(longestReady);
    QTimer::singleShot(answerTime, reply.data(), &QNetworkReply::abort);
    RequestEnd ended;
    ended.follow(reply.data());
    co_await ended;
    if (reply)
        reply->deleteLater();
    if (!self || !reply || generation != m_generation)
        co_return false;
    const bool answers = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    const QJsonObject said = QJsonDocument::fromJson(reply->read(longestReady)).object();
    m_health.isKnown = true;
    m_health.unreachable = answers ? QString() : reasonOf(*reply);
    m_health.unready = said.value(u"reason").toString();
    co_return true;
}

QCoro::Task<> NodeHealthWatch::ask()
{
    const QPointer<NodeHealthWatch> self(this);
    const int generation = m_generation;
    m_isAsking = true;
    const bool isReady = co_await askReady(generation);
    if (!self || !isReady)
        co_return;
    const auto stats = co_await m_api.get(QStringLiteral("/api/sse/stats"));
    if (!self || generation != m_generation || (!stats && stats.error().code == ErrorCode::Cancelled))
        co_return;
    m_isAsking = false;
    if (stats) {
        const QJsonObject node = stats->value(u"node").toObject(), database = stats->value(u"database").toObject();
        m_health.store = node.value(u"store").toString();
        m_health.version = node.value(u"version").toString();
        m_health.uptimeS = node.value(u"uptimeS").toInteger();
        m_health.openStreams = stats->value(u"connections")[u"open"].toInteger();
        m_health.published = stats->value(u"messages")[u"published"].toInteger();
        m_health.isListening = database.contains(u"listener") ? std::optional(database.value(u"listener")[u"connected"].toBool()) : std::nullopt;
    }
    Q_EMIT changed();
}

} // namespace pipit
