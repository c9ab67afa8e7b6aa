// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a node and of its clients, and where each came from. Every setting is one line of core/config_table.h.
//
// A setting has a key such as `server.listen`. It is read from the table `[server]` of pipit.toml, from the environment
// as PIPIT_SERVER_LISTEN, or from a flag; flags beat environment beats file beats default, and each value knows where it
// came from. What is unknown, ill-typed or out of range is an error that names the place: nothing is guessed.
// Secrets: no message from here, error or warning, holds the password of a database's URL.
// Thread rule: plain values; loadConfig reads one file, and the one that `database.url_file` names, and no global state.
// Errors: InvalidRequest with the key as `field`; NotFound for a file that cannot be read. Source: Pipit's contract of the
// configuration.
#pragma once

#include "core/alert_config.h"
#include "core/bot_config.h"
#include "core/database_url.h"
#include "core/result.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace pipit {

// Where the platform keeps the data of programs, with /pipit.
QString defaultDataDir();

struct ServerConfig {
    QString listen = QStringLiteral("127.0.0.1:5000");
    QString dataDir = defaultDataDir(); // absolute
    QStringList allowedHosts = {};      // host names beside addresses and localhost
    QStringList corsOrigins = {};
    QStringList trustedProxies = {};    // addresses and networks
    int canaryS = 10;                   // between two rounds of the canary; 0: none
    QString alertWebhook = {};          // where alerts are told; its path may be a secret: for printing, see Setting::shownIn
};

struct TlsConfig {
    QString certFile = {}; // absolute, as the next one; both or neither
    QString keyFile = {};

    bool isOn() const { return !certFile.isEmpty(); }
};

struct AuthConfig {
    QString anonymous = {};     // a session pattern; empty: nobody without a token
    QString jwtSecretFile = {}; // absolute, as the next one; empty: none
    QString jwksFile = {};
    QString jwtAudience = {};
};

struct DatabaseConfig {
    QString url = QStringLiteral("sqlite:pipit.db"); // may hold a password: for printing, see Setting::shownIn
    QString urlFile = {};                            // where the URL was read from, absolute; empty: it was given itself
    int poolSize = 8;
};

struct StreamsConfig {
    std::chrono::milliseconds heartbeatInterval{30'000};
    qint64 queueBytes = 1 << 20;
    int drainS = 30;
    int threads = 0; // 0: by the machine
};

struct ClientConfig {
    std::chrono::milliseconds connectionTimeout{10'000};
    std::chrono::milliseconds reconnectInterval{3'000};
    int maxReconnectAttempts = 10;
    QString transport = QStringLiteral("auto"); // auto | stream | poll
    QString updateFeed = {};                    // where newer versions are told; empty: nobody is asked
};

struct LimitsConfig {
    qint64 headBytes = 16 << 10;
    qint64 bodyBytes = 8 << 20;
    qint64 messageBytes = 1 << 20;
    int connections = 20'000;
    int connectionsPerAddress = 256;
    int streams = 20'000;
    int requestsPerS = 100;
};

struct FilesConfig {
    QString dir = {};                     // absolute; empty: in the data directory, see Config::filesDir
    qint64 maxBytes = 100 << 20;          // of one file
    qint64 totalBytes = qint64(10) << 30; // of all; 0: no limit
    QStringList types = {};               // image/png, image/*; empty: all
};

// What is kept of the log; 0: no limit.
struct RetentionConfig {
    int maxAgeDays = 0;
    qint64 maxMessages = 0;
    qint64 maxBytes = 0;
};

struct LogConfig {
    QString format = QStringLiteral("text"); // text | json
    QString file = {};                       // absolute; empty: standard error
    qint64 fileBytes = 16 << 20;
    int oldFiles = 5;
    QStringList levels = {}; // AREA=LEVEL
};

struct ConfigOrigin {
    enum class Kind { Default, File, Environment, Flag }; // from the weakest

    Kind kind = Kind::Default;
    QString place = {}; // "FILE:LINE", the variable's name, the flag's name

    // "default", "/etc/pipit.toml:3", "environment PIPIT_SERVER_LISTEN", "flag --listen"
    QString toString() const;
};

struct Config {
    ServerConfig server;
    TlsConfig tls;
    AuthConfig auth;
    DatabaseConfig database;
    StreamsConfig streams;
    ClientConfig client;
    LimitsConfig limits;
    FilesConfig files;
    RetentionConfig retention;
    LogConfig log;
    std::vector<AlertConfig> alerts = defaultAlerts();
    std::vector<BotConfig> bots{{.id = QStringLiteral("echo"), .provider = QStringLiteral("echo"), .name = QStringLiteral("Echo")}};

    QMap<QString, ConfigOrigin> origins = {}; // of what is not the default, by key; `alerts` and `bots` have the line of the first
    QStringList warnings = {};                // sentences on what is in force and yet unwise, for who started the program

    ConfigOrigin origin(const QString &key) const { return origins.value(key); }
    // What loadConfig has checked; an error only where somebody else set `database.url`.
    Result<DatabaseUrl> databaseUrl() const { return DatabaseUrl::parse(database.url); }
    // The file behind `database.url`, absolute; empty where that is not of SQLite.
    QString databasePath() const;
    QString filesDir() const;
};

struct ConfigInputs {
    QString file = {};                           // empty: none
    QMap<QString, QString> environment = {};     // every variable; what does not begin with PIPIT_ is ignored
    QMap<QString, QString> flags = {};           // by key, not by the flag's name
};

// The variables of this process.
QMap<QString, QString> processEnvironment();

Result<Config> loadConfig(const ConfigInputs &inputs);

// What this text says by itself, taken for that of `file`: each setting is checked, not what holds between them.
Result<Config> readConfigText(const QByteArray &text, const QString &file);

// As every program of Pipit reads it: its environment, these flags, and this file. Where none is given, it is pipit.toml in
// the data directory that flags or environment name, else in the default one, if it is there.
Result<Config> loadProgramConfig(const QMap<QString, QString> &flags, const QString &file = {});

} // namespace pipit
