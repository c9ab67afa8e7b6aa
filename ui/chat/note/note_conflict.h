// SPDX-License-Identifier: GPL-3.0-or-later
// A late edit of a session's note: what was written here, what was saved meanwhile by whom and when, and what is to be done.
// Thread rule: the GUI thread.
#pragma once

#include "client/session_note.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace pipit {

class NoteConflict : public QWidget
{
    Q_OBJECT

public:
    explicit NoteConflict(QWidget *parent = nullptr);

    void setTexts(const QString &mine, const NoteVersion &theirs);
    void setBusy(bool busy); // a choice is under way

    QPlainTextEdit *mine() const { return m_mine; }
    QPlainTextEdit *theirs() const { return m_theirs; }

Q_SIGNALS:
    void mineKept();
    void theirsTaken();
    void mergeWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    NoteVersion m_version;
    QLabel *m_title;
    QLabel *m_mineHead;
    QLabel *m_theirsHead;
    QPlainTextEdit *m_mine;
    QPlainTextEdit *m_theirs;
    QPushButton *m_keep;
    QPushButton *m_take;
    QPushButton *m_merge;
};

} // namespace pipit
