// SPDX-License-Identifier: GPL-3.0-or-later
// What a node's bots are at, and were lately: each answer with its time line, and what its provider said where it failed. Asked every
// two seconds while it is shown.
// Thread rule: the GUI thread. The client is not owned; setClient(null) before it goes.
#pragma once

#include "client/ops/ops_poll.h"
#include "ui/console/runs/runs_model.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QTableView;

namespace pipit {

class ApiClient;
class RunTimeline;

class RunsPanel : public QWidget
{
    Q_OBJECT

public:
    // Brief: the last answer alone.
    enum class Size { Whole, Brief };
    explicit RunsPanel(Size size, QWidget *parent = nullptr);
    ~RunsPanel() override;

    void setClient(ApiClient *api);
    RunsModel *model() { return &m_model; }
    QTableView *table() const { return m_table; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void take(const QJsonObject &data);
    void showRun();
    void retranslate();

    const Size m_size;
    std::unique_ptr<OpsPoll> m_poll;
    RunsModel m_model;
    QString m_chosen; // of the runs; empty: the newest
    QLabel *m_title;
    QLabel *m_problem;
    QTableView *m_table;
    QLabel *m_name;
    RunTimeline *m_line;
    QLabel *m_error;
    QPushButton *m_copy;
};

} // namespace pipit
