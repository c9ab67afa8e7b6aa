// SPDX-License-Identifier: GPL-3.0-or-later
// Source: freedesktop.org's Desktop Application Autostart Specification and Desktop Entry Specification.
#include "ui/desktop/autostart.h"

#include "ui/desktop/application_id.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace pipit::autostart {

namespace {

// In quotation marks: what is special inside of them is escaped, twice where a string's own escapes come first.
QString quoted(QString argument)
{
    for (const QString &special : {QStringLiteral("\\"), QStringLiteral("\""), QStringLiteral("`"), QStringLiteral("$")})
        argument.replace(special, QStringLiteral("\\") + special);
    argument.replace(QStringLiteral("\\"), QStringLiteral("\\\\")).replace(QStringLiteral("%"), QStringLiteral("%%"));
    return QStringLiteral("\"%1\"").arg(argument);
}

// An AppImage is mounted anew at each start: what starts it is its file.
QString program()
{
    const QString image = qEnvironmentVariable("APPIMAGE");
    return image.isEmpty() ? QCoreApplication::applicationFilePath() : image;
}

} // namespace

QString place()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)).filePath(QStringLiteral("autostart/pipit.desktop"));
}

bool isOn()
{
    QFile file(place());
    if (!file.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QByteArray setting = line.simplified().replace(" ", "").toLower();
        if (setting == "hidden=true" || setting == "x-gnome-autostart-enabled=false")
            return false;
    }
    return true;
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
    QString command = quoted(program());
    for (const QString &argument : arguments)
        command += u' ' + quoted(argument);
    QSaveFile file(path);
    const QByteArray text = "[Desktop Entry]\nType=Application\nName=Pipit\nIcon=" + applicationId().toUtf8() + "\nExec=" + command.toUtf8() + "\nTerminal=false\n";
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString())};
    return Done{};
}

} // namespace pipit::autostart
