// SPDX-License-Identifier: GPL-3.0-or-later
// The descriptor of a connected socket as the system counts it. Whoever holds one must close it.
// Thread rule: a plain value.
#pragma once

namespace pipit::stream {

#ifdef _WIN32
using NativeSocket = unsigned long long; // SOCKET
#else
using NativeSocket = int;
#endif

} // namespace pipit::stream
