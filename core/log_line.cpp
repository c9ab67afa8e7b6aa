// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log_line.h"

#include "core/log_text.h"
#include "core/message.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

struct LevelOfLog {
    QtMsgType type;
    QLatin1StringView name;
};

// From the least grave.
constexpr std::array levelsByGravity{LevelOfLog{QtDebugMsg, QLatin1StringView("debug")}, LevelOfLog{QtInfoMsg, QLatin1StringView("info")}, LevelOfLog{QtWarningMsg, QLatin1StringView("warning")},
                                     LevelOfLog{QtCriticalMsg, QLatin1StringView("critical")}, LevelOfLog{QtFatalMsg, QLatin1StringView("fatal")}};

bool isHarmless(QChar c)
{
    const char16_t unit = c.unicode();
    if (unit < 0x7F)
        return unit >= 0x20;
    return unit >= 0xA0 && c.category() != QChar::Other_Format && unit != 0x2028 && unit != 0x2029;
}

QString harmless(QStringView text)
{
    if (std::ranges::all_of(text, isHarmless))
        return text.toString();
    QString line;
    line.reserve(text.size() + 8);
    for (const QChar c : text) {
        if (isHarmless(c))
            line += c;
        else if (c == u'\n')
            line += u"\\n";
        else if (c == u'\t')
            line += u"\\t";
        else
            line += u"\\x%1"_s.arg(c.unicode(), 2, 16, QChar(u'0'));
    }
    return line;
}

QString quoted(const QString &value)
{
    const auto isPlain = [](QChar c) { return !c.isSpace() && c != u'"' && c != u'='; };
    return !value.isEmpty() && std::ranges::all_of(value, isPlain) ? value : QString(u'"' + QString(value).replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"');
}

} // namespace

QLatin1StringView logLevelName(QtMsgType level)
{
    return levelsByGravity[std::size_t(logGravity(level))].name;
}

std::optional<QtMsgType> logLevelFromName(QStringView name)
{
    const auto found = std::ranges::find_if(levelsByGravity, [name](const LevelOfLog &level) { return name == level.name; });
    return found == levelsByGravity.end() ? std::nullopt : std::optional(found->type);
}

int logGravity(QtMsgType level)
{
    return int(std::ranges::find(levelsByGravity, level, &LevelOfLog::type) - levelsByGravity.begin());
}

LogLine LogLine::of(qint64 atMs, QtMsgType level, const QString &area, const QString &logged)
{
    LogLine line{.atMs = atMs, .level = level, .area = area};
    const QList<QStringView> parts = QStringView(logged).split(logFieldMark);
    line.text = parts.first().toString();
    line.values.reserve(parts.size() - 1);
    for (const QStringView part : parts.mid(1)) {
        const qsizetype sign = part.indexOf(u'=');
        line.values.emplaceBack(part.left(std::max<qsizetype>(sign, 0)).toString(), part.mid(sign + 1).toString());
    }
    return line;
}

QString LogLine::words() const
{
    QString words = harmless(text);
    for (const auto &[name, value] : values)
        words += QString(u' ' + harmless(name) + u'=' + quoted(harmless(value)));
    return words;
}

QString LogLine::toString() const
{
    return logLineText(atMs, level, area, words());
}

QJsonObject LogLine::toJson() const
{
    QJsonArray pairs;
    for (const auto &[name, value] : values)
        pairs.append(QJsonArray{name, value});
    return {{u"number"_s, number}, {u"atMs"_s, atMs}, {u"level"_s, logLevelName(level)}, {u"area"_s, area}, {u"text"_s, text}, {u"values"_s, pairs}};
}

std::optional<LogLine> LogLine::fromJson(const QJsonObject &object)
{
    const auto level = logLevelFromName(object.value(u"level").toString());
    LogLine line{.number = object.value(u"number").toInteger(), .atMs = object.value(u"atMs").toInteger(), .level = level.value_or(QtInfoMsg), .area = object.value(u"area").toString(), .text = object.value(u"text").toString()};
    if (!level || line.number < 1 || line.atMs < 0 || !object.value(u"area").isString() || !object.value(u"text").isString())
        return std::nullopt;
    for (const QJsonValue pair : object.value(u"values").toArray())
        line.values.emplaceBack(pair.toArray().at(0).toString(), pair.toArray().at(1).toString());
    return line;
}

QString logLineText(qint64 atMs, QtMsgType level, const QString &area, const QString &words)
{
    return isoTime(atMs) + u' ' + logLevelName(level) + u' ' + area + u' ' + words;
}

} // namespace pipit
