// SPDX-License-Identifier: GPL-3.0-or-later
// What a message says of the file that its address leads to. Thread rule: functions without state.
// Source: Pipit's contract of messages: metadata has name, size (bytes), mimeType, width and height (px).
#pragma once

#include <QJsonObject>
#include <QSize>
#include <QUrl>

namespace pipit {

constexpr qsizetype longestAddress = 8192; // characters: what is longer leads nowhere

// The content of such a message is an address.
inline bool isFileType(QStringView contentType)
{
    return contentType == u"image" || contentType == u"audio" || contentType == u"video" || contentType == u"file";
}

// Its name, else what the address calls it; empty: neither says. No system has names as long as what is cut here.
inline QString fileName(const QJsonObject &metadata, const QString &address)
{
    constexpr qsizetype longest = 300, end = 20;
    QString name = metadata.value(u"name").toString();
    if (name.trimmed().isEmpty())
        name = address.size() <= longestAddress ? QUrl(address).fileName() : QString();
    if (name.size() <= longest)
        return name;
    QStringView first = QStringView(name).first(longest - end), last = QStringView(name).last(end);
    if (first.back().isHighSurrogate())
        first.chop(1);
    if (last.front().isLowSurrogate())
        last = last.sliced(1);
    return first + QChar(u'\u2026') + last;
}

// Of a picture or a video; invalid: it is not told.
inline QSize toldSize(const QJsonObject &metadata)
{
    const QSize told(metadata.value(u"width").toInt(-1), metadata.value(u"height").toInt(-1));
    return told.isEmpty() ? QSize() : told;
}

} // namespace pipit
