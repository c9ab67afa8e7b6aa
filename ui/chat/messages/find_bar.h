// SPDX-License-Identifier: GPL-3.0-or-later
// A line above the conversation to look for a text in it: Enter goes to older messages, Shift+Enter to newer ones, Escape
// closes it. Thread rule: the GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace pipit {

class MessageFind;

class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(MessageFind *find, QWidget *parent = nullptr);

    void open();  // with the text that it had, selected
    void close();

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void retranslate();

    MessageFind *m_find;
    QLineEdit *m_edit;
    QLabel *m_count;
    QPushButton *m_older;
    QPushButton *m_newer;
    QPushButton *m_close;
};

} // namespace pipit
