// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the log as a value: when, how grave, by which area, a sentence, and the named values behind it.
//
// Whatever was logged, it is shown on one line and without what a terminal would do something by: control characters are written as
// \n, \x1b …, and values with blanks stand in quotes, so that none looks like two.
// Thread rule: a plain value. Errors: fromJson() gives nothing for what is no line.
#pragma once

#include <QList>
#include <QString>
#include <QtGlobal>

#include <optional>
#include <utility>

class QJsonObject;

namespace pipit {

QLatin1StringView logLevelName(QtMsgType level);
std::optional<QtMsgType> logLevelFromName(QStringView name);
// From 0, debug, on: the graver, the higher. Qt's own values are in another order.
int logGravity(QtMsgType level);

struct LogLine {
    qint64 number = 0; // among those of its process, from 1 on; 0: it was not kept
    qint64 atMs = 0;   // since the epoch
    QtMsgType level = QtInfoMsg;
    QString area = {}; // "pipit.http"
    QString text = {}; // the sentence
    QList<std::pair<QString, QString>> values = {}; // in the order in which they were logged

    // What logText() made, taken apart.
    static LogLine of(qint64 atMs, QtMsgType level, const QString &area, const QString &logged);

    QString words() const;    // sentence name=value …
    QString toString() const; // time level area sentence name=value …

    QJsonObject toJson() const; // {"number","atMs","level","area","text","values":[[name,value]…]}
    static std::optional<LogLine> fromJson(const QJsonObject &object);

    bool operator==(const LogLine &) const = default;
};

// The line of a log: what LogLine::toString() says, of its parts.
QString logLineText(qint64 atMs, QtMsgType level, const QString &area, const QString &words);

} // namespace pipit
