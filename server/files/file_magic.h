// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is, by its first bytes alone: by a table of our own for what browsers show and for what does harm, and by the
// system's database of types for the rest.
//
// The first match wins, so a file that is two things at once (a picture with a program behind it) is what it begins as.
// Thread rule: any thread. No errors: what nobody knows is application/octet-stream.
// Source: WHATWG MIME Sniffing; the formats' own descriptions; shared-mime-info.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace pipit::files {

enum class Family { Image, Audio, Video, Text, Other };

struct Sniffed {
    QByteArray mimeType;   // what it is, such as text/html
    Family family = Family::Other;
    QByteArray asAudio = {}; // for containers that hold sound or pictures with sound: their type as the one and as the other
    QByteArray asVideo = {};
    bool isForBrowsers = false; // every browser shows it, and nothing in it runs
};

// `head`: the first headBytes of the file, or all of it.
Sniffed sniff(QByteArrayView head);

} // namespace pipit::files
