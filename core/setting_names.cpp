// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setting_names.h"

#include "core/text_limits.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace pipit {

namespace {

qsizetype editDistance(QStringView from, QStringView to)
{
    std::vector<qsizetype> row(std::size_t(to.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < from.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (qsizetype j = 0; j < to.size(); ++j) {
            const qsizetype replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[std::size_t(j) + 1];
            row[std::size_t(j) + 1] = std::min({replaced, diagonal + 1, row[std::size_t(j)] + 1});
        }
    }
    return row.back();
}

QString nearest(const QString &name, const QStringList &known)
{
    // Names come from a file and may be long; beyond this they are near to nothing anyway.
    const QStringView shortened = QStringView(name).left(100);
    return *std::ranges::min_element(known, {}, [shortened](const QString &candidate) { return editDistance(shortened, candidate); });
}

QString tableOf(QStringView key)
{
    return key.left(key.indexOf(u'.')).toString();
}

} // namespace

QStringList tableNames()
{
    QStringList names;
    for (const auto &setting : configTable())
        names << tableOf(QString::fromLatin1(setting.key));
    names.removeDuplicates();
    return names << botsKey << alertsKey;
}

Error faultAt(const QString &place, const QString &key, const QString &reason)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("%1: %2 %3.").arg(place, key, reason), key};
}

Error unknownAt(const QString &place, const QString &key, const QStringList &known)
{
    return faultAt(place, forEcho(key), QStringLiteral("is not a setting; the nearest one is %1").arg(nearest(key, known)));
}

} // namespace pipit
