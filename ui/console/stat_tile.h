// SPDX-License-Identifier: GPL-3.0-or-later
// One figure that is looked at first: its name, the figure, and what goes with it. A figure that an alert is about says so.
// Thread rule: the GUI thread.
#pragma once

#include <QWidget>

namespace pipit {

class StatTile : public QWidget
{
    Q_OBJECT

public:
    enum class Tone { Plain, Good, Warn };

    explicit StatTile(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setFigure(const QString &figure, const QString &beside, Tone tone = Tone::Plain);
    QString text() const { return accessibleName(); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void sayText();

    QString m_title;
    QString m_figure;
    QString m_beside;
    Tone m_tone = Tone::Plain;
};

} // namespace pipit
