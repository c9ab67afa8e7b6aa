// SPDX-License-Identifier: GPL-3.0-or-later
// The program measures itself and prints what it found as one JSON object on standard output, then ends: how soon it was painted and
// showed its conversation, what it holds with the node inside, what a frame and a token cost the main thread.
//
// {"version","firstPaintMs","conversationMs","residentMB","scrollFrameMs":{"p50","p99"},"tokenMs":{"p50","p99","lastToFirstTenth"}};
// times of a start count from main(),
// without that in which the recorded data is made. What cannot be found out is null.
// Thread rule: the GUI thread; the window is not owned. Exit code 1, with a word on standard error, if the window does not settle.
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace pipit {

class MainWindow;

class SelfReport : public QObject
{
    Q_OBJECT

public:
    SelfReport(MainWindow *window, const QElapsedTimer &sinceMain, QObject *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();
    void measure();
    QJsonObject scrolling();
    QJsonObject streaming();

    MainWindow *m_window;
    QElapsedTimer m_sinceMain;
    QTimer m_timer;
    QJsonObject m_report;
};

} // namespace pipit
