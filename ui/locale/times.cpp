// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/locale/times.h"

#include <QCoreApplication>
#include <QLocale>

namespace pipit {

namespace {

QDate dateOf(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).date();
}

} // namespace

QString clockTime(qint64 msSinceEpoch)
{
    const QLocale locale;
    // The C locale shows seconds, which say nothing here.
    const QString format = locale.language() == QLocale::C ? QStringLiteral("HH:mm") : locale.timeFormat(QLocale::ShortFormat);
    return locale.toString(QDateTime::fromMSecsSinceEpoch(msSinceEpoch).time(), format);
}

QString dayLabel(qint64 msSinceEpoch, const QDateTime &now)
{
    const QDate date = dateOf(msSinceEpoch);
    const qint64 days = date.daysTo(now.date());
    if (days == 0)
        return QCoreApplication::translate("pipit::Times", "Today");
    if (days == 1)
        return QCoreApplication::translate("pipit::Times", "Yesterday");
    if (days > 1 && days < 7)
        return QLocale().standaloneDayName(date.dayOfWeek());
    return QLocale().toString(date, QLocale::LongFormat);
}

QString shortTime(qint64 msSinceEpoch, const QDateTime &now)
{
    const QDate date = dateOf(msSinceEpoch);
    const qint64 days = date.daysTo(now.date());
    if (days == 0)
        return clockTime(msSinceEpoch);
    if (days == 1)
        return QCoreApplication::translate("pipit::Times", "Yesterday");
    if (days > 1 && days < 7)
        return QLocale().standaloneDayName(date.dayOfWeek(), QLocale::ShortFormat);
    return QLocale().toString(date, QLocale::ShortFormat);
}

QString duration(qint64 ms)
{
    if (ms < 1000)
        return QCoreApplication::translate("pipit::Times", "%1 ms").arg(ms);
    if (ms < 60'000)
        return QCoreApplication::translate("pipit::Times", "%1 s").arg(QLocale().toString(double(ms) / 1000, 'f', 1));
    return QCoreApplication::translate("pipit::Times", "%1 min %2 s").arg(ms / 60'000).arg(ms / 1000 % 60);
}

QString playTime(qint64 ms)
{
    const qint64 seconds = (ms + 500) / 1000;
    const QString rest = QStringLiteral(":%1").arg(seconds % 60, 2, 10, QChar(u'0'));
    if (seconds < 3600)
        return QString::number(seconds / 60) + rest;
    return QStringLiteral("%1:%2").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QChar(u'0')) + rest;
}

bool isSameDay(qint64 firstMs, qint64 secondMs)
{
    return dateOf(firstMs) == dateOf(secondMs);
}

} // namespace pipit
