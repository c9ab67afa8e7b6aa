// SPDX-License-Identifier: GPL-3.0-or-later
// What a session's log has erased, kept for copies of its messages that were asked for before. Thread rule: a value.
// Source: Pipit's contract of retention and erasure.
#pragma once

#include "core/message.h"

#include <QList>

namespace pipit {

class Erasures
{
public:
    void redact(const QList<qint64> &ids);
    void purge(qint64 position); // and everything before it

    // Takes it out of these, ascending; false where nothing of it was in them.
    bool applyTo(QList<Message> &messages) const;

private:
    QList<qint64> m_redacted; // the latest ones
    qint64 m_purgedTo = 0;
};

} // namespace pipit
