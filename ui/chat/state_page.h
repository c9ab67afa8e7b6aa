// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in place of a conversation: empty (what to do first), loading (a skeleton, after 300 ms), an error (what,
// why, what next). Thread rule: the GUI thread.
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace pipit {

class StatePage : public QWidget
{
    Q_OBJECT

public:
    explicit StatePage(QWidget *parent = nullptr);

    void showText(const QString &title, const QString &text, const QString &button = {});
    void showError(const QString &title, const QString &reason, const QString &next, const QString &button = {});
    void showLoading();

    bool isLoading() const { return m_loading; }

Q_SIGNALS:
    void buttonClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setWords(const QString &title, const QString &text, const QString &button);

    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_skeletonDelay;
    bool m_loading = false;
    bool m_skeleton = false;
    bool m_error = false;
};

} // namespace pipit
