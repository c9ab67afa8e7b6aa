// SPDX-License-Identifier: GPL-3.0-or-later
// The comments on a session's note, oldest first, and a line to add one. What was typed stays until it is stored.
// Thread rule: the GUI thread.
#pragma once

#include "core/message.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTextEdit;

namespace pipit {

class NoteComments : public QWidget
{
    Q_OBJECT

public:
    explicit NoteComments(QWidget *parent = nullptr);

    void setComments(const QList<Message> &comments);
    void setCommentable(bool enabled);      // there is a note to comment on
    void setBusy(bool busy);
    void setProblem(const QString &problem);
    QString draft() const;
    void setDraft(const QString &text);
    QString shownText() const;              // all of them, as they are read

    QLineEdit *line() const { return m_line; }

Q_SIGNALS:
    void commentWanted(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void submit();
    void refresh();
    void retranslate();

    QList<Message> m_comments;
    QLabel *m_title;
    QTextEdit *m_list;
    QLabel *m_problem;
    QLineEdit *m_line;
    QPushButton *m_send;
    bool m_enabled = false;
    bool m_busy = false;
};

} // namespace pipit
