// SPDX-License-Identifier: GPL-3.0-or-later
// Whether events get through as they are said: five are asked for that the node says one after the other (GET /api/sse/test).
//
// A position that comes is no sign of that: what a proxy keeps back comes in a burst as soon as its buffer is full. Only the time
// between the first and the last tells.
// Thread rule: the thread that made it; needs an event loop.
#pragma once

#include "client/sse_client.h"

#include <QObject>
#include <QTimer>

namespace pipit {

class StreamTrial : public QObject
{
    Q_OBJECT

public:
    explicit StreamTrial(const SseOptions &options, QObject *parent = nullptr);
    ~StreamTrial() override;

    void start();
    void stop();
    void setServer(const QUrl &url, const QByteArray &token) { m_stream.setServer(url, token); }
    void setToken(const QByteArray &token) { m_stream.setToken(token); }
    bool isUnderWay() const { return m_isUnderWay; }

Q_SIGNALS:
    void done(bool getsThrough); // once for each start, unless it is stopped before

private:
    void takeEvent();
    void finish(bool getsThrough);

    SseClient m_stream;
    QTimer m_silence;      // to the first event
    QTimer m_soon;         // from the first event: if the last one is there by then, they came together
    int m_events = 0;
    bool m_isUnderWay = false;
};

} // namespace pipit
