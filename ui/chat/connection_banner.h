// SPDX-License-Identifier: GPL-3.0-or-later
// Says how the connection stands when it does not stand well: it pushes what is below it down and never covers.
//
// Contract: counts down to the next attempt; after a break it says for three seconds what was caught up and goes by itself. While
// messages come by polling because no stream gets through, it says so and stays.
// Thread rule: the GUI thread.
#pragma once

#include "client/connection.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace pipit {

class ConnectionBanner : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionBanner(QWidget *parent = nullptr);

    void setStatus(const ConnectionStatus &status);
    QString text() const;

Q_SIGNALS:
    void retryRequested();
    void signInRequested(); // the token has ended: Connection::setToken() goes on with another

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void say(const char *tone, const QString &text, const QString &button = {});

    bool isPollingForWant() const;

    ConnectionStatus m_status;
    bool m_wasBroken = false;
    QLabel *m_dot;
    QLabel *m_label;
    QPushButton *m_button;
    QTimer m_countdown;
    QTimer m_goodbye;
};

} // namespace pipit
