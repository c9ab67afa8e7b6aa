// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo_data.h"

#include "client/api_client.h"
#include "client/session_archive.h"
#include "client/wait_for.h"
#include "server/server.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

namespace pipit {

namespace {

constexpr std::chrono::seconds demoPatience{20};

constexpr char settingsFile[] = "pipit.toml";

// The bots of the recorded sessions; what they say is recorded, so any provider does.
constexpr char bots[] = R"(# Recorded data: made anew each time.
[[bots]]
id = "assistant"
provider = "echo"
name = "发布助手"
piece_interval_ms = 60

[[bots]]
id = "orders"
provider = "echo"
name = "订单机器人"

[[bots]]
id = "local"
provider = "echo"
name = "Local model"
)";

Result<Done> append(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(text) != text.size() || !file.flush())
        return Error{ErrorCode::Unavailable, QStringLiteral("Nothing can be written into the system's temporary directory: %1.").arg(file.errorString())};
    return Done{};
}

// As an import says it, so long ago as it was when it was recorded. The session has the id of the recording, so that two pictures of
// it are of one colour.
Result<Done> say(ApiClient &api, const SessionArchive &archive)
{
    const QJsonObject session{{QStringLiteral("id"), archive.sessionId}, {QStringLiteral("title"), archive.title}};
    if (const auto made = waitFor(api.post(QStringLiteral("/api/sessions"), session)); !made)
        return made.error();
    const qint64 since = QDateTime::currentMSecsSinceEpoch() - archive.exportedAtMs;
    QHash<qint64, qint64> newIds;
    for (Message message : archive.messages) {
        message.createdAtMs += since;
        const auto said = waitFor(api.postMessage(importDraft(message, archive.sessionId, newIds)));
        if (!said)
            return said.error();
        newIds.insert(message.id, said->id);
    }
    return Done{};
}

} // namespace

Result<std::unique_ptr<DemoData>> DemoData::make(Content content)
{
    std::unique_ptr<DemoData> demo(new DemoData);
    if (const auto filled = demo->fill(content); !filled)
        return filled.error();
    return demo;
}

DemoData::~DemoData() = default;

Result<Done> DemoData::fill(Content content)
{
    if (content == Content::None)
        return Done{};
    if (const auto written = append(m_directory.filePath(QLatin1StringView(settingsFile)), bots); !written)
        return written.error();
    const auto node = serve();
    if (!node)
        return node.error();
    const auto said = sayAll(*node);
    stopServing();
    return said;
}

Result<Done> DemoData::sayAll(const Served &node)
{
    ApiClient api(node.url, node.token, demoPatience);
    // In the order of their names; the last one is the newest.
    const QStringList names = QDir(QStringLiteral(":/demo")).entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(QStringLiteral(":/demo/") + name);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Internal, QStringLiteral("The recorded session %1 is not in this program.").arg(name)};
        auto archive = SessionArchive::fromJsonText(file.readAll());
        if (!archive)
            return archive.error();
        if (const auto said = say(api, *archive); !said)
            return said.error();
    }
    return Done{};
}

Result<DemoData::Served> DemoData::serve()
{
    auto config = readConfigText(bots, QLatin1StringView(settingsFile)); // nothing of the environment
    if (!config)
        return config.error();
    config->server.dataDir = m_directory.path();
    config->server.listen = QStringLiteral("127.0.0.1:0");
    m_server = std::make_unique<Server>(*std::move(config));
    if (const auto started = m_server->start(); !started)
        return started.error();
    return Served{.url = m_server->url(), .token = m_server->operatorToken()};
}

void DemoData::stopServing()
{
    m_server.reset();
}

Result<Done> DemoData::spoil()
{
    return append(m_directory.filePath(QLatin1StringView(settingsFile)), "\n[server]\nlisten = \"the usual place\"\n");
}

} // namespace pipit
