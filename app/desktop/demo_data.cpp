// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo_data.h"

#include "client/session_transfer.h"
#include "client/wait_for.h"
#include "server/server.h"

#include <QDir>
#include <QFile>

namespace pipit {

namespace {

constexpr std::chrono::seconds patience{20};

// The bots of the recorded sessions; what they say is recorded, so any provider does.
constexpr char bots[] = R"(# Recorded data: made anew each time.
[[bots]]
id = "assistant"
provider = "echo"
name = "发布助手"

[[bots]]
id = "orders"
provider = "echo"
name = "订单机器人"

[[bots]]
id = "local"
provider = "echo"
name = "Local model"
)";

} // namespace

Result<std::unique_ptr<DemoData>> DemoData::make()
{
    std::unique_ptr<DemoData> demo(new DemoData);
    if (const auto filled = demo->fill(); !filled)
        return filled.error();
    return demo;
}

Result<Done> DemoData::fill()
{
    QFile settings(m_directory.filePath(QStringLiteral("pipit.toml")));
    if (!m_directory.isValid() || !settings.open(QIODevice::WriteOnly) || settings.write(bots) < 0)
        return Error{ErrorCode::Unavailable, QStringLiteral("Nothing can be written into the system's temporary directory: %1.").arg(settings.errorString())};
    settings.close();

    Config config;
    config.server.dataDir = m_directory.path();
    config.server.listen = QStringLiteral("127.0.0.1:0");
    Server server(config);
    if (const auto started = server.start(); !started)
        return started.error();
    ApiClient api(server.url(), server.operatorToken(), patience);
    // In the order of their names; the last one is the newest.
    const QStringList names = QDir(QStringLiteral(":/demo")).entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(QStringLiteral(":/demo/") + name);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Internal, QStringLiteral("The recorded session %1 is not in this program.").arg(name)};
        auto archive = SessionArchive::fromJsonText(file.readAll());
        if (!archive)
            return archive.error();
        const QString title = archive->title;
        const auto imported = waitFor(importSession(api, *std::move(archive), title, [](qsizetype, qsizetype) { return true; }));
        if (!imported)
            return imported.error();
        m_session = imported->sessionId;
    }
    return Done{};
}

} // namespace pipit
