// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for a text in the messages of a conversation that are loaded, from the newest on, a few milliseconds at a time.
//
// A hit is a message; where in it the text stands is the view's. Hits are known by their rows' keys and stay while rows come
// and go. Thread rule: the GUI thread. The model is not owned and must outlive it.
#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>

namespace pipit {

class MessageModel;

class MessageFind : public QObject
{
    Q_OBJECT

public:
    explicit MessageFind(const MessageModel *model, QObject *parent = nullptr);

    void setText(const QString &text);            // empty: nothing is looked for
    const QString &text() const { return m_text; }
    bool isLooking() const { return m_timer.isActive(); }

    int count() const { return int(m_hits.size()); }
    int current() const;                          // from 1, the newest first; 0: none
    QString currentKey() const { return m_current; }
    void step(int by);                            // 1: to the next older one; stops at the ends

Q_SIGNALS:
    void changed();                               // count, current or whether it is looking
    void stepped(const QString &key);             // another hit is the current one

private:
    void begin();
    void look();

    const MessageModel *m_model;
    QString m_text;
    QStringList m_hits;
    QString m_current;
    bool m_leads = true;                          // to the first hit
    QString m_scannedKey;                         // the oldest row that was looked at
    QTimer m_timer;
};

} // namespace pipit
