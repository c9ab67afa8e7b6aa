// SPDX-License-Identifier: GPL-3.0-or-later
// Read positions on their way to the streams: the newest of each caller in each session, a tenth of a second at most after it was
// stored, and not more of them than streams can take where many read the same session.
//
// Thread rule: one thread with an event loop. Bounded: what does not fit is dropped, and the next position tells as much.
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

namespace pipit::log {

class ReadMarks : public QObject
{
    Q_OBJECT

public:
    struct Mark {
        QString sessionId;
        QString sub;
        qint64 position = 0;
    };

    explicit ReadMarks(std::function<void(const Mark &)> tell, QObject *parent = nullptr);

    void add(const Mark &mark);

private:
    void tellSome();

    using Key = std::pair<QString, QString>; // session, caller

    const std::function<void(const Mark &)> m_tell;
    QHash<Key, qint64> m_waiting;
    QList<Key> m_order;
    QTimer m_timer;
};

} // namespace pipit::log
