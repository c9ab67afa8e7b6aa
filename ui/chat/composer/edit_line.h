// SPDX-License-Identifier: GPL-3.0-or-later
// The line above the composer's text while a message is edited or replied to: which one, what is wrong with it, and the way out.
// Thread rule: the GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace pipit {

class EditLine : public QWidget
{
    Q_OBJECT

public:
    explicit EditLine(QWidget *parent = nullptr);

    void setEdited(const QString &text); // what the message says
    void setReplied(const QString &name, const QString &text); // who said it

    void setProblem(const QString &problem); // instead of it, until the next call; empty: none

Q_SIGNALS:
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void retranslate();

    QLabel *m_label;
    QToolButton *m_leave;
    QString m_edited;
    QString m_name; // of who is replied to; null: it is edited
    QString m_problem;
};

} // namespace pipit
