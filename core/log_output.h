// SPDX-License-Identifier: GPL-3.0-or-later
// Where and how this program's log is written: lines for people, or one JSON object a line; to standard error, or to a file that is put
// aside when it has grown.
//
// A line is one line whatever was logged (core/log_line.h). Text: time, level, area, sentence, name=value ….
// JSON: {"time","level","area","text", and each value by its name}. The last lines are kept, too: core/log_lines.h.
// Thread rule: installLogOutput() once, before other threads log; then any thread. Memory: what is kept.
#pragma once

#include "core/log_line.h"

#include <QByteArray>
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
QByteArray logLine(bool isJson, const LogLine &line);

} // namespace pipit
