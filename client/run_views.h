// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of one session that are under way, or that ended without a message, put together from their events.
//
// A piece that was seen before is cut; a piece after a gap is left out, and said once, so that the text so far can be asked
// for again. A run whose message is there, or that was dismissed, does not come back.
// Bounded: 50 runs, 4 Mi UTF-16 units of each kind of text; the last 200 answered and dismissed runs are remembered.
// Thread rule: a value on one thread.
#pragma once

#include "core/event.h"

#include <QList>
#include <QSet>
#include <QStringList>

#include <optional>

namespace pipit {

// An answer under way, or one that ended without a message (failed, cancelled, interrupted).
struct RunView {
    RunEvent run;
    QString answer = {};    // the text so far
    QString reasoning = {};
};

class RunViews
{
public:
    enum class Change { None, Changed, Gap };

    const QList<RunView> &list() const { return m_views; }

    Change take(const RunEvent &event);
    Change take(const DeltaEvent &event);

    // The message with this clientMessageId is there. The run that it is the answer of, if it was shown.
    std::optional<QString> answered(const QString &clientMessageId);
    bool dismiss(const QString &runId);

    // From now on, runs under way that no event speaks of are suspect; the second call ends those that still are, and
    // gives their ids. For after a reconnect, where the node tells again what is under way.
    void suspectAll();
    QStringList interruptSuspects();

private:
    RunView *find(const QString &runId);
    bool isOver(const QString &runId, const QString &clientMessageId) const;
    RunView &add(const RunEvent &event);
    static void remember(QStringList &list, const QString &id);

    QList<RunView> m_views; // in the order in which they appeared
    QSet<QString> m_suspects;
    QSet<QString> m_gaps;   // runs whose text has a gap that has been told
    QStringList m_answered;  // clientMessageIds
    QStringList m_dismissed; // runIds
};

} // namespace pipit
