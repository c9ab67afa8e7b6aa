// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_account.h"

#include "core/text_limits.h"

#include <QJsonArray>
#include <QTimer>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr int workspacesAtMost = 20;
constexpr int botsAtMost = 500;
constexpr int pageSize = 50;

// No such bot; not published; its account cannot pay.
constexpr std::array finalCodes{"4006"_L1, "4011"_L1, "4012"_L1, "4015"_L1, "4019"_L1, "4022"_L1, "4200"_L1, "702242003"_L1};

} // namespace

void checkBot(const Api &api, QObject *context, std::function<void(std::optional<QString>)> done)
{
    api.call({.path = u"/v1/bots/"_s + QString::fromLatin1(QUrl::toPercentEncoding(api.config().botId)), .query = {{u"is_published"_s, u"true"_s}}, .isQuestion = true}, context,
             [done = std::move(done)](const Response &response) {
        const auto &error = response.error;
        // A wrong token is refused otherwise here: 4101 says that this one may not look at bots.
        const bool isRefused = error && response.refusesToken && error->code != "4101"_L1;
        const bool counts = error && (error->passes || isRefused || std::ranges::find(finalCodes, error->code) != finalCodes.end());
        done(counts ? std::optional(error->message) : std::nullopt);
    });
}

BotList::BotList(const Api &api, QObject *context, Done done) : QObject(context), m_api(api), m_done(std::move(done))
{
    QTimer::singleShot(0, this, &BotList::readWorkspaces);
}

void BotList::readWorkspaces()
{
    m_api.call({.path = u"/v1/workspaces"_s, .query = {{u"page_num"_s, u"1"_s}, {u"page_size"_s, QString::number(workspacesAtMost)}}, .isQuestion = true}, this, [this](const Response &response) {
        if (response.error) {
            end(Error{ErrorCode::Unavailable, response.error->message});
            return;
        }
        for (const QJsonValue &value : response.data.toObject().value(u"workspaces").toArray()) {
            const Workspace workspace{.id = idText(value[u"id"]), .name = value[u"name"].toString()};
            if (!workspace.id.isEmpty() && m_workspaces.size() < workspacesAtMost)
                m_workspaces << workspace;
        }
        readBots(0, 1);
    });
}

void BotList::readBots(qsizetype at, int page)
{
    if (at >= m_workspaces.size() || m_offers.size() >= botsAtMost) {
        end(m_offers);
        return;
    }
    m_api.call({.path = u"/v1/bots"_s, .query = {{u"workspace_id"_s, m_workspaces[at].id}, {u"publish_status"_s, u"published_online"_s}, {u"page_num"_s, QString::number(page)}, {u"page_size"_s, QString::number(pageSize)}},
                .isQuestion = true}, this, [this, at, page](const Response &response) {
        if (response.error) {
            end(Error{ErrorCode::Unavailable, u"The bots of workspace %1 cannot be read: %2"_s.arg(forEcho(m_workspaces[at].name), response.error->message)});
            return;
        }
        const QJsonArray items = response.data.toObject().value(u"items").toArray();
        for (const QJsonValue &value : items) {
            const QString id = idText(value[u"id"]);
            if (!id.isEmpty() && m_offers.size() < botsAtMost)
                m_offers << Offer{.id = id, .name = value[u"name"].toString(), .group = m_workspaces[at].name};
        }
        const bool isLastPage = items.size() < pageSize;
        readBots(isLastPage ? at + 1 : at, isLastPage ? 1 : page + 1);
    });
}

void BotList::end(Result<QList<Offer>> result)
{
    deleteLater();
    m_done(std::move(result));
}

} // namespace pipit::bots::coze
