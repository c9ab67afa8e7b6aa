// SPDX-License-Identifier: GPL-3.0-or-later
// Source: launchd.plist(5).
#include "ui/desktop/autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace pipit::autostart {

QString place()
{
    return QDir::home().filePath(QStringLiteral("Library/LaunchAgents/pipit.desktop.plist"));
}

bool isOn()
{
    return QFile::exists(place());
}

Result<Done> setOn(bool isOn, const QStringList &arguments)
{
    const QString path = place();
    if (!isOn) {
        QFile file(path);
        if (file.exists() && !file.remove())
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be removed: %2.").arg(path, file.errorString())};
        return Done{};
    }
    QString words;
    for (const QString &word : QStringList(QCoreApplication::applicationFilePath()) + arguments)
        words += QStringLiteral("<string>%1</string>").arg(word.toHtmlEscaped());
    const QByteArray text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict><key>Label</key><string>pipit.desktop</string><key>RunAtLoad</key><true/><key>ProgramArguments</key><array>"
        + words.toUtf8() + "</array></dict></plist>\n";
    QSaveFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString())};
    return Done{};
}

} // namespace pipit::autostart
