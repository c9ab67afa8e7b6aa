// SPDX-License-Identifier: GPL-3.0-or-later
// A check box that looks like the switch it is: on or off, at once. Keyboard and screen reader as with every check box.
// Thread rule: the GUI thread.
#pragma once

#include <QCheckBox>

namespace pipit {

class Toggle : public QCheckBox
{
    Q_OBJECT

public:
    using QCheckBox::QCheckBox;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }
};

} // namespace pipit
