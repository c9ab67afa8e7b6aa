// SPDX-License-Identifier: GPL-3.0-or-later
// What an account of Coze has: whether it knows a bot, and the bots of its workspaces.
// Thread rule: the node's thread. Once the context is gone, nothing is called back.
#pragma once

#include "server/bots/coze/coze_api.h"
#include "server/bots/provider/bot.h"

namespace pipit::bots::coze {

// Why the bot could not be asked, as far as Coze says; nothing where it could. A token that may chat need not be allowed to look
// at bots, and Coze Studio has no such path: that Coze answered is enough then.
void checkBot(const Api &api, QObject *context, std::function<void(std::optional<QString>)> done);

// The published bots, workspace by workspace: at most 500 of 20 workspaces. Deletes itself.
class BotList final : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<QList<Offer>>)>;
    BotList(const Api &api, QObject *context, Done done);

private:
    struct Workspace {
        QString id;
        QString name;
    };

    void readWorkspaces();
    void readBots(qsizetype workspace, int page);
    void end(Result<QList<Offer>> result);

    const Api &m_api;
    const Done m_done;
    QList<Workspace> m_workspaces;
    QList<Offer> m_offers;
};

} // namespace pipit::bots::coze
