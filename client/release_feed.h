// SPDX-License-Identifier: GPL-3.0-or-later
// What a feed of releases says: an Atom document, such as a code host's releases.atom or a file on a server of one's own.
//
// Contract: an entry is a release where it has a version (ReleaseVersion). That is the last part of the path of its page (the first
// link to http or https that is an alternate, which a link without `rel` is too), else the first word of its title that is a version.
// Entries with neither are passed over. A document type is refused: no feed needs one, and it is what entities are declared in. So are
// hundreds of attributes or namespaces in one place: a mebibyte takes about a second at most, whatever is in it.
// Thread rule: functions without state. Errors: Protocol, in the window's language. Source: RFC 4287.
#pragma once

#include "client/release_version.h"
#include "core/result.h"

#include <QList>
#include <QUrl>

namespace pipit {

struct FeedRelease {
    ReleaseVersion version;
    QUrl page = {}; // that says what is new, of http or https; empty: the entry has none
};

// `address`: where the document came from; links that are relative start there. Never an empty list.
Result<QList<FeedRelease>> readReleaseFeed(const QByteArray &document, const QUrl &address);

// The latest of those that come after `running`. Pre-releases count only for who runs one.
std::optional<FeedRelease> latestAfter(const ReleaseVersion &running, const QList<FeedRelease> &releases);

} // namespace pipit
