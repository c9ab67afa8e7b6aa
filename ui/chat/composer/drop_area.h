// SPDX-License-Identifier: GPL-3.0-or-later
// A widget, as a place where files and pictures may be dropped: while they are above it, it says so.
// Thread rule: the GUI thread. The widget is the parent.
#pragma once

#include <QMimeData>
#include <QObject>

class QLabel;
class QWidget;

namespace pipit {

class DropArea : public QObject
{
    Q_OBJECT

public:
    explicit DropArea(QWidget *widget);

    void setEnabled(bool enabled) { m_isEnabled = enabled; }

Q_SIGNALS:
    void dropped(const QMimeData *data);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showHint();

    QWidget *m_widget;
    QLabel *m_hint = nullptr;
    bool m_isEnabled = true;
};

} // namespace pipit
