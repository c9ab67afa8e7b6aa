// SPDX-License-Identifier: GPL-3.0-or-later
// Where in the text of a pipit.toml its [[bots]] tables and its settings stand, in bytes; and a text that is edited in several places at once.
// Thread rule: functions without state. Errors: InvalidRequest, with the line.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <vector>

namespace pipit {

struct TextSpan {
    qsizetype begin = 0;
    qsizetype end = 0;
};

struct BotTable {
    struct Value {
        QByteArray key;
        TextSpan value; // as it is written
        TextSpan lines; // that have nothing but this
    };

    qsizetype begin = 0; // of the line with [[bots]]
    qsizetype end = 0;   // of the line with the last value, behind its line break
    std::vector<Value> values = {};
};

// The text must be one that loadConfig() takes. Error: bots are there, in another form than [[bots]].
Result<std::vector<BotTable>> botTablesIn(const QByteArray &text, const QString &file);

struct SettingPlaces {
    struct Value {
        QString key;    // "server.listen"
        TextSpan value; // as it is written
        TextSpan lines; // that have nothing but this
    };

    std::vector<Value> values = {};
    QMap<QString, qsizetype> tables = {}; // behind the line with [NAME], of those that have one
};

// The text must be one that loadConfig() takes.
Result<SettingPlaces> settingPlacesIn(const QByteArray &text, const QString &file);

struct TextEdit {
    qsizetype begin = 0;
    qsizetype end = 0;
    QByteArray replacement = {};
};

// The edits do not overlap; places are of the text as it was.
QByteArray editedText(const QByteArray &text, std::vector<TextEdit> edits);

} // namespace pipit
