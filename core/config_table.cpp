// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config_table.h"

#include "core/log_levels.h"
#include "core/text_limits.h"

#include <QRegularExpression>
#include <QUrl>

#include <array>
#include <type_traits>

namespace pipit {

namespace {

using std::chrono::milliseconds;

constexpr qint64 mebibyte = 1 << 20;
constexpr qint64 limitOfReals = 1'000'000'000'000'000;

std::optional<QString> faultOfListen(const QString &text)
{
    if (HostPort::parse(text))
        return std::nullopt;
    return QStringLiteral("must be HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000");
}

std::optional<QString> faultOfPath(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must name a directory");
    return faultOfText(text);
}

std::optional<QString> faultOfFile(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must name a file");
    if (text.contains(u"://"))
        return QStringLiteral("must name a file that holds the URL, not be the URL itself");
    return faultOfText(text);
}

std::optional<QString> faultOfFileName(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must name a file");
    return faultOfText(text);
}

std::optional<QString> faultOfHostName(const QString &text)
{
    static const QRegularExpression valid(QStringLiteral("^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\\z"));
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(QStringLiteral("must be host names without a port, such as chat.example.org"));
}

std::optional<QString> faultOfOrigin(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isOrigin = url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty() && QString(url.scheme() + u"://" + url.authority()) == text;
    return isOrigin && url.userInfo().isEmpty() ? std::nullopt : std::optional(QStringLiteral("must be origins as a browser sends them, in lower case and without a path, such as https://chat.example.org"));
}

// The numbers themselves are read by whoever has to do with networks.
std::optional<QString> faultOfSubnet(const QString &text)
{
    static const QRegularExpression valid(QStringLiteral("^[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?\\z"));
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(QStringLiteral("must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8"));
}

std::optional<QString> faultOfPattern(const QString &text)
{
    if (text.isEmpty() || isSessionPattern(text))
        return std::nullopt;
    return QStringLiteral("must be a session's id or a pattern such as demo-*, or empty for nobody");
}

std::optional<QString> faultOfMediaPattern(const QString &text)
{
    static const QRegularExpression valid(QStringLiteral("^[a-z0-9][a-z0-9.+-]{0,60}/(\\*|[a-z0-9][a-z0-9.+-]{0,60})$"));
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(QStringLiteral("must be media types in lower case, such as image/png or image/*"));
}

std::optional<QString> faultOfBotId(const QString &id)
{
    if (isSessionId(id))
        return std::nullopt;
    return QStringLiteral("must be 1 to 46 characters of A-Z a-z 0-9 _ - :");
}

std::optional<QString> faultOfProvider(const QString &provider)
{
    if (isSessionId(provider))
        return std::nullopt;
    return QStringLiteral("must name a provider, such as echo, coze or openai");
}

std::optional<QString> faultOfHttpAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty() && url.userInfo().isEmpty())
        return std::nullopt;
    return QStringLiteral("must be an http or https URL without a user name, such as https://api.coze.cn");
}

std::optional<QString> faultOfWebhook(const QString &text)
{
    return text.isEmpty() ? std::nullopt : faultOfHttpAddress(text);
}

// Who knows the path may post there, as a rule.
QString maskedWebhook(const QString &text)
{
    const QUrl url(text);
    return text.isEmpty() ? text : QString(url.scheme() + u"://" + url.host() + u"/***");
}

std::optional<QString> faultOfLogFormat(const QString &text)
{
    return text == u"text" || text == u"json" ? std::nullopt : std::optional(QStringLiteral("must be text or json"));
}

std::optional<QString> faultOfStreaming(const QString &text)
{
    if (text == u"auto" || text == u"stream" || text == u"poll")
        return std::nullopt;
    return QStringLiteral("must be auto, stream or poll");
}

std::optional<QString> faultOfOneLine(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must not be empty");
    return faultOfName(text);
}

std::optional<QString> faultOfBotName(const QString &name)
{
    if (utf8Size(name) > 200)
        return QStringLiteral("must be at most 200 bytes");
    return faultOfName(name);
}

constexpr std::array settings{
    Setting{.key = "server.listen",
            .slot = +[](Config &c) -> QString & { return c.server.listen; }, .unit = "HOST:PORT",
            .help = "Where the node answers: HOST:PORT; port 0 takes a free one.", .flag = "--listen", .check = faultOfListen},
    Setting{.key = "server.data_dir",
            .slot = +[](Config &c) -> QString & { return c.server.dataDir; }, .unit = "DIR",
            .help = "Where the node keeps its data; `~` is the home directory.", .flag = "--data", .check = faultOfPath},
    Setting{.key = "server.allowed_hosts",
            .slot = +[](Config &c) -> QStringList & { return c.server.allowedHosts; }, .unit = "NAMES",
            .help = "Host names under which this node is called, beside addresses and localhost: what stands in a browser's address bar.", .check = faultOfHostName},
    Setting{.key = "server.cors_origins",
            .slot = +[](Config &c) -> QStringList & { return c.server.corsOrigins; }, .unit = "ORIGINS",
            .help = "Pages of other addresses that may use this node, with a token, such as https://app.example.org; none by default.", .check = faultOfOrigin},
    Setting{.key = "server.trusted_proxies",
            .slot = +[](Config &c) -> QStringList & { return c.server.trustedProxies; }, .unit = "NETWORKS",
            .help = "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 127.0.0.1 or 10.0.0.0/8.", .check = faultOfSubnet},
    Setting{.key = "server.alert_webhook",
            .slot = +[](Config &c) -> QString & { return c.server.alertWebhook; }, .unit = "URL",
            .help = "Where each alert is told when it begins and when it is over, by a POST with JSON; an http or https URL, nowhere by default.", .check = faultOfWebhook, .masked = maskedWebhook},
    Setting{.key = "tls.cert_file",
            .slot = +[](Config &c) -> QString & { return c.tls.certFile; }, .unit = "FILE",
            .help = "A PEM file with the node's certificate and those between it and its authority, in this order; with tls.key_file the node speaks HTTPS only. Read again when it changes.", .check = faultOfFileName},
    Setting{.key = "tls.key_file",
            .slot = +[](Config &c) -> QString & { return c.tls.keyFile; }, .unit = "FILE",
            .help = "A PEM file with that certificate's private key, without a password, readable for its owner only.", .check = faultOfFileName},
    Setting{.key = "auth.anonymous",
            .slot = +[](Config &c) -> QString & { return c.auth.anonymous; }, .unit = "PATTERN",
            .help = "Sessions that anybody may read and write without a token, such as demo-*; empty for none. For trusted networks only.", .check = faultOfPattern},
    Setting{.key = "auth.jwt_secret_file",
            .slot = +[](Config &c) -> QString & { return c.auth.jwtSecretFile; }, .unit = "FILE",
            .help = "A file with the secret of JWTs that are signed with HS256, 32 bytes or more, readable for its owner only.", .check = faultOfFileName},
    Setting{.key = "auth.jwks_file",
            .slot = +[](Config &c) -> QString & { return c.auth.jwksFile; }, .unit = "FILE",
            .help = "A JWKS file with the public keys of JWTs that are signed with RS256 or ES256; read again when it changes.", .check = faultOfFileName},
    Setting{.key = "auth.jwt_audience",
            .slot = +[](Config &c) -> QString & { return c.auth.jwtAudience; }, .unit = "NAME",
            .help = "What a JWT must have as its audience (aud).", .check = faultOfOneLine},
    Setting{.key = "database.url",
            .slot = +[](Config &c) -> QString & { return c.database.url; }, .unit = "URL",
            .help = "The store: sqlite:FILE, relative to the data directory; postgres://USER@HOST/DATABASE; or local-postgres, a PostgreSQL of the node's own in the data directory.",
            .flag = "--database", .check = faultOfDatabaseUrl, .masked = maskedDatabaseUrl},
    Setting{.key = "database.url_file",
            .slot = +[](Config &c) -> QString & { return c.database.urlFile; }, .unit = "FILE",
            .help = "A file that holds the store's URL in one line, for a URL with a password: in a command line, others can see it.", .check = faultOfFile, .masked = maskedDatabaseUrl},
    Setting{.key = "database.pool_size",
            .slot = +[](Config &c) -> int & { return c.database.poolSize; }, .minimum = 1, .maximum = 64,
            .help = "How many connections read beside the one that writes."},
    Setting{.key = "streams.heartbeat_interval_ms",
            .slot = +[](Config &c) -> milliseconds & { return c.streams.heartbeatInterval; }, .minimum = 1'000, .maximum = 300'000, .unit = "ms",
            .help = "How long a stream may be silent before a comment keeps it warm."},
    Setting{.key = "streams.queue_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.streams.queueBytes; }, .minimum = 4'096, .maximum = 1024 * mebibyte, .unit = "bytes",
            .help = "What may pile up for one stream before it is closed as a slow consumer."},
    Setting{.key = "streams.drain_s",
            .slot = +[](Config &c) -> int & { return c.streams.drainS; }, .minimum = 0, .maximum = 3'600, .unit = "s",
            .help = "Within which time a node that is told to end (SIGTERM) ends its streams, each at a moment of its own; 0 ends them at once."},
    Setting{.key = "streams.threads",
            .slot = +[](Config &c) -> int & { return c.streams.threads; }, .minimum = 0, .maximum = 64,
            .help = "How many threads carry the streams; 0 is half as many as the machine has processors, at most 8."},
    Setting{.key = "client.connection_timeout_ms",
            .slot = +[](Config &c) -> milliseconds & { return c.client.connectionTimeout; }, .minimum = 100, .maximum = 600'000, .unit = "ms",
            .help = "How long a client waits for a connection."},
    Setting{.key = "client.reconnect_interval_ms",
            .slot = +[](Config &c) -> milliseconds & { return c.client.reconnectInterval; }, .minimum = 100, .maximum = 600'000, .unit = "ms",
            .help = "The wait before the first new attempt; it grows from there."},
    Setting{.key = "client.max_reconnect_attempts",
            .slot = +[](Config &c) -> int & { return c.client.maxReconnectAttempts; }, .minimum = 1, .maximum = 1'000,
            .help = "How often a client tries again before it asks the person."},
    Setting{.key = "client.transport",
            .slot = +[](Config &c) -> QString & { return c.client.transport; }, .unit = "MODE",
            .help = "How messages come: auto, by a stream, and by polling where no stream gets through; stream; or poll.", .check = faultOfStreaming},
    Setting{.key = "limits.head_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.limits.headBytes; }, .minimum = 1'024, .maximum = mebibyte, .unit = "bytes",
            .help = "The largest request line with headers."},
    Setting{.key = "limits.body_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.limits.bodyBytes; }, .minimum = 16'384, .maximum = 256 * mebibyte, .unit = "bytes",
            .help = "The largest body of a request."},
    Setting{.key = "limits.message_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.limits.messageBytes; }, .minimum = 1'024, .maximum = 16 * mebibyte, .unit = "bytes",
            .help = "The largest content of a message, in UTF-8."},
    Setting{.key = "limits.connections",
            .slot = +[](Config &c) -> int & { return c.limits.connections; }, .minimum = 16, .maximum = 1'000'000,
            .help = "How many connections may be open at once."},
    Setting{.key = "limits.connections_per_address",
            .slot = +[](Config &c) -> int & { return c.limits.connectionsPerAddress; }, .minimum = 2, .maximum = 1'000'000,
            .help = "How many connections and streams one address may have open; this machine's own and trusted proxies may have all."},
    Setting{.key = "limits.streams",
            .slot = +[](Config &c) -> int & { return c.limits.streams; }, .minimum = 1, .maximum = 1'000'000,
            .help = "How many streams the node carries; one more is told to come back later. Never more than the process may have descriptors."},
    Setting{.key = "limits.requests_per_s",
            .slot = +[](Config &c) -> int & { return c.limits.requestsPerS; }, .minimum = 1, .maximum = 1'000'000, .unit = "1/s",
            .help = "How many requests a second one caller may make, on average over ten seconds; this machine's own callers may make any number."},
    Setting{.key = "files.dir",
            .slot = +[](Config &c) -> QString & { return c.files.dir; }, .unit = "DIR",
            .help = "Where uploaded files are kept (default: `files` in the data directory); nodes on one database share one directory.", .check = faultOfPath},
    Setting{.key = "files.max_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.files.maxBytes; }, .minimum = 1'024, .maximum = 65'536 * mebibyte, .unit = "bytes",
            .help = "The largest file that is taken."},
    Setting{.key = "files.total_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.files.totalBytes; }, .minimum = 0, .maximum = 1'048'576 * 1'024 * mebibyte, .unit = "bytes",
            .help = "What all files together may take; 0 is no limit but the disk's."},
    Setting{.key = "files.types",
            .slot = +[](Config &c) -> QStringList & { return c.files.types; }, .unit = "TYPES",
            .help = "The media types that are taken, such as image/* or application/pdf; all by default.", .check = faultOfMediaPattern},
    Setting{.key = "retention.max_age_days",
            .slot = +[](Config &c) -> int & { return c.retention.maxAgeDays; }, .minimum = 0, .maximum = 36'500, .unit = "days",
            .help = "How long messages are kept; 0 for ever."},
    Setting{.key = "retention.max_messages",
            .slot = +[](Config &c) -> qint64 & { return c.retention.maxMessages; }, .minimum = 0, .maximum = 1'000'000'000'000,
            .help = "How many messages are kept; 0 for any number."},
    Setting{.key = "retention.max_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.retention.maxBytes; }, .minimum = 0, .maximum = 1'000'000 * mebibyte, .unit = "bytes",
            .help = "How many bytes of contents and metadata are kept, with 200 for each message; 0 for any number."},
    Setting{.key = "log.format",
            .slot = +[](Config &c) -> QString & { return c.log.format; }, .unit = "FORMAT",
            .help = "How the log is written: text, for people, or json, one object a line.", .check = faultOfLogFormat},
    Setting{.key = "log.file",
            .slot = +[](Config &c) -> QString & { return c.log.file; }, .unit = "FILE",
            .help = "Where the log is written, relative to the data directory; standard error by default.", .check = faultOfFileName},
    Setting{.key = "log.file_bytes",
            .slot = +[](Config &c) -> qint64 & { return c.log.fileBytes; }, .minimum = 4096, .maximum = 1024 * mebibyte, .unit = "bytes",
            .help = "How large that file grows before it is put aside."},
    Setting{.key = "log.old_files",
            .slot = +[](Config &c) -> int & { return c.log.oldFiles; }, .minimum = 1, .maximum = 100, .unit = "files",
            .help = "How many of those put aside are kept."},
    Setting{.key = "log.levels",
            .slot = +[](Config &c) -> QStringList & { return c.log.levels; }, .unit = "AREA=LEVEL",
            .help = "From which level on areas are logged, such as pipit.http=debug; info for the others. `pipitctl log` changes them while the node runs.", .check = faultOfLogLevel},
};

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
            .help = "The provider's address: https://api.coze.cn, https://api.coze.com, http://127.0.0.1:11434/v1 …", .check = faultOfHttpAddress},
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
            .help = "coze: where the tools are run that the bot wants called; each call is a POST with JSON.", .check = faultOfHttpAddress},
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

template<typename Owner>
std::optional<QString> SettingOf<Owner>::assign(Owner &owner, const QString &text) const
{
    if (auto fault = check(text))
        return *fault + QStringLiteral("; it is \"%1\"").arg(forEcho(masked ? masked(text) : text));
    std::get<0>(slot)(owner) = text;
    return std::nullopt;
}

template<typename Owner>
std::optional<QString> SettingOf<Owner>::assign(Owner &owner, const QStringList &list) const
{
    for (const QString &element : list) {
        if (auto fault = check(element))
            return *fault + QStringLiteral("; one is \"%1\"").arg(forEcho(element));
    }
    std::get<5>(slot)(owner) = list;
    return std::nullopt;
}

template<typename Owner>
std::optional<QString> SettingOf<Owner>::assignReal(Owner &owner, double number) const
{
    if (!(number >= double(minimum) && number <= double(maximum)))
        return QStringLiteral("must be %1 to %2; it is %3").arg(minimum).arg(maximum).arg(number);
    std::get<6>(slot)(owner) = number;
    return std::nullopt;
}

template<typename Owner>
std::optional<QString> SettingOf<Owner>::assign(Owner &owner, qint64 number) const
{
    if (!isSwitch() && (number < minimum || number > maximum))
        return QStringLiteral("must be %1 to %2; it is %3").arg(minimum).arg(maximum).arg(number);
    std::visit([&owner, number](auto place) {
        auto &value = place(owner);
        using Value = std::remove_cvref_t<decltype(value)>;
        if constexpr (!std::is_same_v<Value, QString> && !std::is_same_v<Value, QStringList>)
            value = Value(number);
    }, slot);
    return std::nullopt;
}

template<typename Owner>
QString SettingOf<Owner>::valueIn(const Owner &owner) const
{
    return std::visit([&owner](auto place) -> QString {
        // A slot hands out the place itself, for writing too; here it is only read.
        const auto &value = place(const_cast<Owner &>(owner));
        using Value = std::remove_cvref_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, QString>)
            return value;
        else if constexpr (std::is_same_v<Value, milliseconds>)
            return QString::number(value.count());
        else if constexpr (std::is_same_v<Value, bool>)
            return value ? QStringLiteral("true") : QStringLiteral("false");
        else if constexpr (std::is_same_v<Value, QStringList>)
            return value.join(u',');
        else if constexpr (std::is_same_v<Value, std::optional<double>>)
            return value ? QString::number(*value) : QString();
        else
            return QString::number(value);
    }, slot);
}

template<typename Owner>
QString SettingOf<Owner>::shownIn(const Owner &owner) const
{
    return masked ? masked(valueIn(owner)) : valueIn(owner);
}

template struct SettingOf<Config>;
template struct SettingOf<BotConfig>;
template struct SettingOf<AlertConfig>;

std::span<const Setting> configTable()
{
    return settings;
}

std::span<const BotSetting> botTable()
{
    return botSettings;
}

std::span<const AlertSetting> alertTable()
{
    return alertSettings;
}

QString environmentName(const Setting &setting)
{
    return QStringLiteral("PIPIT_") + QString::fromLatin1(setting.key).toUpper().replace(u'.', u'_');
}

QString flagName(const Setting &setting)
{
    if (setting.flag)
        return QString::fromLatin1(setting.flag);
    return QStringLiteral("--") + QString::fromLatin1(setting.key).replace(u'.', u'-').replace(u'_', u'-');
}

} // namespace pipit
