// SPDX-License-Identifier: GPL-3.0-or-later
// A line for the log that programs can read too: a sentence, and named values behind it.
//
// In text they stand as name=value at its end, in JSON each by its name (core/log_output.h). Never the text of a message, never a secret.
// Thread rule: functions without state.
#pragma once

#include <QString>

#include <chrono>
#include <initializer_list>
#include <utility>

namespace pipit {

// Between the sentence and the values: no text that is logged has it, because the output takes it away.
inline constexpr QChar logFieldMark(0x1F);

inline QString logText(const QString &sentence, std::initializer_list<std::pair<QStringView, QString>> values)
{
    QString text = QString(sentence).remove(logFieldMark);
    for (const auto &[name, value] : values) {
        if (!value.isEmpty())
            text += QString(logFieldMark + name + u'=' + QString(value).remove(logFieldMark));
    }
    return text;
}

// As logText's values have it: milliseconds with two digits behind the point.
inline QString msSince(std::chrono::steady_clock::time_point at)
{
    return QString::number(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - at).count(), 'f', 2);
}

} // namespace pipit
