// SPDX-License-Identifier: GPL-3.0-or-later
// The streams of a node: those that are open, or have ended lately, found, sorted, looked at one by one, and disconnected.
//
// The node sorts and finds, among all that it has; the first 200 are shown. Asked every two seconds while the panel is shown.
// Thread rule: the GUI thread. The client is not owned; setClient(null) before it goes.
#pragma once

#include "client/ops/ops_poll.h"
#include "ui/console/streams/streams_model.h"

#include <QCoroTask>
#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QTableView;

namespace pipit {

class ApiClient;
class StreamDetails;

class StreamsPanel : public QWidget
{
    Q_OBJECT

public:
    // Brief: the few columns and no details, for a page with other things on it.
    enum class Size { Whole, Brief };
    explicit StreamsPanel(Size size, QWidget *parent = nullptr);
    ~StreamsPanel() override;

    void setClient(ApiClient *api);
    StreamsModel *model() { return &m_model; }
    QTableView *table() const { return m_table; }
    StreamDetails *details() const { return m_details; }
    void find(const QString &text);
    void showEnded(bool isEnded);
    void sortBy(int column, Qt::SortOrder order);
    void select(qint64 id); // among the open ones; also one that the node has yet to tell of
    QCoro::Task<> disconnectStream(qint64 id);
    QList<NodeStream> streams() const; // that are shown

Q_SIGNALS:
    void notice(const QString &text);
    void detailsRequested(qint64 id); // of a brief one

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void take(const QJsonObject &data);
    void setStreams(const QList<NodeStream> &streams);
    void fillSortMenu(QMenu *menu);
    void sortByTurns(int column);
    void askAnew();
    void showSelected();
    QCoro::Task<> lookForOthers(NodeStream stream);
    void showMenu(const QPoint &place);
    void layOutColumns();
    void retranslate();
    qint64 selectedId() const;

    const Size m_size;
    ApiClient *m_api = nullptr;
    std::unique_ptr<OpsPoll> m_poll;
    StreamsModel m_model;
    bool m_isEnded = false;
    bool m_isTaking = false; // what the node has said
    qint64 m_wanted = 0;     // to be chosen once it is told of
    int m_looks = 0;         // counts lookForOthers(): only the last one's answer is shown
    int m_sortColumn = StreamsModel::Queued;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
    qint64 m_all = 0;
    QLabel *m_title;
    QLabel *m_count;
    QComboBox *m_which;
    QLineEdit *m_search;
    QLabel *m_problem;
    QTableView *m_table;
    StreamDetails *m_details = nullptr; // of the whole one
};

} // namespace pipit
