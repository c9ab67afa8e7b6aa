// SPDX-License-Identifier: GPL-3.0-or-later
// One answer on one clock: when it was sent, accepted, when the first byte, the first token and the last one came; each as a bar from what
// came before it.
// Thread rule: the GUI thread.
#pragma once

#include "client/ops/ops_run.h"

#include <QWidget>

namespace pipit {

class RunTimeline : public QWidget
{
    Q_OBJECT

public:
    struct Step {
        QString words;     // "first token +64 ms"
        qint64 fromMs = 0; // from the question
        qint64 toMs = 0;
        int colour = 0;    // of the theme's series
    };

    explicit RunTimeline(QWidget *parent = nullptr);

    void setRun(const std::optional<OpsRun> &run);
    static QList<Step> stepsOf(const OpsRun &run);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void takeSteps();

    std::optional<OpsRun> m_run;
    QList<Step> m_steps;
};

} // namespace pipit
