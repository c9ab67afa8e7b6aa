// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/bots/test and /api/bots/offers: a bot that the node has, or one that is yet to be set up, is asked one short question,
// or its provider what there is to choose from. For operators.
//
// A token in clear is for this one call: it is kept in memory until the answer is there, and written nowhere. Secrets of the
// node's (its environment, files, keychain) go only where one of its own bots sends them already: else whoever may test bots could
// have them sent to an address of theirs.
// Thread rule: the node's thread. Source: docs/api.md.
#pragma once

#include "core/bot_config.h"
#include "server/bots/bot_trial.h"
#include "server/http/router.h"

#include <chrono>
#include <memory>
#include <vector>

namespace pipit::http {

class BotTestRoutes : public QObject
{
    Q_OBJECT

public:
    BotTestRoutes(const bots::BotRegistry &bots, std::vector<BotConfig> configs, QString dataDirectory) : m_bots(bots), m_configs(std::move(configs)), m_dataDirectory(std::move(dataDirectory)) { }
    void addTo(Router &router);
    void stop(); // the node is stopping: nobody waits any longer

private:
    // Of which a request speaks: one of the node's, or the only one of a registry of its own.
    struct Spoken {
        bots::Bot *bot = nullptr;
        std::unique_ptr<bots::BotRegistry> own = nullptr;
    };

    QCoro::Task<Response> test(const Exchange &exchange);
    QCoro::Task<Response> offers(const Exchange &exchange);
    Result<Spoken> spokenOf(const Exchange &exchange) const;
    Result<Spoken> draftOf(BotConfig draft) const;
    bool isSentThere(const BotConfig &draft, QString BotConfig::*secret) const;

    static constexpr std::chrono::seconds patience{30};

    const bots::BotRegistry &m_bots;
    const std::vector<BotConfig> m_configs;
    const QString m_dataDirectory;
    std::unique_ptr<bots::BotTrial> m_trial; // one at a time
};

} // namespace pipit::http
