// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for a text in what the messages of a conversation show, from the newest on, a few milliseconds at a time. Whoever goes
// on from the oldest hit that is loaded has older messages loaded, until one of them is a hit or there are no more.
//
// A hit is a message; where in it the text stands is the view's. Hits are known by their rows' keys and stay while rows come
// and go; only what is new or different is looked at again. Thread rule: the GUI thread. The model is not owned and must
// outlive it.
#pragma once

#include "ui/chat/messages/message_match.h"

#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <optional>

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
    bool isWaitingForOlder() const { return m_wantsOlder; }
    bool mayGoOlder() const;                      // there is an older hit, or perhaps one that is not loaded

    int count() const { return int(m_hits.size()); }
    int current() const;                          // from 1, the newest first; 0: none
    QString currentKey() const { return m_current; }
    void step(int by);                            // 1: to the next older one; -1 stops at the newest
    void endOfOlder();                            // answers olderWanted(): there are none, or they cannot be had now

Q_SIGNALS:
    void changed();                               // count, current or whether it is looking
    void stepped(const QString &key);             // another hit is the current one
    void olderWanted();                           // a page of older messages is to be loaded

private:
    void begin();
    void takeChanged(const QStringList &keys);
    void look();
    bool lookAt(const QString &key, int row, const QDeadlineTimer &deadline);
    void addHit(const QString &key, int row);
    void settle();

    const MessageModel *m_model;
    QString m_text;
    std::optional<MessageMatch> m_match;
    QString m_matching;                           // the row that it has not come to an end with
    QStringList m_hits;                           // in the order of the rows, the newest first
    QSet<QString> m_hitKeys;
    QString m_current;
    bool m_leads = true;                          // to the first hit
    QString m_scannedKey;                         // the oldest row that was looked at
    QStringList m_changed;                        // of those, what is to be looked at again
    bool m_wantsOlder = false;
    bool m_hasOlder = true;                       // as far as is known
    QTimer m_timer;
    QTimer m_grownTimer;
};

} // namespace pipit
