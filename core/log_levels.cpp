// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log_levels.h"

#include "core/text_limits.h"

#include <QLoggingCategory>
#include <QRegularExpression>

#include <array>
#include <mutex>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

// From the most talkative; as Qt calls them in its rules, but for the last.
constexpr std::array<QStringView, 5> names{u"debug", u"info", u"warning", u"critical", u"off"};

std::mutex mutex;
QStringList inForce;

QString rulesOf(const QStringList &levels)
{
    QString rules = u"*.debug=false\n"_s;
    for (const QString &level : levels) {
        const QStringView area = QStringView(level).left(level.indexOf(u'='));
        const auto from = std::ranges::find(names, QStringView(level).mid(area.size() + 1));
        for (auto name = names.begin(); name + 1 != names.end(); ++name) {
            const QStringView isOn = name < from ? u"false" : u"true";
            rules += QString(area + u'.' + *name + u'=' + isOn + u'\n' + area + u".*." + *name + u'=' + isOn + u'\n');
        }
    }
    return rules;
}

} // namespace

std::optional<QString> faultOfLogLevel(const QString &text)
{
    static const QRegularExpression valid(u"^pipit(\\.[a-z][a-z0-9_]*)*=(debug|info|warning|critical|off)\\z"_s);
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(u"must be AREA=LEVEL, such as pipit.http=debug; the levels are debug, info, warning, critical and off"_s);
}

Result<Done> setLogLevels(const QStringList &levels)
{
    for (const QString &level : levels) {
        if (const auto fault = faultOfLogLevel(level))
            return Error{ErrorCode::InvalidRequest, u"%1 %2."_s.arg(forEcho(level), *fault), u"levels"_s};
    }
    const std::lock_guard lock(mutex);
    inForce = levels;
    QLoggingCategory::setFilterRules(rulesOf(levels));
    return Done();
}

QStringList logLevels()
{
    const std::lock_guard lock(mutex);
    return inForce;
}

} // namespace pipit
