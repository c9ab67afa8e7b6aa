// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QSettings>

namespace pipit::autostart {

namespace {

constexpr char runKey[] = "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
constexpr char value[] = "Pipit";

QString quoted(QString argument)
{
    return QStringLiteral("\"%1\"").arg(argument.replace(QStringLiteral("\""), QStringLiteral("\\\"")));
}

QSettings key()
{
    return QSettings(QString::fromLatin1(runKey), QSettings::NativeFormat);
}

} // namespace

QString place()
{
    return QString::fromLatin1(runKey);
}

bool isOn()
{
    return key().contains(QString::fromLatin1(value));
}

Result<Done> setOn(bool isOn, const QStringList &arguments)
{
    QSettings run = key();
    QString command = quoted(QDir::toNativeSeparators(QCoreApplication::applicationFilePath()));
    for (const QString &argument : arguments)
        command += u' ' + quoted(argument);
    if (isOn)
        run.setValue(QString::fromLatin1(value), command);
    else
        run.remove(QString::fromLatin1(value));
    run.sync();
    if (run.status() != QSettings::NoError)
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written; the system's administrator may have closed it.").arg(place())};
    return Done{};
}

} // namespace pipit::autostart
