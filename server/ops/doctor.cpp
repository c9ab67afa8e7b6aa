// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/doctor.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::ops {

QJsonObject Finding::toJson() const
{
    static constexpr const char *levels[] = {"good", "warning", "failure"};
    QJsonObject object{{u"check"_s, check}, {u"level"_s, QLatin1StringView(levels[int(level)])}, {u"text"_s, text}};
    if (!next.isEmpty())
        object.insert(u"next", next);
    if (!figures.isEmpty())
        object.insert(u"figures", figures);
    return object;
}

Finding::Level worstOf(const Findings &findings)
{
    Finding::Level worst = Finding::Level::Good;
    for (const Finding &finding : findings)
        worst = std::max(worst, finding.level);
    return worst;
}

} // namespace pipit::ops
