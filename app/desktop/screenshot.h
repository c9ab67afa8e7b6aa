// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of the window once it has settled, then ends the program: exit code 0, or 1 when it did not settle
// in time or the file could not be written. Thread rule: the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace pipit {

class MainWindow;

class Screenshot : public QObject
{
    Q_OBJECT

public:
    Screenshot(MainWindow *window, const QString &file, QObject *parent);

private:
    void look();
    void end(int code, const QString &problem = {});

    MainWindow *m_window;
    QString m_file;
    QTimer m_timer;
    QElapsedTimer m_clock;
    int m_calmLooks = 0;
};

} // namespace pipit
