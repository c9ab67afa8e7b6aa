// SPDX-License-Identifier: GPL-3.0-or-later
// What every text must be before it may be stored or sent, told apart from core/text_limits so that the two can be compared.
//
// Thread rule: functions without state.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <algorithm>

namespace pipit::fuzz {

// No NUL, no half of a surrogate pair, none of the two that are no characters.
inline bool isSoundText(QStringView text)
{
    bool halfOpen = false;
    for (const QChar unit : text) {
        if (unit.isLowSurrogate() != halfOpen || unit == u'\0' || unit == u'\uFFFE' || unit == u'\uFFFF')
            return false;
        halfOpen = unit.isHighSurrogate();
    }
    return !halfOpen;
}

inline bool isSoundJson(const QJsonValue &value)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(), [](const QJsonValue &element) { return isSoundJson(element); });
    }
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!isSoundText(member.key()) || !isSoundJson(member.value()))
            return false;
    }
    return isSoundText(value.toString());
}

// A sentence for a person: it has something in it, and stays on its line wherever it is printed.
inline bool isSentence(QStringView text, qsizetype longest)
{
    const auto isControl = [](QChar unit) { return unit.category() == QChar::Other_Control || unit == QChar::LineSeparator || unit == QChar::ParagraphSeparator; };
    return !text.isEmpty() && text.size() <= longest && isSoundText(text) && std::none_of(text.begin(), text.end(), isControl);
}

} // namespace pipit::fuzz
