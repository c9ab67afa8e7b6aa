// SPDX-License-Identifier: GPL-3.0-or-later
// The members of [[bots]] and [[alerts]].
#include "core/config_table.h"

#include "core/setting_checks.h"
#include "core/text_limits.h"

#include <array>

namespace pipit {

using namespace checks;
using std::chrono::milliseconds;

namespace {

constexpr qint64 limitOfReals = 1'000'000'000'000'000;

constexpr std::array botSettings{
    BotSetting{.key = "id",
            .slot = +[](BotConfig &b) -> QString & { return b.id; },
            .help = "What clients call the bot; each id once.", .check = faultOfBotId},
    BotSetting{.key = "provider",
            .slot = +[](BotConfig &b) -> QString & { return b.provider; },
            .help = "Who answers: echo, built in; coze; openai, for everything that speaks its chat completions.", .check = faultOfProvider},
    BotSetting{.key = "name",
            .slot = +[](BotConfig &b) -> QString & { return b.name; },
            .help = "What people read; the id where it is not set.", .check = faultOfBotName},
    BotSetting{.key = "piece_interval_ms",
            .slot = +[](BotConfig &b) -> milliseconds & { return b.pieceInterval; }, .minimum = 0, .maximum = 60'000, .unit = "ms",
            .help = "echo: the time between two pieces of an answer."},
    BotSetting{.key = "base_url",
            .slot = +[](BotConfig &b) -> QString & { return b.baseUrl; },
            .help = "The provider's address: https://api.coze.cn, https://api.coze.com, http://127.0.0.1:11434/v1 …", .check = faultOfHttpAddress, .masked = maskedQuery},
    BotSetting{.key = "bot_id",
            .slot = +[](BotConfig &b) -> QString & { return b.botId; },
            .help = "coze: the bot's id there; in quotation marks, for it is longer than numbers may be.", .check = faultOfOneLine},
    BotSetting{.key = "model",
            .slot = +[](BotConfig &b) -> QString & { return b.model; },
            .help = "openai: the model's name.", .check = faultOfOneLine},
    BotSetting{.key = "system_prompt",
            .slot = +[](BotConfig &b) -> QString & { return b.systemPrompt; },
            .help = "openai: what the model is told before the conversation.", .check = +[](const QString &text) { return faultOfText(text); }},
    BotSetting{.key = "context_tokens",
            .slot = +[](BotConfig &b) -> qint64 & { return b.contextTokens; }, .minimum = 0, .maximum = 10'000'000, .unit = "tokens",
            .help = "openai: how much of the conversation goes with a question, about."},
    BotSetting{.key = "token_env",
            .slot = +[](BotConfig &b) -> QString & { return b.tokenEnv; },
            .help = "The environment variable that holds the provider's token.", .check = faultOfOneLine},
    BotSetting{.key = "token_file",
            .slot = +[](BotConfig &b) -> QString & { return b.tokenFile; },
            .help = "The file that holds the provider's token, readable for its owner only.", .check = faultOfFileName},
    BotSetting{.key = "token_keychain",
            .slot = +[](BotConfig &b) -> QString & { return b.tokenKeychain; },
            .help = "The name under which the provider's token is in the keychain of this machine; `pipitctl secret set` puts it there.", .check = faultOfOneLine},
    BotSetting{.key = "oauth_app_id",
            .slot = +[](BotConfig &b) -> QString & { return b.oauthAppId; },
            .help = "coze: the OAuth application (JWT) that asks for tokens, instead of a token.", .check = faultOfOneLine},
    BotSetting{.key = "oauth_key_id",
            .slot = +[](BotConfig &b) -> QString & { return b.oauthKeyId; },
            .help = "coze: the fingerprint of that application's public key.", .check = faultOfOneLine},
    BotSetting{.key = "oauth_key_file",
            .slot = +[](BotConfig &b) -> QString & { return b.oauthKeyFile; },
            .help = "coze: that application's private key, a PEM file readable for its owner only.", .check = faultOfFileName},
    BotSetting{.key = "tool_callback_url",
            .slot = +[](BotConfig &b) -> QString & { return b.toolCallbackUrl; },
            .help = "coze: where the tools are run that the bot wants called; each call is a POST with JSON.", .check = faultOfHttpAddress, .masked = maskedWebhook},
    BotSetting{.key = "streaming",
            .slot = +[](BotConfig &b) -> QString & { return b.streaming; },
            .help = "auto: stream, and poll where streams fail; stream: never poll; poll: never stream.", .check = faultOfStreaming},
    BotSetting{.key = "ca_file",
            .slot = +[](BotConfig &b) -> QString & { return b.caFile; },
            .help = "A PEM file with certificates to trust beside the system's.", .check = faultOfFileName},
    BotSetting{.key = "poll_interval_ms",
            .slot = +[](BotConfig &b) -> milliseconds & { return b.pollInterval; }, .minimum = 100, .maximum = 60'000, .unit = "ms",
            .help = "coze: the time between two looks whether an answer is there; Coze's own clouds want a second."},
    BotSetting{.key = "fetch_private_urls",
            .slot = +[](BotConfig &b) -> bool & { return b.fetchPrivateUrls; },
            .help = "coze: fetch files of questions from addresses that only this network reaches, and hand them to Coze. Whoever may ask the bot can then have the node read such addresses."},
    BotSetting{.key = "raw_log",
            .slot = +[](BotConfig &b) -> bool & { return b.rawLog; },
            .help = "Keep the provider's bytes in the data directory, without secrets."},
    BotSetting{.key = "connect_timeout_ms",
            .slot = +[](BotConfig &b) -> milliseconds & { return b.connectTimeout; }, .minimum = 100, .maximum = 600'000, .unit = "ms",
            .help = "How long connecting to the provider may take."},
    BotSetting{.key = "first_token_timeout_ms",
            .slot = +[](BotConfig &b) -> milliseconds & { return b.firstTokenTimeout; }, .minimum = 100, .maximum = 3'600'000, .unit = "ms",
            .help = "How long the first piece of an answer may take."},
    BotSetting{.key = "silence_timeout_ms",
            .slot = +[](BotConfig &b) -> milliseconds & { return b.silenceTimeout; }, .minimum = 100, .maximum = 3'600'000, .unit = "ms",
            .help = "How long an answer may pause."},
    BotSetting{.key = "answer_timeout_ms",
            .slot = +[](BotConfig &b) -> milliseconds & { return b.answerTimeout; }, .minimum = 100, .maximum = 86'400'000, .unit = "ms",
            .help = "How long an answer may take as a whole, with all attempts and looks whether it is there."},
};

constexpr std::array alertSettings{
    AlertSetting{.key = "name",
            .slot = +[](AlertConfig &a) -> QString & { return a.name; },
            .help = "What the alert is called; each name once.", .check = faultOfOneLine},
    AlertSetting{.key = "metric",
            .slot = +[](AlertConfig &a) -> QString & { return a.metric; },
            .help = "What is looked at: a name of docs/metrics.md, with labels where wanted, such as pipit_resume_total{result!=\"continued\"}. Of a counter, what it grows by in a second.", .check = faultOfOneLine},
    AlertSetting{.key = "quantile",
            .slot = +[](AlertConfig &a) -> std::optional<double> & { return a.quantile; }, .minimum = 0, .maximum = 1,
            .help = "Of a histogram: which of its values, 0.99 for the one that 99 % do not exceed."},
    AlertSetting{.key = "above",
            .slot = +[](AlertConfig &a) -> std::optional<double> & { return a.above; }, .minimum = -limitOfReals, .maximum = limitOfReals,
            .help = "The limit above which it fires."},
    AlertSetting{.key = "below",
            .slot = +[](AlertConfig &a) -> std::optional<double> & { return a.below; }, .minimum = -limitOfReals, .maximum = limitOfReals,
            .help = "The limit below which it fires."},
    AlertSetting{.key = "clear",
            .slot = +[](AlertConfig &a) -> std::optional<double> & { return a.clear; }, .minimum = -limitOfReals, .maximum = limitOfReals,
            .help = "How far back the value must be for it to end; the limit itself by default."},
    AlertSetting{.key = "for_s",
            .slot = +[](AlertConfig &a) -> int & { return a.forS; }, .minimum = 0, .maximum = 86'400, .unit = "s",
            .help = "How long the value must be beyond the limit, and back again."},
    AlertSetting{.key = "window_s",
            .slot = +[](AlertConfig &a) -> int & { return a.windowS; }, .minimum = 1, .maximum = 3'600, .unit = "s",
            .help = "The time over which counters and histograms are looked at."},
};

} // namespace

std::span<const BotSetting> botTable()
{
    return botSettings;
}

std::span<const AlertSetting> alertTable()
{
    return alertSettings;
}

} // namespace pipit
