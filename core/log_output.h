// SPDX-License-Identifier: GPL-3.0-or-later
// Where and how this program's log is written: lines for people, or one JSON object a line; to standard error, or to a file that is put
// aside when it has grown.
//
// A line is one line whatever was logged: control characters are written as \n, \x1b … Text: time, level, area, sentence, name=value ….
// JSON: {"time","level","area","text", and each value by its name}.
// Thread rule: installLogOutput() once, before other threads log; then any thread. Memory: none.
#pragma once

#include <QDateTime>
#include <QString>

namespace pipit {

struct LogSettings {
    bool isJson = false;
    QString file = {}; // absolute; empty: standard error
    qint64 fileBytes = 16 << 20;
    int oldFiles = 5;
};

void installLogOutput(const LogSettings &settings);

// One line, with its line break.
QByteArray logLine(bool isJson, const QDateTime &time, QtMsgType level, const char *area, const QString &text);

} // namespace pipit
