// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences.h"

#include <QSettings>

#include <array>
#include <cstring>

namespace pipit {

namespace {

struct Default {
    const char *name;
    QVariant value;
};

const QVariant &defaultOf(const char *name)
{
    static const std::array defaults{
        Default{preference::sendKey, QStringLiteral("enter")},
        Default{preference::notify, true},
        Default{preference::notifyWithText, true},
        Default{preference::quietUntil, QString()},
        Default{preference::keepDrafts, true},
        Default{preference::sendTyping, true},
        Default{preference::sendRead, true},
        Default{preference::closeToTray, false},
        Default{preference::textPixels, 14},
        Default{preference::density, QStringLiteral("comfortable")},
        Default{preference::updateFeed, QString()},
        Default{preference::toldVersion, QString()},
    };
    static const QVariant none;
    for (const Default &entry : defaults) {
        if (std::strcmp(entry.name, name) == 0)
            return entry.value;
    }
    return none;
}

} // namespace

Preferences::Preferences(QSettings *settings, QObject *parent) : QObject(parent), m_settings(settings)
{
}

QVariant Preferences::value(const char *name) const
{
    const QVariant &usual = defaultOf(name);
    QVariant chosen = m_settings->value(QLatin1StringView(name));
    // A file knows texts only.
    if (usual.typeId() == QMetaType::Bool && chosen.toString() != u"true" && chosen.toString() != u"false")
        return usual;
    if (!chosen.isValid() || !chosen.convert(usual.metaType()))
        return usual;
    return chosen;
}

bool Preferences::isOn(const char *name) const
{
    return value(name).toBool();
}

QString Preferences::text(const char *name) const
{
    return value(name).toString();
}

int Preferences::number(const char *name) const
{
    return value(name).toInt();
}

void Preferences::set(const char *name, const QVariant &chosen)
{
    if (value(name) == chosen)
        return;
    m_settings->setValue(QLatin1StringView(name), chosen);
    Q_EMIT changed(QByteArray(name));
}

} // namespace pipit
