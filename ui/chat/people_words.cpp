// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/people_words.h"

#include "ui/locale/times.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype namesShown = 2;

} // namespace

QString PeopleWords::summary(const QList<Member> &members, const QString &ownId)
{
    QList<Member> others = members;
    others.removeIf([&ownId](const Member &member) { return member.sub == ownId || member.role == u"bot"; });
    if (others.isEmpty())
        return {};
    QStringList names;
    for (const Member &member : std::as_const(others))
        names << (member.name.isEmpty() ? member.sub : member.name);
    const qsizetype more = names.size() - namesShown;
    names = names.first(std::min(names.size(), namesShown));
    QString text = names.join(tr(", ", "between two names"));
    if (more > 0)
        text = tr("%1 and %n more", nullptr, int(more)).arg(text);
    const int here = int(std::ranges::count(others, true, &Member::present));
    return here > 0 ? tr("%1 · %n here", nullptr, here).arg(text) : text;
}

QString PeopleWords::typing(const QStringList &names)
{
    if (names.isEmpty())
        return {};
    if (names.size() == 1)
        return tr("%1 is writing…").arg(names[0]);
    if (names.size() == 2)
        return tr("%1 and %2 are writing…").arg(names[0], names[1]);
    return tr("Several people are writing…");
}

QString PeopleWords::standing(const Member &member, const QDateTime &now)
{
    QStringList parts;
    if (member.role == u"bot")
        parts << tr("bot");
    else if (member.role == u"operator")
        parts << tr("operator");
    if (member.present)
        parts << tr("here");
    if (member.lastMessageAtMs > 0)
        parts << tr("wrote: %1", "a time").arg(shortTime(member.lastMessageAtMs, now));
    return parts.join(QStringLiteral(" · "));
}

} // namespace pipit
