// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/local_models.h"

#include "client/reply_ptr.h"
#include "client/request_end.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>

namespace pipit {

namespace {

constexpr std::chrono::milliseconds patience(1'500);
constexpr qsizetype mostBytes = 1 << 20, mostModels = 50, longestName = 200;

} // namespace

LocalModels::~LocalModels()
{
    const auto replies = m_network.findChildren<QNetworkReply *>();
    for (QNetworkReply *reply : replies)
        reply->abort();
}

QCoro::Task<QStringList> LocalModels::look(QUrl base)
{
    QNetworkRequest request = NetworkAccess::request(endpoint(base, QStringLiteral("/models")), {});
    request.setTransferTimeout(int(patience.count()));
    const ReplyPtr reply(m_network.get(request));
    QNetworkReply *waiting = reply.get();
    QObject::connect(waiting, &QNetworkReply::downloadProgress, waiting, [waiting](qint64 received, qint64) {
        if (received > mostBytes)
            waiting->abort();
    });
    RequestEnd ended;
    ended.follow(waiting);
    co_await ended;
    QStringList names;
    if (reply->error() != QNetworkReply::NoError)
        co_return names;
    const QJsonArray models = QJsonDocument::fromJson(reply->readAll()).object().value(u"data").toArray();
    for (const QJsonValue model : models) {
        const QString name = model.toObject().value(u"id").toString();
        if (!name.isEmpty() && name.size() <= longestName && names.size() < mostModels)
            names << name;
    }
    co_return names;
}

} // namespace pipit
