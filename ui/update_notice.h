// SPDX-License-Identifier: GPL-3.0-or-later
// A line that says that there is a newer version, with its page and a way to hear no more of it. It pushes and never covers, and
// takes the keyboard from nobody.
//
// Contract: each version is told until somebody has opened its page or skipped it. Pipit opens the page in the browser, and fetches nothing
// of it. Thread rule: the GUI thread. Neither the updates nor the preferences are owned.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace pipit {

class Preferences;
class UpdateWatch;

class UpdateNotice : public QWidget
{
    Q_OBJECT

public:
    explicit UpdateNotice(Preferences *preferences, QWidget *parent = nullptr);

    void setUpdates(UpdateWatch *updates);
    QString text() const;

Q_SIGNALS:
    void left(); // it went while it had the keyboard

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void settle(); // this version is told

    Preferences *m_preferences;
    UpdateWatch *m_updates = nullptr;
    QLabel *m_label;
    QPushButton *m_news;
    QPushButton *m_skip;
};

} // namespace pipit
