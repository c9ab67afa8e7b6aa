// SPDX-License-Identifier: GPL-3.0-or-later
// Tells assistive technology of an answer while it is written: what has come since the last time, by whole sentences, at most
// once in an interval; the rest when it is there.
//
// Contract: nothing where nobody listens. What was told and has become something else, since Markdown is known only by its
// end, is told as changed. Thread rule: the GUI thread.
#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace pipit {

class MessageView;

class AnswerTeller : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds usualInterval{1000};

    explicit AnswerTeller(MessageView *view); // its child

    void setInterval(std::chrono::milliseconds interval) { m_timer.setInterval(interval); }

private:
    void look();
    void tell(int place, const QString &before, const QString &now);

    MessageView *m_view;
    QHash<QString, QString> m_told; // by the keys of answers that are not known to be at their end
    QTimer m_timer;                 // while it runs, only an end is told
};

} // namespace pipit
