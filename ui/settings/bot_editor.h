// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings of bots ask of the program: the bots of its own node, and how they are changed, tried and chosen.
//
// Contract: a token goes to the keychain, or with one request, and nowhere else. An error's `field` is the setting at fault
// ("base_url", "token", …), or empty. Thread rule: the GUI thread; whoever is asked outlives the window that asks.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"

#include <QByteArray>
#include <QCoroTask>
#include <QList>
#include <QString>

#include <vector>

namespace pipit {

// How a bot's token is given in a form.
struct BotToken {
    QByteArray typed = {}; // to be kept in the keychain; empty: as the bot's settings say
};

struct BotAnswer {
    QString text;
    qint64 firstTokenMs = 0;
    qint64 totalMs = 0;
};

struct BotOffer {
    QString id;
    QString name = {};
    QString group = {};
};

class BotEditor
{
public:
    virtual ~BotEditor() = default;

    // As the node's file has them.
    virtual Result<std::vector<BotConfig>> bots() = 0;
    // `id`: which one is changed; empty: a new one. It is in the file, and the node takes it up, when this is done.
    virtual QCoro::Task<Result<Done>> save(QString id, BotConfig bot, BotToken token) = 0;
    virtual QCoro::Task<Result<Done>> remove(QString id) = 0;
    // Also one that is not saved.
    virtual QCoro::Task<Result<BotAnswer>> test(BotConfig bot, BotToken token) = 0;
    virtual QCoro::Task<Result<QList<BotOffer>>> offers(BotConfig bot, BotToken token) = 0;
};

} // namespace pipit
