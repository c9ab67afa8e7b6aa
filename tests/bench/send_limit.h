// SPDX-License-Identifier: GPL-3.0-or-later
// The machine's limit for carrying one event to many streams: a bare loop of send() over loopback connections that somebody reads.
// Thread rule: the thread that calls; the reading is done on another.
#pragma once

namespace pipit::bench {

// Events a second. `joined`: how many of them one send takes, as a server's would that joins what piled up.
double bareSends(int streams, int eventBytes, int joined, double seconds);

} // namespace pipit::bench
