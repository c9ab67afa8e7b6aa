// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/node_words.h"

#include "net/network_access.h"
#include "ui/locale/sizes.h"

#include <QFileInfo>

namespace pipit {

using State = NodeStatus::State;
using Tone = ServerWords::Tone;

QString NodeWords::titleOf(const NodeStatus &status)
{
    switch (status.state) {
    case State::Stopped:
        return tr("This computer's node is stopped");
    case State::Starting:
        return tr("This computer's node is starting");
    case State::Running:
        return tr("This computer's node is running");
    case State::Draining:
        return tr("This computer's node sends its clients away");
    case State::Stopping:
        return tr("This computer's node is stopping");
    case State::Failed:
        return tr("This computer's node is not running");
    }
    return {};
}

Tone NodeWords::toneOf(const NodeStatus &status)
{
    switch (status.state) {
    case State::Stopped:
        return Tone::Off;
    case State::Running:
        return Tone::Good;
    case State::Failed:
        return Tone::Bad;
    case State::Starting:
    case State::Draining:
    case State::Stopping:
        return Tone::Warn;
    }
    return Tone::Off;
}

QString NodeWords::uptime(qint64 seconds)
{
    const qint64 minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
    if (days > 0)
        return tr("%1 d %2 h").arg(days).arg(hours % 24);
    if (hours > 0)
        return tr("%1 h %2 min").arg(hours).arg(minutes % 60);
    return minutes > 0 ? tr("%1 min").arg(minutes) : tr("%1 s").arg(seconds);
}

QString NodeWords::database(DatabaseKind kind, const QString &name)
{
    switch (kind) {
    case DatabaseKind::Sqlite: {
        const QFileInfo file(name);
        return file.exists() ? tr("SQLite · %1 (%2)").arg(file.fileName(), sizeText(file.size())) : tr("SQLite · %1").arg(file.fileName());
    }
    case DatabaseKind::LocalPostgres:
        return tr("PostgreSQL of its own");
    case DatabaseKind::Postgres:
        return name;
    }
    return {};
}

QString NodeWords::curlLine(const NodeStatus &status)
{
    const QString url = endpoint(status.url, QStringLiteral("/api/sse/test")).toString(QUrl::FullyEncoded);
#ifdef Q_OS_WIN
    // PowerShell: Get-Content and the string stay inside of it.
    const QString token = status.tokenFile.isEmpty() ? QStringLiteral("$env:PIPIT_TOKEN") : QStringLiteral("$(Get-Content '%1')").arg(QString(status.tokenFile).replace(u'\'', QStringLiteral("''")));
    return QStringLiteral("\"header = `\"Authorization: Bearer %1`\"\" | curl.exe -sSN -K - %2").arg(token, url);
#else
    // The shell's own printf: no program is started with the token.
    const QString token = status.tokenFile.isEmpty() ? QStringLiteral("$PIPIT_TOKEN") : QStringLiteral("$(cat '%1')").arg(QString(status.tokenFile).replace(u'\'', QStringLiteral("'\\''")));
    return QStringLiteral("printf 'header = \"Authorization: Bearer %s\"' \"%1\" | curl -sSN -K - '%2'").arg(token, url);
#endif
}

} // namespace pipit
