// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config_table.h"

#include "core/log_levels.h"
#include "core/setting_checks.h"
#include "core/text_limits.h"

#include <array>
#include <type_traits>

namespace pipit {

using namespace checks;

namespace {

using std::chrono::milliseconds;

constexpr qint64 mebibyte = 1 << 20;

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
    Setting{.key = "server.canary_s",
            .slot = +[](Config &c) -> int & { return c.server.canaryS; }, .minimum = 0, .maximum = 3'600, .unit = "s",
            .help = "How often the node follows a session of its own, publishes a message there and waits for it, as its clients do; 0 for never."},
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
            .slot = +[](Config &c) -> QString & { return c.client.transport; }, .unit = "auto|stream|poll",
            .help = "How messages come: auto, by a stream, and by polling where no stream gets through; stream; or poll.", .check = faultOfStreaming},
    Setting{.key = "client.update_feed",
            .slot = +[](Config &c) -> QString & { return c.client.updateFeed; }, .unit = "URL",
            .help = "An Atom feed in which the desktop looks once a day whether there is a newer version; where it is set here, or to nothing, the window's settings do not change it.", .check = faultOfFeed, .masked = maskedQuery},
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
            .slot = +[](Config &c) -> QString & { return c.log.format; }, .unit = "text|json",
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
