// SPDX-License-Identifier: GPL-3.0-or-later
// What a message says of the file that its address leads to. Thread rule: functions without state.
// Source: Pipit's contract of messages: metadata has name, size (bytes), mimeType, width and height (px).
#pragma once

#include <QJsonObject>
#include <QSize>
#include <QUrl>

namespace pipit {

// Its name, else what the address calls it; empty: neither says.
inline QString fileName(const QJsonObject &metadata, const QString &address)
{
    const QString name = metadata.value(u"name").toString();
    return name.trimmed().isEmpty() ? QUrl(address).fileName() : name;
}

// Of a picture or a video; invalid: it is not told.
inline QSize toldSize(const QJsonObject &metadata)
{
    const QSize told(metadata.value(u"width").toInt(-1), metadata.value(u"height").toInt(-1));
    return told.isEmpty() ? QSize() : told;
}

} // namespace pipit
