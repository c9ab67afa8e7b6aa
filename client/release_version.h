// SPDX-License-Identifier: GPL-3.0-or-later
// The version of a release, such as 1.2.3 or 1.3.0-rc.1, and which of two comes later.
//
// Thread rule: plain values. Source: Semantic Versioning 2.0.0, sections 9 to 11.
#pragma once

#include <QString>
#include <QVersionNumber>

#include <optional>

namespace pipit {

struct ReleaseVersion {
    QVersionNumber numbers; // three
    QString suffix = {};    // "rc.1"; empty: no pre-release

    // MAJOR.MINOR.PATCH, perhaps with a `v` before it and -SUFFIX and +BUILD behind it, and nothing else. What was built of the same
    // version (+BUILD) makes no difference and is dropped.
    static std::optional<ReleaseVersion> parse(const QString &text);

    QString toString() const;
    bool isPreRelease() const { return !suffix.isEmpty(); }
    bool isLaterThan(const ReleaseVersion &other) const;
};

} // namespace pipit
