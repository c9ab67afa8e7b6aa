// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop_bots.h"

#include "app/desktop/embedded_node.h"
#include "client/api_client.h"
#include "core/bot_file.h"
#include "core/bot_json.h"
#include "core/in_pool.h"
#include "core/wait.h"
#include "keychain/keychain.h"
#include "server/bots/bot_registry.h"

#include <QCoroFuture>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSaveFile>

#include <algorithm>

namespace pipit {

namespace {

constexpr std::chrono::seconds askTime{45};     // the node itself waits for 30
constexpr std::chrono::seconds restartTime{60}; // answers under way are stored first

Error closedHere()
{
    return {ErrorCode::Cancelled, QStringLiteral("The program is closing.")};
}

Error noNode()
{
    return {ErrorCode::Unavailable, DesktopBots::tr("The node of this program is not running. Start it, and try again.")};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// With the permissions that it has. Nothing: it is not to be there.
bool restore(const QString &path, const std::optional<QByteArray> &content)
{
    QSaveFile file(path);
    return content ? file.open(QIODevice::WriteOnly) && file.write(*content) == content->size() && file.commit() : QFile::remove(path);
}

// It uses a secret that this program put into the keychain.
bool uses(const std::vector<BotConfig> &bots, const QString &secret)
{
    return std::ranges::find(bots, secret, &BotConfig::tokenKeychain) != bots.end();
}

} // namespace

DesktopBots::DesktopBots(QString dataDir, QObject *parent) : QObject(parent), m_dataDir(std::move(dataDir))
{
    m_keychain.setMaxThreadCount(1);
}

DesktopBots::~DesktopBots() = default;

void DesktopBots::setNode(EmbeddedNode *node)
{
    m_node = node;
}

QString DesktopBots::path() const
{
    return QDir(m_dataDir).filePath(QStringLiteral("pipit.toml"));
}

// Each data directory has bots of its own.
QString DesktopBots::secretNameOf(const QString &botId) const
{
    return QStringLiteral("bot %1 %2").arg(botId, QString::fromLatin1(QCryptographicHash::hash(m_dataDir.toUtf8(), QCryptographicHash::Sha256).toHex().first(8)));
}

Result<std::vector<BotConfig>> DesktopBots::bots()
{
    const auto file = BotFile::open(path());
    if (!file)
        return file.error();
    return file->bots();
}

// What the node would say when it starts. The keychain is not asked for that.
std::optional<Error> DesktopBots::faultOf(BotConfig bot) const
{
    if (!bot.tokenKeychain.isEmpty()) {
        bot.tokenKeychain.clear();
        bot.token = "there";
    }
    bot.rawLog = false;
    bot.place = path();
    const auto made = bots::BotRegistry::make({bot}, m_dataDir);
    return made ? std::nullopt : std::optional(made.error());
}

QCoro::Task<Result<Done>> DesktopBots::keep(QString name, QByteArray secret)
{
    const auto write = [name, secret] { return std::optional(writeSecret(name, secret).get()); };
    const QFuture<std::optional<Result<Done>>> writing = inPool(m_keychain, write);
    const auto written = co_await writing;
    if (*written)
        co_return Done();
    co_return Error{written->error().code,
                    tr("The keychain did not take the token: %1 Unlock it and save again; or put the token in a file that only you can read, or in an environment variable, and choose that.").arg(written->error().message),
                    QStringLiteral("token")};
}

QCoro::Task<Result<Done>> DesktopBots::forget(QString name)
{
    const auto erase = [name] { return std::optional(removeSecret(name).get()); };
    const QFuture<std::optional<Result<Done>>> erasing = inPool(m_keychain, erase);
    const auto erased = co_await erasing;
    co_return Result<Done>(*erased);
}

QCoro::Task<Result<Done>> DesktopBots::save(QString id, BotConfig bot, BotToken token)
{
    const QPointer<DesktopBots> self(this);
    auto file = BotFile::open(path());
    if (!file)
        co_return file.error();
    const bool isKept = !token.typed.isEmpty();
    const QString before = bot.tokenKeychain;
    if (isKept && before.isEmpty())
        bot.tokenKeychain = secretNameOf(bot.id);
    if (const auto fault = faultOf(bot))
        co_return Error(*fault);
    if (const auto changed = id.isEmpty() ? file->add(bot) : file->change(id, bot); !changed)
        co_return changed.error();
    if (isKept) {
        const auto kept = co_await keep(bot.tokenKeychain, token.typed);
        if (!self)
            co_return closedHere();
        if (!kept)
            co_return kept.error();
    }
    const bool existed = QFile::exists(path());
    const QByteArray text = contentOf(path());
    if (const auto saved = file->save(); !saved) {
        Error error = saved.error();
        if (isKept && before.isEmpty())
            co_await forget(bot.tokenKeychain);
        co_return error;
    }
    auto takenUp = co_await takeUp(text, existed);
    if (self && !takenUp && isKept && before.isEmpty())
        co_await forget(bot.tokenKeychain); // no bot has it
    co_return takenUp;
}

QCoro::Task<Result<Done>> DesktopBots::remove(QString id)
{
    const QPointer<DesktopBots> self(this);
    auto file = BotFile::open(path());
    if (!file)
        co_return file.error();
    const auto found = std::ranges::find(file->bots(), id, &BotConfig::id);
    const QString secret = found == file->bots().end() ? QString() : found->tokenKeychain;
    if (const auto removed = file->remove(id); !removed)
        co_return removed.error();
    const bool existed = QFile::exists(path());
    const QByteArray text = contentOf(path());
    if (const auto saved = file->save(); !saved)
        co_return saved.error();
    const bool isUnused = secret.startsWith(u"bot ") && !uses(file->bots(), secret); // one of ours
    const auto takenUp = co_await takeUp(text, existed);
    if (!self || !takenUp)
        co_return takenUp;
    if (isUnused)
        co_await forget(secret);
    co_return Done();
}

QCoro::Task<Result<Done>> DesktopBots::takeUp(QByteArray before, bool existed)
{
    const QPointer<DesktopBots> self(this);
    const auto started = co_await restart();
    if (!self || started)
        co_return started;
    // As it was, with which it did start.
    Error error = started.error();
    if (restore(path(), existed ? std::optional(before) : std::nullopt))
        co_await restart();
    co_return error;
}

QCoro::Task<Result<Done>> DesktopBots::restart()
{
    const QPointer<DesktopBots> self(this);
    if (!m_node)
        co_return noNode();
    if (m_node->status().state == NodeStatus::State::Stopped)
        co_return Done(); // it takes it up when somebody starts it
    Wait wait(restartTime);
    std::optional<Error> fault;
    connect(m_node, &EmbeddedNode::started, wait.context(), [&wait] { wait.come(); });
    connect(m_node, &EmbeddedNode::failed, wait.context(), [&](const Error &error) {
        fault = error;
        wait.come();
    });
    m_node->start();
    co_await wait.future();
    if (!self)
        co_return closedHere();
    if (fault)
        co_return Error(*fault);
    if (!wait.hasCome())
        co_return Error{ErrorCode::Unavailable, tr("The node has not started again within %1 s. Start the program anew.").arg(restartTime.count())};
    co_return Done();
}

QCoro::Task<Result<QJsonObject>> DesktopBots::ask(QString endpoint, BotConfig bot, BotToken token)
{
    if (!m_node)
        co_return noNode();
    QJsonObject body;
    if (!token.typed.isEmpty()) {
        bot.tokenKeychain.clear();
        body.insert(u"token", QString::fromUtf8(token.typed));
    }
    body.insert(u"bot", botToJson(bot));
    ApiClient api(m_node->url(), m_node->token(), askTime);
    const auto answer = co_await api.post(endpoint, body);
    co_return answer;
}

QCoro::Task<Result<BotAnswer>> DesktopBots::test(BotConfig bot, BotToken token)
{
    const QString endpoint = QStringLiteral("/api/bots/test");
    const auto answer = co_await ask(endpoint, bot, token);
    if (!answer)
        co_return answer.error();
    co_return BotAnswer{answer->value(u"answer").toString(), answer->value(u"firstTokenMs").toInteger(), answer->value(u"totalMs").toInteger()};
}

QCoro::Task<Result<QList<BotOffer>>> DesktopBots::offers(BotConfig bot, BotToken token)
{
    const QString endpoint = QStringLiteral("/api/bots/offers");
    const auto answer = co_await ask(endpoint, bot, token);
    if (!answer)
        co_return answer.error();
    QList<BotOffer> offers;
    const QJsonArray list = answer->value(u"offers").toArray();
    for (const QJsonValue offer : list)
        offers << BotOffer{offer[u"id"].toString(), offer[u"name"].toString(), offer[u"group"].toString()};
    co_return offers;
}

} // namespace pipit
