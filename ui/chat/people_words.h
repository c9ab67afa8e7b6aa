// SPDX-License-Identifier: GPL-3.0-or-later
// How the window speaks of the people of a session: who is in it, who is here, who writes. Thread rule: the GUI thread.
#pragma once

#include "client/people.h"

#include <QCoreApplication>

namespace pipit {

class PeopleWords
{
    Q_DECLARE_TR_FUNCTIONS(pipit::PeopleWords)

public:
    // "Li Na, Emma · 2 here": the others of a session, without bots; empty: there is nobody else.
    static QString summary(const QList<Member> &members, const QString &ownId);
    // "Li Na writes…"; empty: nobody does.
    static QString typing(const QStringList &names);
    // "wrote at 14:05", "here", "has only read": of one in the list.
    static QString standing(const Member &member, const QDateTime &now);
};

} // namespace pipit
