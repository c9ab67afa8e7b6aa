// SPDX-License-Identifier: GPL-3.0-or-later
// A stream's life in sentences: when and from where it came, what it was sent again, what held it up, why it ended, and what came of its
// client after that.
// Thread rule: functions without state; words are in the language of the moment.
#pragma once

#include "client/ops/node_stream.h"

#include <QCoreApplication>

namespace pipit {

class StreamStory
{
    Q_DECLARE_TR_FUNCTIONS(pipit::StreamStory)

public:
    // `others`: streams among which its client's next one is looked for.
    static QStringList sentences(const NodeStream &stream, const QList<NodeStream> &others);

    // Why a stream has ended, as a sentence; the node's own words where the reason is none that is known here.
    static QString why(const NodeStream &stream);

    // The first one of the same client after the end of this. Null: it has not come back.
    static const NodeStream *successor(const NodeStream &stream, const QList<NodeStream> &others);
};

} // namespace pipit
