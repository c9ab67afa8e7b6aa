// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream_room.h"

#include "core/descriptor_limit.h"

#include <QLoggingCategory>

#include <algorithm>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcStreamRoom, "pipit.streams")

constexpr std::int64_t keptDescriptors = 256;
constexpr std::int64_t spareDescriptors = 96; // of these, for what is no connection: a thread that finds none ends the process

} // namespace

StreamRoom makeStreamRoom(const Config &config)
{
    const std::int64_t wanted = config.limits.streams;
    const auto descriptors = raiseDescriptorLimit();
    if (!descriptors)
        return {.streams = wanted};
    // A tenth is for requests, files and the store.
    // Over TLS a stream has three: its client's, and both ends of the pair behind it.
    const std::int64_t room = std::max<std::int64_t>(1, (*descriptors - std::max<std::int64_t>(keptDescriptors, *descriptors / 10)) / (config.tls.isOn() ? 3 : 1));
    if (room < wanted)
        qCInfo(lcStreamRoom).noquote() << QStringLiteral("This process may have %1 descriptors, so that it carries %2 streams and not the %3 of limits.streams. Raise the limit (ulimit -n, or LimitNOFILE= of the service) for more.").arg(*descriptors).arg(room).arg(wanted);
    return {.streams = std::min(wanted, room), .highestDescriptor = std::max(*descriptors / 2, *descriptors - spareDescriptors)};
}

} // namespace pipit
