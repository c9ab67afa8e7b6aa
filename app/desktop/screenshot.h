// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of the window once what is to be seen is there, then ends the program: exit code 0, or 1 when that did not come
// in time or the file could not be written. Thread rule: the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace pipit {

class MainWindow;

class Screenshot : public QObject
{
    Q_OBJECT

public:
    Screenshot(MainWindow *window, std::function<bool()> isThere, const QString &file, QObject *parent);

private:
    void look();
    void end(int code, const QString &problem = {});

    MainWindow *m_window;
    std::function<bool()> m_isThere;
    QString m_file;
    QTimer m_timer;
    QElapsedTimer m_clock;
    int m_calmLooks = 0;
};

} // namespace pipit
