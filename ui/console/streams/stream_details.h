// SPDX-License-Identifier: GPL-3.0-or-later
// One stream: its story, and what it is sent while somebody listens.
//
// Listening can be paused: what comes meanwhile is kept, as far as there is room (2,000 events are shown, 500 wait), and counted where there is none.
// Thread rule: the GUI thread. The client is not owned and outlives this.
#pragma once

#include "client/ops/node_stream.h"
#include "client/sse_client.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace pipit {

class ApiClient;

class StreamDetails : public QWidget
{
    Q_OBJECT

public:
    explicit StreamDetails(QWidget *parent = nullptr);

    void setClient(ApiClient *api); // null: none
    // `others`: where its client's next stream is looked for.
    void showStream(const NodeStream &stream, const QList<NodeStream> &others);
    void clear();
    qint64 streamId() const { return m_stream.id; }
    bool isComplete() const; // it has ended, and what became of its client is known
    bool isListening() const { return m_tap != nullptr; }
    void listen();
    void stopListening();
    QString storyText() const;
    QString heardText() const;

Q_SIGNALS:
    void closeRequested(qint64 id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void heard(const SseEvent &event);
    void add(const QString &line);
    void setPaused(bool isPaused);
    void sayTap();
    void retranslate();

    ApiClient *m_api = nullptr;
    NodeStream m_stream;
    QList<NodeStream> m_others;
    std::unique_ptr<SseClient> m_tap;
    QStringList m_waiting; // while it is paused
    int m_passedOver = 0;
    QLabel *m_title;
    QLabel *m_story;
    QPushButton *m_listen;
    QPushButton *m_close;
    QToolButton *m_pause;
    QLabel *m_state;
    QPlainTextEdit *m_heard;
};

} // namespace pipit
