// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in place of the lines of a log where there are none, and above them where no more come: what, why, and what to do about it.
// Thread rule: the GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace pipit {

class LogNotice : public QWidget
{
    Q_OBJECT

public:
    enum class Form { Page, Strip };

    explicit LogNotice(Form form, QWidget *parent = nullptr);

    // `isBad`: somebody has to do something.
    void say(const QString &title, const QString &text, const QString &button = {}, bool isBad = false);

Q_SIGNALS:
    void buttonClicked();

private:
    const Form m_form;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace pipit
