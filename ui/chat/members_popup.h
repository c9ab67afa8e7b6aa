// SPDX-License-Identifier: GPL-3.0-or-later
// Who is in a session, as a small card below the header: a row for each, with who is here. Closes by itself when it is left.
// Plain values go in. Thread rule: the GUI thread.
#pragma once

#include "client/people.h"

#include <QFrame>

class QLabel;
class QListWidget;

namespace pipit {

class MembersPopup : public QFrame
{
    Q_OBJECT

public:
    explicit MembersPopup(QWidget *parent);

    void showMembers(const QList<Member> &members, const QString &ownId);
    void showProblem(const QString &text); // they are not known
    void openAt(const QPoint &globalTopRight);
    QListWidget *list() const { return m_list; }

private:
    QLabel *m_text;
    QListWidget *m_list;
};

} // namespace pipit
