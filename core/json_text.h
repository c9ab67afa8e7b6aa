// SPDX-License-Identifier: GPL-3.0-or-later
// JSON written straight into UTF-8, for the few objects of which a node writes very many: the same bytes as QJsonDocument
// makes in its compact form, for a tenth of the time, because no tree is built in between.
//
// Thread rule: functions without state.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace pipit::json_text {

// With its quotation marks. A half of a surrogate pair becomes a replacement character.
void appendString(QByteArray &out, QStringView text);

void appendNumber(QByteArray &out, qint64 number);

void appendObject(QByteArray &out, const QJsonObject &object);

// "key": with the comma before it, unless it is the first in its object. `key` needs no escaping.
void appendKey(QByteArray &out, const char *key);

} // namespace pipit::json_text
