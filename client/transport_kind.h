// SPDX-License-Identifier: GPL-3.0-or-later
// The ways on which messages come from a node. Thread rule: plain values.
#pragma once

#include <QStringView>

namespace pipit {

// What is in use.
enum class TransportKind { Stream, Poll };

// What may be used, as the configuration says it (client.transport).
enum class TransportMode {
    Auto,   // the stream, and polling where no stream gets through
    Stream,
    Poll,
};

// Auto for a word that is none.
inline TransportMode transportModeFromName(QStringView name)
{
    return name == u"stream" ? TransportMode::Stream : name == u"poll" ? TransportMode::Poll : TransportMode::Auto;
}

} // namespace pipit
